import type { MetadataImage } from '../image/metadata-image.ts'
import type { NewMetadataRecord } from '../records/metadata-records.ts'
import type { NodeConfigs } from '../configs/node-configs.ts'

/** Why one item of a command was refused. Each kind is one error of Kafka's protocol. */
export type FailureKind =
  | 'topic-already-exists'
  | 'invalid-topic'
  | 'invalid-partitions'
  | 'invalid-replication-factor'
  | 'invalid-replica-assignment'
  | 'invalid-config'
  | 'invalid-request'
  | 'invalid-update-version'
  | 'unknown-topic-or-partition'
  | 'unknown-topic-id'
  | 'topic-authorization-failed'
  | 'topic-deletion-disabled'
  | 'policy-violation'
  | 'broker-id-not-registered'
  | 'throttling-quota-exceeded'
  | 'duplicate-resource'
  | 'resource-not-found'
  | 'unacceptable-credential'
  | 'unsupported-sasl-mechanism'
  | 'storage-error'
  | 'unsupported-version'
  | 'token-not-found'
  | 'token-owner-mismatch'
  | 'token-expired'
  | 'no-reassignment-in-progress'

export interface Failure {
  readonly kind: FailureKind
  /** For the user, as Kafka words it where clients are known to show or match it. */
  readonly message: string
}

/** The fate of one item of a command: items stand or fall by themselves. */
export type Outcome<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly failure: Failure }

/**
 * Asks the client's quota for changing so many partitions. A false means that there is nothing left of it; asking counts
 * otherwise, so it is done once what was asked for can be done.
 */
export type TakeMutations = (partitionCount: number) => boolean

export const quotaExceeded: Outcome<never> = {
  ok: false,
  failure: { kind: 'throttling-quota-exceeded', message: 'The throttling quota has been exceeded.' },
}

/** What a decision may know beside the image and the command; `num.partitions` and its like come from the configs. */
export interface DecisionContext extends NodeConfigs {
  /** A fresh random uuid. */
  readonly newUuid: () => string
  /** The offset at which the first record of the decision will stand. */
  readonly nextOffset: bigint
  /** The level of kraft.version that the directory has; it is raft's, and not in the image. */
  readonly kraftVersion: number
}

/** What a command leads to: the records of one atomic batch (none when nothing changes) and the answer. */
export interface Decision<Result> {
  readonly records: readonly NewMetadataRecord[]
  readonly result: Result
}

/** A command of the controller: pure, so that the same image and command always lead to the same records. */
export type Decide<Command, Result> = (
  image: MetadataImage,
  command: Command,
  context: DecisionContext,
) => Decision<Result>

export function done<Value>(value: Value): Outcome<Value> {
  return { ok: true, value }
}

export function refused(kind: FailureKind, message: string): Outcome<never> {
  return { ok: false, failure: { kind, message } }
}

/**
 * The result of a command whose records could not be written: items that were refused stay so, all others are refused
 * for `failure`. Null when the result, or what it lists, is no outcome and has none.
 */
export function takenBack<Result>(result: Result, failure: Failure): Result | null {
  const items: readonly unknown[] = Array.isArray(result) ? result : [result]
  const refusal = { ok: false, failure }
  const back = items.map((item) => {
    if (isOutcome(item)) return item.ok ? refusal : item
    if (typeof item !== 'object' || item === null || !('outcome' in item) || !isOutcome(item.outcome)) return null
    return item.outcome.ok ? { ...item, outcome: refusal } : item
  })
  if (back.includes(null)) return null
  // Each item is of its old type still, only with the other kind of outcome.
  return (Array.isArray(result) ? back : back[0]) as Result
}

function isOutcome(value: unknown): value is Outcome<unknown> {
  return typeof value === 'object' && value !== null && 'ok' in value
}
