import type { ConsumerGroup, ConsumerMember } from './consumer-group.ts'
import type { GroupErrorKind } from '../group-error.ts'

/** Whether the offset of one partition may be committed. */
export type PartitionCheck = (topicId: string | null, partition: number) => GroupErrorKind | null

const letThrough: PartitionCheck = () => null

export interface OffsetCommitter {
  readonly memberId: string
  /** −1 for who is in no group, such as an administrator. */
  readonly memberEpoch: number
  /** Whether the request can tell epochs from generations: OffsetCommit v9 and above. */
  readonly knowsEpochs: boolean
}

/**
 * Whether somebody may commit offsets for the group, and then which. A member that has not heard of its newest epoch may
 * still commit for partitions that it had before (KIP-1251); a partition without a topic id counts as one that it had not.
 */
export function checkCommit(
  group: ConsumerGroup,
  { memberId, memberEpoch, knowsEpochs }: OffsetCommitter,
): PartitionCheck | GroupErrorKind {
  if (memberEpoch < 0 && group.members.size === 0) return letThrough
  const member = group.members.get(memberId)
  if (member === undefined) return 'unknown-member-id'
  if (!knowsEpochs && member.classic === null) return 'unsupported-version'
  if (memberEpoch === member.memberEpoch) return letThrough
  const stale = staleErrorOf(member)
  if (memberEpoch > member.memberEpoch) return stale
  return (topicId, partition) => {
    const since = topicId === null ? undefined : assignedSince(member, topicId, partition)
    return since !== undefined && since <= memberEpoch ? null : stale
  }
}

function assignedSince(member: ConsumerMember, topicId: string, partition: number): number | undefined {
  return member.assigned.get(topicId)?.get(partition) ?? member.pendingRevocation.get(topicId)?.get(partition)
}

/** Whether somebody may read the group's offsets: anybody who claims no membership, and members in their epoch. */
export function checkFetch(
  { members }: ConsumerGroup,
  { memberId, memberEpoch }: { readonly memberId: string | null; readonly memberEpoch: number },
): GroupErrorKind | null {
  if (memberId === null && memberEpoch < 0) return null
  const member = memberId === null ? undefined : members.get(memberId)
  if (member === undefined) return 'unknown-member-id'
  return member.memberEpoch === memberEpoch ? null : staleErrorOf(member)
}

/** To the classic protocol an epoch is a generation. */
function staleErrorOf({ classic }: ConsumerMember): GroupErrorKind {
  return classic === null ? 'stale-member-epoch' : 'illegal-generation'
}
