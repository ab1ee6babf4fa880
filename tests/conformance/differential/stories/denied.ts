import { at, type Player } from '../player.ts'
import { acl, filter } from './acl-filters.ts'
import { makeTopics } from './topics.ts'

/** What a user is told who may do little. The rules are made by somebody who may do all. */
export async function aboutDenial(player: Player): Promise<void> {
  await player.waitForCoordinators()
  const ids = await makeTopics(player, { 'denied-a': 1, 'denied-b': 1, allowed: 1 })
  const me = 'User:ANONYMOUS'
  const rules = [2, 3, 5].map((resourceType) =>
    acl({
      resourceType,
      resourceName: 'denied',
      resourcePatternType: 4,
      principal: me,
      operation: 2,
      permissionType: 2,
    }),
  )
  const { answer, keep } = await player.asking('rules', 'CreateAcls', 3, { creations: rules })
  keep()
  if (at(answer, 'results.0.errorCode') !== 0) throw new Error('The rules are not accepted.')
  await player.settle()
  const names = ['denied-a', 'allowed', 'denied-none', 'denied-b', 'no-such-allowed']
  const topicId = (name: string) => ids.get(name) ?? 'AAAAAAAAAAAAAAAAAAAAAQ'
  const of = (fields: object, partition: object) =>
    names.map((name) => ({ name, topic: name, topicId: topicId(name), ...fields, partitions: [partition] }))
  const flags = {
    allowAutoTopicCreation: false,
    includeTopicAuthorizedOperations: true,
    includeClusterAuthorizedOperations: true,
  }
  await player.askAll('topics', 'Metadata', (version) => ({
    topics: (version < 4 ? names.slice(0, 4) : names).map((name) => ({ name })),
    ...flags,
  }))
  for (const version of [12, 13]) {
    await player.ask('topics by id', 'Metadata', version, {
      topics: names.map((name) => ({ name: null, topicId: topicId(name) })),
      ...flags,
    })
  }
  await player.askAll('topics', 'DescribeTopicPartitions', {
    topics: names.map((name) => ({ name })),
    responsePartitionLimit: 10,
  })
  await player.askAll('topics', 'Produce', {
    acks: 1,
    timeoutMs: 30_000,
    topicData: names.map((name) => ({
      name,
      topicId: topicId(name),
      partitionData: [
        { index: 0, records: Buffer.alloc(0) },
        { index: 5, records: Buffer.alloc(0) },
      ],
    })),
  })
  await player.askAll('topics', 'Fetch', {
    maxWaitMs: 0,
    maxBytes: 1000,
    topics: of({}, { partition: 0, fetchOffset: 0n, partitionMaxBytes: 100 }),
  })
  await player.askAll('topics', 'ListOffsets', { replicaId: -1, topics: of({}, { partitionIndex: 0, timestamp: -1n }) })
  await player.askAll('topics', 'OffsetForLeaderEpoch', {
    replicaId: -1,
    topics: of({}, { partition: 0, leaderEpoch: 0 }),
  })
  await player.askAll('topics', 'DeleteRecords', {
    timeoutMs: 30_000,
    topics: of({}, { partitionIndex: 0, offset: 0n }),
  })
  await player.askAll('topics', 'DescribeProducers', { topics: names.map((name) => ({ name, partitionIndexes: [0] })) })
  await player.askAll('topics', 'CreateTopics', {
    topics: ['denied-new', 'denied-a', 'allowed'].map((name) => ({ name, numPartitions: 1, replicationFactor: 1 })),
    timeoutMs: 30_000,
    validateOnly: true,
  })
  await player.askAll('topics', 'CreatePartitions', {
    topics: names.map((name) => ({ name, count: 2, assignments: null })),
    timeoutMs: 30_000,
    validateOnly: true,
  })
  await player.askAll('topics', 'OffsetCommit', {
    groupId: 'g',
    memberId: '',
    topics: of({}, { partitionIndex: 0, committedOffset: 1n, committedMetadata: '' }),
  })
  const asked = names.map((name) => ({ name, topicId: topicId(name), partitionIndexes: [0] }))
  await player.askAll('topics', 'OffsetFetch', {
    groupId: 'g',
    topics: asked,
    groups: [
      { groupId: 'g', topics: asked },
      { groupId: 'denied-g', topics: asked },
    ],
  })
  await player.askAll('all topics', 'OffsetFetch', {
    groupId: 'denied-g',
    topics: null,
    groups: [
      { groupId: 'g', topics: null },
      { groupId: 'denied-g', topics: null },
    ],
  })
  await player.askAll('topics', 'OffsetDelete', { groupId: 'g', topics: of({}, { partitionIndex: 0 }) })
  await player.askAll('group', 'OffsetDelete', { groupId: 'denied-g', topics: of({}, { partitionIndex: 0 }) })
  await player.askAll('group', 'OffsetCommit', {
    groupId: 'denied-g',
    memberId: '',
    topics: of({}, { partitionIndex: 0, committedOffset: 1n, committedMetadata: '' }),
  })
  await player.askAll('group', 'JoinGroup', {
    groupId: 'denied-g',
    sessionTimeoutMs: 10_000,
    protocolType: 'consumer',
    protocols: [{ name: 'r', metadata: Buffer.alloc(0) }],
  })
  await player.askAll('group', 'SyncGroup', {
    groupId: 'denied-g',
    generationId: 1,
    memberId: 'm',
    protocolType: 'consumer',
    protocolName: 'r',
  })
  await player.askAll('group', 'Heartbeat', { groupId: 'denied-g', generationId: 1, memberId: 'm' })
  await player.askAll('group', 'LeaveGroup', { groupId: 'denied-g', memberId: 'm', members: [{ memberId: 'm' }] })
  await player.askAll('groups', 'DescribeGroups', {
    groups: ['denied-g', 'g', 'denied-h'],
    includeAuthorizedOperations: true,
  })
  await player.askAll('groups', 'ConsumerGroupDescribe', {
    groupIds: ['denied-g', 'g-none', 'denied-h'],
    includeAuthorizedOperations: true,
  })
  await player.askAll('groups', 'DeleteGroups', { groupsNames: ['denied-g', 'g-none', 'denied-h'] })
  await player.askAll('group', 'ConsumerGroupHeartbeat', {
    groupId: 'denied-g',
    memberId: 'm',
    memberEpoch: 0,
    rebalanceTimeoutMs: 1000,
    subscribedTopicNames: ['allowed'],
    topicPartitions: [],
  })
  await player.askAll('topic of a group', 'ConsumerGroupHeartbeat', {
    groupId: 'g-new',
    memberId: 'm',
    memberEpoch: 0,
    rebalanceTimeoutMs: 1000,
    subscribedTopicNames: ['allowed', 'denied-a'],
    topicPartitions: [],
  })
  for (const keyType of [0, 1]) {
    await player.askAll(`coordinators ${keyType}`, 'FindCoordinator', {
      keyType,
      key: 'denied-g',
      coordinatorKeys: ['denied-g', 'g', 'denied-h'],
    })
  }
  const who = { transactionalId: 'denied-t', producerId: 5n, producerEpoch: 0 }
  await player.askAll('transaction', 'InitProducerId', { transactionalId: 'denied-t', transactionTimeoutMs: 1000 })
  await player.askAll('transaction', 'AddPartitionsToTxn', {
    v3AndBelowTransactionalId: 'denied-t',
    v3AndBelowTopics: [{ name: 'allowed', partitions: [0, 1] }],
    transactions: [{ ...who, topics: [{ name: 'allowed', partitions: [0, 1] }] }],
  })
  await player.askAll('topics of a transaction', 'AddPartitionsToTxn', {
    v3AndBelowTransactionalId: 'open-t',
    v3AndBelowTopics: names.map((name) => ({ name, partitions: [0] })),
    transactions: [{ ...who, transactionalId: 'open-t', topics: names.map((name) => ({ name, partitions: [0] })) }],
  })
  await player.askAll('transaction', 'AddOffsetsToTxn', { ...who, groupId: 'g' })
  await player.askAll('group', 'AddOffsetsToTxn', { ...who, transactionalId: 't', groupId: 'denied-g' })
  await player.askAll('transaction', 'EndTxn', { ...who, committed: true })
  const offsets = of({}, { partitionIndex: 0, committedOffset: 1n, committedMetadata: '' })
  await player.askAll('transaction', 'TxnOffsetCommit', { ...who, groupId: 'g', topics: offsets })
  await player.askAll('group', 'TxnOffsetCommit', {
    ...who,
    transactionalId: 't',
    groupId: 'denied-g',
    topics: offsets,
  })
  await player.askAll('transactions', 'DescribeTransactions', { transactionalIds: ['denied-t', 't', 'denied-u'] })
  const configs = [{ name: 'retention.ms', value: '5', configOperation: 0 }]
  const resources = [
    ...names.map((resourceName) => ({ resourceType: 2, resourceName, configs, configurationKeys: ['retention.ms'] })),
    { resourceType: 32, resourceName: 'denied-g', configs: [], configurationKeys: null },
  ]
  await player.askAll('resources', 'DescribeConfigs', { resources })
  await player.askAll('resources', 'IncrementalAlterConfigs', { resources, validateOnly: true })
  await player.askAll('resources', 'AlterConfigs', { resources: resources.slice(0, -1), validateOnly: true })
  await player.askAll('resources', 'DescribeLogDirs', { topics: names.map((topic) => ({ topic, partitions: [0] })) })
  await player.ask('deletion', 'DeleteTopics', 5, {
    topicNames: ['denied-a', 'denied-none', 'no-such-allowed'],
    timeoutMs: 30_000,
  })
  await player.ask('deletion', 'DeleteTopics', 6, {
    topics: [...['denied-a', 'denied-none'].map((name) => ({ name })), { name: null, topicId: topicId('denied-b') }],
    timeoutMs: 30_000,
  })
  await player.ask('the end of the rules', 'DeleteAcls', 3, { filters: [filter({ principalFilter: me })] })
  await player.settle()
}
