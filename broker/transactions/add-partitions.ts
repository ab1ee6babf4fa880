import { answer, transition, type Decision } from './decision.ts'
import type { TransactionErrorKind } from './transaction-error.ts'
import type {
  AddPartitionsRequest,
  PartitionVerification,
  TransactionalProducer,
  VerifyPartitionsRequest,
} from './transaction-messages.ts'
import { hasPartition, withPartitions } from './transaction-partitions.ts'
import { isEnding, type Transaction } from './transaction.ts'

/** Takes partitions into the transaction, which begins with the first of them. */
export function addPartitions(
  transaction: Transaction | null,
  request: AddPartitionsRequest,
  now: bigint,
): Decision<TransactionErrorKind | null> {
  const error = refusal(transaction, request)
  if (error !== null || transaction === null) return answer(error)
  const isOngoing = transaction.state === 'Ongoing'
  const areKnown = request.partitions.every((partition) => hasPartition(transaction.partitions, partition))
  if (isOngoing && areKnown) return answer(null)
  const next: Transaction = {
    ...transaction,
    state: 'Ongoing',
    previousProducerId: transaction.producerId,
    partitions: withPartitions(transaction.partitions, request.partitions),
    startTimestamp: isOngoing ? transaction.startTimestamp : now,
    lastUpdateTimestamp: now,
    clientTransactionVersion: request.clientTransactionVersion,
  }
  return transition(next, null)
}

/** Whether each partition is part of the producer's transaction, so that records may be appended to it. */
export function verifyPartitions(
  transaction: Transaction | null,
  request: VerifyPartitionsRequest,
): readonly PartitionVerification[] {
  const error = refusal(transaction, request)
  return request.partitions.map((partition) => {
    const isPart = transaction !== null && hasPartition(transaction.partitions, partition)
    return { ...partition, error: error ?? (isPart ? null : 'transaction-abortable') }
  })
}

function refusal(transaction: Transaction | null, request: TransactionalProducer): TransactionErrorKind | null {
  if (transaction?.producerId !== request.producerId) return 'invalid-producer-id-mapping'
  if (transaction.producerEpoch !== request.producerEpoch) return 'producer-fenced'
  return isEnding(transaction) ? 'concurrent-transactions' : null
}
