import type { PartitionDetail, TopicFigures } from '../api/topics.ts'
import type { PartitionMetadata, TopicMetadata } from '../kafka/cluster-metadata.ts'
import { explainError, KafkaClientError } from '../kafka/kafka-errors.ts'
import { describeLogDirectories } from '../kafka/log-directories.ts'
import { partitionBounds, type PartitionBounds } from '../kafka/partition-bounds.ts'
import type { WireCluster } from '../kafka/wire-cluster.ts'

/** Messages and size of the topics that exist, in the order asked for. */
export async function topicFigures(cluster: WireCluster, names: readonly string[]): Promise<TopicFigures[]> {
  if (names.length === 0) return []
  const { topics } = await cluster.metadata(names)
  const asked = names.flatMap((name) => topics.get(name) ?? [])
  const partitions = asked.flatMap((topic) => placesOf(topic))
  const [bounds, sizes] = await Promise.all([partitionBounds(cluster, partitions), leaderSizes(cluster, asked)])
  return asked.map((topic) => ({
    name: topic.name,
    messageCount: sumOrNull(bounds.filter((each) => each.topic === topic.name).map(countOf)),
    sizeBytes: sumOrNull(topic.partitions.map((each) => sizes.get(placeOf(topic.name, each)) ?? null)),
  }))
}

/** The partitions of a topic with their bounds and sizes, and the reason where one is missing. */
export async function describePartitions(cluster: WireCluster, topic: TopicMetadata): Promise<PartitionDetail[]> {
  const [bounds, sizes] = await Promise.all([partitionBounds(cluster, placesOf(topic)), leaderSizes(cluster, [topic])])
  return topic.partitions.map((each, index) => ({
    partition: each.partition,
    leader: each.leader,
    leaderEpoch: each.leaderEpoch,
    replicas: [...each.replicas],
    inSyncReplicas: [...each.inSyncReplicas],
    startOffset: bounds[index]?.startOffset ?? null,
    endOffset: bounds[index]?.endOffset ?? null,
    sizeBytes: sizes.get(placeOf(topic.name, each)) ?? null,
    problem: problemText(bounds[index]),
  }))
}

/** The sizes of the leaders' replicas. Brokers that do not tell leave theirs out. */
async function leaderSizes(
  cluster: WireCluster,
  topics: readonly TopicMetadata[],
): Promise<ReadonlyMap<string, bigint>> {
  const leaders = new Map(
    topics.flatMap((topic) => topic.partitions.map((each) => [placeOf(topic.name, each), each.leader] as const)),
  )
  const nodeIds = [...new Set(leaders.values())].filter((nodeId) => nodeId !== null)
  const sizes = new Map<string, bigint>()
  await Promise.all(
    nodeIds.map(async (nodeId) => {
      for (const directory of await describeLogDirectories(cluster, nodeId).catch(emptyWhereRefused)) {
        for (const stored of directory.partitions) {
          const place = placeOf(stored.topic, stored)
          if (!stored.isFuture && leaders.get(place) === nodeId) sizes.set(place, stored.sizeBytes)
        }
      }
    }),
  )
  return sizes
}

function emptyWhereRefused(error: unknown): [] {
  if (error instanceof KafkaClientError) return []
  throw error
}

function placesOf(topic: TopicMetadata) {
  return topic.partitions.map(({ partition }) => ({ topic: topic.name, partition }))
}

function placeOf(topic: string, { partition }: Pick<PartitionMetadata, 'partition'>): string {
  return `${partition} ${topic}`
}

function countOf({ startOffset, endOffset }: PartitionBounds): bigint | null {
  return startOffset === null || endOffset === null ? null : endOffset - startOffset
}

function sumOrNull(figures: readonly (bigint | null)[]): bigint | null {
  let sum = 0n
  for (const figure of figures) {
    if (figure === null) return null
    sum += figure
  }
  return sum
}

function problemText(bounds: PartitionBounds | undefined): string | null {
  return bounds === undefined || bounds.problem === null ? null : explainError(bounds.problem)
}
