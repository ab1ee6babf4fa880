import { beforeAll, describe, expect, test, vi } from 'vitest'
import type { Api } from '../../broker/protocol/api.ts'
import { addRaftVoter } from '../../broker/protocol/messages/add-raft-voter.ts'
import { alterClientQuotas } from '../../broker/protocol/messages/alter-client-quotas.ts'
import { alterConfigs } from '../../broker/protocol/messages/alter-configs.ts'
import { alterPartitionReassignments } from '../../broker/protocol/messages/alter-partition-reassignments.ts'
import { alterReplicaLogDirs } from '../../broker/protocol/messages/alter-replica-log-dirs.ts'
import { createAcls } from '../../broker/protocol/messages/create-acls.ts'
import { createPartitions } from '../../broker/protocol/messages/create-partitions.ts'
import { createTopics } from '../../broker/protocol/messages/create-topics.ts'
import { deleteAcls } from '../../broker/protocol/messages/delete-acls.ts'
import { deleteGroups } from '../../broker/protocol/messages/delete-groups.ts'
import { deleteRecords } from '../../broker/protocol/messages/delete-records.ts'
import { deleteTopics } from '../../broker/protocol/messages/delete-topics.ts'
import { describeAcls } from '../../broker/protocol/messages/describe-acls.ts'
import { describeClientQuotas } from '../../broker/protocol/messages/describe-client-quotas.ts'
import { describeCluster } from '../../broker/protocol/messages/describe-cluster.ts'
import { describeConfigs } from '../../broker/protocol/messages/describe-configs.ts'
import { describeGroups } from '../../broker/protocol/messages/describe-groups.ts'
import { describeLogDirs } from '../../broker/protocol/messages/describe-log-dirs.ts'
import { describeProducers } from '../../broker/protocol/messages/describe-producers.ts'
import { describeTopicPartitions } from '../../broker/protocol/messages/describe-topic-partitions.ts'
import { electLeaders } from '../../broker/protocol/messages/elect-leaders.ts'
import { fetch } from '../../broker/protocol/messages/fetch.ts'
import { findCoordinator } from '../../broker/protocol/messages/find-coordinator.ts'
import { heartbeat } from '../../broker/protocol/messages/heartbeat.ts'
import { incrementalAlterConfigs } from '../../broker/protocol/messages/incremental-alter-configs.ts'
import { initProducerId } from '../../broker/protocol/messages/init-producer-id.ts'
import { joinGroup } from '../../broker/protocol/messages/join-group.ts'
import { leaveGroup } from '../../broker/protocol/messages/leave-group.ts'
import { listConfigResources } from '../../broker/protocol/messages/list-config-resources.ts'
import { listGroups } from '../../broker/protocol/messages/list-groups.ts'
import { listOffsets } from '../../broker/protocol/messages/list-offsets.ts'
import { listPartitionReassignments } from '../../broker/protocol/messages/list-partition-reassignments.ts'
import { metadata } from '../../broker/protocol/messages/metadata.ts'
import { offsetCommit } from '../../broker/protocol/messages/offset-commit.ts'
import { offsetDelete } from '../../broker/protocol/messages/offset-delete.ts'
import { offsetFetch } from '../../broker/protocol/messages/offset-fetch.ts'
import { offsetForLeaderEpoch } from '../../broker/protocol/messages/offset-for-leader-epoch.ts'
import { produce } from '../../broker/protocol/messages/produce.ts'
import { removeRaftVoter } from '../../broker/protocol/messages/remove-raft-voter.ts'
import { syncGroup } from '../../broker/protocol/messages/sync-group.ts'
import { unregisterBroker } from '../../broker/protocol/messages/unregister-broker.ts'
import { connectToKafka, type KafkaConnection } from '../support/kafka-connection.ts'
import { batchOf, createTopic } from '../support/kafka-requests.ts'
import { kafkasUnderTest, type KafkaUnderTest } from '../support/kafka-under-test.ts'
import { patience } from '../support/patience.ts'
import { isMissing } from '../support/system-requirements.ts'

const properties = {
  'authorizer.class.name': 'org.apache.kafka.metadata.authorizer.StandardAuthorizer',
  'allow.everyone.if.no.acl.found': 'true',
  'offsets.topic.num.partitions': '3',
  'transaction.state.log.num.partitions': '3',
}

