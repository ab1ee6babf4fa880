import type { Partition } from '../../partitions/partition.ts'
import type { TransactionStart } from '../../partitions/transaction-starts.ts'
import { errorCode } from '../../protocol/error-codes.ts'
import type { TransactionErrorKind } from '../../transactions/transaction-error.ts'
import type { TransactionalProducer } from '../../transactions/transaction-messages.ts'
import type { BrokerContext } from '../broker-context.ts'
import { codeOfThrown, codeOfTransactionError } from '../error-translation.ts'

/**
 * What a client leaves to the broker when it writes within a transaction (KIP-890): taking the partition into it, or, with
 * AddPartitionsToTxn sent before, only looking whether it is part of it. Older clients do not know TRANSACTION_ABORTABLE.
 */
export type TransactionSupport = 'adds-partitions' | 'knows-abortable' | 'older'

export interface TransactionEntry {
  readonly producer: TransactionalProducer
  readonly support: TransactionSupport
  readonly starts: readonly PartitionStart[]
}

export interface PartitionStart {
  readonly partition: Partition
  readonly start: TransactionStart
}

/**
 * Makes sure that a producer may write to partitions within its transaction, all of them in one step. Gives the error codes
 * of those where it may not; where the transaction is open already, nobody is asked.
 */
export function enterTransaction(broker: BrokerContext, entry: TransactionEntry): ReadonlyMap<Partition, number> {
  const refused = new Map<Partition, number>()
  const isAsked = entry.support === 'adds-partitions' || broker.settings.verifiesTransactions
  if (!isAsked) return refused
  const beginning = entry.starts.filter(({ partition, start }) => {
    try {
      return partition.beginsTransaction(start)
    } catch (error) {
      const code = codeOfThrown(error)
      if (code === null) throw error
      refused.set(partition, code)
      return false
    }
  })
  if (beginning.length === 0) return refused
  const errors = askCoordinator(broker, entry, beginning)
  beginning.forEach(({ partition }, index) => {
    const error = errors[index] ?? null
    if (error !== null) refused.set(partition, codeOf(error, entry.support))
  })
  return refused
}

function askCoordinator(
  { transactions }: BrokerContext,
  { producer, support }: TransactionEntry,
  beginning: readonly PartitionStart[],
): readonly (TransactionErrorKind | null)[] {
  const partitions = beginning.map(({ partition }) => ({ topic: partition.topic, partition: partition.index }))
  if (support !== 'adds-partitions') {
    return transactions.verifyPartitions({ ...producer, partitions }).map(({ error }) => error)
  }
  const error = transactions.addPartitions({ ...producer, partitions, clientTransactionVersion: 2 })
  return partitions.map(() => error)
}

/** Who writes is told of a newer producer in the words that logs have for it. */
function codeOf(error: TransactionErrorKind, support: TransactionSupport): number {
  if (error === 'producer-fenced') return errorCode.INVALID_PRODUCER_EPOCH
  if (error === 'transaction-abortable' && support === 'older') return errorCode.INVALID_TXN_STATE
  return codeOfTransactionError(error)
}
