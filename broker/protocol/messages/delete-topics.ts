import { zeroUuid } from '../../bytes/uuid.ts'
import { array, int16, int32, string, struct, uuid } from '../../schema/field.ts'
import { message, type InputFor, type ValueOf } from '../../schema/message.ts'
import { api } from '../api.ts'

/** Deletes topics: by name, from version 6 also by id. */
export const deleteTopics = api({
  key: 20,
  name: 'DeleteTopics',
  request: message({
    name: 'DeleteTopicsRequest',
    validVersions: '1-6',
    flexibleVersions: '4+',
    fields: {
      topics: array(
        struct({
          name: string({ nullable: '0+', default: null }),
          topicId: uuid({ default: zeroUuid }),
        }),
        { versions: '6+' },
      ),
      topicNames: array(string(), { versions: '1-5', ignorable: true }),
      timeoutMs: int32(),
    },
  }),
  response: message({
    name: 'DeleteTopicsResponse',
    validVersions: '1-6',
    flexibleVersions: '4+',
    fields: {
      throttleTimeMs: int32({ default: 0 }),
      responses: array(
        struct({
          name: string({ nullable: '6+' }),
          topicId: uuid({ versions: '6+', ignorable: true }),
          errorCode: int16(),
          errorMessage: string({ versions: '5+', nullable: '0+', default: null, ignorable: true }),
        }),
      ),
    },
  }),
})

export type DeleteTopicsRequest = ValueOf<typeof deleteTopics.request>
export type DeleteTopicsRequestInput = InputFor<typeof deleteTopics.request>
export type DeleteTopicsResponse = ValueOf<typeof deleteTopics.response>
export type DeleteTopicsResponseInput = InputFor<typeof deleteTopics.response>
