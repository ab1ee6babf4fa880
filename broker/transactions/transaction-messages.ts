import type { TransactionErrorKind } from './transaction-error.ts'
import type { TransactionPartition } from './transaction-partitions.ts'
import type { TransactionState, TransactionVersion } from './transaction.ts'

export interface ProducerIdentity {
  readonly producerId: bigint
  readonly producerEpoch: number
}

export interface InitProducerRequest {
  readonly transactionalId: string
  readonly timeoutMs: number
  /** Who the client was so far, when it goes on after an error (KIP-360); null for a client that starts. */
  readonly expected: ProducerIdentity | null
}

/** The client that a request about a transaction comes from. */
export interface TransactionalProducer extends ProducerIdentity {
  readonly transactionalId: string
}

export interface AddPartitionsRequest extends TransactionalProducer {
  readonly partitions: readonly TransactionPartition[]
  readonly clientTransactionVersion: TransactionVersion
}

export interface VerifyPartitionsRequest extends TransactionalProducer {
  readonly partitions: readonly TransactionPartition[]
}

export type TransactionOutcome = 'commit' | 'abort'

export interface EndTransactionRequest extends TransactionalProducer {
  readonly outcome: TransactionOutcome
  readonly clientTransactionVersion: TransactionVersion
}

/** Who the client is from now on. Clients of `transaction.version` below 2 stay who they are, and are told -1 and -1. */
export type ProducerIdentityResult = ({ readonly error: null } & ProducerIdentity) | RefusedRequest

export interface RefusedRequest {
  readonly error: TransactionErrorKind
}

export interface PartitionVerification extends TransactionPartition {
  readonly error: TransactionErrorKind | null
}

/** One marker that ends a transaction in one partition (a control batch there). */
export interface TransactionMarker extends ProducerIdentity, TransactionPartition {
  readonly outcome: TransactionOutcome
  /** Leader epoch of the partition of `__transaction_state`: a partition refuses markers of an older coordinator. */
  readonly coordinatorEpoch: number
  readonly transactionVersion: TransactionVersion
}

export type TransactionDescription =
  | { readonly transactionalId: string; readonly error: TransactionErrorKind }
  | ({
      readonly transactionalId: string
      readonly error: null
      readonly state: TransactionState
      readonly timeoutMs: number
      readonly startTimestamp: bigint
      readonly topics: readonly { readonly topic: string; readonly partitions: readonly number[] }[]
    } & ProducerIdentity)

/** What must hold for a transactional id to be listed. */
export interface TransactionFilter {
  /** Empty: any. */
  readonly producerIds: readonly bigint[]
  /** Empty: any. Names that no state has match nothing. */
  readonly states: readonly string[]
  /** Only what began longer ago than this; negative: any. */
  readonly longerThanMs: bigint
  /** Null: any. Compiling the client's pattern safely is the caller's part. */
  readonly matchesId: ((transactionalId: string) => boolean) | null
}

export interface TransactionListing {
  readonly transactionalId: string
  readonly producerId: bigint
  readonly state: TransactionState
}

export interface TransactionListings {
  readonly error: TransactionErrorKind | null
  readonly unknownStates: readonly string[]
  readonly transactions: readonly TransactionListing[]
}
