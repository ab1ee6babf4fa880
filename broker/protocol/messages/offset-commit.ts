import { array, int16, int32, int64, string, struct, uuid } from '../../schema/field.ts'
import { message, type InputFor, type ValueOf } from '../../schema/message.ts'
import { api } from '../api.ts'

/** Stores how far a group has read. Topics go by name up to version 9, by id from 10. */
export const offsetCommit = api({
  key: 8,
  name: 'OffsetCommit',
  request: message({
    name: 'OffsetCommitRequest',
    validVersions: '2-10',
    flexibleVersions: '8+',
    fields: {
      groupId: string(),
      generationIdOrMemberEpoch: int32({ default: -1 }),
      memberId: string(),
      groupInstanceId: string({ versions: '7+', nullable: '0+', default: null }),
      retentionTimeMs: int64({ versions: '2-4', default: -1n, ignorable: true }),
      topics: array(
        struct({
          name: string({ versions: '2-9', ignorable: true }),
          topicId: uuid({ versions: '10+', ignorable: true }),
          partitions: array(
            struct({
              partitionIndex: int32(),
              committedOffset: int64(),
              committedLeaderEpoch: int32({ versions: '6+', default: -1, ignorable: true }),
              committedMetadata: string({ nullable: '0+' }),
            }),
          ),
        }),
      ),
    },
  }),
  response: message({
    name: 'OffsetCommitResponse',
    validVersions: '2-10',
    flexibleVersions: '8+',
    fields: {
      throttleTimeMs: int32({ versions: '3+', ignorable: true }),
      topics: array(
        struct({
          name: string({ versions: '2-9', ignorable: true }),
          topicId: uuid({ versions: '10+', ignorable: true }),
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

export type OffsetCommitRequest = ValueOf<typeof offsetCommit.request>
export type OffsetCommitRequestInput = InputFor<typeof offsetCommit.request>
export type OffsetCommitResponse = ValueOf<typeof offsetCommit.response>
export type OffsetCommitResponseInput = InputFor<typeof offsetCommit.response>
