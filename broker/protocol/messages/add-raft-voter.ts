import { array, boolean, int16, int32, string, struct, uint16, uuid } from '../../schema/field.ts'
import { message, type ValueOf } from '../../schema/message.ts'
import { api } from '../api.ts'

/** Adds a controller to the voters of the quorum (KIP-853). */
export const addRaftVoter = api({
  key: 80,
  name: 'AddRaftVoter',
  request: message({
    name: 'AddRaftVoterRequest',
    validVersions: '0-1',
    flexibleVersions: '0+',
    fields: {
      clusterId: string({ nullable: '0+' }),
      timeoutMs: int32(),
      voterId: int32(),
      voterDirectoryId: uuid(),
      listeners: array(
        struct({
          name: string(),
          host: string(),
          port: uint16(),
        }),
      ),
      ackWhenCommitted: boolean({ versions: '1+', default: true }),
    },
  }),
  response: message({
    name: 'AddRaftVoterResponse',
    validVersions: '0-1',
    flexibleVersions: '0+',
    fields: {
      throttleTimeMs: int32({ default: 0 }),
      errorCode: int16(),
      errorMessage: string({ nullable: '0+', ignorable: true }),
    },
  }),
})

export type AddRaftVoterRequest = ValueOf<typeof addRaftVoter.request>
