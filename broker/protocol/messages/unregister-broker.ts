import { int16, int32, string } from '../../schema/field.ts'
import { message } from '../../schema/message.ts'
import { api } from '../api.ts'

/** Forgets a broker that is gone for good. */
export const unregisterBroker = api({
  key: 64,
  name: 'UnregisterBroker',
  request: message({
    name: 'UnregisterBrokerRequest',
    validVersions: '0',
    flexibleVersions: '0+',
    fields: {
      brokerId: int32(),
    },
  }),
  response: message({
    name: 'UnregisterBrokerResponse',
    validVersions: '0',
    flexibleVersions: '0+',
    fields: {
      throttleTimeMs: int32({ default: 0 }),
      errorCode: int16(),
      errorMessage: string({ nullable: '0+' }),
    },
  }),
})
