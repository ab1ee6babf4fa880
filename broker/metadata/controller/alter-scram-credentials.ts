import { minScramIterations, scramKeys } from '../../security/sasl/scram-keys.ts'
import { scramCredentialKey, scramMechanismOf } from '../image/scram-mechanism.ts'
import type { MetadataImage } from '../image/metadata-image.ts'
import type { NewMetadataRecord } from '../records/metadata-records.ts'
import { done, refused, type Decision, type Outcome } from './decision.ts'

interface ScramUser {
  readonly name: string
  /** Kafka's number. */
  readonly mechanism: number
}

export interface AlterScramCredentialsCommand {
  readonly deletions: readonly ScramUser[]
  readonly upsertions: readonly (ScramUser & {
    readonly iterations: number
    readonly salt: Uint8Array
    readonly saltedPassword: Uint8Array
  })[]
}

/** One outcome for each user of the command. */
export type AlterScramCredentialsResult = readonly { readonly user: string; readonly outcome: Outcome<null> }[]

/** Beyond this, checking a password would keep the broker busy for long. */
const maxIterations = 16_384

/** Users are changed independently of each other, each by one change at most. */
export function alterScramCredentials(
  image: MetadataImage,
  { deletions, upsertions }: AlterScramCredentialsCommand,
): Decision<AlterScramCredentialsResult> {
  const named = [...deletions, ...upsertions].map(({ name }) => name)
  const isTwice = (user: string): boolean => named.indexOf(user) !== named.lastIndexOf(user)
  const records: NewMetadataRecord[] = []
  const outcomes = new Map<string, Outcome<null>>()
  const decide = (user: string, problem: Outcome<never> | null, record: () => NewMetadataRecord): void => {
    const refusal = isTwice(user) ? alteredTwice : problem
    outcomes.set(user, refusal ?? done(null))
    if (refusal === null) records.push(record())
  }
  for (const { name, mechanism } of deletions) {
    const exists = image.security.scramCredentials.has(scramCredentialKey(mechanism, name))
    decide(name, userProblem(image, { name, mechanism }) ?? (exists ? null : nothingToDelete), () => ({
      type: 'RemoveUserScramCredential',
      version: 0,
      value: { name, mechanism },
    }))
  }
  for (const { name, mechanism, iterations, salt, saltedPassword } of upsertions) {
    decide(name, userProblem(image, { name, mechanism }) ?? iterationsProblem(iterations), () => ({
      type: 'UserScramCredential',
      version: 0,
      value: { name, mechanism, salt, iterations, ...scramKeys(requireMechanism(mechanism), saltedPassword) },
    }))
  }
  return { records, result: [...outcomes].map(([user, outcome]) => ({ user, outcome })) }
}

const alteredTwice = refused('duplicate-resource', 'A user credential cannot be altered twice in the same request')
const nothingToDelete = refused('resource-not-found', 'Attempt to delete a user credential that does not exist')

/** metadata.version 3.5-IV2, with which the records of SCRAM came. */
const firstVersionWithScram = 11

function userProblem({ metadataVersion }: MetadataImage, { name, mechanism }: ScramUser): Outcome<never> | null {
  if (metadataVersion < firstVersionWithScram) {
    return refused('unsupported-version', 'The current metadata.version does not support SCRAM')
  }
  if (name === '') return refused('unacceptable-credential', 'Username must not be empty')
  return scramMechanismOf(mechanism) === undefined
    ? refused('unsupported-sasl-mechanism', 'Unknown SCRAM mechanism')
    : null
}

function iterationsProblem(iterations: number): Outcome<never> | null {
  if (iterations < minScramIterations) return refused('unacceptable-credential', 'Too few iterations')
  return iterations > maxIterations ? refused('unacceptable-credential', 'Too many iterations') : null
}

function requireMechanism(number: number) {
  const mechanism = scramMechanismOf(number)
  if (mechanism === undefined) throw new Error(`${number} is no mechanism of SCRAM`)
  return mechanism
}
