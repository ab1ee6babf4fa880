import { array, bytes, int32, string, struct } from '../../schema/field.ts'
import { message, type InputFor, type ValueOf } from '../../schema/message.ts'

/**
 * What a consumer of a classic group says in JoinGroup. On the wire an int16 version comes before it; readers take a
 * newer version for the newest that they know.
 */
export const consumerProtocolSubscription = message({
  name: 'ConsumerProtocolSubscription',
  validVersions: '0-3',
  flexibleVersions: 'none',
  fields: {
    topics: array(string()),
    userData: bytes({ nullable: '0+', default: null }),
    ownedPartitions: array(
      struct({
        topic: string(),
        partitions: array(int32()),
      }),
      { versions: '1+', ignorable: true },
    ),
    generationId: int32({ versions: '2+', default: -1, ignorable: true }),
    rackId: string({ versions: '3+', nullable: '0+', default: null, ignorable: true }),
  },
})

export type ConsumerProtocolSubscription = ValueOf<typeof consumerProtocolSubscription>
export type ConsumerProtocolSubscriptionInput = InputFor<typeof consumerProtocolSubscription>
