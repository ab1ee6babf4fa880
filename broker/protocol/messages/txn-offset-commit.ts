import { array, int16, int32, int64, string, struct } from '../../schema/field.ts'
import { message, type InputFor, type ValueOf } from '../../schema/message.ts'
import { api } from '../api.ts'

/**
 * Stores how far a group has read, once the transaction commits. From version 5 on it takes the group's offsets into the
 * transaction itself (KIP-890).
 */
export const txnOffsetCommit = api({
  key: 28,
  name: 'TxnOffsetCommit',
  request: message({
    name: 'TxnOffsetCommitRequest',
    validVersions: '0-5',
    flexibleVersions: '3+',
    fields: {
      transactionalId: string(),
      groupId: string(),
      producerId: int64(),
      producerEpoch: int16(),
      generationId: int32({ versions: '3+', default: -1 }),
      memberId: string({ versions: '3+', default: '' }),
      groupInstanceId: string({ versions: '3+', nullable: '3+', default: null }),
      topics: array(
        struct({
          name: string(),
          partitions: array(
            struct({
              partitionIndex: int32(),
              committedOffset: int64(),
              committedLeaderEpoch: int32({ versions: '2+', default: -1, ignorable: true }),
              committedMetadata: string({ nullable: '0+' }),
            }),
          ),
        }),
      ),
    },
  }),
  response: message({
    name: 'TxnOffsetCommitResponse',
    validVersions: '0-5',
    flexibleVersions: '3+',
    fields: {
      throttleTimeMs: int32({ default: 0 }),
      topics: array(
        struct({
          name: string(),
          partitions: array(struct({ partitionIndex: int32(), errorCode: int16() })),
        }),
      ),
    },
  }),
})

export type TxnOffsetCommitRequest = ValueOf<typeof txnOffsetCommit.request>
export type TxnOffsetCommitRequestInput = InputFor<typeof txnOffsetCommit.request>
export type TxnOffsetCommitResponse = ValueOf<typeof txnOffsetCommit.response>
export type TxnOffsetCommitResponseInput = InputFor<typeof txnOffsetCommit.response>
