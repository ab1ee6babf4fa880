import { array, int32, int64, int8, uuid } from '../../schema/field.ts'
import { message } from '../../schema/message.ts'

/** Changes a registration without a new incarnation: fencing, controlled shutdown, log directories. */
export const brokerRegistrationChangeRecord = message({
  name: 'BrokerRegistrationChangeRecord',
  validVersions: '0-3',
  flexibleVersions: '0+',
  fields: {
    brokerId: int32(),
    brokerEpoch: int64(),
    fenced: int8({ tag: 0, default: 0 }),
    inControlledShutdown: int8({ versions: '1+', tag: 1, default: 0 }),
    logDirs: array(uuid(), { versions: '2+', tag: 2, default: [] }),
    cordonedLogDirs: array(uuid(), { versions: '3+', nullable: '3+', tag: 3, default: null }),
  },
})