const [user, other] = ['User:ANONYMOUS', 'User:other']
const acl = (resourceType: number, resourceName: string, operation: number, details: object = {}) => ({
  resourceType,
  resourceName,
  resourcePatternType: 3,
  principal: user,
  host: '*',
  operation,
  permissionType: 3,
  ...details,
})
const [topic, groupType, cluster, transactionalId] = [2, 3, 4, 5]
const everything = {
  resourceTypeFilter: 1,
  resourceNameFilter: null,
  patternTypeFilter: 1,
  principalFilter: null,
  hostFilter: null,
  operation: 1,
  permissionType: 1,
}

/** What the client may do, and what is closed to it. Each name says what it is for. */
const rules = [
  acl(topic, 'readable', 3),
  acl(topic, 'writable', 4),
  acl(topic, 'seen-', 8, { resourcePatternType: 4 }),
  acl(topic, 'hidden', 2, { principal: other }),
  acl(topic, 'no-such-hidden', 2, { principal: other }),
  acl(topic, 'seen-but-denied', 8, { permissionType: 2 }),
  acl(topic, 'configurable', 11),
  acl(groupType, 'readable', 3),
  acl(groupType, 'hidden', 2, { principal: other }),
  acl(transactionalId, 'hidden', 2, { principal: other }),
  acl(cluster, 'kafka-cluster', 7),
  // Apache Kafka's own processes speak to each other under the same name.
  acl(cluster, 'kafka-cluster', 9),
]
const existing = ['readable', 'writable', 'seen-one', 'hidden', 'seen-but-denied', 'configurable', 'open']
const names = [...existing, 'no-such-hidden', 'seen-no-such', 'no-such-open']

type Ask = readonly [api: Api, version: number, request: Record<string, unknown>]

const member = { memberId: 'm', generationId: 1 }
const groups = ['readable', 'hidden', 'open']
const voter = { clusterId: null, voterId: 7, voterDirectoryId: 'xMmPSsMaQeW_v-dBEvYsBg' }
const newTopic = { numPartitions: 1, replicationFactor: 1, assignments: [], configs: [] }
const partitionsOf = (partition: object) =>
  names.map((name) => ({ name, partitions: [{ partitionIndex: 0, ...partition }] }))
const configs = [{ name: 'retention.ms', value: '60000' }]
const resources = [
  ...names.map((resourceName) => ({ resourceType: 2, resourceName })),
  ...groups.map((resourceName) => ({ resourceType: 32, resourceName })),
  { resourceType: 4, resourceName: '1' },
]

