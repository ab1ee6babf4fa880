import type { ScramMechanism } from '../../security/sasl/scram-keys.ts'

/** Kafka's numbers for the mechanisms of SCRAM, in records and requests. */
const mechanisms: ReadonlyMap<number, ScramMechanism> = new Map([
  [1, 'SCRAM-SHA-256'],
  [2, 'SCRAM-SHA-512'],
])

/** Undefined for a number that stands for none. */
export function scramMechanismOf(number: number): ScramMechanism | undefined {
  return mechanisms.get(number)
}

export function scramMechanismNumber(mechanism: ScramMechanism): number {
  return mechanism === 'SCRAM-SHA-256' ? 1 : 2
}

/** By what the image finds a credential. */
export function scramCredentialKey(mechanism: number, user: string): string {
  return `${mechanism}:${user}`
}
