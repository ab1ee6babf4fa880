import { zeroUuid } from '../bytes/uuid.ts'
import { errorCode } from '../protocol/error-codes.ts'
import { describeProducers, type DescribeProducersResponseInput } from '../protocol/messages/describe-producers.ts'
import type { BrokerContext } from './broker-context.ts'
import { handler } from './handler.ts'
import { findPartition } from './partition-lookup.ts'

type PartitionAnswer = DescribeProducersResponseInput['topics'][number]['partitions'][number]

/** The producers that a partition remembers, and their open transactions (KIP-664). */
export const describeProducersHandler = handler(describeProducers, ({ topics }, { broker }) => ({
  topics: topics.map(({ name, partitionIndexes }) => ({
    name,
    partitions: partitionIndexes.map((index) => describePartition(broker, name, index)),
  })),
}))

function describePartition(broker: BrokerContext, topic: string, partitionIndex: number): PartitionAnswer {
  const partition = findPartition(broker, { topic, topicId: zeroUuid, partition: partitionIndex })
  if (typeof partition === 'number') return { partitionIndex, errorCode: partition, activeProducers: [] }
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
