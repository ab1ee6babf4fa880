import { array, bytes, int16, int32, string, struct } from '../../schema/field.ts'
import { message, type InputFor, type ValueOf } from '../../schema/message.ts'
import { api } from '../api.ts'

/** Classic groups: the leader hands out assignments, everyone receives one's own. */
export const syncGroup = api({
  key: 14,
  name: 'SyncGroup',
  request: message({
    name: 'SyncGroupRequest',
    validVersions: '0-5',
    flexibleVersions: '4+',
    fields: {
      groupId: string(),
      generationId: int32(),
      memberId: string(),
      groupInstanceId: string({ versions: '3+', nullable: '0+', default: null }),
      protocolType: string({ versions: '5+', nullable: '0+', default: null, ignorable: true }),
      protocolName: string({ versions: '5+', nullable: '0+', default: null, ignorable: true }),
      assignments: array(
        struct({
          memberId: string(),
          assignment: bytes(),
        }),
      ),
    },
  }),
  response: message({
    name: 'SyncGroupResponse',
    validVersions: '0-5',
    flexibleVersions: '4+',
    fields: {
      throttleTimeMs: int32({ versions: '1+', ignorable: true }),
      errorCode: int16(),
      protocolType: string({ versions: '5+', nullable: '0+', default: null, ignorable: true }),
      protocolName: string({ versions: '5+', nullable: '0+', default: null, ignorable: true }),
      assignment: bytes(),
    },
  }),
})

export type SyncGroupRequest = ValueOf<typeof syncGroup.request>
export type SyncGroupRequestInput = InputFor<typeof syncGroup.request>
export type SyncGroupResponse = ValueOf<typeof syncGroup.response>
export type SyncGroupResponseInput = InputFor<typeof syncGroup.response>