/** Asked of both brokers in this order; nothing that it changes is undone. */
const questions: readonly Ask[] = [
  [describeAcls as Api, 3, everything],
  [
    metadata as Api,
    12,
    { topics: names.map((name) => ({ name })), allowAutoTopicCreation: false, includeTopicAuthorizedOperations: true },
  ],
  [metadata as Api, 10, { topics: [], allowAutoTopicCreation: false, includeClusterAuthorizedOperations: true }],
  [metadata as Api, 9, { topics: null, allowAutoTopicCreation: false }],
  [describeTopicPartitions as Api, 0, { topics: names.map((name) => ({ name })) }],
  [describeTopicPartitions as Api, 0, { topics: [] }],
  [describeCluster as Api, 1, { includeClusterAuthorizedOperations: true, endpointType: 1 }],
  [
    produce as Api,
    11,
    {
      acks: 1,
      timeoutMs: 1000,
      topicData: names.map((name) => ({
        name,
        partitionData: [{ index: 0, records: batchOf(['a'], { timestamp: 5n }) }],
      })),
    },
  ],
  [
    fetch as Api,
    12,
    {
      maxWaitMs: 0,
      minBytes: 0,
      maxBytes: 1000,
      topics: names.map((name) => ({
        topic: name,
        partitions: [{ partition: 0, fetchOffset: 0n, partitionMaxBytes: 1 }],
      })),
    },
  ],
  [listOffsets as Api, 7, { replicaId: -1, isolationLevel: 0, topics: partitionsOf({ timestamp: -1n }) }],
  [
    offsetForLeaderEpoch as Api,
    4,
    { topics: names.map((name) => ({ topic: name, partitions: [{ partition: 0, leaderEpoch: 0 }] })) },
  ],
  [deleteRecords as Api, 2, { topics: partitionsOf({ offset: 0n }), timeoutMs: 1000 }],
  [describeProducers as Api, 0, { topics: names.map((name) => ({ name, partitionIndexes: [0] })) }],
  [initProducerId as Api, 4, { transactionalId: 'hidden', transactionTimeoutMs: 1000 }],
  [findCoordinator as Api, 4, { keyType: 0, coordinatorKeys: ['hidden'] }],
  [findCoordinator as Api, 4, { keyType: 1, coordinatorKeys: ['hidden'] }],
  [findCoordinator as Api, 3, { keyType: 0, key: 'hidden' }],
  [
    joinGroup as Api,
    9,
    {
      groupId: 'hidden',
      sessionTimeoutMs: 6000,
      rebalanceTimeoutMs: 6000,
      memberId: '',
      protocolType: 'consumer',
      protocols: [],
    },
  ],
  [syncGroup as Api, 5, { groupId: 'hidden', ...member, assignments: [] }],
  [heartbeat as Api, 4, { groupId: 'hidden', ...member }],
  [leaveGroup as Api, 5, { groupId: 'hidden', members: [{ memberId: 'm' }] }],
  [
    offsetCommit as Api,
    8,
    { groupId: 'hidden', memberId: '', topics: partitionsOf({ committedOffset: 1n, committedMetadata: null }) },
  ],
  [
    offsetFetch as Api,
    8,
    { groups: groups.map((groupId) => ({ groupId, topics: names.map((name) => ({ name, partitionIndexes: [0] })) })) },
  ],
  [offsetFetch as Api, 7, { groupId: 'hidden', topics: names.map((name) => ({ name, partitionIndexes: [0] })) }],
  [offsetDelete as Api, 0, { groupId: 'hidden', topics: [] }],
  [describeGroups as Api, 6, { groups: ['hidden', 'readable'], includeAuthorizedOperations: true }],
  [deleteGroups as Api, 2, { groupsNames: groups }],
  [listGroups as Api, 5, {}],
  [
    describeConfigs as Api,
    4,
    { resources: resources.map((resource) => ({ ...resource, configurationKeys: ['retention.ms'] })) },
  ],
  [
    incrementalAlterConfigs as Api,
    1,
    {
      resources: resources
        .filter(({ resourceType, resourceName }) => resourceType !== 32 || resourceName !== 'open')
        .map((resource) => ({ ...resource, configs: [] })),
      validateOnly: false,
    },
  ],
  [
    alterConfigs as Api,
    2,
    { resources: resources.slice(0, names.length).map((resource) => ({ ...resource, configs })), validateOnly: true },
  ],
  [
    createPartitions as Api,
    3,
    { topics: names.map((name) => ({ name, count: 2, assignments: null })), timeoutMs: 1000, validateOnly: true },
  ],
  // Before there are topics whose logs Apache Kafka may still be making.
  [describeLogDirs as Api, 4, { topics: null }],
  [
    createTopics as Api,
    7,
    {
      topics: ['no-such-hidden', 'no-such-open', 'hidden', 'seen-no-such'].map((name) => ({ name, ...newTopic })),
      validateOnly: false,
    },
  ],
  [
    deleteTopics as Api,
    6,
    {
      topics: ['readable', 'hidden', 'no-such-hidden', 'seen-nothing', 'open'].map((name) => ({ name })),
      timeoutMs: 1000,
    },
  ],
  [
    electLeaders as Api,
    2,
    { electionType: 0, topicPartitions: [{ topic: 'writable', partitions: [0] }], timeoutMs: 1000 },
  ],
  [listConfigResources as Api, 1, { resourceTypes: [2] }],
  [describeClientQuotas as Api, 1, { components: [], strict: false }],
  [
    alterClientQuotas as Api,
    1,
    {
      entries: [
        {
          entity: [{ entityType: 'user', entityName: 'a' }],
          ops: [{ key: 'producer_byte_rate', value: 1, remove: false }],
        },
      ],
      validateOnly: false,
    },
  ],
  [alterReplicaLogDirs as Api, 2, { dirs: [{ path: '/nowhere', topics: [{ name: 'writable', partitions: [0] }] }] }],
  [
    alterPartitionReassignments as Api,
    1,
    {
      topics: [
        {
          name: 'writable',
          partitions: [[1], [2], [], [1, 1], null].map((replicas) => ({ partitionIndex: 0, replicas })),
        },
        { name: 'no-such', partitions: [{ partitionIndex: 0, replicas: [1] }] },
      ],
    },
  ],
  [listPartitionReassignments as Api, 0, {}],
  [unregisterBroker as Api, 0, { brokerId: 7 }],
  [addRaftVoter as Api, 1, { ...voter, timeoutMs: 1000, listeners: [] }],
  [
    addRaftVoter as Api,
    1,
    { ...voter, voterId: 1, timeoutMs: 1000, listeners: [{ name: 'CONTROLLER', host: '127.0.0.1', port: 9 }] },
  ],
  [removeRaftVoter as Api, 0, voter],
  [
    createAcls as Api,
    3,
    {
      creations: [
        acl(topic, '', 3),
        acl(cluster, 'mine', 3),
        acl(77, 'a', 3),
        acl(topic, 'a', 77),
        acl(topic, 'a', 3, { permissionType: 77 }),
        acl(topic, 'a', 3, { resourcePatternType: 77 }),
        acl(topic, 'a', 3, { principal: 'nobody' }),
        acl(topic, 'readable', 3),
      ],
    },
  ],
  [createAcls as Api, 3, { creations: [acl(topic, 'b', 3), acl(1, 'a', 3)] }],
  [createAcls as Api, 3, { creations: [acl(topic, 'b', 3), acl(topic, 'a', 1)] }],
  [createAcls as Api, 3, { creations: [acl(topic, 'b', 3), acl(topic, 'a', 3, { resourcePatternType: 2 })] }],
  [
    deleteAcls as Api,
    3,
    {
      filters: [
        { ...everything, resourceNameFilter: 'readable', patternTypeFilter: 2 },
        { ...everything, resourceTypeFilter: 77 },
        { ...everything, operation: 77 },
      ],
    },
  ],
]

