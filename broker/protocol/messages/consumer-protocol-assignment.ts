import { array, bytes, int32, string, struct } from '../../schema/field.ts'
import { message, type InputFor, type ValueOf } from '../../schema/message.ts'

/**
 * What a consumer of a classic group receives in SyncGroup. On the wire an int16 version comes before it; readers
 * take a newer version for the newest that they know.
 */
export const consumerProtocolAssignment = message({
  name: 'ConsumerProtocolAssignment',
  validVersions: '0-3',
  flexibleVersions: 'none',
  fields: {
    assignedPartitions: array(
      struct({
        topic: string(),
        partitions: array(int32()),
      }),
    ),
    userData: bytes({ nullable: '0+', default: null }),
  },
})

export type ConsumerProtocolAssignment = ValueOf<typeof consumerProtocolAssignment>
export type ConsumerProtocolAssignmentInput = InputFor<typeof consumerProtocolAssignment>
