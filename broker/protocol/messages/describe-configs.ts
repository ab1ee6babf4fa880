import { array, boolean, int16, int32, int8, string, struct } from '../../schema/field.ts'
import { message, type InputFor, type ValueOf } from '../../schema/message.ts'
import { api } from '../api.ts'

/** Effective configuration of topics, brokers, groups and others, with where each value comes from. */
export const describeConfigs = api({
  key: 32,
  name: 'DescribeConfigs',
  request: message({
    name: 'DescribeConfigsRequest',
    validVersions: '1-4',
    flexibleVersions: '4+',
    fields: {
      resources: array(
        struct({
          resourceType: int8(),
          resourceName: string(),
          /** Null means all keys. */
          configurationKeys: array(string(), { nullable: '0+' }),
        }),
      ),
      includeSynonyms: boolean({ default: false }),
      includeDocumentation: boolean({ versions: '3+' }),
    },
  }),
  response: message({
    name: 'DescribeConfigsResponse',
    validVersions: '1-4',
    flexibleVersions: '4+',
    fields: {
      throttleTimeMs: int32({ default: 0 }),
      results: array(
        struct({
          errorCode: int16(),
          errorMessage: string({ nullable: '0+' }),
          resourceType: int8(),
          resourceName: string(),
          configs: array(
            struct({
              name: string(),
              value: string({ nullable: '0+' }),
              readOnly: boolean(),
              configSource: int8({ default: -1 }),
              isSensitive: boolean(),
              synonyms: array(
                struct({
                  name: string(),
                  value: string({ nullable: '0+' }),
                  source: int8(),
                }),
              ),
              configType: int8({ versions: '3+', ignorable: true }),
              documentation: string({ versions: '3+', nullable: '0+', ignorable: true }),
            }),
          ),
        }),
      ),
    },
  }),
})

export type DescribeConfigsRequest = ValueOf<typeof describeConfigs.request>
export type DescribeConfigsRequestInput = InputFor<typeof describeConfigs.request>
export type DescribeConfigsResponse = ValueOf<typeof describeConfigs.response>
export type DescribeConfigsResponseInput = InputFor<typeof describeConfigs.response>
