import type { GroupDescription } from '../groups/group-listing.ts'
import { errorCode } from '../protocol/error-codes.ts'
import { describeGroups, type DescribeGroupsResponseInput } from '../protocol/messages/describe-groups.ts'
import { allOperations, operationsNotRequested } from '../security/authorized-operations.ts'
import { codeOfGroupError } from './error-translation.ts'
import { handler } from './handler.ts'

/** Groups with their members and what each of them reads. */
export const describeGroupsHandler = handler(describeGroups, (request, { version, broker }) => {
  const authorizedOperations = request.includeAuthorizedOperations ? allOperations.group : operationsNotRequested
  const groups = broker.groups.describeGroups(request.groups)
  return { groups: groups.map((group) => ({ ...describe(group, version), authorizedOperations })) }
})

function describe(group: GroupDescription, version: number): DescribeGroupsResponseInput['groups'][number] {
  const isMissing = group.error === 'group-id-not-found'
  return {
    // Up to version 5 a group that does not exist is no error, just dead.
    errorCode: isMissing && version < 6 ? errorCode.NONE : codeOfGroupError(group.error),
    ...(isMissing && version >= 6 ? { errorMessage: `Group ${group.groupId} not found.` } : {}),
    groupId: group.groupId,
    groupState: group.state,
    protocolType: group.protocolType,
    protocolData: group.protocolName,
    members: group.members.map((member) => ({
      memberId: member.memberId,
      groupInstanceId: member.instanceId,
      clientId: member.clientId,
      clientHost: member.clientHost,
      memberMetadata: member.metadata,
      memberAssignment: member.assignment,
    })),
  }
}
