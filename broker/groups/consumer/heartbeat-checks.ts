import { leftForAWhileEpoch, staticMemberOf, type ConsumerGroup, type ConsumerMember } from './consumer-group.ts'
import type { ConsumerHeartbeatFailure, ConsumerHeartbeatRequest } from './consumer-messages.ts'
import type { ConsumerGroupConfig } from './consumer-group-config.ts'
import { InvalidPatternError, TopicPattern } from './regex/topic-pattern.ts'

function refuse(error: ConsumerHeartbeatFailure['error'], message: string): ConsumerHeartbeatFailure {
  return { error, message }
}

/** What is wrong with a request whatever the group is like. */
export function checkConsumerHeartbeat(
  request: ConsumerHeartbeatRequest,
  { assignors }: ConsumerGroupConfig,
): ConsumerHeartbeatFailure | null {
  const { memberId, memberEpoch, groupId, instanceId, rackId, serverAssignor, mustNameMember } = request
  const needsMemberId = mustNameMember || memberEpoch > 0 || memberEpoch === -1
  if (needsMemberId && memberId.trim() === '') return refuse('invalid-request', 'MemberId cannot be empty.')
  if (groupId.trim() === '') return refuse('invalid-request', 'GroupId cannot be empty.')
  if (instanceId?.trim() === '') return refuse('invalid-request', 'InstanceId cannot be empty.')
  if (rackId?.trim() === '') return refuse('invalid-request', 'RackId cannot be empty.')
  const problem = memberEpoch === 0 ? problemOfJoin(request) : problemOfEpoch(request)
  if (problem !== null) return refuse('invalid-request', problem)
  if (serverAssignor !== null && !assignors.includes(serverAssignor)) {
    const known = assignors.join(', ')
    return refuse('unsupported-assignor', `There is no server assignor ${serverAssignor}. There are: ${known}.`)
  }
  return null
}

function problemOfJoin(request: ConsumerHeartbeatRequest): string | null {
  if (request.rebalanceTimeoutMs === -1) return 'RebalanceTimeoutMs must be given when joining.'
  if (request.topicPartitions?.length !== 0) return 'TopicPartitions must be empty when joining.'
  const subscribes = request.subscribedTopicNames !== null || request.subscribedTopicRegex !== null
  return subscribes ? null : 'SubscribedTopicNames or SubscribedTopicRegex must be given when joining.'
}

function problemOfEpoch({ memberEpoch, instanceId }: ConsumerHeartbeatRequest): string | null {
  if (memberEpoch < leftForAWhileEpoch) return `MemberEpoch ${memberEpoch} has no meaning.`
  const isNameless = memberEpoch === leftForAWhileEpoch && instanceId === null
  return isNameless ? 'InstanceId must be given by a static member that leaves for a while.' : null
}

/** Whether there is room. Who takes a static member's place needs none. */
export function checkSize(
  { members, ...group }: ConsumerGroup,
  { memberId, instanceId }: ConsumerHeartbeatRequest,
  maxSize: number,
): ConsumerHeartbeatFailure | null {
  const hasPlace =
    members.has(memberId) || (instanceId !== null && staticMemberOf({ ...group, members }, instanceId) !== null)
  if (hasPlace || members.size < maxSize) return null
  return refuse('group-max-size-reached', `The group has as many members as it may have, ${maxSize}.`)
}

/** The member that speaks, or why it may not. */
export function findMember(
  group: ConsumerGroup,
  { memberId, instanceId }: ConsumerHeartbeatRequest,
): ConsumerMember | ConsumerHeartbeatFailure {
  const member = instanceId === null ? group.members.get(memberId) : staticMemberOf(group, instanceId)
  if (member === undefined || member === null) {
    const name = instanceId === null ? `member ${memberId}` : `instance ${instanceId}`
    return refuse('unknown-member-id', `There is no ${name} in group ${group.groupId}.`)
  }
  if (member.memberId !== memberId) {
    return refuse('fenced-instance-id', `Instance ${instanceId ?? ''} is member ${member.memberId} now.`)
  }
  return member
}

/**
 * Whether somebody may come under this instance id: only when nobody has it, or who has it has left for a while or spoke
 * the classic protocol, where nobody says that it leaves.
 */
export function checkInstanceIsFree(holder: ConsumerMember | null): ConsumerHeartbeatFailure | null {
  if (holder === null || holder.classic !== null || holder.memberEpoch === leftForAWhileEpoch) return null
  return refuse('unreleased-instance-id', `Instance ${holder.instanceId ?? ''} is still used by ${holder.memberId}.`)
}

/** The epoch before the current one is let through when the answer that told the current one may have been lost. */
export function checkEpoch(member: ConsumerMember, request: ConsumerHeartbeatRequest): ConsumerHeartbeatFailure | null {
  const { memberEpoch } = request
  if (memberEpoch === 0 || memberEpoch === member.memberEpoch) return null
  const mayHaveMissedAnswer =
    memberEpoch < member.memberEpoch &&
    memberEpoch === member.previousMemberEpoch &&
    request.topicPartitions?.every(({ topicId, partitions }) =>
      partitions.every((partition) => member.assigned.get(topicId)?.has(partition) === true),
    ) === true
  if (mayHaveMissedAnswer) return null
  const message = `The member is in epoch ${member.memberEpoch}, not ${memberEpoch}: it must give up its partitions and join again.`
  return refuse('fenced-member-epoch', message)
}

/** An expression is looked at when the first member of the group brings it. */
export function checkRegex(group: ConsumerGroup, regex: string | null): ConsumerHeartbeatFailure | null {
  if (regex === null || regex === '' || group.regexes.has(regex)) return null
  try {
    new TopicPattern(regex).matches('')
    return null
  } catch (error) {
    if (!(error instanceof InvalidPatternError)) throw error
    return refuse('invalid-regular-expression', `The expression of the subscription cannot be used: ${error.message}.`)
  }
}
