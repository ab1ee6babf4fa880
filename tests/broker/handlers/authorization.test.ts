import { describe, expect, test } from 'vitest'
import { handlers } from '../../../broker/handlers/registry.ts'
import { errorCode } from '../../../broker/protocol/error-codes.ts'
import { createAcls } from '../../../broker/protocol/messages/create-acls.ts'
import { createTopics } from '../../../broker/protocol/messages/create-topics.ts'
import { deleteAcls } from '../../../broker/protocol/messages/delete-acls.ts'
import { deleteTopics } from '../../../broker/protocol/messages/delete-topics.ts'
import { describeAcls, type DescribeAclsRequestInput } from '../../../broker/protocol/messages/describe-acls.ts'
import { describeTopicPartitions } from '../../../broker/protocol/messages/describe-topic-partitions.ts'
import { metadata } from '../../../broker/protocol/messages/metadata.ts'
import { offsetCommit } from '../../../broker/protocol/messages/offset-commit.ts'
import { offsetFetch } from '../../../broker/protocol/messages/offset-fetch.ts'
import {
  aclOperations,
  aclPatternTypes,
  aclPermissions,
  aclResourceTypes,
} from '../../../broker/security/authorizer/acl-terms.ts'
import type { KafkaConnection } from '../../support/kafka-connection.ts'
import { batchOf, createTopic, fetchFrom, produceTo } from '../../support/kafka-requests.ts'
import { startBroker } from '../../support/start-broker.ts'

const authorizer = { 'authorizer.class.name': 'org.apache.kafka.metadata.authorizer.StandardAuthorizer' }
/** What no ACL names is open, so that each test closes what it is about. */
const open = { ...authorizer, 'allow.everyone.if.no.acl.found': 'true' }

interface Rule {
  readonly type: keyof typeof aclResourceTypes
  readonly name: string
  readonly pattern?: keyof typeof aclPatternTypes
  readonly operation?: keyof typeof aclOperations
  readonly permission?: keyof typeof aclPermissions
  readonly principal?: string
  readonly host?: string
}

function creation(rule: Rule) {
  return {
    resourceType: aclResourceTypes[rule.type],
    resourceName: rule.name,
    resourcePatternType: aclPatternTypes[rule.pattern ?? 'literal'],
    principal: rule.principal ?? 'User:ANONYMOUS',
    host: rule.host ?? '*',
    operation: aclOperations[rule.operation ?? 'all'],
    permissionType: aclPermissions[rule.permission ?? 'allow'],
  }
}

async function create(client: KafkaConnection, ...rules: readonly Rule[]) {
  const { results } = await client.request(createAcls, 3, { creations: rules.map(creation) })
  return results.map((result) => [result.errorCode, result.errorMessage])
}

const anything: DescribeAclsRequestInput = {
  resourceTypeFilter: aclResourceTypes.any,
  resourceNameFilter: null,
  patternTypeFilter: aclPatternTypes.any,
  principalFilter: null,
  hostFilter: null,
  operation: aclOperations.any,
  permissionType: aclPermissions.any,
}

