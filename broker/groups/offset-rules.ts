import { zeroUuid } from '../bytes/uuid.ts'
import type { ValueOf } from '../schema/message.ts'
import { checkMember, type ClassicGroup } from './classic-group.ts'
import type { CommittedOffset, OffsetKey } from './committed-offsets.ts'
import { checkCommit as checkConsumerCommit, type OffsetCommitter } from './consumer/offset-access.ts'
import type { ConsumerGroup } from './consumer/consumer-group.ts'
import { isEmpty, type Group } from './group.ts'
import type { GroupErrorKind } from './group-error.ts'
import type { GroupLogRecord } from './group-storage.ts'
import type { OffsetCommitRequest } from './offset-messages.ts'
import { encodeGroupRecordKey, encodeGroupRecordValue } from './records/group-record.ts'
import type { offsetCommitValue } from './records/offset-commit-record.ts'

/** Who may commit: members of the current generation, and, while nobody belongs to the group, anybody. */
export function checkCommit(group: Group, request: OffsetCommitRequest): GroupErrorKind | null {
  return group.type === 'classic' ? checkClassic(group, request) : checkConsumer(group, request, request)
}

/** One partition that may not be committed refuses the commit as a whole. */
function checkConsumer(
  group: ConsumerGroup,
  { memberId, generation, topics }: OffsetCommitRequest,
  { knowsEpochs }: Pick<OffsetCommitter, 'knowsEpochs'>,
): GroupErrorKind | null {
  const access = checkConsumerCommit(group, { memberId, memberEpoch: generation, knowsEpochs })
  if (typeof access === 'string') return access
  for (const { topicId, partitions } of topics) {
    for (const { partition } of partitions) {
      const error = access(topicId, partition)
      if (error !== null) return error
    }
  }
  return null
}

function checkClassic(
  group: ClassicGroup,
  claimed: Pick<OffsetCommitRequest, 'memberId' | 'instanceId' | 'generation'>,
): GroupErrorKind | null {
  if (claimed.generation < 0 && group.state === 'Empty') return null
  const isAnonymous = claimed.generation < 0 && claimed.memberId === '' && claimed.instanceId === null
  if (isAnonymous) return 'unknown-member-id'
  const unknown = checkMember(group, claimed)
  if (unknown !== null) return unknown
  if (claimed.generation !== group.generation) return 'illegal-generation'
  // The member knows of the new generation but not yet what it is assigned.
  return group.state === 'CompletingRebalance' ? 'rebalance-in-progress' : null
}

/**
 * Who may commit within a transaction. Clients before KIP-447 say nothing of themselves and are believed; whoever names a
 * member must be it, in the current generation or epoch. What the group is doing at the moment does not matter.
 */
export function checkTransactionalCommit(group: Group, claimed: OffsetCommitRequest): GroupErrorKind | null {
  if (claimed.generation < 0 && isEmpty(group)) return null
  if (claimed.generation < 0 && claimed.memberId === '' && claimed.instanceId === null) return null
  if (group.type === 'consumer') {
    const error = checkConsumer(group, claimed, { knowsEpochs: true })
    // Transactions know of generations only.
    return error === 'stale-member-epoch' ? 'illegal-generation' : error
  }
  return checkMember(group, claimed) ?? (claimed.generation === group.generation ? null : 'illegal-generation')
}

/** Whether a group's offsets can be deleted at all; which of them is decided topic by topic. */
export function checkDeleteOffsets(group: Group): GroupErrorKind | null {
  if (group.type === 'consumer') return null
  return group.state !== 'Empty' && group.protocolType !== 'consumer' ? 'non-empty-group' : null
}

/**
 * Whether an offset is old enough to be forgotten (KIP-211), given that the group does not read its topic. The retention
 * counts from when the group lost its last member; for groups that only commit offsets, and for topics that a stable
 * group no longer reads, from the commit; and so for groups of KIP-848.
 */
export function isExpired(
  group: Group,
  committed: CommittedOffset,
  limits: { readonly nowMs: number; readonly retentionMs: number },
): boolean {
  const since = retentionStart(group, committed)
  if (since === null) return false
  const now = BigInt(limits.nowMs)
  if (committed.expireTimestamp !== null) return now >= committed.expireTimestamp
  return now - since >= BigInt(limits.retentionMs)
}

function retentionStart(group: Group, committed: CommittedOffset): bigint | null {
  if (group.type === 'consumer') return committed.commitTimestamp
  if (group.protocolType === null) return committed.commitTimestamp
  if (group.state === 'Empty') return group.stateTimestamp ?? committed.commitTimestamp
  return group.protocolType === 'consumer' && group.state === 'Stable' ? committed.commitTimestamp : null
}

export function offsetTombstone(key: OffsetKey): GroupLogRecord {
  return { key: encodeGroupRecordKey('offset-commit', key), value: null }
}

/** Version 1 is the only one with an expiry of its own; otherwise what Kafka 4.1 and above write. */
export function offsetToRecord(key: OffsetKey, committed: CommittedOffset): GroupLogRecord {
  const version = committed.expireTimestamp === null ? 4 : 1
  return {
    key: encodeGroupRecordKey('offset-commit', key),
    value: encodeGroupRecordValue('offset-commit', version, {
      offset: committed.offset,
      leaderEpoch: committed.leaderEpoch,
      metadata: committed.metadata,
      commitTimestamp: committed.commitTimestamp,
      expireTimestamp: committed.expireTimestamp ?? -1n,
      topicId: committed.topicId ?? zeroUuid,
    }),
  }
}

export function offsetFromRecord(value: ValueOf<typeof offsetCommitValue>): CommittedOffset {
  return {
    offset: value.offset,
    leaderEpoch: value.leaderEpoch,
    metadata: value.metadata,
    commitTimestamp: value.commitTimestamp,
    expireTimestamp: value.expireTimestamp === -1n ? null : value.expireTimestamp,
    topicId: value.topicId === zeroUuid ? null : value.topicId,
  }
}
