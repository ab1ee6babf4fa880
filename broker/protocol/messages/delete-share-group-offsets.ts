import { array, int16, int32, string, struct, uuid } from '../../schema/field.ts'
import { message } from '../../schema/message.ts'
import { api } from '../api.ts'

/** Makes a share group without members forget topics, all of their partitions (KIP-932). Asked by the console. */
export const deleteShareGroupOffsets = api({
  key: 92,
  name: 'DeleteShareGroupOffsets',
  request: message({
    name: 'DeleteShareGroupOffsetsRequest',
    validVersions: '0',
    flexibleVersions: '0+',
    fields: { groupId: string(), topics: array(struct({ topicName: string() })) },
  }),
  response: message({
    name: 'DeleteShareGroupOffsetsResponse',
    validVersions: '0',
    flexibleVersions: '0+',
    fields: {
      throttleTimeMs: int32({ default: 0 }),
      errorCode: int16(),
      errorMessage: string({ nullable: '0+', default: null }),
      responses: array(
        struct({
          topicName: string(),
          topicId: uuid(),
          errorCode: int16(),
          errorMessage: string({ nullable: '0+', default: null }),
        }),
      ),
    },
  }),
})
