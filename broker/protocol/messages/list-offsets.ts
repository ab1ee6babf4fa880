import { array, int16, int32, int64, int8, string, struct } from '../../schema/field.ts'
import { message, type InputFor, type ValueOf } from '../../schema/message.ts'
import { api } from '../api.ts'

/**
 * Asks for the offset that belongs to a timestamp, or to one of the special ones in `listOffsetsTimestamp`.
 */
export const listOffsets = api({
  key: 2,
  name: 'ListOffsets',
  request: message({
    name: 'ListOffsetsRequest',
    validVersions: '1-11',
    flexibleVersions: '6+',
    fields: {
      replicaId: int32(),
      isolationLevel: int8({ versions: '2+' }),
      topics: array(
        struct({
          name: string(),
          partitions: array(
            struct({
              partitionIndex: int32(),
              currentLeaderEpoch: int32({ versions: '4+', default: -1, ignorable: true }),
              /** A time in milliseconds, or a negative special value. */
              timestamp: int64(),
            }),
          ),
        }),
      ),
      timeoutMs: int32({ versions: '10+', ignorable: true }),
    },
  }),
  response: message({
    name: 'ListOffsetsResponse',
    validVersions: '1-11',
    flexibleVersions: '6+',
    fields: {
      throttleTimeMs: int32({ versions: '2+', ignorable: true }),
      topics: array(
        struct({
          name: string(),
          partitions: array(
            struct({
              partitionIndex: int32(),
              errorCode: int16(),
              /** Of the record found; -1 where the special value asked for has none. */
              timestamp: int64({ default: -1n }),
              offset: int64({ default: -1n }),
              leaderEpoch: int32({ versions: '4+', default: -1 }),
            }),
          ),
        }),
      ),
    },
  }),
})

export type ListOffsetsRequest = ValueOf<typeof listOffsets.request>
export type ListOffsetsRequestInput = InputFor<typeof listOffsets.request>
export type ListOffsetsResponse = ValueOf<typeof listOffsets.response>
export type ListOffsetsResponseInput = InputFor<typeof listOffsets.response>
