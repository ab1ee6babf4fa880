import { hasSameProtocols } from '../classic-group.ts'
import type { Step } from '../group.ts'
import type { GroupErrorKind } from '../group-error.ts'
import type { JoinGroupRequest, JoinGroupResult, MemberProtocol } from '../membership-messages.ts'
import { decodeSubscription, type ConsumerSubscription } from '../records/consumer-protocol.ts'
import {
  isReconciled,
  newConsumerMember,
  staticMemberOf,
  type ClassicMembership,
  type ConsumerGroup,
  type ConsumerMember,
} from './consumer-group.ts'
import { isSameSubscription, replaceMember, writing } from './consumer-heartbeat.ts'
import type { ConsumerStepContext } from './consumer-step.ts'
import { sessionTimer, timersOfGone } from './consumer-timers.ts'
import { becomeClassic, mayBecomeClassic } from './downgrade.ts'
import { followEpoch, followTopics, isSameList, withMember } from './group-update.ts'
import { reconcile } from './reconciliation.ts'
import type { TopicDirectory } from './topic-directory.ts'

export interface ClassicJoinInput {
  readonly request: JoinGroupRequest
  /** The id for a member that comes without one; unique for ever. */
  readonly newMemberId: string
}

export type ClassicJoinStep = Step & { readonly result: JoinGroupResult }

/**
 * Somebody of the classic protocol joins, or joins again, a group of KIP-848 that has members. Nobody waits for anybody:
 * the answer tells the member's epoch as its generation, and that somebody else leads.
 */
export function joinAsClassic(
  group: ConsumerGroup,
  input: ClassicJoinInput,
  context: ConsumerStepContext,
): ClassicJoinStep {
  const { request, newMemberId } = input
  const memberId = request.memberId === '' ? newMemberId : request.memberId
  const refusal = checkClassicJoin(group, { ...request, memberId }, context)
  const subscription = subscriptionOf(request.protocols)
  if (refusal !== null) return refuse(group, refusal, request.memberId)
  if (request.memberId === '' && request.instanceId === null && request.mustJoinWithMemberId) {
    return refuse(group, 'member-id-required', newMemberId)
  }
  if (subscription === null) return refuse(group, 'inconsistent-group-protocol', request.memberId)
  const admitted = admit(group, request, memberId)
  if (typeof admitted === 'string') return refuse(group, admitted, request.memberId)
  const spoken = told(admitted.member, request, subscription)
  const after = settle(group, { ...admitted, spoken, subscription }, context)
  const step = admitted.isLastOfItsKind ? becomeClassicInstead(after, context) : null
  const member = after.members.get(memberId) ?? spoken
  return {
    ...(step ?? {
      group: after,
      effects: [...writing(group, after), ...timersOfGone(group, after), ...timersOf(member, context)],
    }),
    result: {
      error: null,
      memberId,
      generation: step?.group.state === 'Stable' ? step.group.generation : member.memberEpoch,
      protocolType: 'consumer',
      protocolName: request.protocols[0]?.name ?? null,
      leaderId: '',
      skipAssignment: false,
      members: [],
    },
  }
}

function refuse(group: ConsumerGroup, error: GroupErrorKind, memberId: string): ClassicJoinStep {
  return { group, effects: [], result: { error, memberId } }
}

function checkClassicJoin(
  group: ConsumerGroup,
  { memberId, instanceId, protocolType, protocols }: JoinGroupRequest,
  { config }: ConsumerStepContext,
): GroupErrorKind | null {
  if (config.migrationPolicy === 'disabled') return 'inconsistent-group-protocol'
  const hasPlace = group.members.has(memberId) || (instanceId !== null && staticMemberOf(group, instanceId) !== null)
  if (!hasPlace && group.members.size >= config.maxSize) return 'group-max-size-reached'
  const others = [...group.members.values()].flatMap(({ classic }) => (classic === null ? [] : [classic]))
  const isCommon = ({ name }: MemberProtocol): boolean =>
    others.every((other) => other.protocols.some((protocol) => protocol.name === name))
  return protocolType === 'consumer' && protocols.some(isCommon) ? null : 'inconsistent-group-protocol'
}

/** All protocols of a consumer say the same, so one is as good as another; null when it is not what a consumer says. */
function subscriptionOf([first]: readonly MemberProtocol[]): ConsumerSubscription | null {
  try {
    return first === undefined ? null : decodeSubscription(first.metadata)
  } catch {
    return null
  }
}

interface Admitted {
  readonly group: ConsumerGroup
  readonly member: ConsumerMember
  /** Takes the place of the last member that spoke the newer protocol. */
  readonly isLastOfItsKind: boolean
}

