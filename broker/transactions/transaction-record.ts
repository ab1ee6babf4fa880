import { MalformedBytesError } from '../bytes/malformed-bytes-error.ts'
import { encodeTransactionStateValue, type TransactionStateValue } from './records/transaction-state-record.ts'
import { noPartitions, withPartitions, type TransactionPartitions } from './transaction-partitions.ts'
import {
  noProducerEpoch,
  type NamedTransactionState,
  type Transaction,
  type TransactionState,
  type TransactionVersion,
} from './transaction.ts'

/** By their number in the log. */
export const transactionStates: readonly NamedTransactionState[] = [
  'Empty',
  'Ongoing',
  'PrepareCommit',
  'PrepareAbort',
  'CompleteCommit',
  'CompleteAbort',
  'Dead',
  'PrepareEpochFence',
]

/** The value that keeps a transaction in `__transaction_state`, in the layout of the cluster's `transaction.version`. */
export function transactionToRecord(transaction: Transaction, serverVersion: TransactionVersion): Uint8Array {
  return encodeTransactionStateValue(serverVersion === 0 ? 0 : 1, {
    producerId: transaction.producerId,
    previousProducerId: transaction.previousProducerId,
    nextProducerId: transaction.nextProducerId,
    producerEpoch: transaction.producerEpoch,
    transactionTimeoutMs: transaction.timeoutMs,
    transactionStatus: transactionStates.indexOf(transaction.state),
    transactionPartitions:
      transaction.state === 'Empty'
        ? null
        : [...transaction.partitions].map(([topic, partitions]) => ({ topic, partitionIds: [...partitions] })),
    transactionLastUpdateTimestampMs: transaction.lastUpdateTimestamp,
    transactionStartTimestampMs: transaction.startTimestamp,
    clientTransactionVersion: transaction.clientTransactionVersion,
  })
}

/**
 * The transaction that a record keeps, or null when the record says that the id has expired.
 *
 * @throws MalformedBytesError when the record's state or client version is none that Kafka knows.
 */
export function transactionFromRecord(transactionalId: string, value: TransactionStateValue): Transaction | null {
  const state = stateOf(transactionalId, value)
  if (state === null) return null
  return {
    transactionalId,
    producerId: value.producerId,
    previousProducerId: value.previousProducerId,
    nextProducerId: value.nextProducerId,
    producerEpoch: value.producerEpoch,
    lastProducerEpoch: noProducerEpoch,
    timeoutMs: value.transactionTimeoutMs,
    state,
    partitions: state === 'Empty' ? noPartitions : partitionsOf(value),
    startTimestamp: value.transactionStartTimestampMs,
    lastUpdateTimestamp: value.transactionLastUpdateTimestampMs,
    clientTransactionVersion: versionOf(transactionalId, value.clientTransactionVersion),
  }
}

/** A fence was being prepared while the transaction was open: it still is, and its time will run out. */
function stateOf(transactionalId: string, { transactionStatus }: TransactionStateValue): TransactionState | null {
  const named = transactionStates[transactionStatus]
  if (named === undefined) {
    throw new MalformedBytesError(`transaction ${transactionalId} is in state ${transactionStatus}, which nobody knows`)
  }
  if (named === 'Dead') return null
  return named === 'PrepareEpochFence' ? 'Ongoing' : named
}

function versionOf(transactionalId: string, version: number): TransactionVersion {
  if (version === 0 || version === 1 || version === 2) return version
  throw new MalformedBytesError(`transaction ${transactionalId} is of version ${version}; versions 0 to 2 are known`)
}

function partitionsOf({ transactionPartitions }: TransactionStateValue): TransactionPartitions {
  const listed = (transactionPartitions ?? []).flatMap(({ topic, partitionIds }) =>
    partitionIds.map((partition) => ({ topic, partition })),
  )
  return withPartitions(noPartitions, listed)
}
