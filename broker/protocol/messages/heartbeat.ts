import { int16, int32, string } from '../../schema/field.ts'
import { message, type InputFor, type ValueOf } from '../../schema/message.ts'
import { api } from '../api.ts'

/** Classic groups: a sign of life. The answer tells a member when it must join again. */
export const heartbeat = api({
  key: 12,
  name: 'Heartbeat',
  request: message({
    name: 'HeartbeatRequest',
    validVersions: '0-4',
    flexibleVersions: '4+',
    fields: {
      groupId: string(),
      generationId: int32(),
      memberId: string(),
      groupInstanceId: string({ versions: '3+', nullable: '0+', default: null }),
    },
  }),
  response: message({
    name: 'HeartbeatResponse',
    validVersions: '0-4',
    flexibleVersions: '4+',
    fields: {
      throttleTimeMs: int32({ versions: '1+', ignorable: true }),
      errorCode: int16(),
    },
  }),
})

export type HeartbeatRequest = ValueOf<typeof heartbeat.request>
export type HeartbeatRequestInput = InputFor<typeof heartbeat.request>
export type HeartbeatResponse = ValueOf<typeof heartbeat.response>
export type HeartbeatResponseInput = InputFor<typeof heartbeat.response>
