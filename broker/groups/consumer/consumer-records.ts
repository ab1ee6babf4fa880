import type { GroupLogRecord } from '../group-storage.ts'
import { encodeGroupRecordKey, encodeGroupRecordValue } from '../records/group-record.ts'
import type { Assignment } from './assignors/assignor.ts'
import {
  newConsumerGroup,
  type ConsumerGroup,
  type ConsumerMember,
  type MemberState,
  type OwnedPartitions,
} from './consumer-group.ts'

/*
 * What a step writes is what is different after it, in an order in which Apache Kafka loads it: members go after what
 * hangs on them (types 8, 7, 5), and come before it (5, 16, 3, 7, 6, 8).
 */

const stateNumbers: Record<MemberState, number> = {
  stable: 0,
  'unrevoked-partitions': 1,
  'unreleased-partitions': 2,
  unknown: 127,
}

/** A number of a later version is `unknown`. */
export function memberStateOf(number: number): MemberState {
  if (number === 0) return 'stable'
  if (number === 1) return 'unrevoked-partitions'
  return number === 2 ? 'unreleased-partitions' : 'unknown'
}

export function recordsBetween(before: ConsumerGroup, after: ConsumerGroup): readonly GroupLogRecord[] {
  if (before === after) return []
  const members = [...after.members.values()]
  return [
    ...[...before.members.keys()].filter((id) => !after.members.has(id)).flatMap((id) => memberTombstones(after, id)),
    ...members
      .filter((member) => isDescribedAnew(before.members.get(member.memberId), member))
      .map(memberRecord(after)),
    ...regexRecords(before, after),
    ...(before.epoch === after.epoch && before.metadataHash === after.metadataHash ? [] : [epochRecord(after)]),
    ...targetRecords(before, after),
    ...members.filter((member) => isMoved(before.members.get(member.memberId), member)).map(currentRecord(after)),
  ]
}

/** Everything that there is of a group, deleted. */
export function consumerGroupTombstones(group: ConsumerGroup): readonly GroupLogRecord[] {
  const ofGroup = { group: group.groupId }
  const empty = { ...newConsumerGroup(group.groupId), epoch: group.epoch, metadataHash: group.metadataHash }
  return [
    ...recordsBetween(group, { ...empty, assignmentEpoch: group.assignmentEpoch }),
    { key: encodeGroupRecordKey('consumer-group-target-assignment-metadata', ofGroup), value: null },
    { key: encodeGroupRecordKey('consumer-group-metadata', ofGroup), value: null },
  ]
}

function memberTombstones({ groupId }: ConsumerGroup, memberId: string): GroupLogRecord[] {
  const key = { group: groupId, memberId }
  return [
    { key: encodeGroupRecordKey('consumer-group-current-member-assignment', key), value: null },
    { key: encodeGroupRecordKey('consumer-group-target-assignment-member', key), value: null },
    { key: encodeGroupRecordKey('consumer-group-member-metadata', key), value: null },
  ]
}

const described = [
  'instanceId',
  'rackId',
  'clientId',
  'clientHost',
  'rebalanceTimeoutMs',
  'subscribedTopicNames',
  'subscribedTopicRegex',
  'serverAssignor',
  'classic',
] as const

function isDescribedAnew(before: ConsumerMember | undefined, after: ConsumerMember): boolean {
  return before === undefined || described.some((field) => before[field] !== after[field])
}

function memberRecord({ groupId }: ConsumerGroup): (member: ConsumerMember) => GroupLogRecord {
  return ({ memberId, subscribedTopicNames, ...about }) => ({
    key: encodeGroupRecordKey('consumer-group-member-metadata', { group: groupId, memberId }),
    value: encodeGroupRecordValue('consumer-group-member-metadata', 0, {
      instanceId: about.instanceId,
      rackId: about.rackId,
      clientId: about.clientId,
      clientHost: about.clientHost,
      subscribedTopicNames: [...subscribedTopicNames],
      subscribedTopicRegex: about.subscribedTopicRegex,
      rebalanceTimeoutMs: about.rebalanceTimeoutMs,
      serverAssignor: about.serverAssignor,
      classicMemberMetadata: about.classic && {
        sessionTimeoutMs: about.classic.sessionTimeoutMs,
        supportedProtocols: [...about.classic.protocols],
      },
    }),
  })
}

function* regexRecords(before: ConsumerGroup, after: ConsumerGroup): Generator<GroupLogRecord> {
  const keyOf = (regularExpression: string): Uint8Array =>
    encodeGroupRecordKey('consumer-group-regular-expression', { group: after.groupId, regularExpression })
  for (const regex of before.regexes.keys()) if (!after.regexes.has(regex)) yield { key: keyOf(regex), value: null }
  for (const [regex, resolved] of after.regexes) {
    if (before.regexes.get(regex) === resolved) continue
    const { topics, version, timestamp } = resolved
    const value = { topics: [...topics], version, timestamp }
    yield { key: keyOf(regex), value: encodeGroupRecordValue('consumer-group-regular-expression', 0, value) }
  }
}

function epochRecord({ groupId, epoch, metadataHash }: ConsumerGroup): GroupLogRecord {
  return {
    key: encodeGroupRecordKey('consumer-group-metadata', { group: groupId }),
    value: encodeGroupRecordValue('consumer-group-metadata', 0, { epoch, metadataHash }),
  }
}

function* targetRecords(before: ConsumerGroup, after: ConsumerGroup): Generator<GroupLogRecord> {
  for (const [memberId, target] of after.targets) {
    if (before.targets.get(memberId) === target) continue
    yield {
      key: encodeGroupRecordKey('consumer-group-target-assignment-member', { group: after.groupId, memberId }),
      value: encodeGroupRecordValue('consumer-group-target-assignment-member', 0, { topicPartitions: listOf(target) }),
    }
  }
  if (before.assignmentEpoch === after.assignmentEpoch) return
  const { assignmentEpoch, assignmentTimestamp } = after
  yield {
    key: encodeGroupRecordKey('consumer-group-target-assignment-metadata', { group: after.groupId }),
    value: encodeGroupRecordValue('consumer-group-target-assignment-metadata', 0, {
      assignmentEpoch,
      assignmentTimestamp,
    }),
  }
}

function listOf(assignment: Assignment): { topicId: string; partitions: number[] }[] {
  return [...assignment].map(([topicId, partitions]) => ({ topicId, partitions: [...partitions] }))
}

const moving = ['memberEpoch', 'previousMemberEpoch', 'state', 'assigned', 'pendingRevocation'] as const

function isMoved(before: ConsumerMember | undefined, after: ConsumerMember): boolean {
  return before === undefined || moving.some((field) => before[field] !== after[field])
}

function currentRecord({ groupId }: ConsumerGroup): (member: ConsumerMember) => GroupLogRecord {
  return ({ memberId, memberEpoch, previousMemberEpoch, state, assigned, pendingRevocation }) => ({
    key: encodeGroupRecordKey('consumer-group-current-member-assignment', { group: groupId, memberId }),
    value: encodeGroupRecordValue('consumer-group-current-member-assignment', 0, {
      memberEpoch,
      previousMemberEpoch,
      state: stateNumbers[state],
      assignedPartitions: ownedList(assigned),
      partitionsPendingRevocation: ownedList(pendingRevocation),
    }),
  })
}

function ownedList(owned: OwnedPartitions): { topicId: string; partitions: number[]; assignmentEpochs: number[] }[] {
  return [...owned].map(([topicId, partitions]) => ({
    topicId,
    partitions: [...partitions.keys()],
    assignmentEpochs: [...partitions.values()],
  }))
}
