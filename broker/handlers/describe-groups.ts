import type { GroupDescription } from '../groups/group-listing.ts'
import { errorCode } from '../protocol/error-codes.ts'
import { describeGroups, type DescribeGroupsResponseInput } from '../protocol/messages/describe-groups.ts'
import { operationsNotRequested } from '../security/authorizer/access.ts'
import { splitByAccess } from './authorization.ts'
import { codeOfGroupError } from './error-translation.ts'
import { handler } from './handler.ts'

/** Groups with their members and what each of them reads. */
export const describeGroupsHandler = handler(describeGroups, (request, { version, broker, access }) => {
  const [visible, hidden] = splitByAccess(request.groups, (groupId) => access.allows('describe', 'group', groupId))
  const described = broker.groups.describeGroups(visible).map((group) => {
    const answer = describe(group, version)
    const isCounted = request.includeAuthorizedOperations && answer.errorCode === errorCode.NONE
    const authorizedOperations = isCounted ? access.operationsOn('group', group.groupId) : operationsNotRequested
    return { ...answer, authorizedOperations }
  })
  return { groups: [...hidden.map(refuse), ...described] }
})

function refuse(groupId: string): DescribeGroupsResponseInput['groups'][number] {
  const nothing = { groupState: '', protocolType: '', protocolData: '', members: [] }
  return { errorCode: errorCode.GROUP_AUTHORIZATION_FAILED, groupId, ...nothing }
}

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
