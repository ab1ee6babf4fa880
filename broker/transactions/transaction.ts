import type { TransactionPartitions } from './transaction-partitions.ts'

/**
 * The states in which a transactional id can stand between two requests.
 *
 *   Empty --> Ongoing --> PrepareCommit --> CompleteCommit --> Empty or Ongoing
 *                  +---> PrepareAbort  --> CompleteAbort  --> Empty or Ongoing
 */
export type TransactionState =
  | 'Empty'
  | 'Ongoing'
  | 'PrepareCommit'
  | 'PrepareAbort'
  | 'CompleteCommit'
  | 'CompleteAbort'

/** The states that the log and ListTransactions have names for; a log never holds one of the last two. */
export type NamedTransactionState = TransactionState | 'Dead' | 'PrepareEpochFence'

/**
 * The level of the feature `transaction.version` that a client speaks. From 2 on (KIP-890) each end of a transaction
 * raises the producer epoch, so that nothing late of one transaction can fall into the next.
 */
export type TransactionVersion = 0 | 1 | 2

/** What the coordinator knows of one transactional id. Never changed: each step makes a new one. */
export interface Transaction {
  readonly transactionalId: string
  readonly producerId: bigint
  /** The producer id before the last transition, -1 at first. */
  readonly previousProducerId: bigint
  /** Takes the place of `producerId` when the transaction is complete; -1 when there is none. */
  readonly nextProducerId: bigint
  readonly producerEpoch: number
  /** The epoch that the same client had before, so that its repeated request is known; -1 after a new client came. Not kept in the log. */
  readonly lastProducerEpoch: number
  readonly timeoutMs: number
  readonly state: TransactionState
  readonly partitions: TransactionPartitions
  /** -1 while Empty. */
  readonly startTimestamp: bigint
  readonly lastUpdateTimestamp: bigint
  readonly clientTransactionVersion: TransactionVersion
}

export const noProducerId = -1n
export const noProducerEpoch = -1

/** Epochs are int16. */
export const maxProducerEpoch = 32_767

/** The highest epoch is kept back: with it the coordinator can always fence the last client. */
export function isEpochExhausted(epoch: number): boolean {
  return epoch >= maxProducerEpoch - 1
}

export function raisesEpochAtEnd(version: TransactionVersion): boolean {
  return version >= 2
}

/** Between the decision and the last marker. */
export function isEnding({ state }: Transaction): boolean {
  return state === 'PrepareCommit' || state === 'PrepareAbort'
}
