import { array, boolean, int16, int32, nested, string, struct, uuid } from '../../schema/field.ts'
import { message, type InputFor, type ValueOf } from '../../schema/message.ts'
import { api } from '../api.ts'

/** Topics and their partitions, page by page (KIP-966). */
export const describeTopicPartitions = api({
  key: 75,
  name: 'DescribeTopicPartitions',
  request: message({
    name: 'DescribeTopicPartitionsRequest',
    validVersions: '0',
    flexibleVersions: '0+',
    fields: {
      topics: array(
        struct({
          name: string(),
        }),
      ),
      responsePartitionLimit: int32({ default: 2000 }),
      cursor: nested(
        {
          topicName: string(),
          partitionIndex: int32(),
        },
        { nullable: '0+', default: null },
      ),
    },
  }),
  response: message({
    name: 'DescribeTopicPartitionsResponse',
    validVersions: '0',
    flexibleVersions: '0+',
    fields: {
      throttleTimeMs: int32({ default: 0 }),
      topics: array(
        struct({
          errorCode: int16(),
          name: string({ nullable: '0+' }),
          topicId: uuid(),
          isInternal: boolean({ default: false }),
          partitions: array(
            struct({
              errorCode: int16(),
              partitionIndex: int32(),
              leaderId: int32(),
              leaderEpoch: int32({ default: -1 }),
              replicaNodes: array(int32()),
              isrNodes: array(int32()),
              eligibleLeaderReplicas: array(int32(), { nullable: '0+', default: null }),
              lastKnownElr: array(int32(), { nullable: '0+', default: null }),
              offlineReplicas: array(int32()),
            }),
          ),
          topicAuthorizedOperations: int32({ default: -2147483648 }),
        }),
      ),
      nextCursor: nested(
        {
          topicName: string(),
          partitionIndex: int32(),
        },
        { nullable: '0+', default: null },
      ),
    },
  }),
})

export type DescribeTopicPartitionsRequest = ValueOf<typeof describeTopicPartitions.request>
export type DescribeTopicPartitionsRequestInput = InputFor<typeof describeTopicPartitions.request>
export type DescribeTopicPartitionsResponse = ValueOf<typeof describeTopicPartitions.response>
export type DescribeTopicPartitionsResponseInput = InputFor<typeof describeTopicPartitions.response>
