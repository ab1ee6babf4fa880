import type { MemberProtocol } from '../membership-messages.ts'
import type { Assignment } from './assignors/assignor.ts'

/** Partitions by topic id, each with the assignment epoch in which the member got it (KIP-1251). */
export type OwnedPartitions = ReadonlyMap<string, ReadonlyMap<number, number>>

/**
 * Where a member stands on its way to its target:
 * - `stable`: there, as far as its epoch goes.
 * - `unrevoked-partitions`: was told to give partitions up, and has not said that it did.
 * - `unreleased-partitions`: waits for partitions that others still have.
 * - `unknown`: of a later version; starts again.
 */
export type MemberState = 'stable' | 'unrevoked-partitions' | 'unreleased-partitions' | 'unknown'

/** What a member has said that speaks the classic protocol: its group is on the way from one protocol to the other. */
export interface ClassicMembership {
  readonly sessionTimeoutMs: number
  /** In the member's order of preference; it speaks the first. All say the same. */
  readonly protocols: readonly MemberProtocol[]
}

/** A member of a group of KIP-848, as it is kept in the log. */
export interface ConsumerMember {
  readonly memberId: string
  readonly instanceId: string | null
  readonly rackId: string | null
  readonly clientId: string
  /** As Kafka shows it: `/127.0.0.1`. */
  readonly clientHost: string
  /** How long it may take to give partitions up. */
  readonly rebalanceTimeoutMs: number
  /** Sorted, each once. */
  readonly subscribedTopicNames: readonly string[]
  /** Null or empty for none. */
  readonly subscribedTopicRegex: string | null
  readonly serverAssignor: string | null
  /** Null for a member that speaks the protocol of KIP-848. */
  readonly classic: ClassicMembership | null
  /** −2 for a static member that has left for a while. */
  readonly memberEpoch: number
  /** What the member may still believe when an answer was lost. */
  readonly previousMemberEpoch: number
  readonly state: MemberState
  readonly assigned: OwnedPartitions
  readonly pendingRevocation: OwnedPartitions
}

/** The topics that a regular expression stood for when they were last looked through. */
export interface ResolvedRegex {
  /** Sorted. */
  readonly topics: readonly string[]
  /** Of the metadata, and when: milliseconds since 1970. */
  readonly version: bigint
  readonly timestamp: bigint
}

/**
 * A group of KIP-848, as a value: every change makes a new one. The broker decides who reads what.
 *
 *      members, subscriptions, topics ──▶ epoch ──assignor──▶ targets, assignmentEpoch ──heartbeats──▶ members' epochs
 *
 * Each arrow runs behind the one before; the group's state tells which has not caught up.
 *
 * Invariants:
 * - No partition is assigned to, or still to be given up by, two members.
 * - No partition is in the targets of two members; only members have targets.
 * - `memberEpoch` ≤ `assignmentEpoch` ≤ `epoch`; none of the group's goes back.
 * - No two members have the same instance id.
 * - Every regular expression in `regexes` is some member's.
 */
export interface ConsumerGroup {
  readonly type: 'consumer'
  readonly groupId: string
  readonly epoch: number
  /** Over the topics that are read; when it changes, so may the assignment. */
  readonly metadataHash: bigint
  readonly assignmentEpoch: number
  /** When the targets were worked out, milliseconds since 1970; 0 for never. */
  readonly assignmentTimestamp: bigint
  /** In the order in which they came. */
  readonly members: ReadonlyMap<string, ConsumerMember>
  readonly targets: ReadonlyMap<string, Assignment>
  readonly regexes: ReadonlyMap<string, ResolvedRegex>
  /** The version of the topics that hash and expressions are known to be right for. Not kept; null after a restart. */
  readonly checkedVersion: bigint | null
  /** When the expressions were last looked through. Not kept either. */
  readonly regexesCheckedMs: number
}

export function newConsumerGroup(groupId: string): ConsumerGroup {
  return {
    type: 'consumer',
    groupId,
    epoch: 1,
    metadataHash: 0n,
    assignmentEpoch: 0,
    assignmentTimestamp: 0n,
    members: new Map(),
    targets: new Map(),
    regexes: new Map(),
    checkedVersion: null,
    regexesCheckedMs: 0,
  }
}

export const nothingOwned: OwnedPartitions = new Map()

/** A member before it has said anything. */
export function newConsumerMember(memberId: string): ConsumerMember {
  return {
    memberId,
    instanceId: null,
    rackId: null,
    clientId: '',
    clientHost: '',
    rebalanceTimeoutMs: -1,
    subscribedTopicNames: [],
    subscribedTopicRegex: null,
    serverAssignor: null,
    classic: null,
    memberEpoch: 0,
    previousMemberEpoch: -1,
    state: 'stable',
    assigned: nothingOwned,
    pendingRevocation: nothingOwned,
  }
}

/** The epoch of a static member that has left for a while. */
export const leftForAWhileEpoch = -2

export function staticMemberOf(group: ConsumerGroup, instanceId: string): ConsumerMember | null {
  for (const member of group.members.values()) if (member.instanceId === instanceId) return member
  return null
}

/** The expression of a member; null for none. */
export function regexOf({ subscribedTopicRegex }: ConsumerMember): string | null {
  return subscribedTopicRegex === '' ? null : subscribedTopicRegex
}

/** The names of the topics that a member reads, by name or by expression, whether they exist or not. */
export function topicNamesOf(group: ConsumerGroup, member: ConsumerMember): ReadonlySet<string> {
  const regex = regexOf(member)
  const matched = regex === null ? [] : (group.regexes.get(regex)?.topics ?? [])
  return new Set([...member.subscribedTopicNames, ...matched])
}

export function isReconciled(member: ConsumerMember, assignmentEpoch: number): boolean {
  return member.state === 'stable' && member.memberEpoch === assignmentEpoch
}

/** As Kafka shows them. */
export type ConsumerGroupState = 'Empty' | 'Assigning' | 'Reconciling' | 'Stable'

export function stateOf(group: ConsumerGroup): ConsumerGroupState {
  if (group.members.size === 0) return 'Empty'
  if (group.epoch > group.assignmentEpoch) return 'Assigning'
  const isThere = [...group.members.values()].every((member) => isReconciled(member, group.assignmentEpoch))
  return isThere ? 'Stable' : 'Reconciling'
}
