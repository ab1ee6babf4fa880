import type { GroupMember } from '../api/group-members.ts'
import type { OffsetToCommit } from '../kafka/group-offsets.ts'
import type { RefusedByBrokerError } from '../kafka/kafka-errors.ts'
import { partitionBounds } from '../kafka/partition-bounds.ts'
import { texts } from '../languages/texts.ts'
import type { GroupOnCluster } from './group-on-cluster.ts'
import { ProblemError } from './problem-error.ts'
import { planReset } from './reset-plan.ts'
import { partitionKey } from '../kafka/topic-partition.ts'

/** Offsets are checked again: between preview and apply, messages may have been deleted. */
export async function refuseOutside({ cluster }: GroupOnCluster, offsets: readonly OffsetToCommit[]): Promise<void> {
  const words = texts.groups.outside
  const bounds = await partitionBounds(cluster, offsets)
  for (const [index, { topic, partition, offset }] of offsets.entries()) {
    const { startOffset = null, endOffset = null, problem = null } = bounds[index] ?? {}
    if (problem !== null) throw problem
    if (startOffset === null || endOffset === null || (offset >= startOffset && offset <= endOffset)) continue
    throw new ProblemError('CONFLICT', {
      what: texts.groups.nothingChanged,
      why: words.why(offset, `${topic}-${partition}`, words.fromTo(startOffset, endOffset)),
      remedy: words.remedy,
    })
  }
}

const ACTIVE_GROUP_ERRORS = new Set([
  'UNKNOWN_MEMBER_ID',
  'REBALANCE_IN_PROGRESS',
  'ILLEGAL_GENERATION',
  'STALE_MEMBER_EPOCH',
  'GROUP_SUBSCRIBED_TO_TOPIC',
  'NON_EMPTY_GROUP',
])

export function isOfActiveGroup({ kafkaError }: RefusedByBrokerError): boolean {
  return ACTIVE_GROUP_ERRORS.has(kafkaError.name)
}

export function activeGroup(groupId: string, members: readonly GroupMember[]): ProblemError {
  const named = members.map(
    ({ clientId, clientHost, memberId }) => `${clientId || memberId} (${clientHost.replace(/^\//, '')})`,
  )
  const words = texts.groups.active
  const who = named.length === 0 ? words.unknown : words.members(named.join(', '))
  return new ProblemError('CONFLICT', { what: words.what(groupId), why: words.why(who), remedy: words.remedy })
}

export function nothingToDelete(groupId: string): ProblemError {
  return new ProblemError('NOT_FOUND', {
    what: texts.groups.nothingToDelete.what(groupId),
    why: texts.groups.nothingToDelete.why,
    remedy: texts.groups.nothingToDelete.remedy,
  })
}

/** On a production cluster, what skips messages wants the name of the group typed. @throws ProblemError without it */
export async function refuseUnconfirmed(
  { cluster, groupId, isProduction }: GroupOnCluster,
  wanted: readonly { readonly topic: string; readonly partition: number; readonly offset: bigint | null }[],
  {
    before,
    confirmedName,
  }: {
    readonly before: ReadonlyMap<string, { readonly offset: bigint }>
    readonly confirmedName?: string | null | undefined
  },
): Promise<void> {
  if (!isProduction || confirmedName === groupId) return
  const bounds = await partitionBounds(cluster, wanted)
  const skippedCount = wanted.reduce((sum, { topic, partition, offset }, index) => {
    const { startOffset = null, endOffset = null } = bounds[index] ?? {}
    if (startOffset === null || endOffset === null) return sum
    const committedOffset = before.get(partitionKey({ topic, partition }))?.offset ?? null
    const place = { topic, partition, committedOffset, startOffset, endOffset }
    return sum + planReset(place, { to: 'exactly', offset }).skippedCount
  }, 0n)
  if (skippedCount > 0n) throw notConfirmed(groupId, skippedCount)
}

function notConfirmed(groupId: string, skippedCount: bigint): ProblemError {
  return new ProblemError('REJECTED', {
    what: texts.groups.nothingChanged,
    why: texts.groups.notConfirmed.why(skippedCount),
    remedy: texts.groups.notConfirmed.remedy(groupId),
  })
}
