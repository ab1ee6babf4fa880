import { array, boolean, int16, int32, int8, nested, string, struct, uuid } from '../../schema/field.ts'
import { message, type InputFor, type ValueOf } from '../../schema/message.ts'
import { api } from '../api.ts'

const topicPartitions = struct({
  topicId: uuid(),
  topicName: string(),
  partitions: array(int32()),
})

const assignment = {
  topicPartitions: array(topicPartitions),
}

/** State and members of groups of the new consumer protocol (KIP-848). */
export const consumerGroupDescribe = api({
  key: 69,
  name: 'ConsumerGroupDescribe',
  request: message({
    name: 'ConsumerGroupDescribeRequest',
    validVersions: '0-1',
    flexibleVersions: '0+',
    fields: {
      groupIds: array(string()),
      includeAuthorizedOperations: boolean(),
    },
  }),
  response: message({
    name: 'ConsumerGroupDescribeResponse',
    validVersions: '0-1',
    flexibleVersions: '0+',
    fields: {
      throttleTimeMs: int32({ default: 0 }),
      groups: array(
        struct({
          errorCode: int16(),
          errorMessage: string({ nullable: '0+', default: null }),
          groupId: string(),
          groupState: string(),
          groupEpoch: int32(),
          assignmentEpoch: int32(),
          assignorName: string(),
          members: array(
            struct({
              memberId: string(),
              instanceId: string({ nullable: '0+', default: null }),
              rackId: string({ nullable: '0+', default: null }),
              memberEpoch: int32(),
              clientId: string(),
              clientHost: string(),
              subscribedTopicNames: array(string()),
              subscribedTopicRegex: string({ nullable: '0+', default: null }),
              assignment: nested(assignment),
              targetAssignment: nested(assignment),
              memberType: int8({ versions: '1+', default: -1, ignorable: true }),
            }),
          ),
          authorizedOperations: int32({ default: -2147483648 }),
        }),
      ),
    },
  }),
})

export type ConsumerGroupDescribeRequest = ValueOf<typeof consumerGroupDescribe.request>
export type ConsumerGroupDescribeRequestInput = InputFor<typeof consumerGroupDescribe.request>
export type ConsumerGroupDescribeResponse = ValueOf<typeof consumerGroupDescribe.response>
export type ConsumerGroupDescribeResponseInput = InputFor<typeof consumerGroupDescribe.response>
