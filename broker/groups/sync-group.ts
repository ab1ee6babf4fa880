import { checkMember, type ClassicGroup, type ClassicMember, type Waiter } from './classic-group.ts'
import { GroupDraft, type GroupStep, type StepContext } from './group-draft.ts'
import type { GroupErrorKind } from './group-error.ts'
import type { SyncGroupRequest, SyncGroupResult } from './membership-messages.ts'

export interface SyncInput {
  readonly request: SyncGroupRequest
  readonly waiter: Waiter
}

const noBytes: Uint8Array = new Uint8Array(0)

/** A member asks for its assignment; the leader brings everybody's. The answer may come with this step or a later one. */
export function syncGroup(group: ClassicGroup, input: SyncInput, context: StepContext): GroupStep {
  const draft = new GroupDraft(group, context)
  const error = checkSync(draft, input.request)
  const member = draft.members.get(input.request.memberId)
  if (error !== null || member === undefined) {
    draft.answerSync(input.waiter, { error: error ?? 'unknown-member-id' })
  } else if (draft.state === 'Stable') {
    draft.changeMember(member, { isSyncDue: false })
    draft.answerSync(input.waiter, assignmentOf(draft, member))
    stopWaitingWhenAllSynced(draft)
  } else {
    waitForAssignment(draft, member, input)
  }
  return draft.finish()
}

function checkSync(group: ClassicGroup, request: SyncGroupRequest): GroupErrorKind | null {
  const unknown = checkMember(group, request)
  if (unknown !== null) return unknown
  if (request.generation !== group.generation) return 'illegal-generation'
  const differs = (claimed: string | null, actual: string | null): boolean =>
    claimed !== null && actual !== null && claimed !== actual
  if (differs(request.protocolType, group.protocolType)) return 'inconsistent-group-protocol'
  if (differs(request.protocolName, group.protocolName)) return 'inconsistent-group-protocol'
  return group.state === 'PreparingRebalance' ? 'rebalance-in-progress' : null
}

function waitForAssignment(draft: GroupDraft, member: ClassicMember, { request, waiter }: SyncInput): void {
  // Only the newest request of a member waits. The one before it must not hang.
  if (member.syncWaiter !== null) draft.answerSync(member.syncWaiter, { error: 'rebalance-in-progress' })
  draft.changeMember(member, { syncWaiter: waiter, isSyncDue: false })
  if (draft.leaderId === member.memberId) assign(draft, request)
  stopWaitingWhenAllSynced(draft)
}

/** Members that the leader forgot get an empty assignment. */
function assign(draft: GroupDraft, { assignments }: SyncGroupRequest): void {
  // The request's bytes are a window into what was received, which may be reused and must not be kept alive.
  const byMember = new Map(assignments.map(({ memberId, assignment }) => [memberId, new Uint8Array(assignment)]))
  for (const member of draft.members.values()) {
    const assigned = draft.changeMember(member, {
      assignment: byMember.get(member.memberId) ?? noBytes,
      syncWaiter: null,
    })
    if (member.syncWaiter === null) continue
    draft.answerSync(member.syncWaiter, assignmentOf(draft, assigned))
    // While it waited it was not expected to send heartbeats; from here on it is.
    draft.restartSession(assigned)
  }
  draft.enter('Stable')
  draft.persist()
}

function stopWaitingWhenAllSynced(draft: GroupDraft): void {
  for (const member of draft.members.values()) if (member.isSyncDue) return
  draft.cancelTimer({ kind: 'sync' })
}

function assignmentOf(group: ClassicGroup, { assignment }: ClassicMember): SyncGroupResult {
  return { error: null, protocolType: group.protocolType, protocolName: group.protocolName, assignment }
}
