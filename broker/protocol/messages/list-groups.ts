import { array, int16, int32, string, struct } from '../../schema/field.ts'
import { message, type InputFor, type ValueOf } from '../../schema/message.ts'
import { api } from '../api.ts'

/** All groups of a broker, filtered by state (from version 4) and by type (from version 5). */
export const listGroups = api({
  key: 16,
  name: 'ListGroups',
  request: message({
    name: 'ListGroupsRequest',
    validVersions: '0-5',
    flexibleVersions: '3+',
    fields: {
      statesFilter: array(string(), { versions: '4+' }),
      typesFilter: array(string(), { versions: '5+' }),
    },
  }),
  response: message({
    name: 'ListGroupsResponse',
    validVersions: '0-5',
    flexibleVersions: '3+',
    fields: {
      throttleTimeMs: int32({ versions: '1+', ignorable: true }),
      errorCode: int16(),
      groups: array(
        struct({
          groupId: string(),
          protocolType: string(),
          groupState: string({ versions: '4+', ignorable: true }),
          groupType: string({ versions: '5+', ignorable: true }),
        }),
      ),
    },
  }),
})

export type ListGroupsRequest = ValueOf<typeof listGroups.request>
export type ListGroupsRequestInput = InputFor<typeof listGroups.request>
export type ListGroupsResponse = ValueOf<typeof listGroups.response>
export type ListGroupsResponseInput = InputFor<typeof listGroups.response>
