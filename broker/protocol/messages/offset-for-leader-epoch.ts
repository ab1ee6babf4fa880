import { array, int16, int32, int64, string, struct } from '../../schema/field.ts'
import { message, type InputFor, type ValueOf } from '../../schema/message.ts'
import { api } from '../api.ts'

/** Where a leader epoch ends; how consumers and followers notice that a log was cut. */
export const offsetForLeaderEpoch = api({
  key: 23,
  name: 'OffsetForLeaderEpoch',
  request: message({
    name: 'OffsetForLeaderEpochRequest',
    validVersions: '2-4',
    flexibleVersions: '4+',
    fields: {
      replicaId: int32({ versions: '3+', default: -2, ignorable: true }),
      topics: array(
        struct({
          topic: string(),
          partitions: array(
            struct({
              partition: int32(),
              currentLeaderEpoch: int32({ default: -1 }),
              leaderEpoch: int32(),
            }),
          ),
        }),
      ),
    },
  }),
  response: message({
    name: 'OffsetForLeaderEpochResponse',
    validVersions: '2-4',
    flexibleVersions: '4+',
    fields: {
      throttleTimeMs: int32({ default: 0 }),
      topics: array(
        struct({
          topic: string(),
          partitions: array(
            struct({
              errorCode: int16(),
              partition: int32(),
              leaderEpoch: int32({ default: -1 }),
              endOffset: int64({ default: -1n }),
            }),
          ),
        }),
      ),
    },
  }),
})

export type OffsetForLeaderEpochRequest = ValueOf<typeof offsetForLeaderEpoch.request>
export type OffsetForLeaderEpochRequestInput = InputFor<typeof offsetForLeaderEpoch.request>
export type OffsetForLeaderEpochResponse = ValueOf<typeof offsetForLeaderEpoch.response>
export type OffsetForLeaderEpochResponseInput = InputFor<typeof offsetForLeaderEpoch.response>
