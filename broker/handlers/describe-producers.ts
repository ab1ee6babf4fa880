import { zeroUuid } from '../bytes/uuid.ts'
import { topicNameProblem } from '../metadata/controller/topic-name.ts'
import { errorCode } from '../protocol/error-codes.ts'
import { describeProducers, type DescribeProducersResponseInput } from '../protocol/messages/describe-producers.ts'
import { handler, type RequestContext } from './handler.ts'
import { findPermittedPartition } from './partition-lookup.ts'

type PartitionAnswer = DescribeProducersResponseInput['topics'][number]['partitions'][number]

/** The producers that a partition remembers, and their open transactions (KIP-664). */
export const describeProducersHandler = handler(describeProducers, ({ topics }, context) => ({
  topics: topics.map(({ name, partitionIndexes }) => ({
    name,
    partitions: partitionIndexes.map((index) => describePartition(context, name, index)),
  })),
}))

function describePartition(context: RequestContext, topic: string, partitionIndex: number): PartitionAnswer {
  const partition = findPermittedPartition(context, 'read', { topic, topicId: zeroUuid, partition: partitionIndex })
  if (typeof partition === 'number') return { partitionIndex, ...failureOf(partition, topic), activeProducers: [] }
  const activeProducers = partition.log.producers().map((producer) => ({
    producerId: producer.producerId,
    producerEpoch: producer.producerEpoch,
    lastSequence: producer.lastSequence,
    lastTimestamp: producer.lastTimestamp,
    coordinatorEpoch: producer.coordinatorEpoch,
    currentTxnStartOffset: producer.currentTransactionFirstOffset ?? -1n,
  }))
  return { partitionIndex, errorCode: errorCode.NONE, activeProducers }
}

function failureOf(code: number, topic: string): { errorCode: number; errorMessage: string | null } {
  if (code !== errorCode.UNKNOWN_TOPIC_OR_PARTITION) return { errorCode: code, errorMessage: null }
  const problem = topicNameProblem(topic)
  if (problem !== null) return { errorCode: errorCode.INVALID_TOPIC_EXCEPTION, errorMessage: problem }
  return { errorCode: code, errorMessage: 'This server does not host this topic-partition.' }
}
