import { int8 } from '../../schema/field.ts'
import { message } from '../../schema/message.ts'

/** How far a migration from ZooKeeper has come (KIP-866); every KRaft-born log says none. */
export const zkMigrationStateRecord = message({
  name: 'ZkMigrationStateRecord',
  validVersions: '0',
  flexibleVersions: '0+',
  fields: {
    zkMigrationState: int8(),
  },
})
