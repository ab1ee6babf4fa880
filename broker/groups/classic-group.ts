import type { GroupErrorKind } from './group-error.ts'
import type { GroupState } from './group-listing.ts'
import type { MemberProtocol } from './membership-messages.ts'
import { subscribedTopicsOf } from './records/consumer-protocol.ts'

/** Names a request that waits for an answer; given out by whoever holds the other end of it. */
export type Waiter = number

/**
 * A member of a classic group.
 *
 * Invariants: a member waits for at most one join and one sync; a member that waits for a sync has no sync due.
 */
export interface ClassicMember {
  readonly memberId: string
  readonly instanceId: string | null
  readonly clientId: string
  readonly clientHost: string
  readonly rebalanceTimeoutMs: number
  readonly sessionTimeoutMs: number
  readonly protocols: readonly MemberProtocol[]
  readonly assignment: Uint8Array
  /** Has not been through a rebalance yet, so it cannot know its member id and sends no heartbeats. */
  readonly isNew: boolean
  readonly joinWaiter: Waiter | null
  readonly syncWaiter: Waiter | null
  /** Was told of the current generation and has not synced since. */
  readonly isSyncDue: boolean
}

/** How long a group that was empty goes on waiting for more members before its first rebalance. */
export interface InitialDelay {
  /** The length of the current wait. */
  readonly delayMs: number
  /** What may be added to it as long as members keep coming. */
  readonly remainingMs: number
  readonly memberAdded: boolean
}

/**
 * A classic group, as a value: every change makes a new one.
 *
 *      Empty ──join──▶ PreparingRebalance ──all joined, or time is up──▶ CompletingRebalance ──leader syncs──▶ Stable
 *        ▲                   │   ▲  ▲                                           │                               │
 *        └──nobody is left───┘   │  └──────join, leave, a session ends──────────┘                               │
 *                                └─────────────────────join, leave, a session ends──────────────────────────────┘
 *
 * Invariants:
 * - `Empty` has no members and no leader; `CompletingRebalance` and `Stable` have at least one.
 * - The leader is a member, and there is one whenever there are members.
 * - No two members have the same instance id.
 * - All members have at least one protocol in common; in `CompletingRebalance` and `Stable` it includes `protocolName`.
 * - `initialDelay` is set only in `PreparingRebalance`.
 * - The generation never goes back.
 */
export interface ClassicGroup {
  readonly type: 'classic'
  readonly groupId: string
  /** A group without a trace does not exist here, so nothing is ever `Dead`. */
  readonly state: Exclude<GroupState, 'Dead'>
  readonly generation: number
  /** Null for a group that never had a member: it only commits offsets. */
  readonly protocolType: string | null
  readonly protocolName: string | null
  readonly leaderId: string | null
  /** In the order in which they came. */
  readonly members: ReadonlyMap<string, ClassicMember>
  /** Ids given to members that are expected to come back with them (KIP-394). */
  readonly pendingMembers: ReadonlySet<string>
  /** When the state was entered, milliseconds since 1970; null when an old record did not say. */
  readonly stateTimestamp: bigint | null
  readonly initialDelay: InitialDelay | null
}

export function newClassicGroup(groupId: string, nowMs: number): ClassicGroup {
  return {
    type: 'classic',
    groupId,
    state: 'Empty',
    generation: 0,
    protocolType: null,
    protocolName: null,
    leaderId: null,
    members: new Map(),
    pendingMembers: new Set(),
    stateTimestamp: BigInt(nowMs),
    initialDelay: null,
  }
}

export function staticMember(group: ClassicGroup, instanceId: string): ClassicMember | null {
  for (const member of group.members.values()) {
    if (member.instanceId === instanceId) return member
  }
  return null
}

/** Who says to be whom: the check that stands before everything that a member asks for. */
export function checkMember(
  group: ClassicGroup,
  claimed: { readonly memberId: string; readonly instanceId: string | null },
): GroupErrorKind | null {
  if (claimed.instanceId !== null) {
    const holder = staticMember(group, claimed.instanceId)
    if (holder === null) return 'unknown-member-id'
    if (holder.memberId !== claimed.memberId) return 'fenced-instance-id'
  }
  return group.members.has(claimed.memberId) ? null : 'unknown-member-id'
}

export function haveAllJoined(group: ClassicGroup): boolean {
  if (group.pendingMembers.size > 0) return false
  for (const member of group.members.values()) if (member.joinWaiter === null) return false
  return true
}

export function joinWaiterCount(group: ClassicGroup): number {
  let count = 0
  for (const member of group.members.values()) if (member.joinWaiter !== null) count++
  return count
}

/** The longest time that one of the members wants to have for rejoining. */
export function rebalanceTimeoutMs(group: ClassicGroup): number {
  let longest = 0
  for (const member of group.members.values()) longest = Math.max(longest, member.rebalanceTimeoutMs)
  return longest
}

/** Whether somebody with these protocols can be in the group. */
export function supportsProtocols(
  group: ClassicGroup,
  offered: { readonly protocolType: string; readonly protocols: readonly MemberProtocol[] },
): boolean {
  if (group.state === 'Empty') return offered.protocolType !== '' && offered.protocols.length > 0
  if (group.protocolType !== offered.protocolType) return false
  const common = commonProtocols(group)
  return offered.protocols.some(({ name }) => common === null || common.has(name))
}

/** The protocols that every member has; null, for any, when there are no members. */
function commonProtocols(group: ClassicGroup): ReadonlySet<string> | null {
  const [first, ...others] = group.members.values()
  if (first === undefined) return null
  const common = new Set(first.protocols.map(({ name }) => name))
  for (const { protocols } of others) {
    for (const name of common) if (!protocols.some((protocol) => protocol.name === name)) common.delete(name)
  }
  return common
}

/**
 * Every member votes for the first of its protocols that all have; the most votes win. Between equals the one whose
 * first vote came earlier wins. Null without members.
 */
export function electProtocol(group: ClassicGroup): string | null {
  const common = commonProtocols(group)
  const votes = new Map<string, number>()
  for (const { protocols } of group.members.values()) {
    const choice = protocols.find(({ name }) => common?.has(name))
    if (choice !== undefined) votes.set(choice.name, (votes.get(choice.name) ?? 0) + 1)
  }
  let elected: string | null = null
  for (const [name, count] of votes) if (elected === null || count > (votes.get(elected) ?? 0)) elected = name
  return elected
}

const noBytes: Uint8Array = new Uint8Array(0)

/** What the member told a protocol; empty when it does not have it. */
export function metadataFor(member: ClassicMember, protocolName: string | null): Uint8Array {
  return member.protocols.find(({ name }) => name === protocolName)?.metadata ?? noBytes
}

/** Same protocols, same order, same bytes: nothing that a rebalance could change. */
export function hasSameProtocols(
  member: Pick<ClassicMember, 'protocols'>,
  protocols: readonly MemberProtocol[],
): boolean {
  return (
    member.protocols.length === protocols.length &&
    member.protocols.every((known, index) => {
      const offered = protocols[index]
      return offered?.name === known.name && Buffer.compare(offered.metadata, known.metadata) === 0
    })
  )
}

/** Whether the group reads the topic. When its subscriptions cannot be read, it counts as reading everything. */
export function isSubscribedTo(group: ClassicGroup, topic: string): boolean {
  if (group.protocolType !== 'consumer') return false
  for (const member of group.members.values()) {
    const topics = subscribedTopicsOf(metadataFor(member, group.protocolName))
    if (topics === null || topics.includes(topic)) return true
  }
  return false
}
