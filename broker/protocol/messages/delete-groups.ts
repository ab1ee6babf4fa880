import { array, int16, int32, string, struct } from '../../schema/field.ts'
import { message, type InputFor, type ValueOf } from '../../schema/message.ts'
import { api } from '../api.ts'

/** Deletes groups that have no members, and their offsets. */
export const deleteGroups = api({
  key: 42,
  name: 'DeleteGroups',
  request: message({
    name: 'DeleteGroupsRequest',
    validVersions: '0-2',
    flexibleVersions: '2+',
    fields: {
      groupsNames: array(string()),
    },
  }),
  response: message({
    name: 'DeleteGroupsResponse',
    validVersions: '0-2',
    flexibleVersions: '2+',
    fields: {
      throttleTimeMs: int32({ default: 0 }),
      results: array(
        struct({
          groupId: string(),
          errorCode: int16(),
        }),
      ),
    },
  }),
})

export type DeleteGroupsRequest = ValueOf<typeof deleteGroups.request>
export type DeleteGroupsRequestInput = InputFor<typeof deleteGroups.request>
export type DeleteGroupsResponse = ValueOf<typeof deleteGroups.response>
export type DeleteGroupsResponseInput = InputFor<typeof deleteGroups.response>