describe('ACLs', () => {
  test('are created once, found by filters, and removed', async () => {
    await using broker = await startBroker({ config: open })
    await using client = await broker.connect()
    const rules: readonly Rule[] = [
      { type: 'topic', name: 'orders', operation: 'read' },
      { type: 'topic', name: 'ord', pattern: 'prefixed', operation: 'write' },
      { type: 'topic', name: '*', operation: 'describe', principal: 'User:bob' },
      { type: 'group', name: 'orders', operation: 'read', host: '10.0.0.1' },
    ]
    const done = [errorCode.NONE, null]
    expect(await create(client, ...rules, rules[0] as Rule)).toEqual([done, done, done, done, done])
    expect(await create(client, rules[0] as Rule)).toEqual([done])

    const find = async (filter: Partial<DescribeAclsRequestInput>) => {
      const { resources } = await client.request(describeAcls, 3, { ...anything, ...filter })
      return resources.map(({ resourceName, acls }) => [resourceName, acls.length])
    }
    expect(await find({})).toHaveLength(4)
    const topics = { resourceTypeFilter: aclResourceTypes.topic, resourceNameFilter: 'orders' }
    expect(await find(topics)).toEqual([['orders', 1]])
    expect(await find({ ...topics, patternTypeFilter: aclPatternTypes.match })).toEqual([
      ['orders', 1],
      ['ord', 1],
      ['*', 1],
    ])

    const wanted = { ...anything, ...topics, patternTypeFilter: aclPatternTypes.match }
    const { filterResults } = await client.request(deleteAcls, 3, {
      filters: [wanted, { ...anything, resourceTypeFilter: 99 }],
    })
    expect(filterResults.map((result) => [result.errorCode, result.matchingAcls.length])).toEqual([
      [errorCode.NONE, 3],
      [errorCode.INVALID_REQUEST, 0],
    ])
    expect(await find({})).toEqual([['orders', 1]])
  })

  test.each<[string, object, string]>([
    [
      'another name for the cluster',
      { resourceType: 4 },
      'The only valid name for the CLUSTER resource is kafka-cluster',
    ],
    ['no name', { resourceName: '' }, 'Invalid empty resource name'],
    ['an unknown resource', { resourceType: 77 }, 'Invalid resourceType UNKNOWN'],
    ['an unknown pattern', { resourcePatternType: 77 }, 'Invalid patternType UNKNOWN'],
    ['an unknown operation', { operation: 77 }, 'Invalid operation UNKNOWN'],
    ['an unknown permission', { permissionType: 77 }, 'Invalid permissionType UNKNOWN'],
    [
      'no principal',
      { principal: 'ann' },
      'Could not parse principal from `ann` (no colon is present separating the principal type from the principal name)',
    ],
  ])('with %s are refused, one by one', async (_what, details, message) => {
    await using broker = await startBroker({ config: open })
    await using client = await broker.connect()
    const good = creation({ type: 'topic', name: 'a' })
    const { results } = await client.request(createAcls, 3, { creations: [{ ...good, ...details }, good] })
    expect(results.map((result) => [result.errorCode, result.errorMessage])).toEqual([
      [errorCode.INVALID_REQUEST, message],
      [errorCode.NONE, null],
    ])
  })

  test.each([
    { resourceType: 1 },
    { resourcePatternType: 1 },
    { resourcePatternType: 2 },
    { operation: 1 },
    { permissionType: 1 },
  ])('with what only filters may hold are refused together: %o', async (details) => {
    await using broker = await startBroker({ config: open })
    await using client = await broker.connect()
    const good = creation({ type: 'topic', name: 'a' })
    const { results } = await client.request(createAcls, 3, { creations: [good, { ...good, ...details }] })
    expect(results.map((result) => result.errorCode)).toEqual([-1, -1])
    expect((await client.request(describeAcls, 3, anything)).resources).toEqual([])
  })

  test('with what the client did not know either end the connection', async () => {
    await using broker = await startBroker({ config: open })
    await using client = await broker.connect()
    const unknown = { ...creation({ type: 'topic', name: 'a' }), operation: 0 }
    await expect(client.request(createAcls, 3, { creations: [unknown] })).rejects.toThrow('closed the connection')
  })

  test('are refused where nobody heeds them', async () => {
    await using broker = await startBroker()
    await using client = await broker.connect()
    expect(await create(client, { type: 'topic', name: 'a' })).toEqual([
      [errorCode.SECURITY_DISABLED, 'No Authorizer is configured.'],
    ])
    expect((await client.request(describeAcls, 3, anything)).errorCode).toBe(errorCode.SECURITY_DISABLED)
  })

  test('outlive the broker', async () => {
    await using first = await startBroker({ config: open })
    {
      await using client = await first.connect()
      await createTopic(client, 'orders')
      await create(client, { type: 'topic', name: 'orders', operation: 'describe' })
      await first.stop()
    }
    await using broker = await startBroker({ config: open, data: first.dataDirectory })
    await using client = await broker.connect()
    expect((await produceTo(client, { topic: 'orders' }, batchOf(['a']))).errorCode).toBe(
      errorCode.TOPIC_AUTHORIZATION_FAILED,
    )
    await create(client, { type: 'topic', name: 'orders', operation: 'write' })
    expect((await produceTo(client, { topic: 'orders' }, batchOf(['a']))).errorCode).toBe(errorCode.NONE)
  })
})

