import { array, int16, int32, string, struct } from '../../schema/field.ts'
import { message } from '../../schema/message.ts'
import { api } from '../api.ts'

/** Moves replicas to other log directories of the same broker (KIP-113). */
export const alterReplicaLogDirs = api({
  key: 34,
  name: 'AlterReplicaLogDirs',
  request: message({
    name: 'AlterReplicaLogDirsRequest',
    validVersions: '1-2',
    flexibleVersions: '2+',
    fields: {
      dirs: array(
        struct({
          path: string(),
          topics: array(
            struct({
              name: string(),
              partitions: array(int32()),
            }),
          ),
        }),
      ),
    },
  }),
  response: message({
    name: 'AlterReplicaLogDirsResponse',
    validVersions: '1-2',
    flexibleVersions: '2+',
    fields: {
      throttleTimeMs: int32({ default: 0 }),
      results: array(
        struct({
          topicName: string(),
          partitions: array(
            struct({
              partitionIndex: int32(),
              errorCode: int16(),
            }),
          ),
        }),
      ),
    },
  }),
})
