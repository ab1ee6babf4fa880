import {
  checkMember,
  electProtocol,
  hasSameProtocols,
  joinWaiterCount,
  staticMember,
  supportsProtocols,
  type ClassicGroup,
  type ClassicMember,
  type Waiter,
} from './classic-group.ts'
import { GroupDraft, type GroupStep, type StepContext } from './group-draft.ts'
import type { GroupErrorKind } from './group-error.ts'
import type { JoinGroupRequest, MemberProtocol } from './membership-messages.ts'
import { completeIfAllJoined, joinedGroup, joinedMembers, prepareRebalance, rebalanceOrComplete } from './rebalance.ts'

export interface JoinInput {
  readonly request: JoinGroupRequest
  readonly waiter: Waiter
  /** The id for a member that comes without one; unique for ever. */
  readonly newMemberId: string
}

/** New members cannot send heartbeats and their connection is not read while they wait, so they get this long. */
const newMemberTimeoutMs = 300_000

const noBytes: Uint8Array = new Uint8Array(0)

/** Somebody wants to be, or stay, in the group. The answer may come with this step or with a later one. */
export function joinGroup(group: ClassicGroup, input: JoinInput, context: StepContext): GroupStep {
  const draft = new GroupDraft(group, context)
  const { request } = input
  if (!hasRoomFor(draft, request.memberId)) {
    if (request.memberId !== '') draft.removeMember(request.memberId, 'group-max-size-reached')
    draft.answerJoin(input.waiter, { error: 'group-max-size-reached', memberId: '' })
    completeIfAllJoined(draft)
  } else if (!supportsProtocols(draft, request)) {
    refuse(draft, input, 'inconsistent-group-protocol')
  } else if (request.memberId === '') {
    joinWithoutId(draft, input)
  } else if (draft.pendingMembers.has(request.memberId) && request.instanceId === null) {
    addMember(draft, input, request.memberId)
  } else {
    rejoin(draft, input)
  }
  return draft.finish()
}

function refuse(draft: GroupDraft, { request, waiter }: JoinInput, error: GroupErrorKind): void {
  draft.answerJoin(waiter, { error, memberId: request.memberId })
}

/**
 * While a rebalance is prepared, those who wait count, so that a group that has grown too large loses the last ones to
 * rejoin; otherwise members count.
 */
function hasRoomFor(draft: GroupDraft, memberId: string): boolean {
  const { maxSize } = draft.context.config
  const member = draft.members.get(memberId)
  if (draft.state === 'Empty') return true
  if (draft.state === 'PreparingRebalance') {
    return (member !== undefined && member.joinWaiter !== null) || joinWaiterCount(draft) < maxSize
  }
  return member !== undefined || draft.members.size < maxSize
}

function joinWithoutId(draft: GroupDraft, input: JoinInput): void {
  const { request, newMemberId, waiter } = input
  if (request.instanceId !== null) {
    const holder = staticMember(draft, request.instanceId)
    if (holder === null) addMember(draft, input, newMemberId)
    else takeOver(draft, input, holder)
  } else if (request.mustJoinWithMemberId) {
    draft.pendingMembers.add(newMemberId)
    draft.setTimer({ kind: 'session', memberId: newMemberId }, request.sessionTimeoutMs)
    draft.answerJoin(waiter, { error: 'member-id-required', memberId: newMemberId })
  } else {
    addMember(draft, input, newMemberId)
  }
}

function addMember(draft: GroupDraft, { request, waiter }: JoinInput, memberId: string): void {
  const member: ClassicMember = {
    memberId,
    instanceId: request.instanceId,
    clientId: request.clientId,
    clientHost: request.clientHost,
    rebalanceTimeoutMs: request.rebalanceTimeoutMs,
    sessionTimeoutMs: request.sessionTimeoutMs,
    protocols: request.protocols.map(ownProtocol),
    assignment: noBytes,
    isNew: true,
    joinWaiter: waiter,
    syncWaiter: null,
    isSyncDue: false,
  }
  draft.addMember(member, request.protocolType)
  draft.setTimer({ kind: 'session', memberId }, newMemberTimeoutMs)
  rebalanceOrComplete(draft)
}

function rejoin(draft: GroupDraft, input: JoinInput): void {
  const { request, waiter } = input
  const error = checkMember(draft, request)
  const member = draft.members.get(request.memberId)
  if (error !== null || member === undefined) {
    refuse(draft, input, error ?? 'unknown-member-id')
  } else if (isNews(draft, member, request)) {
    updateMember(draft, member, input)
    rebalanceOrComplete(draft)
  } else {
    // It may have missed the answer to its first join: tell it again.
    draft.answerJoin(waiter, joinedGroup(draft, member))
  }
}

/** The request's bytes are a window into what was received, which may be reused and must not be kept alive. */
function ownProtocol({ name, metadata }: MemberProtocol): MemberProtocol {
  return { name, metadata: new Uint8Array(metadata) }
}

/** A leader of a stable group that rejoins wants a rebalance, because it alone sees when topics change. */
function isNews(group: ClassicGroup, member: ClassicMember, request: JoinGroupRequest): boolean {
  if (group.state === 'PreparingRebalance') return true
  if (group.state === 'Stable' && group.leaderId === member.memberId) return true
  return !hasSameProtocols(member, request.protocols)
}

function updateMember(draft: GroupDraft, member: ClassicMember, { request, waiter }: JoinInput): ClassicMember {
  // Only the newest request of a member waits. The one before it must not hang.
  if (member.joinWaiter !== null) {
    draft.answerJoin(member.joinWaiter, { error: 'rebalance-in-progress', memberId: member.memberId })
  }
  return draft.changeMember(member, {
    protocols: request.protocols.map(ownProtocol),
    rebalanceTimeoutMs: request.rebalanceTimeoutMs,
    sessionTimeoutMs: request.sessionTimeoutMs,
    clientId: request.clientId,
    clientHost: request.clientHost,
    joinWaiter: waiter,
  })
}

/** A static member is back under its instance id, as a new process: it gets a new id, and the old process is fenced. */
function takeOver(draft: GroupDraft, input: JoinInput, holder: ClassicMember): void {
  const leaderBefore = draft.leaderId
  const replacement = draft.replaceMember(holder, input.newMemberId)
  const member = updateMember(draft, replacement, input)
  draft.restartSession(member)
  if (draft.state === 'PreparingRebalance') {
    completeIfAllJoined(draft)
  } else if (draft.state === 'Stable' && draft.protocolName === electProtocol(draft)) {
    continueAssignment(draft, { ...input, member, leaderBefore })
  } else {
    prepareRebalance(draft)
  }
}

/**
 * Nothing that matters to the others has changed, so there is no rebalance. A leader that understands it is told to leave
 * the assignment alone (KIP-814); an older one must not learn that it leads, or it would send a new assignment.
 */
function continueAssignment(
  draft: GroupDraft,
  input: JoinInput & { readonly member: ClassicMember; readonly leaderBefore: string | null },
): void {
  const { member, request, waiter } = input
  draft.changeMember(member, { joinWaiter: null })
  draft.persist()
  const leads = draft.leaderId === member.memberId
  draft.answerJoin(
    waiter,
    request.canSkipAssignment
      ? { ...joinedGroup(draft, member), skipAssignment: leads, members: leads ? joinedMembers(draft) : [] }
      : { ...joinedGroup(draft, member), leaderId: input.leaderBefore ?? '', members: [] },
  )
}
