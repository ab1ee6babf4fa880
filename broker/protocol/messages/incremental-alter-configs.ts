import { array, boolean, int16, int32, int8, string, struct } from '../../schema/field.ts'
import { message, type InputFor, type ValueOf } from '../../schema/message.ts'
import { api } from '../api.ts'

/** Changes single configuration keys: set, delete, append or subtract (KIP-339). */
export const incrementalAlterConfigs = api({
  key: 44,
  name: 'IncrementalAlterConfigs',
  request: message({
    name: 'IncrementalAlterConfigsRequest',
    validVersions: '0-1',
    flexibleVersions: '1+',
    fields: {
      resources: array(
        struct({
          resourceType: int8(),
          resourceName: string(),
          configs: array(
            struct({
              name: string(),
              /** 0 set, 1 delete, 2 append to a list, 3 subtract from a list. */
              configOperation: int8(),
              value: string({ nullable: '0+' }),
            }),
          ),
        }),
      ),
      validateOnly: boolean(),
    },
  }),
  response: message({
    name: 'IncrementalAlterConfigsResponse',
    validVersions: '0-1',
    flexibleVersions: '1+',
    fields: {
      throttleTimeMs: int32({ default: 0 }),
      responses: array(
        struct({
          errorCode: int16(),
          errorMessage: string({ nullable: '0+' }),
          resourceType: int8(),
          resourceName: string(),
        }),
      ),
    },
  }),
})

export type IncrementalAlterConfigsRequest = ValueOf<typeof incrementalAlterConfigs.request>
export type IncrementalAlterConfigsRequestInput = InputFor<typeof incrementalAlterConfigs.request>
export type IncrementalAlterConfigsResponse = ValueOf<typeof incrementalAlterConfigs.response>
export type IncrementalAlterConfigsResponseInput = InputFor<typeof incrementalAlterConfigs.response>