function admit(group: ConsumerGroup, request: JoinGroupRequest, memberId: string): Admitted | GroupErrorKind {
  const { instanceId } = request
  const holder = instanceId === null ? null : staticMemberOf(group, instanceId)
  if (request.memberId !== '' && instanceId !== null) {
    if (holder === null) return 'unknown-member-id'
    if (holder.memberId !== memberId) return 'fenced-instance-id'
  }
  const isLastOfItsKind = holder !== null && isOnlyNewer(group, holder)
  if (holder === null || holder.memberId === memberId) {
    const member = group.members.get(memberId) ?? newConsumerMember(memberId)
    return { group, member, isLastOfItsKind }
  }
  const member = { ...holder, memberId, memberEpoch: 0, previousMemberEpoch: 0 }
  return { group: replaceMember(group, holder.memberId, member), member, isLastOfItsKind }
}

function isOnlyNewer({ members }: ConsumerGroup, member: ConsumerMember): boolean {
  return [...members.values()].every((each) => (each === member) === (each.classic === null))
}

function told(member: ConsumerMember, request: JoinGroupRequest, subscription: ConsumerSubscription): ConsumerMember {
  const names = [...new Set(subscription.topics)].sort()
  return {
    ...member,
    instanceId: request.instanceId ?? member.instanceId,
    rackId: subscription.rackId === null || subscription.rackId === '' ? member.rackId : subscription.rackId,
    clientId: request.clientId,
    clientHost: request.clientHost,
    rebalanceTimeoutMs: request.rebalanceTimeoutMs,
    subscribedTopicNames: isSameList(names, member.subscribedTopicNames) ? member.subscribedTopicNames : names,
    subscribedTopicRegex: '',
    classic: membershipOf(member.classic, request),
  }
}

/** The same object as before when nothing is new. */
function membershipOf(before: ClassicMembership | null, request: JoinGroupRequest): ClassicMembership {
  const { sessionTimeoutMs, protocols } = request
  if (before?.sessionTimeoutMs === sessionTimeoutMs && hasSameProtocols(before, protocols)) return before
  // The request's bytes are a window into what was received, which may be reused and must not be kept alive.
  const kept = protocols.map(({ name, metadata }) => ({ name, metadata: new Uint8Array(metadata) }))
  return { sessionTimeoutMs, protocols: kept }
}

interface Settling {
  readonly group: ConsumerGroup
  readonly member: ConsumerMember
  readonly spoken: ConsumerMember
  readonly subscription: ConsumerSubscription
  readonly isLastOfItsKind: boolean
}

/** The group with what the member has said, and the member a step further toward its target. */
function settle(before: ConsumerGroup, about: Settling, context: ConsumerStepContext): ConsumerGroup {
  const { group, member, spoken, subscription, isLastOfItsKind } = about
  const subscriptionChanged = !isSameSubscription(member, spoken)
  const isNew = !group.members.has(spoken.memberId)
  const joined = withMember(group, spoken)
  const followed = followTopics(joined, context, subscriptionChanged || isNew ? 'due' : 'if-changed')
  // A group that becomes a classic one is assigned by a client, with the next rebalance.
  if (isLastOfItsKind && followed.epoch > before.assignmentEpoch) return followed
  const targeted = followEpoch(followed, context)
  if (!subscriptionChanged && isReconciled(spoken, targeted.assignmentEpoch)) return targeted
  const reported = ownedBy(subscription, context.topics)
  return withMember(
    targeted,
    reconcile({ member: spoken, group: targeted, topics: context.topics, subscriptionChanged, reported }),
  )
}

function ownedBy({ ownedPartitions }: ConsumerSubscription, topics: TopicDirectory) {
  return ownedPartitions.flatMap(({ topic, partitions }) => {
    const topicId = topics.byName(topic)?.topicId
    return topicId === undefined ? [] : [{ topicId, partitions }]
  })
}

function becomeClassicInstead(group: ConsumerGroup, context: ConsumerStepContext) {
  if (!mayBecomeClassic(group, context)) return null
  return becomeClassic(group, context, group.epoch > group.assignmentEpoch ? 'rebalance' : 'stay-stable')
}

function timersOf(member: ConsumerMember, { config }: ConsumerStepContext) {
  const { memberId, rebalanceTimeoutMs } = member
  return [
    { kind: 'cancel-timer', timer: { kind: 'rejoin', memberId } },
    { kind: 'cancel-timer', timer: { kind: 'revocation', memberId } },
    { kind: 'set-timer', timer: { kind: 'resync', memberId }, delayMs: rebalanceTimeoutMs },
    sessionTimer(member, config),
  ] as const
}
