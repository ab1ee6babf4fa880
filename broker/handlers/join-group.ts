import type { JoinGroupResult } from '../groups/membership-messages.ts'
import { errorCode } from '../protocol/error-codes.ts'
import { joinGroup, type JoinGroupResponseInput } from '../protocol/messages/join-group.ts'
import { codeOfGroupError } from './error-translation.ts'
import { handler } from './handler.ts'
import { ensureOffsetsTopic } from './internal-topics.ts'

/** A member joins; the answer waits until the group has gathered. */
export const joinGroupHandler = handler(joinGroup, async (request, context) => {
  const { version, clientId, connection, broker, access } = context
  if (!access.allows('read', 'group', request.groupId)) {
    return refused({ errorCode: errorCode.GROUP_AUTHORIZATION_FAILED, memberId: '' }, version)
  }
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
  if (result.error !== null) {
    return refused({ errorCode: codeOfGroupError(result.error), memberId: result.memberId }, version)
  }
  return {
    errorCode: errorCode.NONE,
    generationId: result.generation,
    protocolType: result.protocolType,
    protocolName: result.protocolName ?? noProtocol(version),
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

function refused(
  error: { readonly errorCode: number; readonly memberId: string },
  version: number,
): JoinGroupResponseInput {
  return { ...error, protocolName: noProtocol(version), leader: '', members: [] }
}

/** Only from version 7 on may the protocol be null. */
function noProtocol(version: number): string | null {
  return version >= 7 ? null : ''
}
