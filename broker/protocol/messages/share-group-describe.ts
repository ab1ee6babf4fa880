import { array, boolean, int16, int32, nested, string, struct, uuid } from '../../schema/field.ts'
import { message } from '../../schema/message.ts'
import { api } from '../api.ts'

const topicPartitions = struct({
  topicId: uuid(),
  topicName: string(),
  partitions: array(int32()),
})

/** State and members of share groups (KIP-932). The console asks it; the broker has no share groups. */
export const shareGroupDescribe = api({
  key: 77,
  name: 'ShareGroupDescribe',
  request: message({
    name: 'ShareGroupDescribeRequest',
    validVersions: '1',
    flexibleVersions: '0+',
    fields: {
      groupIds: array(string()),
      includeAuthorizedOperations: boolean(),
    },
  }),
  response: message({
    name: 'ShareGroupDescribeResponse',
    validVersions: '1',
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
              rackId: string({ nullable: '0+', default: null }),
              memberEpoch: int32(),
              clientId: string(),
              clientHost: string(),
              subscribedTopicNames: array(string()),
              assignment: nested({ topicPartitions: array(topicPartitions) }),
            }),
          ),
          authorizedOperations: int32({ default: -2147483648 }),
        }),
      ),
    },
  }),
})
