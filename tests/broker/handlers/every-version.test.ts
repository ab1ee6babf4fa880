import { expect, test } from 'vitest'
import { handlers } from '../../../broker/handlers/registry.ts'
import { errorCode } from '../../../broker/protocol/error-codes.ts'
import { apiVersions } from '../../../broker/protocol/messages/api-versions.ts'
import { encodeRequest } from '../../../broker/protocol/request-frame.ts'
import { decodeResponse } from '../../../broker/protocol/response-frame.ts'
import type { KafkaConnection } from '../../support/kafka-connection.ts'
import { batchOf, createTopic, produceTo } from '../../support/kafka-requests.ts'
import { startBroker } from '../../support/start-broker.ts'

/** A request that makes sense, by API and version. What a version cannot carry is left out by `inVersion`. */
type MakeRequest = (version: number, topicId: string) => Record<string, unknown>

const topic = 'orders'
const topicUuid = 'xMmPSsMaQeW_v-dBEvYsBg'
const group = { groupId: 'billing', memberId: 'nobody', generationId: 1 }
const producer = { transactionalId: 'payments', producerId: 1n, producerEpoch: 0 }
const named = (version: number, from: number, topicId: string) => (version >= from ? { topicId } : { name: topic })

const requests: Readonly<Record<string, MakeRequest>> = {
  Produce: (version, topicId) => ({
    acks: 1,
    timeoutMs: 1000,
    topicData: [{ ...named(version, 13, topicId), partitionData: [{ index: 0, records: batchOf(['a']) }] }],
  }),
  Fetch: (version, topicId) => ({
    maxWaitMs: 0,
    minBytes: 0,
    ...(version >= 7 ? { sessionEpoch: 0 } : {}),
    topics: [
      {
        ...(version >= 13 ? { topicId } : { topic }),
        partitions: [{ partition: 0, fetchOffset: 0n, partitionMaxBytes: 1000 }],
      },
    ],
  }),
  ListOffsets: () => ({
    replicaId: -1,
    topics: [{ name: topic, partitions: [{ partitionIndex: 0, timestamp: -1n }] }],
  }),
  Metadata: (version) => ({
    topics: [{ name: topic }],
    ...(version >= 8 ? { includeTopicAuthorizedOperations: true } : {}),
  }),
  OffsetCommit: (version, topicId) => ({
    groupId: 'billing',
    memberId: '',
    topics: [
      {
        ...named(version, 10, topicId),
        partitions: [{ partitionIndex: 0, committedOffset: 1n, committedMetadata: null }],
      },
    ],
  }),
  OffsetFetch: (version, topicId) =>
    version >= 8
      ? { groups: [{ groupId: 'billing', topics: [{ ...named(version, 10, topicId), partitionIndexes: [0] }] }] }
      : { groupId: 'billing', topics: [{ name: topic, partitionIndexes: [0] }] },
  FindCoordinator: (version) => (version >= 4 ? { coordinatorKeys: ['billing'] } : { key: 'billing' }),
  JoinGroup: () => ({ ...group, sessionTimeoutMs: 1, protocolType: 'consumer', protocols: [] }),
  Heartbeat: () => group,
  LeaveGroup: (version) =>
    version >= 3
      ? { groupId: 'billing', members: [{ memberId: 'nobody' }] }
      : { groupId: 'billing', memberId: 'nobody' },
  SyncGroup: () => ({ ...group, assignments: [] }),
  DescribeGroups: (version) => ({
    groups: ['billing', 'nowhere'],
    ...(version >= 3 ? { includeAuthorizedOperations: true } : {}),
  }),
  ListGroups: () => ({}),
  DescribeUserScramCredentials: () => ({ users: null }),
  AlterUserScramCredentials: () => ({ deletions: [{ name: 'nobody', mechanism: 1 }], upsertions: [] }),
  CreateDelegationToken: (version) => ({
    renewers: [],
    maxLifetimeMs: -1n,
    ...(version >= 3 ? { ownerPrincipalType: null, ownerPrincipalName: null } : {}),
  }),
  RenewDelegationToken: () => ({ hmac: new Uint8Array(1), renewPeriodMs: -1n }),
  ExpireDelegationToken: () => ({ hmac: new Uint8Array(1), expiryTimePeriodMs: -1n }),
  DescribeDelegationToken: () => ({ owners: null }),
  SaslHandshake: () => ({ mechanism: 'PLAIN' }),
  SaslAuthenticate: () => ({ authBytes: new Uint8Array(0) }),
  ApiVersions: (version) => (version >= 3 ? { clientSoftwareName: 'test', clientSoftwareVersion: '1.0' } : {}),
  CreateTopics: () => ({
    topics: [{ name: 'new', numPartitions: 1, replicationFactor: 1, assignments: [], configs: [] }],
    validateOnly: true,
  }),
  DeleteTopics: (version) =>
    version >= 6 ? { topics: [{ name: 'nowhere' }], timeoutMs: 1 } : { topicNames: ['nowhere'], timeoutMs: 1 },
  DeleteRecords: () => ({
    topics: [{ name: topic, partitions: [{ partitionIndex: 0, offset: 0n }] }],
    timeoutMs: 1,
  }),
  InitProducerId: () => ({ transactionalId: null, transactionTimeoutMs: 1 }),
  OffsetForLeaderEpoch: () => ({ topics: [{ topic, partitions: [{ partition: 0, leaderEpoch: 0 }] }] }),
  DescribeAcls: () => ({
    resourceTypeFilter: 1,
    resourceNameFilter: null,
    patternTypeFilter: 3,
    principalFilter: null,
    hostFilter: null,
    operation: 1,
    permissionType: 1,
  }),
  CreateAcls: () => ({ creations: [] }),
  DeleteAcls: () => ({ filters: [] }),
  DescribeConfigs: () => ({
    resources: [
      { resourceType: 2, resourceName: topic, configurationKeys: null },
      { resourceType: 4, resourceName: '1', configurationKeys: null },
      { resourceType: 4, resourceName: '', configurationKeys: null },
    ],
    includeSynonyms: true,
  }),
  AlterConfigs: () => ({
    resources: [{ resourceType: 2, resourceName: topic, configs: [{ name: 'retention.ms', value: '1' }] }],
    validateOnly: true,
  }),
  DescribeLogDirs: () => ({ topics: null }),
  CreatePartitions: () => ({
    topics: [{ name: topic, count: 3, assignments: null }],
    timeoutMs: 1,
    validateOnly: true,
  }),
  DeleteGroups: () => ({ groupsNames: ['nowhere'] }),
  IncrementalAlterConfigs: () => ({
    resources: [
      { resourceType: 2, resourceName: topic, configs: [{ name: 'retention.ms', configOperation: 0, value: '1' }] },
    ],
    validateOnly: true,
  }),
  OffsetDelete: () => ({ groupId: 'billing', topics: [{ name: topic, partitions: [{ partitionIndex: 0 }] }] }),
  AlterReplicaLogDirs: () => ({ dirs: [{ path: '/nowhere', topics: [{ name: topic, partitions: [0] }] }] }),
  AlterPartitionReassignments: () => ({
    topics: [{ name: topic, partitions: [{ partitionIndex: 0, replicas: [1] }] }],
  }),
  ListPartitionReassignments: () => ({}),
  UnregisterBroker: () => ({ brokerId: 7 }),
  AddRaftVoter: () => ({ clusterId: null, timeoutMs: 1, voterId: 7, voterDirectoryId: topicUuid, listeners: [] }),
  RemoveRaftVoter: () => ({ clusterId: null, voterId: 7, voterDirectoryId: topicUuid }),
  DescribeClientQuotas: () => ({ components: [{ entityType: 'user', matchType: 2, match: null }], strict: false }),
  AlterClientQuotas: () => ({
    entries: [
      {
        entity: [{ entityType: 'user', entityName: 'a' }],
        ops: [{ key: 'producer_byte_rate', value: 1, remove: false }],
      },
    ],
    validateOnly: true,
  }),
  DescribeCluster: (version) => ({
    includeClusterAuthorizedOperations: true,
    ...(version >= 1 ? { endpointType: 1 } : {}),
  }),
  DescribeTopicPartitions: () => ({ topics: [{ name: topic }] }),
  AddPartitionsToTxn: (version) =>
    version >= 4
      ? { transactions: [{ ...producer, verifyOnly: true, topics: [{ name: topic, partitions: [0] }] }] }
      : {
          v3AndBelowTransactionalId: 'payments',
          v3AndBelowProducerId: 1n,
          v3AndBelowProducerEpoch: 0,
          v3AndBelowTopics: [{ name: topic, partitions: [0] }],
        },
  AddOffsetsToTxn: () => ({ ...producer, groupId: 'billing' }),
  EndTxn: () => ({ ...producer, committed: false }),
  WriteTxnMarkers: () => ({
    markers: [
      {
        producerId: 1n,
        producerEpoch: 0,
        transactionResult: false,
        topics: [{ name: topic, partitionIndexes: [0] }],
        coordinatorEpoch: 0,
      },
    ],
  }),
  TxnOffsetCommit: () => ({
    ...producer,
    groupId: 'billing',
    topics: [{ name: topic, partitions: [{ partitionIndex: 0, committedOffset: 1n, committedMetadata: null }] }],
  }),
  DescribeTransactions: () => ({ transactionalIds: ['payments'] }),
  ListTransactions: () => ({ stateFilters: [], producerIdFilters: [] }),
  DescribeProducers: () => ({ topics: [{ name: topic, partitionIndexes: [0, 7] }] }),
  DescribeQuorum: () => ({ topics: [{ topicName: '__cluster_metadata', partitions: [{ partitionIndex: 0 }] }] }),
  ElectLeaders: () => ({ topicPartitions: null }),
  ConsumerGroupHeartbeat: () => ({
    groupId: 'shipping',
    memberId: 'shipper',
    memberEpoch: 0,
    rebalanceTimeoutMs: 60_000,
    subscribedTopicNames: ['orders'],
    topicPartitions: [],
  }),
  ConsumerGroupDescribe: () => ({ groupIds: ['shipping', 'nowhere'], includeAuthorizedOperations: true }),
  ListConfigResources: () => ({}),
  UpdateFeatures: () => ({ featureUpdates: [{ feature: 'group.version', maxVersionLevel: 1 }] }),
}

