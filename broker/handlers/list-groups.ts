import { errorCode } from '../protocol/error-codes.ts'
import { listGroups } from '../protocol/messages/list-groups.ts'
import { handler } from './handler.ts'

export const listGroupsHandler = handler(listGroups, (request, { broker, access }) => {
  const groups = broker.groups.listGroups({ states: request.statesFilter, types: request.typesFilter })
  const seesAll = access.allowsOnCluster('describe')
  const visible = groups.filter(({ groupId }) => seesAll || access.allows('describe', 'group', groupId))
  return {
    errorCode: errorCode.NONE,
    groups: visible.map(({ groupId, protocolType, state, type }) => ({
      groupId,
      protocolType,
      groupState: state,
      groupType: type,
    })),
  }
})
