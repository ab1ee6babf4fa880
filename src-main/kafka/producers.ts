import { errorCode as kafkaError } from '../../broker/protocol/error-codes.ts'
import { describeProducers } from '../../broker/protocol/messages/describe-producers.ts'
import { writeTxnMarkers } from '../../broker/protocol/messages/write-txn-markers.ts'
import { texts } from '../languages/texts.ts'
import { groupBy } from './group-by.ts'
import { KafkaClientError, refuseError, RefusedByBrokerError } from './kafka-errors.ts'
import { groupByLeader } from './leaders.ts'
import type { WireCluster } from './wire-cluster.ts'
import type { TopicPartition } from './topic-partition.ts'

/** A producer that a partition remembers. */
export interface ActiveProducer extends TopicPartition {
  readonly producerId: bigint
  readonly producerEpoch: number
  readonly lastSequence: number
  readonly lastTimestamp: bigint | null
  readonly coordinatorEpoch: number | null
  /** Null: no transaction is open here. */
  readonly openSinceOffset: bigint | null
}

export interface ActiveProducers {
  readonly producers: readonly ActiveProducer[]
  /** Partitions that could not be asked. */
  readonly problems: readonly KafkaClientError[]
}

/** The producers that partitions remember, as their leaders tell (KIP-664). */
export async function activeProducers(
  cluster: WireCluster,
  partitions: readonly TopicPartition[],
): Promise<ActiveProducers> {
  const { byLeader, leaderless } = await groupByLeader(cluster, partitions)
  const problems: KafkaClientError[] = leaderless.map(({ problem }) => problem)
  const asked = [...byLeader].map(async ([nodeId, group]) => {
    try {
      return await askLeader(cluster, nodeId, { group, problems })
    } catch (error) {
      if (!(error instanceof KafkaClientError)) throw error
      problems.push(error)
      return []
    }
  })
  return { producers: (await Promise.all(asked)).flat(), problems }
}

interface Asked {
  readonly group: readonly TopicPartition[]
  readonly problems: KafkaClientError[]
}

async function askLeader(cluster: WireCluster, nodeId: number, { group, problems }: Asked): Promise<ActiveProducer[]> {
  const { topics } = await cluster.request({ to: 'broker', nodeId }, describeProducers, {
    topics: [...groupBy(group, ({ topic }) => topic)].map(([name, some]) => ({
      name,
      partitionIndexes: some.map(({ partition }) => partition),
    })),
  })
  return topics.flatMap(({ name, partitions }) =>
    partitions.flatMap(({ partitionIndex, errorCode, errorMessage, activeProducers: found }) => {
      if (errorCode !== kafkaError.NONE) {
        const what = texts.refusals.producersNotKnown(partitionIndex, name)
        const needs = texts.refusals.rights.onTopic('READ', name)
        problems.push(new RefusedByBrokerError({ what, errorCode, message: errorMessage, needs }))
        return []
      }
      return found.map((each) => ({
        topic: name,
        partition: partitionIndex,
        producerId: each.producerId,
        producerEpoch: each.producerEpoch,
        lastSequence: each.lastSequence,
        lastTimestamp: each.lastTimestamp < 0n ? null : each.lastTimestamp,
        coordinatorEpoch: each.coordinatorEpoch < 0 ? null : each.coordinatorEpoch,
        openSinceOffset: each.currentTxnStartOffset < 0n ? null : each.currentTxnStartOffset,
      }))
    }),
  )
}

/** Writes the marker that aborts what a producer has open in one partition, past its coordinator. */
export async function abortOpenTransaction(cluster: WireCluster, open: ActiveProducer): Promise<void> {
  const { topic, partition, producerId, producerEpoch, coordinatorEpoch } = open
  const { byLeader, leaderless } = await groupByLeader(cluster, [{ topic, partition }])
  for (const { problem } of leaderless) throw problem
  for (const nodeId of byLeader.keys()) {
    const response = await cluster.request({ to: 'broker', nodeId }, writeTxnMarkers, {
      markers: [
        {
          producerId,
          producerEpoch,
          transactionResult: false,
          coordinatorEpoch: coordinatorEpoch ?? 0,
          topics: [{ name: topic, partitionIndexes: [partition] }],
        },
      ],
    })
    const answers = response.markers.flatMap(({ topics }) => topics.flatMap(({ partitions }) => partitions))
    for (const { errorCode } of answers) {
      const what = texts.refusals.transactionNotAborted(partition, topic)
      const { either, onCluster } = texts.refusals.rights
      refuseError({ what, errorCode, needs: onCluster(either('ALTER', 'CLUSTER_ACTION')) })
    }
  }
}
