import { errorCode } from '../protocol/error-codes.ts'
import {
  addPartitionsToTxn,
  type AddPartitionsToTxnRequest,
  type AddPartitionsToTxnResponseInput,
} from '../protocol/messages/add-partitions-to-txn.ts'
import type { TransactionPartition } from '../transactions/transaction-partitions.ts'
import { codeOfTransactionError } from './error-translation.ts'
import { handler, type RequestContext } from './handler.ts'
import { isInternalTopic } from './internal-topics.ts'

type Asked = NonNullable<AddPartitionsToTxnRequest['transactions']>[number]
type TopicResults = NonNullable<AddPartitionsToTxnResponseInput['resultsByTopicV3AndBelow']>

interface PartitionCode extends TransactionPartition {
  readonly code: number
}

/** Takes partitions into a transaction, all or none; from version 4 on for several transactions, or only to verify. */
export const addPartitionsToTxnHandler = handler(addPartitionsToTxn, (request, context) => {
  if (context.version >= 4) {
    if (!context.access.allowsOnCluster('clusterAction')) {
      return { errorCode: errorCode.CLUSTER_AUTHORIZATION_FAILED, resultsByTransaction: [] }
    }
    const resultsByTransaction = request.transactions.map((each) => ({
      transactionalId: each.transactionalId,
      topicResults: byTopic(addOrVerify(each, context)),
    }))
    return { errorCode: errorCode.NONE, resultsByTransaction }
  }
  const only = {
    transactionalId: request.v3AndBelowTransactionalId,
    producerId: request.v3AndBelowProducerId,
    producerEpoch: request.v3AndBelowProducerEpoch,
    verifyOnly: false,
    topics: request.v3AndBelowTopics,
  }
  return { resultsByTopicV3AndBelow: byTopic(addOrVerify(only, context)) }
})

function addOrVerify(asked: Asked, context: RequestContext): readonly PartitionCode[] {
  const { broker, version } = context
  const { transactionalId, producerId, producerEpoch, topics } = asked
  const partitions = topics.flatMap(({ name, partitions: indexes }) =>
    indexes.map((partition) => ({ topic: name, partition })),
  )
  const refused = refusedOf(transactionalId, partitions, context)
  if (refused.size > 0) {
    return partitions.map((each) => ({ ...each, code: refused.get(each) ?? errorCode.OPERATION_NOT_ATTEMPTED }))
  }
  const producer = { transactionalId, producerId, producerEpoch }
  if (asked.verifyOnly) {
    const verified = broker.transactions.verifyPartitions({ ...producer, partitions })
    return verified.map(({ error, ...each }) => ({
      ...each,
      code: codeOfTransactionError(error, { version, fencedSince: 2 }),
    }))
  }
  // Whoever asks from version 4 on does so for a client that raises its epoch with each transaction.
  const clientTransactionVersion = version >= 4 ? 2 : 0
  const error = broker.transactions.addPartitions({ ...producer, partitions, clientTransactionVersion })
  const code = codeOfTransactionError(error, { version, fencedSince: 2 })
  return partitions.map((each) => ({ ...each, code }))
}

/** The partitions that cannot be added, or be known to the client, with the codes of why. */
function refusedOf(
  transactionalId: string,
  partitions: readonly TransactionPartition[],
  { access, version, broker }: RequestContext,
): ReadonlyMap<TransactionPartition, number> {
  // Brokers were asked already whether they may.
  const isClient = version < 4
  const isDenied = isClient && !access.allows('write', 'transactionalId', transactionalId)
  const codeOf = ({ topic, partition }: TransactionPartition): number => {
    if (isDenied) return errorCode.TRANSACTIONAL_ID_AUTHORIZATION_FAILED
    if (isClient && !(access.allows('write', 'topic', topic) && !isInternalTopic(topic))) {
      return errorCode.TOPIC_AUTHORIZATION_FAILED
    }
    const isThere = broker.metadata.image.topic(topic)?.partitions[partition] !== undefined
    return isThere ? errorCode.NONE : errorCode.UNKNOWN_TOPIC_OR_PARTITION
  }
  const codes = partitions.map((each): [TransactionPartition, number] => [each, codeOf(each)])
  return new Map(codes.filter(([, code]) => code !== errorCode.NONE))
}

function byTopic(codes: readonly PartitionCode[]): TopicResults {
  const topics = new Map<string, { partitionIndex: number; partitionErrorCode: number }[]>()
  for (const { topic, partition, code } of codes) {
    const results = topics.get(topic) ?? []
    topics.set(topic, results)
    results.push({ partitionIndex: partition, partitionErrorCode: code })
  }
  return [...topics].map(([name, resultsByPartition]) => ({ name, resultsByPartition }))
}
