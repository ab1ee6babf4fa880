import { array, int16, int32, string, struct } from '../../schema/field.ts'
import { message, type InputFor, type ValueOf } from '../../schema/message.ts'
import { api } from '../api.ts'

/** Classic groups: leave. One member up to version 2, several (static ones by instance id) from version 3. */
export const leaveGroup = api({
  key: 13,
  name: 'LeaveGroup',
  request: message({
    name: 'LeaveGroupRequest',
    validVersions: '0-5',
    flexibleVersions: '4+',
    fields: {
      groupId: string(),
      memberId: string({ versions: '0-2' }),
      members: array(
        struct({
          memberId: string(),
          groupInstanceId: string({ nullable: '0+', default: null }),
          reason: string({ versions: '5+', nullable: '0+', default: null, ignorable: true }),
        }),
        { versions: '3+' },
      ),
    },
  }),
  response: message({
    name: 'LeaveGroupResponse',
    validVersions: '0-5',
    flexibleVersions: '4+',
    fields: {
      throttleTimeMs: int32({ versions: '1+', ignorable: true }),
      errorCode: int16(),
      members: array(
        struct({
          memberId: string(),
          groupInstanceId: string({ nullable: '0+' }),
          errorCode: int16(),
        }),
        { versions: '3+' },
      ),
    },
  }),
})

export type LeaveGroupRequest = ValueOf<typeof leaveGroup.request>
export type LeaveGroupRequestInput = InputFor<typeof leaveGroup.request>
export type LeaveGroupResponse = ValueOf<typeof leaveGroup.response>
export type LeaveGroupResponseInput = InputFor<typeof leaveGroup.response>
