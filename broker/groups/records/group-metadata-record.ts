import { array, bytes, int32, int64, string, struct } from '../../schema/field.ts'
import { message } from '../../schema/message.ts'

/** Key of record type 2: a classic group. */
export const groupMetadataKey = message({
  name: 'GroupMetadataKey',
  validVersions: '0',
  flexibleVersions: 'none',
  fields: { group: string() },
})

/** A classic group as of its last stable generation, or its last empty one. Version 3 is what Kafka writes. */
export const groupMetadataValue = message({
  name: 'GroupMetadataValue',
  validVersions: '0-4',
  flexibleVersions: '4+',
  fields: {
    protocolType: string(),
    generation: int32(),
    protocol: string({ nullable: '0+' }),
    leader: string({ nullable: '0+' }),
    currentStateTimestamp: int64({ versions: '2+', default: -1n, ignorable: true }),
    members: array(
      struct({
        memberId: string(),
        groupInstanceId: string({ versions: '3+', nullable: '3+', default: null, ignorable: true }),
        clientId: string(),
        clientHost: string(),
        /** -1 before version 1: the session timeout counts then. */
        rebalanceTimeout: int32({ versions: '1+', default: -1, ignorable: true }),
        sessionTimeout: int32(),
        subscription: bytes(),
        assignment: bytes(),
      }),
    ),
  },
})
