import { array, boolean, int16, int32, int8, string, struct, uuid } from '../../schema/field.ts'
import { message, type InputFor, type ValueOf } from '../../schema/message.ts'
import { api } from '../api.ts'

/** Creates topics, or with `validateOnly` says whether that would work. */
export const createTopics = api({
  key: 19,
  name: 'CreateTopics',
  request: message({
    name: 'CreateTopicsRequest',
    validVersions: '2-7',
    flexibleVersions: '5+',
    fields: {
      topics: array(
        struct({
          name: string(),
          /** -1 for the broker's default, or where replicas are assigned by hand. */
          numPartitions: int32(),
          /** -1 for the broker's default, or where replicas are assigned by hand. */
          replicationFactor: int16(),
          assignments: array(
            struct({
              partitionIndex: int32(),
              brokerIds: array(int32()),
            }),
          ),
          configs: array(
            struct({
              name: string(),
              value: string({ nullable: '0+' }),
            }),
          ),
        }),
      ),
      timeoutMs: int32({ default: 60000 }),
      validateOnly: boolean({ default: false }),
    },
  }),
  response: message({
    name: 'CreateTopicsResponse',
    validVersions: '2-7',
    flexibleVersions: '5+',
    fields: {
      throttleTimeMs: int32({ default: 0 }),
      topics: array(
        struct({
          name: string(),
          topicId: uuid({ versions: '7+', ignorable: true }),
          errorCode: int16(),
          errorMessage: string({ nullable: '0+' }),
          topicConfigErrorCode: int16({ versions: '5+', tag: 0, ignorable: true }),
          numPartitions: int32({ versions: '5+', default: -1, ignorable: true }),
          replicationFactor: int16({ versions: '5+', default: -1, ignorable: true }),
          configs: array(
            struct({
              name: string(),
              value: string({ nullable: '0+' }),
              readOnly: boolean(),
              configSource: int8({ default: -1 }),
              isSensitive: boolean(),
            }),
            { versions: '5+', nullable: '0+', ignorable: true },
          ),
        }),
      ),
    },
  }),
})

export type CreateTopicsRequest = ValueOf<typeof createTopics.request>
export type CreateTopicsRequestInput = InputFor<typeof createTopics.request>
export type CreateTopicsResponse = ValueOf<typeof createTopics.response>
export type CreateTopicsResponseInput = InputFor<typeof createTopics.response>
