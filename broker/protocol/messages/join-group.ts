import { array, boolean, bytes, int16, int32, string, struct } from '../../schema/field.ts'
import { message, type InputFor, type ValueOf } from '../../schema/message.ts'
import { api } from '../api.ts'

/** Classic groups: enter a group or its next generation. The answer waits until the group has gathered. */
export const joinGroup = api({
  key: 11,
  name: 'JoinGroup',
  request: message({
    name: 'JoinGroupRequest',
    validVersions: '0-9',
    flexibleVersions: '6+',
    fields: {
      groupId: string(),
      sessionTimeoutMs: int32(),
      rebalanceTimeoutMs: int32({ versions: '1+', default: -1, ignorable: true }),
      /** Empty on the first try; from version 4 the coordinator then answers with an id to come back with (KIP-394). */
      memberId: string(),
      /** Of a static member (KIP-345). */
      groupInstanceId: string({ versions: '5+', nullable: '0+', default: null }),
      protocolType: string(),
      protocols: array(
        struct({
          name: string(),
          metadata: bytes(),
        }),
      ),
      reason: string({ versions: '8+', nullable: '0+', default: null, ignorable: true }),
    },
  }),
  response: message({
    name: 'JoinGroupResponse',
    validVersions: '0-9',
    flexibleVersions: '6+',
    fields: {
      throttleTimeMs: int32({ versions: '2+', ignorable: true }),
      errorCode: int16(),
      generationId: int32({ default: -1 }),
      protocolType: string({ versions: '7+', nullable: '0+', default: null, ignorable: true }),
      protocolName: string({ nullable: '7+' }),
      leader: string(),
      skipAssignment: boolean({ versions: '9+' }),
      memberId: string(),
      /** Filled for the leader only. */
      members: array(
        struct({
          memberId: string(),
          groupInstanceId: string({ versions: '5+', nullable: '0+', default: null, ignorable: true }),
          metadata: bytes(),
        }),
      ),
    },
  }),
})

export type JoinGroupRequest = ValueOf<typeof joinGroup.request>
export type JoinGroupRequestInput = InputFor<typeof joinGroup.request>
export type JoinGroupResponse = ValueOf<typeof joinGroup.response>
export type JoinGroupResponseInput = InputFor<typeof joinGroup.response>
