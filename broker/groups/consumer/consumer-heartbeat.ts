import type { Assignment } from './assignors/assignor.ts'
import {
  isReconciled,
  leftForAWhileEpoch,
  newConsumerMember,
  staticMemberOf,
  type ConsumerGroup,
  type ConsumerMember,
  type OwnedPartitions,
} from './consumer-group.ts'
import type {
  ConsumerHeartbeatFailure,
  ConsumerHeartbeatRequest,
  ConsumerHeartbeatResult,
} from './consumer-messages.ts'
import { recordsBetween } from './consumer-records.ts'
import type { Step } from '../group.ts'
import type { ConsumerEffect, ConsumerStepContext } from './consumer-step.ts'
import { timersAfterStep, timersOfGone } from './consumer-timers.ts'
import { followEpoch, followTopics, isSameList, withMember } from './group-update.ts'
import { checkEpoch, checkInstanceIsFree, checkRegex, checkSize, findMember } from './heartbeat-checks.ts'
import { reconcile } from './reconciliation.ts'
import { fence, leaveForAWhile } from './stop-membership.ts'

/** A step and what the member is told once it has been written. */
export type ConsumerHeartbeatStep = Step & { readonly result: ConsumerHeartbeatResult }

/**
 * Everything that a member says: joining, staying, leaving (KIP-848). The request has passed `checkConsumerHeartbeat` and
 * names its member.
 */
export function consumerHeartbeat(
  group: ConsumerGroup,
  request: ConsumerHeartbeatRequest,
  context: ConsumerStepContext,
): ConsumerHeartbeatStep {
  if (request.memberEpoch < 0) return leave(group, request, context)
  const admitted = admit(group, request, context)
  if ('error' in admitted) return { group, effects: [], result: admitted }
  const { member: before } = admitted
  const spoken = update(before, request)
  const joined = withMember(admitted.group, spoken)
  const subscriptionChanged = !isSameSubscription(before, spoken)
  const isNew = !admitted.group.members.has(spoken.memberId)
  const followed = followTopics(joined, context, subscriptionChanged || isNew ? 'due' : 'if-changed')
  const targeted = followEpoch(followed, context)
  const needsStep = subscriptionChanged || !isReconciled(spoken, targeted.assignmentEpoch)
  const member = needsStep
    ? reconcile({
        member: spoken,
        group: targeted,
        topics: context.topics,
        subscriptionChanged,
        reported: request.topicPartitions,
      })
    : spoken
  const after = withMember(targeted, member)
  return {
    group: after,
    effects: [
      ...writing(group, after),
      ...timersOfGone(group, after),
      ...timersAfterStep(spoken, member, context.config),
    ],
    result: answer(member, { request, hasChanged: member.assigned !== before.assigned, context }),
  }
}

/** The member that speaks, in a group where it may be a new one or stand in its predecessor's place. */
function admit(
  group: ConsumerGroup,
  request: ConsumerHeartbeatRequest,
  { config }: ConsumerStepContext,
): { readonly group: ConsumerGroup; readonly member: ConsumerMember } | ConsumerHeartbeatFailure {
  const refusal = checkSize(group, request, config.maxSize) ?? checkRegex(group, request.subscribedTopicRegex)
  if (refusal !== null) return refusal
  if (request.memberEpoch !== 0) {
    const member = findMember(group, request)
    if ('error' in member) return member
    return checkEpoch(member, request) ?? { group, member }
  }
  const { memberId, instanceId } = request
  if (instanceId === null) return { group, member: group.members.get(memberId) ?? newConsumerMember(memberId) }
  const holder = staticMemberOf(group, instanceId)
  const taken = checkInstanceIsFree(holder)
  if (taken !== null) return taken
  if (holder === null) return { group, member: group.members.get(memberId) ?? newConsumerMember(memberId) }
  const member = { ...holder, memberId, memberEpoch: 0, previousMemberEpoch: 0 }
  return { group: replaceMember(group, holder.memberId, member), member }
}

