import { heartbeat } from '../protocol/messages/heartbeat.ts'
import { codeOfGroupError } from './error-translation.ts'
import { handler } from './handler.ts'

/** A member lives; the answer tells it whether it has to join again. */
export const heartbeatHandler = handler(heartbeat, (request, { broker }) => {
  const error = broker.groups.heartbeat({
    groupId: request.groupId,
    memberId: request.memberId,
    instanceId: request.groupInstanceId,
    generation: request.generationId,
  })
  return { errorCode: codeOfGroupError(error) }
})
