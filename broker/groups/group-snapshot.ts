import type { ValueOf } from '../schema/message.ts'
import { metadataFor, type ClassicGroup, type ClassicMember } from './classic-group.ts'
import { encodeGroupRecordKey, encodeGroupRecordValue } from './records/group-record.ts'
import type { groupMetadataValue } from './records/group-metadata-record.ts'
import type { GroupLogRecord } from './group-storage.ts'

/** The version that every Kafka since 2.3 writes and reads. */
const writtenVersion = 3

export function groupKey(groupId: string): Uint8Array {
  return encodeGroupRecordKey('group-metadata', { group: groupId })
}

/** What is kept of a group: of each member only what it told the chosen protocol. Requests and sessions are not kept. */
export function groupToRecord(group: ClassicGroup): GroupLogRecord {
  return {
    key: groupKey(group.groupId),
    value: encodeGroupRecordValue('group-metadata', writtenVersion, {
      protocolType: group.protocolType ?? '',
      generation: group.generation,
      protocol: group.protocolName,
      leader: group.leaderId,
      currentStateTimestamp: group.stateTimestamp ?? -1n,
      members: [...group.members.values()].map((member) => ({
        memberId: member.memberId,
        groupInstanceId: member.instanceId,
        clientId: member.clientId,
        clientHost: member.clientHost,
        rebalanceTimeout: member.rebalanceTimeoutMs,
        sessionTimeout: member.sessionTimeoutMs,
        subscription: metadataFor(member, group.protocolName),
        assignment: member.assignment,
      })),
    }),
  }
}

type GroupMetadata = ValueOf<typeof groupMetadataValue>

/** The group as of the record: stable when it has members, empty otherwise. */
export function groupFromRecord(groupId: string, value: GroupMetadata): ClassicGroup {
  const members = new Map(value.members.map((member) => [member.memberId, memberFromRecord(member, value.protocol)]))
  const [firstMemberId] = members.keys()
  return {
    type: 'classic',
    groupId,
    state: members.size === 0 ? 'Empty' : 'Stable',
    generation: value.generation,
    protocolType: value.protocolType === '' ? null : value.protocolType,
    protocolName: value.protocol,
    leaderId: value.leader !== null && members.has(value.leader) ? value.leader : (firstMemberId ?? null),
    members,
    pendingMembers: new Set(),
    stateTimestamp: value.currentStateTimestamp === -1n ? null : value.currentStateTimestamp,
    initialDelay: null,
  }
}

// The record's bytes are a window into what was read from the log, which is not kept.
function memberFromRecord(member: GroupMetadata['members'][number], protocolName: string | null): ClassicMember {
  return {
    memberId: member.memberId,
    instanceId: member.groupInstanceId,
    clientId: member.clientId,
    clientHost: member.clientHost,
    rebalanceTimeoutMs: member.rebalanceTimeout === -1 ? member.sessionTimeout : member.rebalanceTimeout,
    sessionTimeoutMs: member.sessionTimeout,
    protocols: [{ name: protocolName ?? '', metadata: new Uint8Array(member.subscription) }],
    assignment: new Uint8Array(member.assignment),
    isNew: false,
    joinWaiter: null,
    syncWaiter: null,
    isSyncDue: false,
  }
}
