import { array, int16, int32, string, struct } from '../../schema/field.ts'
import { message } from '../../schema/message.ts'
import { api } from '../api.ts'

/** The partitions that are being moved to other brokers (KIP-455). */
export const listPartitionReassignments = api({
  key: 46,
  name: 'ListPartitionReassignments',
  request: message({
    name: 'ListPartitionReassignmentsRequest',
    validVersions: '0',
    flexibleVersions: '0+',
    fields: {
      timeoutMs: int32({ default: 60000 }),
      topics: array(
        struct({
          name: string(),
          partitionIndexes: array(int32()),
        }),
        { nullable: '0+', default: null },
      ),
    },
  }),
  response: message({
    name: 'ListPartitionReassignmentsResponse',
    validVersions: '0',
    flexibleVersions: '0+',
    fields: {
      throttleTimeMs: int32({ default: 0 }),
      errorCode: int16(),
      errorMessage: string({ nullable: '0+' }),
      topics: array(
        struct({
          name: string(),
          partitions: array(
            struct({
              partitionIndex: int32(),
              replicas: array(int32()),
              addingReplicas: array(int32()),
              removingReplicas: array(int32()),
            }),
          ),
        }),
      ),
    },
  }),
})
