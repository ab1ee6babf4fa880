import { int32, int64 } from '../../schema/field.ts'
import { message } from '../../schema/message.ts'

/** A broker has left the cluster for good. */
export const unregisterBrokerRecord = message({
  name: 'UnregisterBrokerRecord',
  validVersions: '0',
  flexibleVersions: '0+',
  fields: {
    brokerId: int32(),
    brokerEpoch: int64(),
  },
})
