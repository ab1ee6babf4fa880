import type { ClassicGroup, ClassicMember, InitialDelay, Waiter } from './classic-group.ts'
import type { GroupConfig } from './group-config.ts'
import type { GroupErrorKind } from './group-error.ts'
import type { JoinGroupResult, SyncGroupResult } from './membership-messages.ts'

/** A clock that a group has asked for. At most one of each runs at a time. */
export type GroupTimer =
  /** A member, or an id given to one, that must be heard of. */
  | { readonly kind: 'session'; readonly memberId: string }
  /** The end of waiting for members to join. */
  | { readonly kind: 'join' }
  /** The end of waiting for members to sync. */
  | { readonly kind: 'sync' }

/** What is to be done beside taking the new state over. Answers go out only after `persist` has succeeded. */
export type GroupEffect =
  /** The group's record must be written, as it is at the end of the step. At most once a step. */
  | { readonly kind: 'persist' }
  | { readonly kind: 'answer-join'; readonly waiter: Waiter; readonly result: JoinGroupResult }
  | { readonly kind: 'answer-sync'; readonly waiter: Waiter; readonly result: SyncGroupResult }
  | { readonly kind: 'set-timer'; readonly timer: GroupTimer; readonly delayMs: number }
  | { readonly kind: 'cancel-timer'; readonly timer: GroupTimer }

export interface GroupStep {
  readonly group: ClassicGroup
  readonly effects: readonly GroupEffect[]
}

export interface StepContext {
  readonly nowMs: number
  readonly config: GroupConfig
}

const noBytes: Uint8Array = new Uint8Array(0)

/**
 * A group while one step changes it. It has the shape of a group, so that everything that asks a group something can
 * ask the draft; the group that it was made from stays as it was.
 */
export class GroupDraft implements ClassicGroup {
  readonly type = 'classic'
  readonly groupId: string
  state: ClassicGroup['state']
  generation: number
  protocolType: string | null
  protocolName: string | null
  leaderId: string | null
  readonly members: Map<string, ClassicMember>
  readonly pendingMembers: Set<string>
  stateTimestamp: bigint | null
  initialDelay: InitialDelay | null

  readonly context: StepContext
  readonly #effects: GroupEffect[] = []

  constructor(group: ClassicGroup, context: StepContext) {
    this.groupId = group.groupId
    this.state = group.state
    this.generation = group.generation
    this.protocolType = group.protocolType
    this.protocolName = group.protocolName
    this.leaderId = group.leaderId
    this.members = new Map(group.members)
    this.pendingMembers = new Set(group.pendingMembers)
    this.stateTimestamp = group.stateTimestamp
    this.initialDelay = group.initialDelay
    this.context = context
  }

  finish(): GroupStep {
    return {
      group: {
        type: this.type,
        groupId: this.groupId,
        state: this.state,
        generation: this.generation,
        protocolType: this.protocolType,
        protocolName: this.protocolName,
        leaderId: this.leaderId,
        members: this.members,
        pendingMembers: this.pendingMembers,
        stateTimestamp: this.stateTimestamp,
        initialDelay: this.initialDelay,
      },
      effects: this.#effects,
    }
  }

  enter(state: ClassicGroup['state']): void {
    this.state = state
    this.stateTimestamp = BigInt(this.context.nowMs)
  }

  persist(): void {
    this.#effects.push({ kind: 'persist' })
  }

  answerJoin(waiter: Waiter, result: JoinGroupResult): void {
    this.#effects.push({ kind: 'answer-join', waiter, result })
  }

  answerSync(waiter: Waiter, result: SyncGroupResult): void {
    this.#effects.push({ kind: 'answer-sync', waiter, result })
  }

  setTimer(timer: GroupTimer, delayMs: number): void {
    this.#effects.push({ kind: 'set-timer', timer, delayMs })
  }

  cancelTimer(timer: GroupTimer): void {
    this.#effects.push({ kind: 'cancel-timer', timer })
  }

  restartSession({ memberId, sessionTimeoutMs }: ClassicMember): void {
    this.setTimer({ kind: 'session', memberId }, sessionTimeoutMs)
  }

  /** Adds a member, at the end. The first one sets the protocol type and leads. */
  addMember(member: ClassicMember, protocolType: string): void {
    if (this.members.size === 0) this.protocolType = protocolType
    this.leaderId ??= member.memberId
    this.members.set(member.memberId, member)
    this.pendingMembers.delete(member.memberId)
    if (this.initialDelay !== null) this.initialDelay = { ...this.initialDelay, memberAdded: true }
  }

  changeMember(member: ClassicMember, change: Partial<ClassicMember>): ClassicMember {
    const changed = { ...member, ...change }
    this.members.set(changed.memberId, changed)
    return changed
  }

  /** Takes a member or a pending id out; whoever still waits for an answer under this id is told `error`. */
  removeMember(memberId: string, error: GroupErrorKind): void {
    const member = this.members.get(memberId)
    if (member !== undefined) this.refuseWaiters(member, { error, memberId: '' })
    this.members.delete(memberId)
    this.pendingMembers.delete(memberId)
    this.cancelTimer({ kind: 'session', memberId })
    if (this.leaderId === memberId) this.leaderId = this.members.keys().next().value ?? null
  }

  refuseWaiters(member: ClassicMember, refusal: { readonly error: GroupErrorKind; readonly memberId: string }): void {
    if (member.joinWaiter !== null) this.answerJoin(member.joinWaiter, refusal)
    if (member.syncWaiter !== null) this.answerSync(member.syncWaiter, { error: refusal.error })
  }

  /** Puts a member in another one's place under a new id: same instance, same assignment, same seat as leader. */
  replaceMember(old: ClassicMember, memberId: string): ClassicMember {
    this.refuseWaiters(old, { error: 'fenced-instance-id', memberId: old.memberId })
    const replacement = { ...old, memberId, joinWaiter: null, syncWaiter: null, isSyncDue: false }
    const inOrder = [...this.members.values()].map((member) =>
      member.memberId === old.memberId ? replacement : member,
    )
    this.members.clear()
    for (const member of inOrder) this.members.set(member.memberId, member)
    if (this.leaderId === old.memberId) this.leaderId = memberId
    this.cancelTimer({ kind: 'session', memberId: old.memberId })
    return replacement
  }

  /** Sends everybody who waits for an assignment back to joining, and forgets what was assigned. */
  dropAssignments(): void {
    for (const member of this.members.values()) {
      if (member.syncWaiter !== null) {
        this.answerSync(member.syncWaiter, { error: 'rebalance-in-progress' })
        this.restartSession(member)
      }
      this.changeMember(member, { assignment: noBytes, syncWaiter: null })
    }
  }
}
