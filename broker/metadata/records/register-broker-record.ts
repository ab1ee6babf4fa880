import { array, boolean, int16, int32, int64, string, struct, uint16, uuid } from '../../schema/field.ts'
import { message } from '../../schema/message.ts'

/**
 * A broker has come up with a new incarnation and gets a broker epoch; it stays fenced until it has caught up.
 * Version 1 adds the shutdown flag, 2 the migration flag of ZooKeeper times, 3 log directories (KIP-858), 4 cordoned ones.
 */
export const registerBrokerRecord = message({
  name: 'RegisterBrokerRecord',
  validVersions: '0-4',
  flexibleVersions: '0+',
  fields: {
    brokerId: int32(),
    isMigratingZkBroker: boolean({ versions: '2+', default: false }),
    incarnationId: uuid(),
    brokerEpoch: int64(),
    endPoints: array(
      struct({
        name: string(),
        host: string(),
        port: uint16(),
        securityProtocol: int16(),
      }),
    ),
    features: array(
      struct({
        name: string(),
        minSupportedVersion: int16(),
        maxSupportedVersion: int16(),
      }),
    ),
    rack: string({ nullable: '0+' }),
    fenced: boolean({ default: true }),
    inControlledShutdown: boolean({ versions: '1+', default: false }),
    logDirs: array(uuid(), { versions: '3+', tag: 0, default: [] }),
    cordonedLogDirs: array(uuid(), { versions: '4+', nullable: '4+', tag: 1, default: null }),
  },
})
