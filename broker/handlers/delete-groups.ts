import { errorCode } from '../protocol/error-codes.ts'
import { deleteGroups } from '../protocol/messages/delete-groups.ts'
import { splitByAccess } from './authorization.ts'
import { codeOfGroupError } from './error-translation.ts'
import { handler } from './handler.ts'

/** Forgets groups without members, with their offsets. */
export const deleteGroupsHandler = handler(deleteGroups, ({ groupsNames }, { broker, access }) => {
  const [allowed, denied] = splitByAccess([...new Set(groupsNames)], (name) => access.allows('delete', 'group', name))
  const deleted = broker.groups.deleteGroups(allowed).map(({ groupId, error }) => ({
    groupId,
    errorCode: codeOfGroupError(error),
  }))
  const refused = denied.map((groupId) => ({ groupId, errorCode: errorCode.GROUP_AUTHORIZATION_FAILED }))
  return { results: [...deleted, ...refused] }
})