/** `secret` exists and may not be seen; `nowhere` does not exist and may not be seen either. */
async function hide(client: KafkaConnection): Promise<string> {
  const topicId = await createTopic(client, 'secret')
  const rule = { principal: 'User:somebody-else' }
  // Who may do something to the whole cluster may do it to each of its topics.
  await create(
    client,
    { type: 'cluster', name: 'kafka-cluster', operation: 'alter' },
    { type: 'topic', name: 'secret', ...rule },
    { type: 'topic', name: 'nowhere', ...rule },
  )
  return topicId
}

describe('who may not see a topic', () => {
  test('is told the same of one that exists as of one that does not', async () => {
    await using broker = await startBroker({ config: open })
    await using client = await broker.connect()
    await hide(client)
    const both = [{ name: 'nowhere' }, { name: 'secret' }]
    const codes = (topics: readonly { errorCode: number }[]) => topics.map((topic) => topic.errorCode)
    const denied = [errorCode.TOPIC_AUTHORIZATION_FAILED, errorCode.TOPIC_AUTHORIZATION_FAILED]
    const described = await client.request(metadata, 12, { topics: both })
    expect(codes(described.topics)).toEqual(denied)
    expect(described.topics.map(({ topicId, partitions }) => [topicId, partitions])).toEqual([
      ['AAAAAAAAAAAAAAAAAAAAAA', []],
      ['AAAAAAAAAAAAAAAAAAAAAA', []],
    ])
    expect(codes((await client.request(describeTopicPartitions, 0, { topics: both })).topics)).toEqual(denied)
    expect(codes((await client.request(deleteTopics, 6, { topics: both, timeoutMs: 1 })).responses)).toEqual(denied)
    const fetched = [await fetchFrom(client, { topic: 'nowhere' }), await fetchFrom(client, { topic: 'secret' })]
    expect(codes(fetched)).toEqual(denied)
    const plain = { numPartitions: 1, replicationFactor: 1, assignments: [], configs: [] }
    const created = await client.request(createTopics, 7, { topics: both.map((topic) => ({ ...topic, ...plain })) })
    expect(codes(created.topics)).toEqual(denied)
  })

  test('does not find it among all topics, nor its name behind its id', async () => {
    await using broker = await startBroker({ config: open })
    await using client = await broker.connect()
    const topicId = await hide(client)
    await createTopic(client, 'orders')
    const all = await client.request(metadata, 12, { topics: null })
    expect(all.topics.map(({ name }) => name)).toEqual(['orders'])
    const described = await client.request(describeTopicPartitions, 0, { topics: [] })
    expect(described.topics.map(({ name }) => name)).toEqual(['orders'])
    const byId = await client.request(metadata, 12, { topics: [{ topicId, name: null }] })
    expect(byId.topics).toMatchObject([{ name: null, errorCode: errorCode.TOPIC_AUTHORIZATION_FAILED, partitions: [] }])
    const deleted = await client.request(deleteTopics, 6, { topics: [{ topicId, name: null }], timeoutMs: 1 })
    expect(deleted.responses).toMatchObject([{ name: null, errorCode: errorCode.TOPIC_AUTHORIZATION_FAILED }])
  })

  test('may have committed offsets of it, which are withheld', async () => {
    await using broker = await startBroker({ config: open })
    await using client = await broker.connect()
    await createTopic(client, 'orders')
    await createTopic(client, 'secret')
    const partitions = [{ partitionIndex: 0, committedOffset: 1n, committedMetadata: null }]
    const commit = (...names: readonly string[]) =>
      client.request(offsetCommit, 8, {
        groupId: 'g',
        memberId: '',
        topics: names.map((name) => ({ name, partitions })),
      })
    await commit('orders', 'secret')
    await create(client, { type: 'topic', name: 'secret', principal: 'User:somebody-else' })
    const fetched = (topics: readonly { name: string; partitionIndexes: number[] }[] | null) =>
      client.request(offsetFetch, 8, { groups: [{ groupId: 'g', topics }] })
    const all = await fetched(null)
    expect(all.groups[0]?.topics.map(({ name }) => name)).toEqual(['orders'])
    const named = await fetched([
      { name: 'secret', partitionIndexes: [0] },
      { name: 'orders', partitionIndexes: [0] },
    ])
    expect(
      named.groups[0]?.topics.map(({ name, partitions: [first] }) => [name, first?.errorCode, first?.committedOffset]),
    ).toEqual([
      ['orders', errorCode.NONE, 1n],
      ['secret', errorCode.TOPIC_AUTHORIZATION_FAILED, -1n],
    ])
    const again = await commit('orders', 'secret')
    expect(again.topics.map(({ partitions: [first] }) => first?.errorCode)).toEqual([
      errorCode.NONE,
      errorCode.TOPIC_AUTHORIZATION_FAILED,
    ])
  })

  test('is told what may be done with what can be seen', async () => {
    await using broker = await startBroker({ config: open })
    await using client = await broker.connect()
    await createTopic(client, 'orders')
    await create(
      client,
      { type: 'topic', name: 'orders', operation: 'read' },
      { type: 'cluster', name: 'kafka-cluster', operation: 'alter' },
    )
    const { topics, clusterAuthorizedOperations } = await client.request(metadata, 10, {
      topics: [{ name: 'orders' }],
      includeClusterAuthorizedOperations: true,
      includeTopicAuthorizedOperations: true,
    })
    const bits = (...operations: readonly (keyof typeof aclOperations)[]) =>
      operations.reduce((sum, operation) => sum | (1 << aclOperations[operation]), 0)
    expect(topics[0]?.topicAuthorizedOperations).toBe(bits('read', 'describe'))
    expect(clusterAuthorizedOperations).toBe(bits('alter', 'describe'))
  })
})

