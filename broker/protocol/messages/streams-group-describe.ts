import { array, boolean, int16, int32, int64, nested, string, struct, uint16 } from '../../schema/field.ts'
import { message } from '../../schema/message.ts'
import { api } from '../api.ts'

const keyValue = struct({ key: string(), value: string() })
const taskOffset = struct({ subtopologyId: string(), partition: int32(), offset: int64() })
const taskIds = struct({ subtopologyId: string(), partitions: array(int32()) })
const topicInfo = struct({
  name: string(),
  partitions: int32(),
  replicationFactor: int16(),
  topicConfigs: array(keyValue),
})
const assignment = {
  activeTasks: array(taskIds),
  standbyTasks: array(taskIds),
  warmupTasks: array(taskIds),
}

/** State, topology and members of streams groups (KIP-1071). The console asks it; the broker has no streams groups. */
export const streamsGroupDescribe = api({
  key: 89,
  name: 'StreamsGroupDescribe',
  request: message({
    name: 'StreamsGroupDescribeRequest',
    validVersions: '0',
    flexibleVersions: '0+',
    fields: {
      groupIds: array(string()),
      includeAuthorizedOperations: boolean(),
    },
  }),
  response: message({
    name: 'StreamsGroupDescribeResponse',
    validVersions: '0',
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
          topology: nested(
            {
              epoch: int32(),
              subtopologies: array(
                struct({
                  subtopologyId: string(),
                  sourceTopics: array(string()),
                  repartitionSinkTopics: array(string()),
                  stateChangelogTopics: array(topicInfo),
                  repartitionSourceTopics: array(topicInfo),
                }),
                { nullable: '0+', default: null },
              ),
            },
            { nullable: '0+', default: null },
          ),
          members: array(
            struct({
              memberId: string(),
              memberEpoch: int32(),
              instanceId: string({ nullable: '0+', default: null }),
              rackId: string({ nullable: '0+', default: null }),
              clientId: string(),
              clientHost: string(),
              topologyEpoch: int32(),
              processId: string(),
              userEndpoint: nested({ host: string(), port: uint16() }, { nullable: '0+', default: null }),
              clientTags: array(keyValue),
              taskOffsets: array(taskOffset),
              taskEndOffsets: array(taskOffset),
              assignment: nested(assignment),
              targetAssignment: nested(assignment),
              isClassic: boolean(),
            }),
          ),
          authorizedOperations: int32({ default: -2147483648 }),
        }),
      ),
    },
  }),
})