test('every API is served in every version that it has', async () => {
  await using broker = await startBroker()
  await using client = await broker.connect()
  const topicId = await createTopic(client, topic)
  await produceTo(client, { topic }, batchOf(['a']))
  const answered: string[] = []
  for (const { api } of handlers) {
    const makeRequest = requests[api.name]
    if (makeRequest === undefined) throw new Error(`The test has no request for ${api.name}.`)
    const { min } = api.request.validVersions
    const { max } = api.advertisedVersions
    for (let version = min; version <= max; version++) {
      await client.request(api, version, makeRequest(version, topicId)).catch((cause: unknown) => {
        throw new Error(`${api.name} v${version} was not answered:\n${broker.log()}`, { cause })
      })
      answered.push(`${api.name} v${version}`)
    }
  }
  expect(answered.length).toBeGreaterThan(130)
})

test('what is advertised are the ranges of Kafka 4.3', async () => {
  await using broker = await startBroker()
  await using client = await broker.connect()
  const { apiKeys, finalizedFeatures, finalizedFeaturesEpoch } = await client.request(apiVersions, 4, {
    clientSoftwareName: 'test',
    clientSoftwareVersion: '1.0',
  })
  const range = (key: number) => {
    const found = apiKeys.find(({ apiKey }) => apiKey === key)
    return found && [found.minVersion, found.maxVersion]
  }
  expect([0, 1, 2, 3, 8, 9, 10, 11, 18, 22, 24, 25, 26, 27, 28, 65, 66].map(range)).toEqual([
    // librdkafka compresses only for a broker that still names the first versions of Produce.
    [0, 13],
    [4, 18],
    [1, 11],
    [0, 13],
    [2, 10],
    [1, 10],
    [0, 6],
    [0, 9],
    [0, 4],
    [0, 5],
    [0, 5],
    [0, 4],
    [0, 5],
    [1, 2],
    [0, 5],
    [0, 0],
    [0, 2],
  ])
  // Clients use newer transactions and groups as soon as these features show.
  expect(finalizedFeatures.map(({ name }) => name)).toEqual([
    'metadata.version',
    'group.version',
    'transaction.version',
    'kraft.version',
  ])
  expect(finalizedFeaturesEpoch).toBeGreaterThanOrEqual(0n)
})

