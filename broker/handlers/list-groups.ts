import { errorCode } from '../protocol/error-codes.ts'
import { listGroups } from '../protocol/messages/list-groups.ts'
import { handler } from './handler.ts'

export const listGroupsHandler = handler(listGroups, (request, { broker }) => {
  const groups = broker.groups.listGroups({ states: request.statesFilter, types: request.typesFilter })
  return {
    errorCode: errorCode.NONE,
    groups: groups.map(({ groupId, protocolType, state, type }) => ({
      groupId,
      protocolType,
      groupState: state,
      groupType: type,
    })),
  }
})
