import { array, boolean, int16, int32, string, struct } from '../../schema/field.ts'
import { message, type InputFor, type ValueOf } from '../../schema/message.ts'
import { api } from '../api.ts'

/** Raises the number of partitions of topics. */
export const createPartitions = api({
  key: 37,
  name: 'CreatePartitions',
  request: message({
    name: 'CreatePartitionsRequest',
    validVersions: '0-3',
    flexibleVersions: '2+',
    fields: {
      topics: array(
        struct({
          name: string(),
          count: int32(),
          assignments: array(
            struct({
              brokerIds: array(int32()),
            }),
            { nullable: '0+' },
          ),
        }),
      ),
      timeoutMs: int32(),
      validateOnly: boolean(),
    },
  }),
  response: message({
    name: 'CreatePartitionsResponse',
    validVersions: '0-3',
    flexibleVersions: '2+',
    fields: {
      throttleTimeMs: int32({ default: 0 }),
      results: array(
        struct({
          name: string(),
          errorCode: int16(),
          errorMessage: string({ nullable: '0+', default: null }),
        }),
      ),
    },
  }),
})

export type CreatePartitionsRequest = ValueOf<typeof createPartitions.request>
export type CreatePartitionsRequestInput = InputFor<typeof createPartitions.request>
export type CreatePartitionsResponse = ValueOf<typeof createPartitions.response>
export type CreatePartitionsResponseInput = InputFor<typeof createPartitions.response>
