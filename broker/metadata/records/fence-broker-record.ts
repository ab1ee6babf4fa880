import { int32, int64 } from '../../schema/field.ts'
import { message } from '../../schema/message.ts'

/** Fences a broker; written before metadata.version 3.3-IV0 knew BrokerRegistrationChange. */
export const fenceBrokerRecord = message({
  name: 'FenceBrokerRecord',
  validVersions: '0',
  flexibleVersions: '0+',
  fields: {
    id: int32(),
    epoch: int64(),
  },
})
