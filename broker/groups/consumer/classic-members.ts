import type { Step } from '../group.ts'
import type { GroupErrorKind } from '../group-error.ts'
import type {
  HeartbeatRequest,
  LeaveGroupRequest,
  LeaveGroupResult,
  LeavingMember,
  SyncGroupRequest,
  SyncGroupResult,
} from '../membership-messages.ts'
import { encodeAssignment, versionOf } from '../records/consumer-protocol.ts'
import { staticMemberOf, type ConsumerGroup, type ConsumerMember } from './consumer-group.ts'
import type { ConsumerEffect, ConsumerStepContext } from './consumer-step.ts'
import { rejoinTimer, sessionTimer } from './consumer-timers.ts'
import { assignmentOf } from './downgrade.ts'
import { takenByOthers } from './reconciliation.ts'
import { fence } from './stop-membership.ts'

/*
 * What members of the classic protocol say in a group of KIP-848, beside joining. Nothing of it changes the group, except
 * leaving: their way toward their target goes on with each time that they join.
 */

interface Claim {
  readonly memberId: string
  readonly instanceId: string | null
  readonly generation: number
}

/** The member that speaks, or why it may not. */
function classicMember(
  group: ConsumerGroup,
  { memberId, instanceId, generation }: Claim,
): ConsumerMember | GroupErrorKind {
  const member = instanceId === null ? group.members.get(memberId) : staticMemberOf(group, instanceId)
  if (member === undefined || member === null) return 'unknown-member-id'
  if (member.memberId !== memberId) return 'fenced-instance-id'
  if (member.classic === null) return 'unknown-member-id'
  return member.memberEpoch === generation ? member : 'illegal-generation'
}

/** A member asks for its assignment: what it has now. */
export function syncAsClassic(
  group: ConsumerGroup,
  request: SyncGroupRequest,
  context: ConsumerStepContext,
): { readonly result: SyncGroupResult; readonly effects: readonly ConsumerEffect[] } {
  const member = classicMember(group, request)
  if (typeof member === 'string') return { result: { error: member }, effects: [] }
  const first = member.classic?.protocols[0]
  const { protocolType, protocolName, memberId } = request
  const differs =
    (protocolType !== null && protocolType !== 'consumer') || (protocolName !== null && protocolName !== first?.name)
  if (differs) return { result: { error: 'inconsistent-group-protocol' }, effects: [] }
  if (group.assignmentEpoch > member.memberEpoch && member.state !== 'unrevoked-partitions') {
    return { result: { error: 'rebalance-in-progress' }, effects: [rejoinTimer(member)] }
  }
  const assignment = encodeAssignment(assignmentOf(member.assigned, context.topics), versionOf(first?.metadata) ?? 0)
  return {
    result: { error: null, protocolType, protocolName, assignment },
    effects: [{ kind: 'cancel-timer', timer: { kind: 'resync', memberId } }, sessionTimer(member, context.config)],
  }
}

/** A member is told to join again when it has to give partitions up, or can have more than it has. */
export function heartbeatAsClassic(
  group: ConsumerGroup,
  request: HeartbeatRequest,
  { config }: ConsumerStepContext,
): { readonly error: GroupErrorKind | null; readonly effects: readonly ConsumerEffect[] } {
  const member = classicMember(group, request)
  if (typeof member === 'string') return { error: member, effects: [] }
  const session = sessionTimer(member, config)
  const mustRejoin =
    member.memberEpoch < group.assignmentEpoch ||
    member.state === 'unrevoked-partitions' ||
    (member.state === 'unreleased-partitions' && !waitsForOthers(group, member))
  return mustRejoin
    ? { error: 'rebalance-in-progress', effects: [session, rejoinTimer(member)] }
    : { error: null, effects: [session] }
}

function waitsForOthers(group: ConsumerGroup, member: ConsumerMember): boolean {
  const taken = takenByOthers(group, member.memberId)
  return [...(group.targets.get(member.memberId) ?? [])].some(([topicId, partitions]) =>
    [...partitions].some((partition) => taken.get(topicId)?.has(partition) === true),
  )
}

/** Members go, each with an outcome of its own. Administrators name static members by their instance alone. */
export function leaveAsClassic(
  group: ConsumerGroup,
  request: LeaveGroupRequest,
  context: ConsumerStepContext,
): Step & { readonly result: LeaveGroupResult } {
  const leaving = new Set<ConsumerMember>()
  const members = request.members.map((each) => {
    const member = leavingMember(group, each)
    if (typeof member === 'string') return { ...each, error: member }
    leaving.add(member)
    return { ...each, error: null }
  })
  return { ...fence(group, [...leaving], context), result: { error: null, members } }
}

function leavingMember(group: ConsumerGroup, { memberId, instanceId }: LeavingMember): ConsumerMember | GroupErrorKind {
  if (instanceId === null) return group.members.get(memberId) ?? 'unknown-member-id'
  const holder = staticMemberOf(group, instanceId)
  if (holder === null) return 'unknown-member-id'
  return memberId === '' || holder.memberId === memberId ? holder : 'fenced-instance-id'
}