function write(client: KafkaConnection, apiKey: number, apiVersion: number): void {
  const chunks = encodeRequest(apiVersions, { version: 3, correlationId: 77, clientId: null, value: {} })
  const frame = Buffer.concat(chunks)
  frame.writeInt16BE(apiKey, 4)
  frame.writeInt16BE(apiVersion, 6)
  client.write(frame)
}

test('a client from the future is told the versions of ApiVersions, in version 0', async () => {
  await using broker = await startBroker()
  await using client = await broker.connect()
  write(client, apiVersions.key, 99)
  const response = decodeResponse(apiVersions, 0, await client.nextFrame())
  expect(response.errorCode).toBe(errorCode.UNSUPPORTED_VERSION)
  expect(response.apiKeys).toEqual([expect.objectContaining({ apiKey: 18, minVersion: 0, maxVersion: 4 })])
})

test.each([
  ['an API that does not exist', 999, 0],
  ['a version that is gone', 0, 2],
  ['a version of the future', 3, 99],
  ['an API of another listener', 52, 0],
])('%s ends the connection', async (_what, apiKey, version) => {
  await using broker = await startBroker()
  await using client = await broker.connect()
  write(client, apiKey, version)
  await client.closed
  expect(broker.log()).toContain('Closed the connection of /127.0.0.1')
})

test('a request that contradicts itself ends the connection', async () => {
  await using broker = await startBroker()
  await using client = await broker.connect()
  const frame = Buffer.from('0000000e_0003_0001_00000001_ffff_7fffffff'.replaceAll('_', ''), 'hex')
  client.write(frame)
  await client.closed
  expect(broker.log()).toContain('the request cannot be read')
})
