import type { HangingReason, ProducerState, Transaction } from '../api/transactions.ts'
import type { ActiveProducer } from '../kafka/producers.ts'

export type KnownTransaction = Omit<Transaction, 'isOverdue'>

/** What no transaction may exceed where its own timeout is not known: Kafka's default of `transaction.max.timeout.ms`. */
export const longestTimeoutMs = 15 * 60_000

/** Coordinators look for transactions to end every ten seconds; what is late by less is not late. */
const graceMs = 20_000

/** Whether a coordinator should have ended a transaction by now. */
export function isOverdue({ state, startedAt, timeoutMs }: KnownTransaction, nowMs: number): boolean {
  if (state !== 'Ongoing' || startedAt === null) return false
  return nowMs - Number(startedAt) > (timeoutMs ?? longestTimeoutMs) + graceMs
}

/**
 * Says of producers which of their open transactions hang, as Kafka's own tool decides (KIP-664): one that no coordinator knows, or that
 * does not hold the partition according to its coordinator. A transaction may be open in a partition a moment before its
 * coordinator says so: only one that was quiet for longer than it may take is called hanging.
 */
export function judgeProducers(
  producers: readonly ActiveProducer[],
  transactions: readonly KnownTransaction[],
  nowMs: number,
): ProducerState[] {
  const byProducer = new Map(transactions.map((each) => [each.producerId, each]))
  return producers.map((producer) => {
    const transaction = byProducer.get(producer.producerId)
    return {
      ...producer,
      transactionalId: transaction?.transactionalId ?? null,
      hanging: hangingReason(producer, transaction, nowMs),
    }
  })
}

function hangingReason(
  { openSinceOffset, lastTimestamp, topic, partition }: ActiveProducer,
  transaction: KnownTransaction | undefined,
  nowMs: number,
): HangingReason | null {
  if (openSinceOffset === null) return null
  const patienceMs = (transaction?.timeoutMs ?? longestTimeoutMs) + graceMs
  if (lastTimestamp !== null && nowMs - Number(lastTimestamp) < patienceMs) return null
  if (transaction === undefined) return 'no-coordinator'
  const isPart = transaction.partitions.some((each) => each.topic === topic && each.partition === partition)
  if (!isPart) return 'not-part'
  return isOverdue(transaction, nowMs) ? 'overdue' : null
}
