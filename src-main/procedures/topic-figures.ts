import type { PartitionDetail, TopicFigures } from '../api/topics.ts'
import type { PartitionMetadata, TopicMetadata } from '../kafka/cluster-metadata.ts'
import { groupBy } from '../kafka/group-by.ts'
import { explainError, KafkaClientError } from '../kafka/kafka-errors.ts'
import { describeLogDirectories } from '../kafka/log-directories.ts'
import { latestTimestamps } from '../kafka/offsets.ts'
import { partitionBounds, type PartitionBounds } from '../kafka/partition-bounds.ts'
import type { GroupPosition } from '../kafka/offsets-of-groups.ts'
import { topicConfigValues } from '../kafka/topic-config-values.ts'
import { partitionKey } from '../kafka/topic-partition.ts'
import type { WireCluster } from '../kafka/wire-cluster.ts'
import { recentPositions, type PositionsByTopic } from './group-positions.ts'

/**
 * What is in the topics that exist, in the order asked for. One topic, or one kind of figure, that cannot be had leaves the others
 * as they are.
 */
export async function topicFigures(cluster: WireCluster, names: readonly string[]): Promise<TopicFigures[]> {
  if (names.length === 0) return []
  const { topics } = await cluster.metadata(names)
  const asked = names.flatMap((name) => topics.get(name) ?? [])
  const partitions = asked.flatMap((topic) => placesOf(topic))
  const [bounds, sizes, timestamps, policies, groups] = await Promise.all([
    partitionBounds(cluster, partitions),
    leaderSizes(cluster, asked),
    latestTimestamps(cluster, partitions),
    topicConfigValues(
      cluster,
      asked.map(({ name }) => name),
      'cleanup.policy',
    ),
    positions(cluster),
  ])
  const boundsOf = groupBy(bounds, ({ topic }) => topic)
  const timestampsOf = groupBy(timestamps, ({ topic }) => topic)
  return asked.map(({ name, partitions: ofTopic }) => {
    const itsBounds = boundsOf.get(name) ?? []
    const problem = itsBounds.find((each) => each.problem !== null)?.problem ?? null
    return {
      name,
      messageCount: sumOrNull(itsBounds.map(countOf)),
      sizeBytes: sumOrNull(
        ofTopic.map((each) => sizes.bytes.get(partitionKey({ topic: name, partition: each.partition })) ?? null),
      ),
      lastRecordAt: latestOf((timestampsOf.get(name) ?? []).map(({ timestamp }) => timestamp)),
      cleanupPolicy: policies.get(name) ?? null,
      ...groupFigures(groups?.byTopic.get(name) ?? [], { bounds: itsBounds, isKnown: groups !== null }),
      problem: problem === null ? (whyNoSize(ofTopic, sizes) ?? groups?.problem ?? null) : explainError(problem),
    }
  })
}

async function positions(cluster: WireCluster): Promise<PositionsByTopic | null> {
  try {
    return await recentPositions(cluster)
  } catch (error) {
    if (error instanceof KafkaClientError) return null
    throw error
  }
}

interface GroupContext {
  readonly bounds: readonly PartitionBounds[]
  readonly isKnown: boolean
}

function groupFigures(
  ofTopic: readonly GroupPosition[],
  { bounds, isKnown }: GroupContext,
): Pick<TopicFigures, 'groupCount' | 'totalLag'> {
  if (!isKnown) return { groupCount: null, totalLag: null }
  const groupCount = new Set(ofTopic.map(({ groupId }) => groupId)).size
  if (groupCount === 0) return { groupCount, totalLag: null }
  const ends = new Map(bounds.map(({ partition, endOffset }) => [partition, endOffset]))
  const lags = ofTopic.map(({ partition, offset, lag }) => {
    if (lag !== null) return lag
    const end = ends.get(partition) ?? null
    if (end === null) return null
    return end > offset ? end - offset : 0n
  })
  return { groupCount, totalLag: sumOrNull(lags) }
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
    sizeBytes: sizes.bytes.get(partitionKey({ topic: topic.name, partition: each.partition })) ?? null,
    problem: problemText(bounds[index]) ?? whyNoSize([each], sizes),
  }))
}

interface LeaderSizes {
  /** By place; those that no broker tells are missing. */
  readonly bytes: ReadonlyMap<string, bigint>
  /** By broker, why it does not tell: it is down, or a right is missing. */
  readonly problems: ReadonlyMap<number, KafkaClientError>
}

/** The sizes of the leaders' replicas. */
async function leaderSizes(cluster: WireCluster, topics: readonly TopicMetadata[]): Promise<LeaderSizes> {
  const led = topics.flatMap(({ name, partitions }) =>
    partitions.flatMap(({ partition, leader }) => (leader === null ? [] : [{ topic: name, partition, leader }])),
  )
  const bytes = new Map<string, bigint>()
  const problems = new Map<number, KafkaClientError>()
  const asked = [...groupBy(led, ({ leader }) => leader)].map(async ([nodeId, wanted]) => {
    try {
      for (const directory of await describeLogDirectories(cluster, nodeId, wanted)) {
        for (const stored of directory.partitions) {
          if (!stored.isFuture) bytes.set(partitionKey(stored), stored.sizeBytes)
        }
      }
    } catch (error) {
      if (!(error instanceof KafkaClientError)) throw error
      problems.set(nodeId, error)
    }
  })
  await Promise.all(asked)
  return { bytes, problems }
}

function whyNoSize(partitions: readonly PartitionMetadata[], { problems }: LeaderSizes): string | null {
  for (const { leader } of partitions) {
    const problem = leader === null ? undefined : problems.get(leader)
    if (problem !== undefined) return explainError(problem)
  }
  return null
}

function placesOf(topic: TopicMetadata) {
  return topic.partitions.map(({ partition }) => ({ topic: topic.name, partition }))
}

function countOf({ startOffset, endOffset }: PartitionBounds): bigint | null {
  return startOffset === null || endOffset === null ? null : endOffset - startOffset
}

function latestOf(timestamps: readonly (bigint | null)[]): bigint | null {
  let latest: bigint | null = null
  for (const timestamp of timestamps) {
    if (timestamp !== null && (latest === null || timestamp > latest)) latest = timestamp
  }
  return latest
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
