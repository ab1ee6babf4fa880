import type { GroupDetail, GroupFigures, GroupPartition } from '../api/groups.ts'
import type { Isolation } from '../api/scans.ts'
import { describeGroup, type GroupDescription } from '../kafka/group-descriptions.ts'
import { progressOfGroup, type GroupProgress } from '../kafka/group-progress.ts'
import { KafkaClientError } from '../kafka/kafka-errors.ts'
import { partitionBounds, type PartitionBounds } from '../kafka/partition-bounds.ts'
import type { WireCluster } from '../kafka/wire-cluster.ts'
import { byTopicAndPartition, partitionKey, type TopicPartition } from '../kafka/topic-partition.ts'

/** A group with every partition of the topics in which it has committed an offset or reads at the moment. */
export async function groupDetail(
  cluster: WireCluster,
  groupId: string,
  isolation: Isolation = 'read-uncommitted',
): Promise<GroupDetail> {
  const { members, ...description } = await describeGroup(cluster, groupId)
  const positions = await progressOfGroup(cluster, description)
  const question = { members, positions, isolation }
  const beside = await otherPartitions(cluster, question)
  const partitions = await groupPartitions(cluster, { ...question, beside })
  return { ...description, members: [...members], partitions, totalLag: totalLagOf(partitions) }
}

interface Question {
  readonly members: GroupDescription['members']
  readonly positions: readonly GroupProgress[]
  readonly isolation: Isolation
  /** Partitions that the group has nothing to do with so far. */
  readonly beside?: readonly TopicPartition[]
}

/** All partitions of its topics: a group that has committed nothing in one of them should know. */
async function otherPartitions(cluster: WireCluster, { members, positions }: Question): Promise<TopicPartition[]> {
  const assigned = ownersOf(members).map(({ place }) => place)
  const names = [...new Set([...positions, ...assigned].map(({ topic }) => topic))]
  if (names.length === 0) return []
  const { topics } = await cluster.metadata(names)
  return [...topics.values()].flatMap(({ name, partitions }) =>
    partitions.map(({ partition }) => ({ topic: name, partition })),
  )
}

async function groupPartitions(
  cluster: WireCluster,
  { members, positions, isolation, beside = [] }: Question,
): Promise<GroupPartition[]> {
  const owners = new Map(ownersOf(members).map(({ place, memberId }) => [partitionKey(place), { place, memberId }]))
  const known = new Map(positions.map((each) => [partitionKey(each), each]))
  const places = new Map<string, TopicPartition>([...owners].map(([key, { place }]) => [key, place]))
  for (const place of beside) places.set(partitionKey(place), place)
  for (const [key, position] of known) places.set(key, position)
  const sorted = [...places.values()].sort(byTopicAndPartition)
  const bounds = await partitionBounds(cluster, sorted, isolation === 'read-committed' ? 1 : 0)
  return sorted.flatMap((place, index) => {
    const position = known.get(partitionKey(place))
    const ends = bounds[index]
    // A task of a streams application has a number for each of its topics, also for those with fewer partitions.
    if (position === undefined && isMissing(ends)) return []
    const endOffset = ends?.endOffset ?? null
    return {
      topic: place.topic,
      partition: place.partition,
      committedOffset: position?.offset ?? null,
      committedMetadata: position === undefined || position.metadata === '' ? null : position.metadata,
      startOffset: ends?.startOffset ?? null,
      endOffset,
      lag: position?.lag ?? lagOf(endOffset, position?.offset ?? null),
      memberId: owners.get(partitionKey(place))?.memberId ?? null,
    }
  })
}

function isMissing(bounds: PartitionBounds | undefined): boolean {
  return bounds?.problem?.code === 'NOT_FOUND'
}

/** What costs further requests; what cannot be had is null. */
export async function groupFigures(cluster: WireCluster, groupId: string): Promise<GroupFigures> {
  try {
    const { members, ...description } = await describeGroup(cluster, groupId)
    const positions = await progressOfGroup(cluster, description)
    const partitions = await groupPartitions(cluster, { members, positions, isolation: 'read-uncommitted' })
    return {
      groupId,
      memberCount: members.length,
      topicCount: new Set(partitions.map(({ topic }) => topic)).size,
      totalLag: totalLagOf(partitions),
    }
  } catch (error) {
    if (error instanceof KafkaClientError) return { groupId, memberCount: null, topicCount: null, totalLag: null }
    throw error
  }
}

/** Null when the end of a partition with a committed offset is not known: a sum without it would be wrong. */
function totalLagOf(partitions: readonly GroupPartition[]): bigint | null {
  const relevant = partitions.filter(({ committedOffset }) => committedOffset !== null)
  if (relevant.some(({ lag }) => lag === null)) return null
  return relevant.reduce((sum, { lag }) => sum + (lag ?? 0n), 0n)
}

export interface GroupInTopic {
  readonly lag: bigint | null
  readonly memberCount: number
}

/** How a group stands in one topic; null when it has nothing to do with it. */
export async function groupInTopic(cluster: WireCluster, groupId: string, topic: string): Promise<GroupInTopic | null> {
  try {
    const { members, ...description } = await describeGroup(cluster, groupId)
    const offsets = (await progressOfGroup(cluster, description)).filter((each) => each.topic === topic)
    const readers = members.filter(({ assignment }) => assignment?.some((each) => each.topic === topic))
    if (offsets.length === 0 && readers.length === 0) return null
    const bounds = await partitionBounds(cluster, offsets)
    const lags = offsets.map((each, index) => each.lag ?? lagOf(bounds[index]?.endOffset ?? null, each.offset))
    const isKnown = lags.length > 0 && lags.every((lag) => lag !== null)
    return { lag: isKnown ? lags.reduce((sum, lag) => sum + (lag ?? 0n), 0n) : null, memberCount: members.length }
  } catch (error) {
    // Gone since it was listed, or not for this user to see.
    if (error instanceof KafkaClientError && error.code !== 'UNREACHABLE') return null
    throw error
  }
}

function ownersOf(members: GroupDescription['members']): { place: TopicPartition; memberId: string }[] {
  return members.flatMap(({ memberId, assignment }) =>
    (assignment ?? []).flatMap(({ topic, partitions }) =>
      partitions.map((partition) => ({ place: { topic, partition }, memberId })),
    ),
  )
}

function lagOf(endOffset: bigint | null, committedOffset: bigint | null): bigint | null {
  if (endOffset === null || committedOffset === null) return null
  return endOffset > committedOffset ? endOffset - committedOffset : 0n
}