/** Puts a member in another one's place, at the end, with its target. */
export function replaceMember(group: ConsumerGroup, oldId: string, member: ConsumerMember): ConsumerGroup {
  const members = new Map(group.members)
  const targets = new Map(group.targets)
  const target = targets.get(oldId)
  for (const memberId of [oldId, member.memberId]) {
    members.delete(memberId)
    targets.delete(memberId)
  }
  if (target !== undefined) targets.set(member.memberId, target)
  return { ...group, members: members.set(member.memberId, member), targets }
}

/** The member after what it has said about itself; the same object when that is nothing new. */
function update(member: ConsumerMember, request: ConsumerHeartbeatRequest): ConsumerMember {
  const names = request.subscribedTopicNames
  const updated = {
    ...member,
    instanceId: request.instanceId ?? member.instanceId,
    rackId: request.rackId ?? member.rackId,
    clientId: request.clientId,
    clientHost: request.clientHost,
    rebalanceTimeoutMs: request.rebalanceTimeoutMs === -1 ? member.rebalanceTimeoutMs : request.rebalanceTimeoutMs,
    subscribedTopicNames: names === null ? member.subscribedTopicNames : [...new Set(names)].sort(),
    subscribedTopicRegex: request.subscribedTopicRegex ?? member.subscribedTopicRegex,
    serverAssignor: request.serverAssignor ?? member.serverAssignor,
    classic: null,
  }
  return isSameSubscription(member, updated) && isSameAbout(member, updated) ? member : updated
}

export function isSameSubscription(left: ConsumerMember, right: ConsumerMember): boolean {
  return (
    (left.subscribedTopicRegex ?? '') === (right.subscribedTopicRegex ?? '') &&
    isSameList(left.subscribedTopicNames, right.subscribedTopicNames)
  )
}

function isSameAbout(left: ConsumerMember, right: ConsumerMember): boolean {
  return told.every((key) => left[key] === right[key]) && left.subscribedTopicRegex === right.subscribedTopicRegex
}

const told = [
  'instanceId',
  'rackId',
  'clientId',
  'clientHost',
  'rebalanceTimeoutMs',
  'serverAssignor',
  'classic',
] as const

export function writing(before: ConsumerGroup, after: ConsumerGroup): readonly ConsumerEffect[] {
  const records = recordsBetween(before, after)
  return records.length === 0 ? [] : [{ kind: 'write', records }]
}

interface Answering {
  readonly request: ConsumerHeartbeatRequest
  readonly hasChanged: boolean
  readonly context: ConsumerStepContext
}

/** The assignment goes to who joins, who says everything about itself, and who has another one than before. */
function answer({ memberId, memberEpoch, assigned }: ConsumerMember, about: Answering): ConsumerHeartbeatResult {
  const { request, hasChanged, context } = about
  const isFull =
    request.rebalanceTimeoutMs !== -1 &&
    (request.subscribedTopicNames !== null || request.subscribedTopicRegex !== null) &&
    request.topicPartitions !== null
  return {
    error: null,
    memberId,
    memberEpoch,
    heartbeatIntervalMs: context.config.heartbeatIntervalMs,
    assignment: request.memberEpoch === 0 || isFull || hasChanged ? withoutEpochs(assigned) : null,
  }
}

function withoutEpochs(owned: OwnedPartitions): Assignment {
  return new Map([...owned].map(([topicId, partitions]) => [topicId, new Set(partitions.keys())]))
}

function leave(
  group: ConsumerGroup,
  request: ConsumerHeartbeatRequest,
  context: ConsumerStepContext,
): ConsumerHeartbeatStep {
  const member = findMember(group, request)
  if ('error' in member) return { group, effects: [], result: member }
  const step =
    request.memberEpoch === leftForAWhileEpoch ? leaveForAWhile(group, member) : fence(group, [member], context)
  const { memberId, memberEpoch } = request
  return { ...step, result: { error: null, memberId, memberEpoch, heartbeatIntervalMs: 0, assignment: null } }
}
