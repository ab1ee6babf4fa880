import { createHash, createHmac, pbkdf2Sync } from 'node:crypto'

/** What the broker keeps of a password (RFC 5802): enough to check it, not enough to use it elsewhere. */
export interface ScramCredential {
  readonly salt: Uint8Array
  readonly storedKey: Uint8Array
  readonly serverKey: Uint8Array
  readonly iterations: number
}

export type ScramMechanism = 'SCRAM-SHA-256' | 'SCRAM-SHA-512'

/** Kafka takes no credential of fewer iterations, whatever the mechanism. */
export const minScramIterations = 4096

export function scramHash(mechanism: ScramMechanism): 'sha256' | 'sha512' {
  return mechanism === 'SCRAM-SHA-256' ? 'sha256' : 'sha512'
}

export function hmac(mechanism: ScramMechanism, key: Uint8Array, text: string | Uint8Array): Buffer {
  return createHmac(scramHash(mechanism), key).update(text).digest()
}

/** The keys that follow from a salted password, which is what clients send when they set one. */
export function scramKeys(
  mechanism: ScramMechanism,
  saltedPassword: Uint8Array,
): Pick<ScramCredential, 'storedKey' | 'serverKey'> {
  const clientKey = hmac(mechanism, saltedPassword, 'Client Key')
  return {
    storedKey: createHash(scramHash(mechanism)).update(clientKey).digest(),
    serverKey: hmac(mechanism, saltedPassword, 'Server Key'),
  }
}

export function saltPassword(
  mechanism: ScramMechanism,
  password: string,
  { salt, iterations }: Pick<ScramCredential, 'salt' | 'iterations'>,
): Buffer {
  const hash = scramHash(mechanism)
  return pbkdf2Sync(password, salt, iterations, hash === 'sha256' ? 32 : 64, hash)
}
