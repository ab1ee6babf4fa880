import {
  electProtocol,
  haveAllJoined,
  metadataFor,
  rebalanceTimeoutMs,
  type ClassicGroup,
  type ClassicMember,
} from './classic-group.ts'
import type { GroupDraft } from './group-draft.ts'
import type { JoinedGroup, JoinedMember } from './membership-messages.ts'

/** Something changed that concerns the assignment: start over, or see whether that completes a rebalance under way. */
export function rebalanceOrComplete(draft: GroupDraft): void {
  if (draft.state === 'PreparingRebalance') completeIfAllJoined(draft)
  else prepareRebalance(draft)
}

/** A group in its initial delay waits until that is over, even when everybody known is there. */
export function completeIfAllJoined(draft: GroupDraft): void {
  if (draft.state !== 'PreparingRebalance' || draft.initialDelay !== null) return
  if (haveAllJoined(draft)) completeJoin(draft)
}

/** From any other state to `PreparingRebalance`, and straight on when nobody has to be waited for. */
export function prepareRebalance(draft: GroupDraft): void {
  if (draft.state === 'CompletingRebalance') draft.dropAssignments()
  clearSyncsDue(draft)
  const wasEmpty = draft.state === 'Empty'
  draft.enter('PreparingRebalance')
  const delayMs = draft.context.config.initialRebalanceDelayMs
  if (wasEmpty && delayMs > 0) {
    const remainingMs = Math.max(rebalanceTimeoutMs(draft) - delayMs, 0)
    draft.initialDelay = { delayMs, remainingMs, memberAdded: false }
    draft.setTimer({ kind: 'join' }, delayMs)
  } else if (haveAllJoined(draft)) {
    completeJoin(draft)
  } else {
    draft.setTimer({ kind: 'join' }, rebalanceTimeoutMs(draft))
  }
}

/** The time for joining is over: members that came lately may lengthen an initial delay; otherwise go on without the rest. */
export function joinTimeIsUp(draft: GroupDraft): void {
  if (draft.state !== 'PreparingRebalance') return
  const initial = draft.initialDelay
  if (initial === null || !initial.memberAdded || initial.remainingMs === 0) {
    completeJoin(draft)
    return
  }
  const delayMs = Math.min(draft.context.config.initialRebalanceDelayMs, initial.remainingMs)
  const remainingMs = Math.max(initial.remainingMs - initial.delayMs, 0)
  draft.initialDelay = { delayMs, remainingMs, memberAdded: false }
  draft.setTimer({ kind: 'join' }, delayMs)
}

/**
 * The next generation begins. Dynamic members that did not rejoin are out; static ones keep their place until their
 * session ends (KIP-345).
 */
function completeJoin(draft: GroupDraft): void {
  draft.cancelTimer({ kind: 'join' })
  draft.initialDelay = null
  for (const { memberId, joinWaiter, instanceId } of draft.members.values()) {
    if (joinWaiter === null && instanceId === null) draft.removeMember(memberId, 'unknown-member-id')
  }
  if (draft.members.size === 0) {
    becomeEmpty(draft)
  } else if (electJoinedLeader(draft)) {
    beginGeneration(draft)
  } else {
    // Only static members are left and none of them has come back: their sessions decide.
    draft.setTimer({ kind: 'join' }, rebalanceTimeoutMs(draft))
  }
}

function becomeEmpty(draft: GroupDraft): void {
  draft.generation += 1
  draft.protocolName = null
  draft.enter('Empty')
  draft.persist()
}

function beginGeneration(draft: GroupDraft): void {
  draft.generation += 1
  draft.protocolName = electProtocol(draft)
  draft.enter('CompletingRebalance')
  for (const member of draft.members.values()) {
    if (member.joinWaiter !== null) draft.answerJoin(member.joinWaiter, joinedGroup(draft, member))
    draft.restartSession(member)
    draft.changeMember(member, { joinWaiter: null, isNew: false, isSyncDue: true })
  }
  draft.setTimer({ kind: 'sync' }, rebalanceTimeoutMs(draft))
}

/** A leader that did not come back is replaced by somebody who did. False when nobody did. */
function electJoinedLeader(draft: GroupDraft): boolean {
  const leader = draft.leaderId === null ? undefined : draft.members.get(draft.leaderId)
  if (leader !== undefined && leader.joinWaiter !== null) return true
  for (const member of draft.members.values()) {
    if (member.joinWaiter === null) continue
    draft.leaderId = member.memberId
    return true
  }
  return false
}

function clearSyncsDue(draft: GroupDraft): void {
  for (const member of draft.members.values()) if (member.isSyncDue) draft.changeMember(member, { isSyncDue: false })
  draft.cancelTimer({ kind: 'sync' })
}

/** The current generation, as told to one of its members; only the leader learns of the others. */
export function joinedGroup(group: ClassicGroup, { memberId }: ClassicMember): JoinedGroup {
  return {
    error: null,
    memberId,
    generation: group.generation,
    protocolType: group.protocolType,
    protocolName: group.protocolName,
    leaderId: group.leaderId ?? '',
    skipAssignment: false,
    members: group.leaderId === memberId ? joinedMembers(group) : [],
  }
}

export function joinedMembers(group: ClassicGroup): readonly JoinedMember[] {
  return [...group.members.values()].map((member) => ({
    memberId: member.memberId,
    instanceId: member.instanceId,
    metadata: metadataFor(member, group.protocolName),
  }))
}