test('who may do nothing is refused everything that Kafka asks a permission for, in an answer', async () => {
  await using broker = await startBroker({ config: authorizer })
  await using client = await broker.connect()
  const denials = new Set<number>([
    errorCode.TOPIC_AUTHORIZATION_FAILED,
    errorCode.GROUP_AUTHORIZATION_FAILED,
    errorCode.CLUSTER_AUTHORIZATION_FAILED,
    errorCode.TRANSACTIONAL_ID_AUTHORIZATION_FAILED,
    errorCode.DELEGATION_TOKEN_AUTHORIZATION_FAILED,
  ])
  const refused: string[] = []
  for (const { api } of handlers) {
    const request = denied[api.name]
    if (request === undefined) continue
    const answer = await client.request(api, api.advertisedVersions.max, request)
    if (codesIn(answer).some((code) => denials.has(code))) refused.push(api.name)
  }
  expect(refused).toEqual(handlers.map(({ api }) => api.name).filter((name) => denied[name] !== undefined))
  expect(refused.length).toBeGreaterThan(35)
})

function codesIn(value: unknown, key = ''): number[] {
  if (Array.isArray(value)) return value.flatMap((each) => codesIn(each))
  if (typeof value === 'number') return key === 'errorCode' ? [value] : []
  if (value === null || typeof value !== 'object') return []
  return Object.entries(value).flatMap(([name, each]) => codesIn(each, name))
}

const group = { groupId: 'g', memberId: 'm', generationId: 1 }
const transaction = { transactionalId: 't', producerId: 1n, producerEpoch: 0 }
const topic = { name: 'a', partitions: [0] }
const voter = { clusterId: null, voterId: 7, voterDirectoryId: 'xMmPSsMaQeW_v-dBEvYsBg' }

