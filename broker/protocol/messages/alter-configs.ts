import { array, boolean, int16, int32, int8, string, struct } from '../../schema/field.ts'
import { message, type InputFor, type ValueOf } from '../../schema/message.ts'
import { api } from '../api.ts'

/**
 * Replaces the whole configuration of a resource. Superseded by IncrementalAlterConfigs, still the only one that
 * kafkajs speaks.
 */
export const alterConfigs = api({
  key: 33,
  name: 'AlterConfigs',
  request: message({
    name: 'AlterConfigsRequest',
    validVersions: '0-2',
    flexibleVersions: '2+',
    fields: {
      resources: array(
        struct({
          resourceType: int8(),
          resourceName: string(),
          configs: array(
            struct({
              name: string(),
              value: string({ nullable: '0+' }),
            }),
          ),
        }),
      ),
      validateOnly: boolean(),
    },
  }),
  response: message({
    name: 'AlterConfigsResponse',
    validVersions: '0-2',
    flexibleVersions: '2+',
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

export type AlterConfigsRequest = ValueOf<typeof alterConfigs.request>
export type AlterConfigsRequestInput = InputFor<typeof alterConfigs.request>
export type AlterConfigsResponse = ValueOf<typeof alterConfigs.response>
export type AlterConfigsResponseInput = InputFor<typeof alterConfigs.response>
