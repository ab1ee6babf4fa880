import { array, int16, int32, int64, string, struct } from '../../schema/field.ts'
import { message, type InputFor, type ValueOf } from '../../schema/message.ts'
import { api } from '../api.ts'

/** Moves the start of partitions forward, so that earlier records are gone. */
export const deleteRecords = api({
  key: 21,
  name: 'DeleteRecords',
  request: message({
    name: 'DeleteRecordsRequest',
    validVersions: '0-2',
    flexibleVersions: '2+',
    fields: {
      topics: array(
        struct({
          name: string(),
          partitions: array(
            struct({
              partitionIndex: int32(),
              /** -1 for the high watermark. */
              offset: int64(),
            }),
          ),
        }),
      ),
      timeoutMs: int32(),
    },
  }),
  response: message({
    name: 'DeleteRecordsResponse',
    validVersions: '0-2',
    flexibleVersions: '2+',
    fields: {
      throttleTimeMs: int32({ default: 0 }),
      topics: array(
        struct({
          name: string(),
          partitions: array(
            struct({
              partitionIndex: int32(),
              lowWatermark: int64(),
              errorCode: int16(),
            }),
          ),
        }),
      ),
    },
  }),
})

export type DeleteRecordsRequest = ValueOf<typeof deleteRecords.request>
export type DeleteRecordsRequestInput = InputFor<typeof deleteRecords.request>
export type DeleteRecordsResponse = ValueOf<typeof deleteRecords.response>
export type DeleteRecordsResponseInput = InputFor<typeof deleteRecords.response>
