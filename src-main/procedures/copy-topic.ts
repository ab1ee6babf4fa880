import type { TopicMetadata } from '../kafka/cluster-metadata.ts'
import { describeConfig } from '../kafka/configs.ts'
import { retryWhileRefused } from '../kafka/retry.ts'
import { createTopic, deleteTopic, type NewTopic } from '../kafka/topics.ts'
import type { WireCluster } from '../kafka/wire-cluster.ts'

export interface Copy {
  readonly name: string
  /** Null: as many as the original. */
  readonly partitionCount: number | null
}

/** Makes a topic with the partitions, replication and own settings of another. Its messages are not copied. */
export async function copyTopic(cluster: WireCluster, topic: string, copy: Copy): Promise<TopicMetadata> {
  const shape = await shapeOf(cluster, topic)
  const partitionCount = copy.partitionCount ?? shape.partitionCount
  return createTopic(cluster, { ...shape, name: copy.name, partitionCount })
}

/**
 * Deletes a topic and makes it again: the same partitions on the same brokers, the same settings, another id, and no message.
 * @throws RefusedByBrokerError from the second half too: then the topic is gone, and the journal has what it was like
 */
export async function recreateTopic(cluster: WireCluster, topic: string): Promise<TopicMetadata> {
  const { partitions } = await cluster.topic(topic)
  const shape = await shapeOf(cluster, topic)
  await deleteTopic(cluster, topic)
  // A broker may still be taking the old one away.
  return retryWhileRefused(
    () => createTopic(cluster, { ...shape, assignment: partitions.map(({ replicas }) => replicas) }),
    {
      patienceMs: 30_000,
      isRetriable: ({ kafkaError }) => kafkaError.retriable || kafkaError.name === 'TOPIC_ALREADY_EXISTS',
    },
  )
}

async function shapeOf(cluster: WireCluster, topic: string): Promise<NewTopic> {
  const { partitions } = await cluster.topic(topic)
  const configs = await describeConfig(cluster, { type: 'topic', name: topic })
  return {
    name: topic,
    partitionCount: partitions.length,
    replicationFactor: Math.max(...partitions.map(({ replicas }) => replicas.length)),
    configs: configs.flatMap(({ name, value, source }) =>
      source === 'topic' && value !== null && !placesOfThrottle.has(name) ? [{ name, value }] : [],
    ),
  }
}

/** Which replicas are held back while they are copied: of those of the original, at that time. */
const placesOfThrottle = new Set(['leader.replication.throttled.replicas', 'follower.replication.throttled.replicas'])