/** A request in the newest version, by API. Those that are left out ask for no permission, or hide what cannot be seen. */
const denied: Readonly<Record<string, Record<string, unknown>>> = {
  ListOffsets: { replicaId: -1, topics: [{ name: 'a', partitions: [{ partitionIndex: 0, timestamp: -1n }] }] },
  Metadata: { topics: [{ name: 'a' }] },
  OffsetCommit: {
    ...group,
    topics: [
      {
        topicId: 'xMmPSsMaQeW_v-dBEvYsBg',
        partitions: [{ partitionIndex: 0, committedOffset: 1n, committedMetadata: null }],
      },
    ],
  },
  OffsetFetch: { groups: [{ groupId: 'g', topics: null }] },
  FindCoordinator: { coordinatorKeys: ['g'] },
  JoinGroup: { ...group, sessionTimeoutMs: 6000, protocolType: 'consumer', protocols: [] },
  Heartbeat: group,
  LeaveGroup: { groupId: 'g', members: [] },
  SyncGroup: { ...group, protocolType: 'consumer', protocolName: 'range', assignments: [] },
  DescribeGroups: { groups: ['g'] },
  CreateTopics: { topics: [{ name: 'a', numPartitions: 1, replicationFactor: 1, assignments: [], configs: [] }] },
  DeleteTopics: { topics: [{ name: 'a' }], timeoutMs: 1 },
  DeleteRecords: { topics: [{ name: 'a', partitions: [{ partitionIndex: 0, offset: 0n }] }], timeoutMs: 1 },
  InitProducerId: { transactionalId: null, transactionTimeoutMs: 1 },
  OffsetForLeaderEpoch: { topics: [{ topic: 'a', partitions: [{ partition: 0, leaderEpoch: 0 }] }] },
  AddPartitionsToTxn: { transactions: [{ ...transaction, verifyOnly: false, topics: [topic] }] },
  AddOffsetsToTxn: { ...transaction, groupId: 'g' },
  EndTxn: { ...transaction, committed: true },
  WriteTxnMarkers: {
    markers: [
      {
        producerId: 1n,
        producerEpoch: 0,
        transactionResult: true,
        topics: [{ name: 'a', partitionIndexes: [0] }],
        coordinatorEpoch: 0,
      },
    ],
  },
  TxnOffsetCommit: {
    ...transaction,
    groupId: 'g',
    topics: [{ name: 'a', partitions: [{ partitionIndex: 0, committedOffset: 1n, committedMetadata: null }] }],
  },
  DescribeAcls: anything,
  CreateAcls: { creations: [creation({ type: 'topic', name: 'a' })] },
  DeleteAcls: { filters: [anything] },
  DescribeConfigs: { resources: [{ resourceType: 4, resourceName: '', configurationKeys: null }] },
  AlterConfigs: { resources: [{ resourceType: 2, resourceName: 'a', configs: [] }], validateOnly: true },
  AlterReplicaLogDirs: { dirs: [{ path: '/a', topics: [topic] }] },
  DescribeLogDirs: { topics: null },
  CreatePartitions: { topics: [{ name: 'a', count: 2, assignments: null }], timeoutMs: 1, validateOnly: true },
  DeleteGroups: { groupsNames: ['g'] },
  ElectLeaders: { topicPartitions: [{ topic: 'a', partitions: [0] }] },
  IncrementalAlterConfigs: { resources: [{ resourceType: 32, resourceName: 'g', configs: [] }], validateOnly: true },
  AlterPartitionReassignments: { topics: [] },
  ListPartitionReassignments: {},
  OffsetDelete: { groupId: 'g', topics: [] },
  DescribeClientQuotas: { components: [], strict: false },
  AlterClientQuotas: { entries: [{ entity: [{ entityType: 'user', entityName: 'a' }], ops: [] }], validateOnly: true },
  DescribeQuorum: { topics: [] },
  DescribeProducers: { topics: [{ name: 'a', partitionIndexes: [0] }] },
  UnregisterBroker: { brokerId: 7 },
  DescribeTransactions: { transactionalIds: ['t'] },
  ConsumerGroupHeartbeat: { groupId: 'g', memberId: 'm', memberEpoch: 0 },
  ConsumerGroupDescribe: { groupIds: ['g'] },
  ListConfigResources: {},
  DescribeTopicPartitions: { topics: [{ name: 'a' }] },
  AddRaftVoter: { ...voter, timeoutMs: 1, listeners: [] },
  RemoveRaftVoter: voter,
}
