import { errorCode } from '../protocol/error-codes.ts'
import { syncGroup } from '../protocol/messages/sync-group.ts'
import { codeOfGroupError } from './error-translation.ts'
import { handler } from './handler.ts'

const noAssignment = new Uint8Array(0)

/** The leader hands in what each member gets, the others wait for it. */
export const syncGroupHandler = handler(syncGroup, async (request, { version, broker, access }) => {
  // From version 5 on members say what they believe in (KIP-559).
  if (version >= 5 && (request.protocolType === null || request.protocolName === null)) {
    return { errorCode: errorCode.INCONSISTENT_GROUP_PROTOCOL, assignment: noAssignment }
  }
  if (!access.allows('read', 'group', request.groupId)) {
    return { errorCode: errorCode.GROUP_AUTHORIZATION_FAILED, assignment: noAssignment }
  }
  const result = await broker.groups.syncGroup({
    groupId: request.groupId,
    memberId: request.memberId,
    instanceId: request.groupInstanceId,
    generation: request.generationId,
    protocolType: request.protocolType,
    protocolName: request.protocolName,
    assignments: request.assignments,
  })
  if (result.error !== null) return { errorCode: codeOfGroupError(result.error), assignment: noAssignment }
  const { protocolType, protocolName, assignment } = result
  return { errorCode: errorCode.NONE, protocolType, protocolName, assignment }
})
