import { array, boolean, bytes, int16, int32, string, struct } from '../../schema/field.ts'
import { message, type InputFor, type ValueOf } from '../../schema/message.ts'
import { api } from '../api.ts'

/** State and members of classic groups. From version 6 an unknown group is an error instead of the state Dead. */
export const describeGroups = api({
  key: 15,
  name: 'DescribeGroups',
  request: message({
    name: 'DescribeGroupsRequest',
    validVersions: '0-6',
    flexibleVersions: '5+',
    fields: {
      groups: array(string()),
      includeAuthorizedOperations: boolean({ versions: '3+' }),
    },
  }),
  response: message({
    name: 'DescribeGroupsResponse',
    validVersions: '0-6',
    flexibleVersions: '5+',
    fields: {
      throttleTimeMs: int32({ versions: '1+', ignorable: true }),
      groups: array(
        struct({
          errorCode: int16(),
          errorMessage: string({ versions: '6+', nullable: '0+', default: null }),
          groupId: string(),
          groupState: string(),
          protocolType: string(),
          protocolData: string(),
          members: array(
            struct({
              memberId: string(),
              groupInstanceId: string({ versions: '4+', nullable: '0+', default: null, ignorable: true }),
              clientId: string(),
              clientHost: string(),
              memberMetadata: bytes(),
              memberAssignment: bytes(),
            }),
          ),
          authorizedOperations: int32({ versions: '3+', default: -2147483648 }),
        }),
      ),
    },
  }),
})

export type DescribeGroupsRequest = ValueOf<typeof describeGroups.request>
export type DescribeGroupsRequestInput = InputFor<typeof describeGroups.request>
export type DescribeGroupsResponse = ValueOf<typeof describeGroups.response>
export type DescribeGroupsResponseInput = InputFor<typeof describeGroups.response>
