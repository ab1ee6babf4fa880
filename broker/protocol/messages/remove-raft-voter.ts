import { int16, int32, string, uuid } from '../../schema/field.ts'
import { message } from '../../schema/message.ts'
import { api } from '../api.ts'

/** Removes a controller from the voters of the quorum (KIP-853). */
export const removeRaftVoter = api({
  key: 81,
  name: 'RemoveRaftVoter',
  request: message({
    name: 'RemoveRaftVoterRequest',
    validVersions: '0',
    flexibleVersions: '0+',
    fields: {
      clusterId: string({ nullable: '0+' }),
      voterId: int32(),
      voterDirectoryId: uuid(),
    },
  }),
  response: message({
    name: 'RemoveRaftVoterResponse',
    validVersions: '0',
    flexibleVersions: '0+',
    fields: {
      throttleTimeMs: int32({ default: 0 }),
      errorCode: int16(),
      errorMessage: string({ nullable: '0+', ignorable: true }),
    },
  }),
})
