import type { GroupRecord, GroupRecordOf } from '../records/group-record.ts'
import {
  newConsumerGroup,
  newConsumerMember,
  nothingOwned,
  type ConsumerGroup,
  type ConsumerMember,
  type OwnedPartitions,
} from './consumer-group.ts'
import { memberStateOf } from './consumer-records.ts'

/**
 * The group after one of its records; null when the record deletes it, or when there was none and the record only
 * deletes. Records that do not concern groups of KIP-848 change nothing.
 */
export function replayConsumerRecord(group: ConsumerGroup | null, record: GroupRecord): ConsumerGroup | null {
  switch (record.kind) {
    case 'consumer-group-metadata':
      return record.value === null ? null : { ...base(group, record), ...record.value }
    case 'consumer-group-member-metadata':
      return replayMember(group, record)
    case 'consumer-group-target-assignment-metadata':
      return group === null || record.value === null ? group : { ...group, ...record.value }
    case 'consumer-group-target-assignment-member':
      return replayTarget(group, record)
    case 'consumer-group-current-member-assignment':
      return replayCurrent(group, record)
    case 'consumer-group-regular-expression':
      return replayRegex(group, record)
    default:
      return group
  }
}

function base(group: ConsumerGroup | null, { key }: { readonly key: { readonly group: string } }): ConsumerGroup {
  return group ?? newConsumerGroup(key.group)
}

function without<V>(map: ReadonlyMap<string, V>, key: string): ReadonlyMap<string, V> {
  const rest = new Map(map)
  rest.delete(key)
  return rest
}

function replayMember(
  group: ConsumerGroup | null,
  record: GroupRecordOf<'consumer-group-member-metadata'>,
): ConsumerGroup | null {
  const { memberId } = record.key
  if (record.value === null) return group && { ...group, members: without(group.members, memberId) }
  const found = base(group, record)
  const { classicMemberMetadata, subscribedTopicNames, ...about } = record.value
  const known = found.members.get(memberId) ?? newConsumerMember(memberId)
  const member: ConsumerMember = {
    ...known,
    ...about,
    // Apache Kafka does not keep the names in an order.
    subscribedTopicNames: [...subscribedTopicNames].sort(),
    classic: classicMemberMetadata && {
      sessionTimeoutMs: classicMemberMetadata.sessionTimeoutMs,
      // The record's bytes are a window into what was read from the log, which is not kept.
      protocols: classicMemberMetadata.supportedProtocols.map(({ name, metadata }) => ({
        name,
        metadata: new Uint8Array(metadata),
      })),
    },
  }
  return { ...found, members: new Map(found.members).set(memberId, member) }
}

function replayTarget(
  group: ConsumerGroup | null,
  { key, value }: GroupRecordOf<'consumer-group-target-assignment-member'>,
): ConsumerGroup | null {
  if (group === null) return null
  if (value === null) return { ...group, targets: without(group.targets, key.memberId) }
  const target = new Map(value.topicPartitions.map(({ topicId, partitions }) => [topicId, new Set(partitions)]))
  return { ...group, targets: new Map(group.targets).set(key.memberId, target) }
}

function replayCurrent(
  group: ConsumerGroup | null,
  { key, value }: GroupRecordOf<'consumer-group-current-member-assignment'>,
): ConsumerGroup | null {
  const member = group?.members.get(key.memberId)
  if (group === null || member === undefined) return group
  const current =
    value === null
      ? { memberEpoch: 0, previousMemberEpoch: -1, state: 0, assignedPartitions: [], partitionsPendingRevocation: [] }
      : value
  const moved: ConsumerMember = {
    ...member,
    memberEpoch: current.memberEpoch,
    previousMemberEpoch: current.previousMemberEpoch,
    state: memberStateOf(current.state),
    assigned: ownedFrom(current.assignedPartitions, current.memberEpoch),
    pendingRevocation: ownedFrom(current.partitionsPendingRevocation, current.memberEpoch),
  }
  return { ...group, members: new Map(group.members).set(key.memberId, moved) }
}

interface PartitionList {
  readonly topicId: string
  readonly partitions: readonly number[]
  readonly assignmentEpochs: readonly number[] | null
}

/** Versions before 4.3 did not say since when; the member's epoch is the latest that it can have been. */
function ownedFrom(lists: readonly PartitionList[], epoch: number): OwnedPartitions {
  if (lists.length === 0) return nothingOwned
  const memberEpoch = Math.max(epoch, 0)
  return new Map(
    lists.map(({ topicId, partitions, assignmentEpochs }) => [
      topicId,
      new Map(partitions.map((partition, index) => [partition, assignmentEpochs?.[index] ?? memberEpoch])),
    ]),
  )
}

function replayRegex(
  group: ConsumerGroup | null,
  record: GroupRecordOf<'consumer-group-regular-expression'>,
): ConsumerGroup | null {
  const { regularExpression } = record.key
  if (record.value === null) return group && { ...group, regexes: without(group.regexes, regularExpression) }
  const found = base(group, record)
  return { ...found, regexes: new Map(found.regexes).set(regularExpression, record.value) }
}
