import { array, boolean, int16, int32, string, struct } from '../../schema/field.ts'
import { message } from '../../schema/message.ts'
import { api } from '../api.ts'

/** Moves partitions to other brokers, or stops moving them (KIP-455). */
export const alterPartitionReassignments = api({
  key: 45,
  name: 'AlterPartitionReassignments',
  request: message({
    name: 'AlterPartitionReassignmentsRequest',
    validVersions: '0-1',
    flexibleVersions: '0+',
    fields: {
      timeoutMs: int32({ default: 60000 }),
      allowReplicationFactorChange: boolean({ versions: '1+', default: true }),
      topics: array(
        struct({
          name: string(),
          partitions: array(
            struct({
              partitionIndex: int32(),
              /** Null cancels what is under way. */
              replicas: array(int32(), { nullable: '0+', default: null }),
            }),
          ),
        }),
      ),
    },
  }),
  response: message({
    name: 'AlterPartitionReassignmentsResponse',
    validVersions: '0-1',
    flexibleVersions: '0+',
    fields: {
      throttleTimeMs: int32({ default: 0 }),
      allowReplicationFactorChange: boolean({ versions: '1+', default: true, ignorable: true }),
      errorCode: int16(),
      errorMessage: string({ nullable: '0+' }),
      responses: array(
        struct({
          name: string(),
          partitions: array(
            struct({
              partitionIndex: int32(),
              errorCode: int16(),
              errorMessage: string({ nullable: '0+' }),
            }),
          ),
        }),
      ),
    },
  }),
})
