import { randomBytes } from 'node:crypto'
import { api } from '../../broker/protocol/api.ts'
import { consumerGroupHeartbeat } from '../../broker/protocol/messages/consumer-group-heartbeat.ts'
import { findCoordinator } from '../../broker/protocol/messages/find-coordinator.ts'
import {
  array,
  boolean,
  int16,
  int32,
  int64,
  int8,
  nested,
  string,
  struct,
  uint16,
  uuid,
} from '../../broker/schema/field.ts'
import { message } from '../../broker/schema/message.ts'
import { untilReady } from './handover/until-ready.ts'
import type { KafkaClient } from './kafka-connection.ts'

// Members of groups of the newer protocols, on one connection, without a client library.

const orNull = { nullable: '0+', default: null } as const

const shareGroupHeartbeat = api({
  key: 76,
  name: 'ShareGroupHeartbeat',
  request: message({
    name: 'ShareGroupHeartbeatRequest',
    validVersions: '1',
    flexibleVersions: '0+',
    fields: {
      groupId: string(),
      memberId: string(),
      memberEpoch: int32(),
      rackId: string(orNull),
      subscribedTopicNames: array(string(), orNull),
    },
  }),
  response: message({
    name: 'ShareGroupHeartbeatResponse',
    validVersions: '1',
    flexibleVersions: '0+',
    fields: {
      throttleTimeMs: int32(),
      errorCode: int16(),
      errorMessage: string(orNull),
      memberId: string(orNull),
      memberEpoch: int32(),
      heartbeatIntervalMs: int32(),
      assignment: nested({ topicPartitions: array(struct({ topicId: uuid(), partitions: array(int32()) })) }, orNull),
    },
  }),
})

const taskIds = struct({ subtopologyId: string(), partitions: array(int32()) })
const keyValue = struct({ key: string(), value: string() })
const topicInfo = struct({
  name: string(),
  partitions: int32(),
  replicationFactor: int16(),
  topicConfigs: array(keyValue),
})
const endpoint = { host: string(), port: uint16() }
const taskOffset = struct({ subtopologyId: string(), partition: int32(), offset: int64() })
const topicPartition = struct({ topic: string(), partitions: array(int32()) })

const streamsGroupHeartbeat = api({
  key: 88,
  name: 'StreamsGroupHeartbeat',
  request: message({
    name: 'StreamsGroupHeartbeatRequest',
    validVersions: '0',
    flexibleVersions: '0+',
    fields: {
      groupId: string(),
      memberId: string(),
      memberEpoch: int32(),
      endpointInformationEpoch: int32(),
      instanceId: string(orNull),
      rackId: string(orNull),
      rebalanceTimeoutMs: int32({ default: -1 }),
      topology: nested(
        {
          epoch: int32(),
          subtopologies: array(
            struct({
              subtopologyId: string(),
              sourceTopics: array(string()),
              sourceTopicRegex: array(string()),
              stateChangelogTopics: array(topicInfo),
              repartitionSinkTopics: array(string()),
              repartitionSourceTopics: array(topicInfo),
              copartitionGroups: array(
                struct({
                  sourceTopics: array(int16()),
                  sourceTopicRegex: array(int16()),
                  repartitionSourceTopics: array(int16()),
                }),
              ),
            }),
          ),
        },
        orNull,
      ),
      activeTasks: array(taskIds, orNull),
      standbyTasks: array(taskIds, orNull),
      warmupTasks: array(taskIds, orNull),
      processId: string(orNull),
      userEndpoint: nested(endpoint, orNull),
      clientTags: array(keyValue, orNull),
      taskOffsets: array(taskOffset, orNull),
      taskEndOffsets: array(taskOffset, orNull),
      shutdownApplication: boolean({ default: false }),
    },
  }),
  response: message({
    name: 'StreamsGroupHeartbeatResponse',
    validVersions: '0',
    flexibleVersions: '0+',
    fields: {
      throttleTimeMs: int32(),
      errorCode: int16(),
      errorMessage: string(orNull),
      memberId: string(),
      memberEpoch: int32(),
      heartbeatIntervalMs: int32(),
      acceptableRecoveryLag: int32(),
      taskOffsetIntervalMs: int32(),
      status: array(struct({ statusCode: int8(), statusDetail: string() }), { nullable: '0+' }),
      activeTasks: array(taskIds, orNull),
      standbyTasks: array(taskIds, orNull),
      warmupTasks: array(taskIds, orNull),
      endpointInformationEpoch: int32(),
      partitionsByUserEndpoint: array(
        struct({
          userEndpoint: nested(endpoint),
          activePartitions: array(topicPartition),
          standbyPartitions: array(topicPartition),
        }),
        orNull,
      ),
    },
  }),
})

interface Membership {
  readonly groupId: string
  readonly topic: string
}

/** A member of each of the newer kinds; resolves when the coordinator has taken it. @throws Error when it does not */
export async function joinConsumerGroup(client: KafkaClient, { groupId, topic }: Membership): Promise<void> {
  await coordinatorIsThere(client, groupId)
  const request = {
    groupId,
    memberId: newMemberId(),
    memberEpoch: 0,
    rebalanceTimeoutMs: 60_000,
    subscribedTopicNames: [topic],
    topicPartitions: [],
  }
  await untilReady(() => client.request(consumerGroupHeartbeat, 1, request))
}

/** Gives what makes the member leave again. */
export async function joinShareGroup(
  client: KafkaClient,
  { groupId, topic }: Membership,
): Promise<() => Promise<void>> {
  await coordinatorIsThere(client, groupId)
  const member = { groupId, memberId: newMemberId(), subscribedTopicNames: [topic] }
  const beat = (memberEpoch: number) =>
    untilReady(() => client.request(shareGroupHeartbeat, 1, { ...member, memberEpoch }))
  await beat(0)
  return async () => void (await beat(-1))
}

export async function joinStreamsGroup(client: KafkaClient, { groupId, topic }: Membership): Promise<void> {
  await coordinatorIsThere(client, groupId)
  const subtopology = {
    subtopologyId: '0',
    sourceTopics: [topic],
    sourceTopicRegex: [],
    stateChangelogTopics: [],
    repartitionSinkTopics: [],
    repartitionSourceTopics: [],
    copartitionGroups: [],
  }
  const request = {
    groupId,
    memberId: newMemberId(),
    memberEpoch: 0,
    endpointInformationEpoch: 0,
    rebalanceTimeoutMs: 60_000,
    topology: { epoch: 0, subtopologies: [subtopology] },
    activeTasks: [],
    standbyTasks: [],
    warmupTasks: [],
    processId: newMemberId(),
    clientTags: [],
  }
  await untilReady(() => client.request(streamsGroupHeartbeat, 0, request))
}

/** The first question for a coordinator has its topic made. */
async function coordinatorIsThere(client: KafkaClient, groupId: string): Promise<void> {
  await untilReady(async () => {
    const { coordinators } = await client.request(findCoordinator, 4, { keyType: 0, coordinatorKeys: [groupId] })
    return coordinators[0] ?? { errorCode: -1 }
  })
}

/** As the clients of Java make them: 16 random bytes in base64 for addresses. */
function newMemberId(): string {
  return randomBytes(16).toString('base64url')
}