/**
 * What an answer says, without what differs from one cluster to the next: ids, addresses, epochs, sizes, sentences, and
 * the order of lists, which Kafka takes from hash maps.
 */
const varying = new Set([
  'topicId',
  'clusterId',
  'brokers',
  'controllerId',
  'port',
  'host',
  'nodeId',
  'errorMessage',
  'logDir',
  'totalBytes',
  'usableBytes',
  'leaderEpoch',
  'producerId',
  'throttleTimeMs',
  'results.topics',
  'synonyms',
  'documentation',
  'finalizedFeaturesEpoch',
  'configSource',
  'lastCaughtUpTimestamp',
  'sessionId',
  'isCordoned',
])

function essence(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(essence).toSorted((left, right) => (JSON.stringify(left) < JSON.stringify(right) ? -1 : 1))
  }
  if (typeof value === 'bigint') return `${value}n`
  if (value instanceof Uint8Array) return `${value.byteLength} bytes`
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => !varying.has(name))
      .map(([name, each]) => [name, essence(each)]),
  )
}

async function waitForCoordinator(client: KafkaConnection, keyType: number): Promise<void> {
  await vi.waitFor(async () => {
    const found = await client.request(findCoordinator, 4, { keyType, coordinatorKeys: ['open'] })
    expect(found.coordinators[0]?.errorCode).toBe(0)
  }, patience)
}

describe.skipIf(isMissing('java', 'maven'))('with ACLs, both brokers say the same', () => {
  const clients: KafkaConnection[] = []
  beforeAll(async () => {
    const kafkas: KafkaUnderTest[] = []
    for (const { start } of kafkasUnderTest) {
      const kafka = await start({ properties })
      kafkas.push(kafka)
      const [host = '', port = ''] = kafka.bootstrapServers.split(':')
      const client = await connectToKafka(host, Number(port))
      clients.push(client)
      for (const name of existing) await createTopic(client, name)
      // The coordinators' topics are there before anybody is kept from having them made.
      for (const keyType of [0, 1]) await waitForCoordinator(client, keyType)
      const { results } = await client.request(createAcls, 3, { creations: rules })
      expect(results.filter(({ errorCode }) => errorCode !== 0)).toEqual([])
      await vi.waitFor(async () => {
        const found = await client.request(describeAcls, 3, everything)
        expect(found.resources.flatMap(({ acls }) => acls)).toHaveLength(rules.length)
      }, patience)
    }
    return async () => {
      for (const client of clients) await client[Symbol.asyncDispose]()
      for (const kafka of kafkas) await kafka[Symbol.asyncDispose]()
    }
  })

  test.each(questions.map((ask, index) => [`${index} ${ask[0].name} v${ask[1]}`, ask] as const))(
    '%s',
    async (_name, [api, version, request]) => {
      const ask = async () => {
        const answers = clients.map((client) => client.request(api, version, request))
        const [ours, theirs] = (await Promise.all(answers)).map(essence)
        expect(ours).toEqual(theirs)
      }
      // Asked after deletions, of which Apache Kafka's broker hears a moment after its controller has answered.
      await (api === listConfigResources ? vi.waitFor(ask, patience) : ask())
    },
  )
})
