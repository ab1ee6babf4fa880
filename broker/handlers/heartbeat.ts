import { errorCode } from '../protocol/error-codes.ts'
import { heartbeat } from '../protocol/messages/heartbeat.ts'
import { codeOfGroupError } from './error-translation.ts'
import { handler } from './handler.ts'

/** A member lives; the answer tells it whether it has to join again. */
export const heartbeatHandler = handler(heartbeat, (request, { broker, access }) => {
  if (!access.allows('read', 'group', request.groupId)) return { errorCode: errorCode.GROUP_AUTHORIZATION_FAILED }
  const error = broker.groups.heartbeat({
    groupId: request.groupId,
    memberId: request.memberId,
    instanceId: request.groupInstanceId,
    generation: request.generationId,
  })
  return { errorCode: codeOfGroupError(error) }
})
