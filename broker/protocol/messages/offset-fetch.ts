import { array, boolean, int16, int32, int64, string, struct, uuid } from '../../schema/field.ts'
import { message, type InputFor, type ValueOf } from '../../schema/message.ts'
import { api } from '../api.ts'

/** Asks how far groups have read: one group up to version 7, several from version 8; topic ids from version 10. */
export const offsetFetch = api({
  key: 9,
  name: 'OffsetFetch',
  request: message({
    name: 'OffsetFetchRequest',
    validVersions: '1-10',
    flexibleVersions: '6+',
    fields: {
      groupId: string({ versions: '1-7' }),
      /** Null means all topics of the group. */
      topics: array(
        struct({
          name: string(),
          partitionIndexes: array(int32()),
        }),
        { versions: '1-7', nullable: '2-7' },
      ),
      groups: array(
        struct({
          groupId: string(),
          memberId: string({ versions: '9+', nullable: '0+', default: null, ignorable: true }),
          memberEpoch: int32({ versions: '9+', default: -1, ignorable: true }),
          /** Null means all topics of the group. */
          topics: array(
            struct({
              name: string({ versions: '8-9', ignorable: true }),
              topicId: uuid({ versions: '10+', ignorable: true }),
              partitionIndexes: array(int32()),
            }),
            { nullable: '0+' },
          ),
        }),
        { versions: '8+' },
      ),
      requireStable: boolean({ versions: '7+' }),
    },
  }),
  response: message({
    name: 'OffsetFetchResponse',
    validVersions: '1-10',
    flexibleVersions: '6+',
    fields: {
      throttleTimeMs: int32({ versions: '3+', ignorable: true }),
      topics: array(
        struct({
          name: string(),
          partitions: array(
            struct({
              partitionIndex: int32(),
              /** -1 where nothing was committed. */
              committedOffset: int64(),
              committedLeaderEpoch: int32({ versions: '5-7', default: -1, ignorable: true }),
              metadata: string({ nullable: '0+' }),
              errorCode: int16(),
            }),
          ),
        }),
        { versions: '1-7' },
      ),
      errorCode: int16({ versions: '2-7', ignorable: true }),
      groups: array(
        struct({
          groupId: string(),
          topics: array(
            struct({
              name: string({ versions: '8-9', ignorable: true }),
              topicId: uuid({ versions: '10+', ignorable: true }),
              partitions: array(
                struct({
                  partitionIndex: int32(),
                  /** -1 where nothing was committed. */
                  committedOffset: int64(),
                  committedLeaderEpoch: int32({ default: -1 }),
                  metadata: string({ nullable: '0+' }),
                  errorCode: int16(),
                }),
              ),
            }),
          ),
          errorCode: int16({ default: 0 }),
        }),
        { versions: '8+' },
      ),
    },
  }),
})

export type OffsetFetchRequest = ValueOf<typeof offsetFetch.request>
export type OffsetFetchRequestInput = InputFor<typeof offsetFetch.request>
export type OffsetFetchResponse = ValueOf<typeof offsetFetch.response>
export type OffsetFetchResponseInput = InputFor<typeof offsetFetch.response>
