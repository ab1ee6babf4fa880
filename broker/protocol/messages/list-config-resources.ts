import { array, int16, int32, int8, string, struct } from '../../schema/field.ts'
import { message, type InputFor, type ValueOf } from '../../schema/message.ts'
import { api } from '../api.ts'

/** Names of the resources that have a configuration; up to version 0 of client metrics only (KIP-1142). */
export const listConfigResources = api({
  key: 74,
  name: 'ListConfigResources',
  request: message({
    name: 'ListConfigResourcesRequest',
    validVersions: '0-1',
    flexibleVersions: '0+',
    fields: {
      resourceTypes: array(int8(), { versions: '1+' }),
    },
  }),
  response: message({
    name: 'ListConfigResourcesResponse',
    validVersions: '0-1',
    flexibleVersions: '0+',
    fields: {
      throttleTimeMs: int32({ default: 0 }),
      errorCode: int16(),
      configResources: array(
        struct({
          resourceName: string(),
          resourceType: int8({ versions: '1+', default: 16, ignorable: true }),
        }),
      ),
    },
  }),
})

export type ListConfigResourcesRequest = ValueOf<typeof listConfigResources.request>
export type ListConfigResourcesRequestInput = InputFor<typeof listConfigResources.request>
export type ListConfigResourcesResponse = ValueOf<typeof listConfigResources.response>
export type ListConfigResourcesResponseInput = InputFor<typeof listConfigResources.response>
