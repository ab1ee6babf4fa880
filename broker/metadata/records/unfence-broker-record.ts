import { int32, int64 } from '../../schema/field.ts'
import { message } from '../../schema/message.ts'

/** Unfences a broker; the older form of BrokerRegistrationChange. */
export const unfenceBrokerRecord = message({
  name: 'UnfenceBrokerRecord',
  validVersions: '0',
  flexibleVersions: '0+',
  fields: {
    id: int32(),
    epoch: int64(),
  },
})
