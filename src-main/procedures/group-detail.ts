import type { GroupDetail, GroupFigures, GroupPartition } from '../api/groups.ts'
import { fetchCommittedOffsets, type CommittedOffset } from '../kafka/group-offsets.ts'
import { describeGroup, type GroupDescription } from '../kafka/groups.ts'
import { KafkaClientError } from '../kafka/kafka-errors.ts'
import { partitionBounds } from '../kafka/partition-bounds.ts'
import type { WireCluster } from '../kafka/wire-cluster.ts'

interface Place {
  readonly topic: string
  readonly partition: number
}

/** A group with every partition that it has committed an offset for or reads at the moment. */
export async function groupDetail(cluster: WireCluster, groupId: string): Promise<GroupDetail> {
  const [description, committed] = await Promise.all([
    describeGroup(cluster, groupId),
    fetchCommittedOffsets(cluster, groupId),
  ])
  const partitions = await groupPartitions(cluster, description, committed)
  return {
    groupId,
    type: description.type,
    state: description.state,
    protocolType: description.protocolType,
    protocol: description.protocol,
    coordinator: description.coordinator,
    members: [...description.members],
    partitions,
    totalLag: partitions.reduce((sum, { lag }) => sum + (lag ?? 0n), 0n),
  }
}

async function groupPartitions(
  cluster: WireCluster,
  { members }: GroupDescription,
  committed: readonly CommittedOffset[],
): Promise<GroupPartition[]> {
  const owners = ownersOf(members)
  const offsets = new Map(committed.map((each) => [keyOf(each), each]))
  const places = new Map<string, Place>(
    [...committed, ...owners.map(({ place }) => place)].map((each) => [keyOf(each), each]),
  )
  const memberIds = new Map(owners.map(({ place, memberId }) => [keyOf(place), memberId]))
  const sorted = [...places.values()].sort(byTopicAndPartition)
  const bounds = await partitionBounds(cluster, sorted)
  return sorted.map(({ topic, partition }, index) => {
    const offset = offsets.get(keyOf({ topic, partition }))
    const endOffset = bounds[index]?.endOffset ?? null
    return {
      topic,
      partition,
      committedOffset: offset?.offset ?? null,
      committedMetadata: offset === undefined || offset.metadata === '' ? null : offset.metadata,
      startOffset: bounds[index]?.startOffset ?? null,
      endOffset,
      lag: lagOf(endOffset, offset?.offset ?? null),
      memberId: memberIds.get(keyOf({ topic, partition })) ?? null,
    }
  })
}

/** What costs further requests; what cannot be had is null. */
export async function groupFigures(cluster: WireCluster, groupId: string): Promise<GroupFigures> {
  try {
    const { members, partitions } = await groupDetail(cluster, groupId)
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
    const [{ members }, committed] = await Promise.all([
      describeGroup(cluster, groupId),
      fetchCommittedOffsets(cluster, groupId),
    ])
    const offsets = committed.filter((each) => each.topic === topic)
    const readers = members.filter(({ assignment }) => assignment?.some((each) => each.topic === topic))
    if (offsets.length === 0 && readers.length === 0) return null
    const bounds = await partitionBounds(cluster, offsets)
    const lags = offsets.map((each, index) => lagOf(bounds[index]?.endOffset ?? null, each.offset))
    const isKnown = lags.length > 0 && lags.every((lag) => lag !== null)
    return { lag: isKnown ? lags.reduce((sum, lag) => sum + (lag ?? 0n), 0n) : null, memberCount: members.length }
  } catch (error) {
    // Gone since it was listed, or not for this user to see.
    if (error instanceof KafkaClientError && error.code !== 'UNREACHABLE') return null
    throw error
  }
}

function ownersOf(members: GroupDescription['members']): { place: Place; memberId: string }[] {
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

function keyOf({ topic, partition }: Place): string {
  return `${partition} ${topic}`
}

function byTopicAndPartition(a: Place, b: Place): number {
  return a.topic === b.topic ? a.partition - b.partition : a.topic < b.topic ? -1 : 1
}
