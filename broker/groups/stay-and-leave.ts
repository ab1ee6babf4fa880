import { checkMember, staticMember, type ClassicGroup } from './classic-group.ts'
import { GroupDraft, type GroupEffect, type GroupStep, type GroupTimer, type StepContext } from './group-draft.ts'
import type { GroupErrorKind } from './group-error.ts'
import type { HeartbeatRequest, LeaveGroupRequest, LeaveGroupResult, LeavingMember } from './membership-messages.ts'
import { completeIfAllJoined, joinTimeIsUp, prepareRebalance, rebalanceOrComplete } from './rebalance.ts'

/** How members stay in a group, and the three ways out of it: leaving, falling silent, not syncing in time. */

/** A heartbeat changes nothing about the group; it renews the session and tells the member when to rejoin. */
export function heartbeat(
  group: ClassicGroup,
  request: HeartbeatRequest,
): { readonly error: GroupErrorKind | null; readonly effects: readonly GroupEffect[] } {
  const unknown = checkMember(group, request)
  if (unknown !== null) return { error: unknown, effects: [] }
  if (request.generation !== group.generation) return { error: 'illegal-generation', effects: [] }
  return {
    error: group.state === 'PreparingRebalance' ? 'rebalance-in-progress' : null,
    effects: renewSession(group, request.memberId),
  }
}

export function renewSession(group: ClassicGroup, memberId: string): readonly GroupEffect[] {
  const member = group.members.get(memberId)
  if (member === undefined) return []
  return [{ kind: 'set-timer', timer: { kind: 'session', memberId }, delayMs: member.sessionTimeoutMs }]
}

/** Members go, each with an outcome of its own; the rest rebalance once. */
export function leaveGroup(
  group: ClassicGroup,
  request: LeaveGroupRequest,
  context: StepContext,
): GroupStep & { readonly result: LeaveGroupResult } {
  const draft = new GroupDraft(group, context)
  const members = request.members.map((leaving) => ({ ...leaving, error: letGo(draft, leaving) }))
  const anyLeft = members.some(({ error }) => error === null)
  if (anyLeft && draft.state !== 'Empty') rebalanceOrComplete(draft)
  return { ...draft.finish(), result: { error: null, members } }
}

function letGo(draft: GroupDraft, leaving: LeavingMember): GroupErrorKind | null {
  const memberId = leaving.memberId === '' ? idOfInstance(draft, leaving.instanceId) : leaving.memberId
  if (memberId === null) return 'unknown-member-id'
  if (!draft.pendingMembers.has(memberId)) {
    const error = checkMember(draft, { memberId, instanceId: leaving.instanceId })
    if (error !== null) return error
  }
  draft.removeMember(memberId, 'unknown-member-id')
  return null
}

/** An administrator removes a static member by its instance id alone. */
function idOfInstance(group: ClassicGroup, instanceId: string | null): string | null {
  return instanceId === null ? null : (staticMember(group, instanceId)?.memberId ?? null)
}

/** A timer that the group asked for has run out. */
export function timerFired(group: ClassicGroup, timer: GroupTimer, context: StepContext): GroupStep {
  const draft = new GroupDraft(group, context)
  if (timer.kind === 'join') joinTimeIsUp(draft)
  else if (timer.kind === 'sync') syncTimeIsUp(draft)
  else sessionEnded(draft, timer.memberId)
  return draft.finish()
}

function sessionEnded(draft: GroupDraft, memberId: string): void {
  if (draft.pendingMembers.has(memberId)) {
    draft.removeMember(memberId, 'unknown-member-id')
    completeIfAllJoined(draft)
    return
  }
  const member = draft.members.get(memberId)
  if (member === undefined) return
  // Who waits for the group is not expected to say anything; a new member all the same does not wait for ever.
  const isWaiting = member.joinWaiter !== null || member.syncWaiter !== null
  if (isWaiting && !member.isNew) return
  draft.removeMember(memberId, 'unknown-member-id')
  rebalanceOrComplete(draft)
}

function syncTimeIsUp(draft: GroupDraft): void {
  if (draft.state !== 'CompletingRebalance' && draft.state !== 'Stable') return
  const late = [...draft.members.values()].filter(({ isSyncDue }) => isSyncDue)
  if (late.length === 0) return
  for (const { memberId } of late) draft.removeMember(memberId, 'unknown-member-id')
  prepareRebalance(draft)
}
