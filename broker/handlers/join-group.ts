import type { JoinGroupResult } from '../groups/membership-messages.ts'
import { errorCode } from '../protocol/error-codes.ts'
import { joinGroup, type JoinGroupResponseInput } from '../protocol/messages/join-group.ts'
import { codeOfGroupError } from './error-translation.ts'
import { handler } from './handler.ts'
import { ensureOffsetsTopic } from './internal-topics.ts'

/** A member joins; the answer waits until the group has gathered. */
export const joinGroupHandler = handler(joinGroup, async (request, { version, clientId, connection, broker }) => {
  if (!(await ensureOffsetsTopic(broker))) {
    const failure = { error: 'coordinator-not-available', memberId: request.memberId } as const
    return answer(failure, version)
  }
  const result = await broker.groups.joinGroup({
    groupId: request.groupId,
    memberId: request.memberId,
    instanceId: request.groupInstanceId,
    clientId: clientId ?? '',
    clientHost: connection.clientHost,
    protocolType: request.protocolType,
    protocols: request.protocols,
    sessionTimeoutMs: request.sessionTimeoutMs,
    rebalanceTimeoutMs: request.rebalanceTimeoutMs < 0 ? request.sessionTimeoutMs : request.rebalanceTimeoutMs,
    mustJoinWithMemberId: version >= 4,
    canSkipAssignment: version >= 9,
  })
  return answer(result, version)
})

function answer(result: JoinGroupResult, version: number): JoinGroupResponseInput {
  // Only from version 7 on may the protocol be null.
  const noProtocol = version >= 7 ? null : ''
  if (result.error !== null) {
    return {
      errorCode: codeOfGroupError(result.error),
      protocolName: noProtocol,
      leader: '',
      memberId: result.memberId,
      members: [],
    }
  }
  return {
    errorCode: errorCode.NONE,
    generationId: result.generation,
    protocolType: result.protocolType,
    protocolName: result.protocolName ?? noProtocol,
    leader: result.leaderId,
    skipAssignment: result.skipAssignment,
    memberId: result.memberId,
    members: result.members.map(({ memberId, instanceId, metadata }) => ({
      memberId,
      groupInstanceId: instanceId,
      metadata,
    })),
  }
}
