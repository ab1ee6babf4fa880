import { array, int16, int32, int64, string, struct, uuid } from '../../schema/field.ts'
import { message } from '../../schema/message.ts'
import { api } from '../api.ts'

/** Sets where a share group without members starts in partitions (KIP-932). Asked by the console. */
export const alterShareGroupOffsets = api({
  key: 91,
  name: 'AlterShareGroupOffsets',
  request: message({
    name: 'AlterShareGroupOffsetsRequest',
    validVersions: '0',
    flexibleVersions: '0+',
    fields: {
      groupId: string(),
      topics: array(
        struct({
          topicName: string(),
          partitions: array(struct({ partitionIndex: int32(), startOffset: int64() })),
        }),
      ),
    },
  }),
  response: message({
    name: 'AlterShareGroupOffsetsResponse',
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
          partitions: array(
            struct({
              partitionIndex: int32(),
              errorCode: int16(),
              errorMessage: string({ nullable: '0+', default: null }),
            }),
          ),
        }),
      ),
    },
  }),
})
