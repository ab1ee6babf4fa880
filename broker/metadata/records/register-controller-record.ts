import { array, boolean, int16, int32, string, struct, uint16, uuid } from '../../schema/field.ts'
import { message } from '../../schema/message.ts'

/** A controller has come up (KIP-919). */
export const registerControllerRecord = message({
  name: 'RegisterControllerRecord',
  validVersions: '0',
  flexibleVersions: '0+',
  fields: {
    controllerId: int32(),
    incarnationId: uuid(),
    zkMigrationReady: boolean(),
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
  },
})
