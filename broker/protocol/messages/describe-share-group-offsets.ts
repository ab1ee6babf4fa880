import { array, int16, int32, int64, string, struct, uuid } from '../../schema/field.ts'
import { message } from '../../schema/message.ts'
import { api } from '../api.ts'

/** Where share groups start in each partition (KIP-932); their lag from version 1 (KIP-1226). Asked by the console. */
export const describeShareGroupOffsets = api({
  key: 90,
  name: 'DescribeShareGroupOffsets',
  request: message({
    name: 'DescribeShareGroupOffsetsRequest',
    validVersions: '0-1',
    flexibleVersions: '0+',
    fields: {
      groups: array(
        struct({
          groupId: string(),
          /** Null: all that the group knows. */
          topics: array(struct({ topicName: string(), partitions: array(int32()) }), { nullable: '0+' }),
        }),
      ),
    },
  }),
  response: message({
    name: 'DescribeShareGroupOffsetsResponse',
    validVersions: '0-1',
    flexibleVersions: '0+',
    fields: {
      throttleTimeMs: int32({ default: 0 }),
      groups: array(
        struct({
          groupId: string(),
          topics: array(
            struct({
              topicName: string(),
              topicId: uuid(),
              partitions: array(
                struct({
                  partitionIndex: int32(),
                  /** -1 where the group has not read yet. */
                  startOffset: int64(),
                  leaderEpoch: int32(),
                  lag: int64({ versions: '1+', default: -1n, ignorable: true }),
                  errorCode: int16(),
                  errorMessage: string({ nullable: '0+', default: null }),
                }),
              ),
            }),
          ),
          errorCode: int16(),
          errorMessage: string({ nullable: '0+', default: null }),
        }),
      ),
    },
  }),
})
