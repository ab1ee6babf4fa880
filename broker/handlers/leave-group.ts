import { errorCode } from '../protocol/error-codes.ts'
import { leaveGroup } from '../protocol/messages/leave-group.ts'
import { codeOfGroupError } from './error-translation.ts'
import { handler } from './handler.ts'

/** Members leave: one by itself before version 3, then several at once (KIP-345). */
export const leaveGroupHandler = handler(leaveGroup, (request, { version, broker, access }) => {
  if (!access.allows('read', 'group', request.groupId)) return { errorCode: errorCode.GROUP_AUTHORIZATION_FAILED }
  const members =
    version >= 3
      ? request.members.map(({ memberId, groupInstanceId }) => ({ memberId, instanceId: groupInstanceId }))
      : [{ memberId: request.memberId, instanceId: null }]
  const result = broker.groups.leaveGroup({ groupId: request.groupId, members })
  if (version < 3) return { errorCode: codeOfGroupError(result.error ?? result.members[0]?.error ?? null) }
  if (result.error === 'unknown-member-id') {
    // There is no such group: Kafka says so of each member instead.
    const code = codeOfGroupError(result.error)
    return { errorCode: errorCode.NONE, members: request.members.map((member) => ({ ...member, errorCode: code })) }
  }
  return {
    errorCode: codeOfGroupError(result.error),
    members: result.members.map(({ memberId, instanceId, error }) => ({
      memberId,
      groupInstanceId: instanceId,
      errorCode: codeOfGroupError(error),
    })),
  }
})
