import type { TransactionDescription, TransactionFilter, TransactionListing } from './transaction-messages.ts'
import { transactionStates } from './transaction-record.ts'
import type { Transaction } from './transaction.ts'

export function describeTransaction(transaction: Transaction): TransactionDescription {
  const { transactionalId, producerId, producerEpoch, state, timeoutMs, startTimestamp } = transaction
  const topics = [...transaction.partitions].map(([topic, partitions]) => ({ topic, partitions: [...partitions] }))
  return { transactionalId, error: null, producerId, producerEpoch, state, timeoutMs, startTimestamp, topics }
}

export function listTransaction({ transactionalId, producerId, state }: Transaction): TransactionListing {
  return { transactionalId, producerId, state }
}

/** An empty list lets everything pass; a list of unknown names only lets nothing pass. */
export function passesFilter(transaction: Transaction, filter: TransactionFilter, now: bigint): boolean {
  const { producerIds, states, longerThanMs, matchesId } = filter
  if (producerIds.length > 0 && !producerIds.includes(transaction.producerId)) return false
  if (states.length > 0 && !states.includes(transaction.state)) return false
  if (longerThanMs >= 0n && now - transaction.startTimestamp <= longerThanMs) return false
  return matchesId === null || matchesId(transaction.transactionalId)
}

export function unknownStates({ states }: TransactionFilter): readonly string[] {
  return states.filter((name) => !transactionStates.some((state) => state === name))
}
