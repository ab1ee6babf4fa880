import { deleteGroups } from '../protocol/messages/delete-groups.ts'
import { codeOfGroupError } from './error-translation.ts'
import { handler } from './handler.ts'

/** Forgets groups without members, with their offsets. */
export const deleteGroupsHandler = handler(deleteGroups, (request, { broker }) => ({
  results: broker.groups.deleteGroups(request.groupsNames).map(({ groupId, error }) => ({
    groupId,
    errorCode: codeOfGroupError(error),
  })),
}))
