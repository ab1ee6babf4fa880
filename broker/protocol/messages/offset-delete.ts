import { array, int16, int32, string, struct } from '../../schema/field.ts'
import { message, type InputFor, type ValueOf } from '../../schema/message.ts'
import { api } from '../api.ts'

/** Forgets committed offsets of a group for topics that it no longer reads (KIP-496). */
export const offsetDelete = api({
  key: 47,
  name: 'OffsetDelete',
  request: message({
    name: 'OffsetDeleteRequest',
    validVersions: '0',
    flexibleVersions: 'none',
    fields: {
      groupId: string(),
      topics: array(
        struct({
          name: string(),
          partitions: array(
            struct({
              partitionIndex: int32(),
            }),
          ),
        }),
      ),
    },
  }),
  response: message({
    name: 'OffsetDeleteResponse',
    validVersions: '0',
    flexibleVersions: 'none',
    fields: {
      errorCode: int16(),
      throttleTimeMs: int32({ default: 0 }),
      topics: array(
        struct({
          name: string(),
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

export type OffsetDeleteRequest = ValueOf<typeof offsetDelete.request>
export type OffsetDeleteRequestInput = InputFor<typeof offsetDelete.request>
export type OffsetDeleteResponse = ValueOf<typeof offsetDelete.response>
export type OffsetDeleteResponseInput = InputFor<typeof offsetDelete.response>
