import type { z } from 'zod'
import type { GroupMember, ResetPreview, resetScope, ResetStrategy } from '../api/groups.ts'
import { commitOffsets, fetchCommittedOffsets, type OffsetToCommit } from '../kafka/group-offsets.ts'
import { describeGroup } from '../kafka/groups.ts'
import { KafkaClientError, RefusedByBrokerError } from '../kafka/kafka-errors.ts'
import { listOffsets } from '../kafka/offsets.ts'
import { partitionBounds } from '../kafka/partition-bounds.ts'
import type { WireCluster } from '../kafka/wire-cluster.ts'
import { ProblemError } from './problem-error.ts'
import { planReset, resetCommandLine, type ResetPartition } from './reset-plan.ts'

export interface ResetRequest {
  readonly groupId: string
  readonly scope: z.infer<typeof resetScope>
  readonly strategy: ResetStrategy
}

interface Place {
  readonly topic: string
  readonly partition: number
}

/** What a reset would do. Changes nothing. */
export async function previewReset(
  cluster: WireCluster,
  request: ResetRequest,
  bootstrapServers: string,
): Promise<ResetPreview> {
  const { groupId, scope, strategy } = request
  const [{ state, members }, partitions] = await Promise.all([
    describeGroup(cluster, groupId),
    readPartitions(cluster, request),
  ])
  return {
    rows: partitions.map((partition) => planReset(partition, strategy)),
    state,
    activeMembers: [...members],
    commandLine: resetCommandLine({ bootstrapServers, groupId, scope, strategy }),
  }
}

async function readPartitions(cluster: WireCluster, request: ResetRequest): Promise<ResetPartition[]> {
  const { groupId, strategy } = request
  const places = await placesOf(cluster, request.scope)
  const [committed, bounds, found] = await Promise.all([
    fetchCommittedOffsets(cluster, groupId),
    partitionBounds(cluster, places),
    strategy.to === 'timestamp' ? offsetsAt(cluster, places, strategy.timestamp) : [],
  ])
  const offsets = new Map(committed.map((each) => [`${each.partition} ${each.topic}`, each.offset]))
  const partitions = bounds.map(({ topic, partition, startOffset, endOffset, problem }, index) => {
    if (startOffset === null || endOffset === null) throw problem ?? new Error(`${topic}-${partition} has no bounds.`)
    const committedOffset = offsets.get(`${partition} ${topic}`) ?? null
    return { topic, partition, committedOffset, startOffset, endOffset, offsetAtTimestamp: found[index] ?? null }
  })
  if (strategy.to === 'shift') refuseUncommitted(partitions)
  return partitions
}

/** Every partition of the scope once. @throws ProblemError when one does not exist */
async function placesOf(cluster: WireCluster, scope: ResetRequest['scope']): Promise<Place[]> {
  const places = new Map<string, Place>()
  for (const { topic, partitions } of scope) {
    const existing = (await cluster.topic(topic)).partitions.map(({ partition }) => partition)
    for (const partition of partitions ?? existing) {
      if (!existing.includes(partition)) throw noSuchPartition(topic, partition)
      places.set(`${partition} ${topic}`, { topic, partition })
    }
  }
  return [...places.values()]
}

async function offsetsAt(
  cluster: WireCluster,
  places: readonly Place[],
  timestamp: bigint,
): Promise<(bigint | null)[]> {
  const answers = await listOffsets(
    cluster,
    places.map((place) => ({ ...place, timestamp })),
  )
  return answers.map(({ offset, problem }) => {
    if (problem !== null) throw problem
    return offset
  })
}

/**
 * Commits the offsets when the group has no members. A group that becomes active after the look is refused by its coordinator, for all
 * partitions: then nothing has been changed either.
 *
 * @throws ProblemError `CONFLICT` with the members of an active group
 */
export async function applyReset(
  cluster: WireCluster,
  groupId: string,
  offsets: readonly OffsetToCommit[],
): Promise<void> {
  const { members } = await describeGroup(cluster, groupId)
  if (members.length > 0) throw activeGroup(groupId, members)
  await refuseOutside(cluster, offsets)
  try {
    await commitOffsets(cluster, groupId, offsets)
  } catch (error) {
    if (!(error instanceof RefusedByBrokerError) || !isOfActiveGroup(error)) throw error
    const now = await describeGroup(cluster, groupId).catch(nullWhereRefused)
    throw activeGroup(groupId, now?.members ?? [])
  }
}

/** Offsets are checked again: between preview and apply, messages may have been deleted. */
async function refuseOutside(cluster: WireCluster, offsets: readonly OffsetToCommit[]): Promise<void> {
  const bounds = await partitionBounds(cluster, offsets)
  for (const [index, { topic, partition, offset }] of offsets.entries()) {
    const { startOffset = null, endOffset = null, problem = null } = bounds[index] ?? {}
    if (problem !== null) throw problem
    if (startOffset === null || endOffset === null || (offset >= startOffset && offset <= endOffset)) continue
    throw new ProblemError('CONFLICT', {
      what: 'No offset was changed.',
      why: `Offset ${offset} of ${topic}-${partition} does not exist (any more): it has ${startOffset} to ${endOffset}.`,
      remedy: 'Make a new preview and apply that.',
    })
  }
}

const ACTIVE_GROUP_ERRORS = new Set([
  'UNKNOWN_MEMBER_ID',
  'REBALANCE_IN_PROGRESS',
  'ILLEGAL_GENERATION',
  'STALE_MEMBER_EPOCH',
])

function isOfActiveGroup({ kafkaError }: RefusedByBrokerError): boolean {
  return ACTIVE_GROUP_ERRORS.has(kafkaError.name)
}

function activeGroup(groupId: string, members: readonly GroupMember[]): ProblemError {
  const named = members.map(
    ({ clientId, clientHost, memberId }) => `${clientId || memberId} (${clientHost.replace(/^\//, '')})`,
  )
  const who = named.length === 0 ? 'Its members are changing at this moment.' : `Its members are ${named.join(', ')}.`
  return new ProblemError('CONFLICT', {
    what: `The offsets of group ${groupId} were not changed.`,
    why: `The group is active: it would overwrite them. ${who}`,
    remedy: 'Stop these consumers, wait until the group is empty, and apply again.',
  })
}

function refuseUncommitted(partitions: readonly ResetPartition[]): void {
  const missing = partitions.filter(({ committedOffset }) => committedOffset === null)
  if (missing.length === 0) return
  const named = missing.map(({ topic, partition }) => `${topic}-${partition}`)
  const shown = named.length > 5 ? `${named.slice(0, 5).join(', ')} and ${named.length - 5} more` : named.join(', ')
  throw new ProblemError('REJECTED', {
    what: 'The offsets cannot be shifted.',
    why: `The group has committed nothing yet in ${shown}, so there is nothing to shift from.`,
    remedy: 'Choose other partitions, or another kind of reset.',
  })
}

function noSuchPartition(topic: string, partition: number): ProblemError {
  return new ProblemError('NOT_FOUND', {
    what: 'The reset cannot be previewed.',
    why: `Topic ${topic} has no partition ${partition}.`,
    remedy: 'Choose partitions that exist.',
  })
}

function nullWhereRefused(error: unknown): null {
  if (error instanceof KafkaClientError) return null
  throw error
}
