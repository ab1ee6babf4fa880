import type { Player } from '../player.ts'
import { makeTopics } from './topics.ts'

type Change = readonly [name: string, value: string | null, operation?: number]

const [topic, broker, brokerLogger, clientMetrics, group] = [2, 4, 8, 16, 32]

/** Configurations are read and changed. */
export async function aboutConfigs(player: Player): Promise<void> {
  await makeTopics(player, { configured: 1, 'configured-too': 1 })
  await read(player)
  await change(player)
  await replace(player)
  await list(player)
}

const of = (resourceType: number, resourceName: string, configurationKeys: string[] | null = null) => ({
  resourceType,
  resourceName,
  configurationKeys,
})

async function read(player: Player): Promise<void> {
  const flags = { includeSynonyms: true, includeDocumentation: false }
  await player.askAll('a topic', 'DescribeConfigs', { resources: [of(topic, 'configured')], ...flags })
  await player.askAll('without synonyms', 'DescribeConfigs', { resources: [of(topic, 'configured')] })
  await player.askAll('a group', 'DescribeConfigs', { resources: [of(group, 'any')], ...flags })
  const chosen = ['retention.ms', 'no.such', 'cleanup.policy', 'retention.ms']
  await player.askAll('some keys', 'DescribeConfigs', { resources: [of(topic, 'configured', chosen)], ...flags })
  await player.askAll('no keys', 'DescribeConfigs', { resources: [of(topic, 'configured', [])], ...flags })
  const brokerKeys = [
    'log.retention.hours',
    'log.retention.ms',
    'num.network.threads',
    'log.cleaner.threads',
    'ssl.keystore.password',
    'message.max.bytes',
    'auto.create.topics.enable',
    'node.id',
    'broker.id',
    'log.segment.bytes',
    'group.initial.rebalance.delay.ms',
    'offsets.topic.num.partitions',
    'min.insync.replicas',
    'compression.type',
    'log.dirs',
    'sasl.enabled.mechanisms',
    'num.partitions',
    'default.replication.factor',
    'delete.topic.enable',
    'transaction.max.timeout.ms',
    'authorizer.class.name',
  ]
  for (const name of ['1', '', '7', '-1', 'one']) {
    await player.askAll(`broker ${name}`, 'DescribeConfigs', { resources: [of(broker, name, brokerKeys)], ...flags })
    await player.askAll(`logger ${name}`, 'DescribeConfigs', {
      resources: [of(brokerLogger, name, ['root'])],
      ...flags,
    })
  }
  const odd = [
    of(topic, 'no-such'),
    of(topic, ''),
    of(topic, 'has space'),
    of(group, ''),
    of(clientMetrics, 'none'),
    of(clientMetrics, ''),
    of(topic, '__consumer_offsets', ['cleanup.policy']),
  ]
  await player.askAll('odd resources', 'DescribeConfigs', { resources: odd, ...flags })
  for (const type of [0, 1, 3, 77, -1]) {
    await player.askAll(`type ${type}`, 'DescribeConfigs', {
      resources: [of(type, 'a'), of(topic, 'configured', ['retention.ms'])],
      ...flags,
    })
  }
  await player.askAll('a resource twice', 'DescribeConfigs', {
    resources: [of(topic, 'configured', ['retention.ms']), of(topic, 'configured', ['cleanup.policy'])],
    ...flags,
  })
  await player.askAll('nothing', 'DescribeConfigs', { resources: [], ...flags })
}

const changed = (resourceType: number, resourceName: string, ...changes: Change[]) => ({
  resourceType,
  resourceName,
  configs: changes.map(([name, value, configOperation = 0]) => ({ name, value, configOperation })),
})

const oddChanges: Readonly<Record<string, Parameters<typeof changed>>> = {
  'a good value': [topic, 'configured', ['retention.ms', '60000']],
  'no such topic': [topic, 'no-such', ['retention.ms', '60000']],
  'no name': [topic, '', ['retention.ms', '60000']],
  'a bad name': [topic, 'has space', ['retention.ms', '60000']],
  'no such key': [topic, 'configured', ['no.such', '1']],
  'no key': [topic, 'configured', ['', '1']],
  'no number': [topic, 'configured', ['retention.ms', 'soon']],
  'too small': [topic, 'configured', ['segment.bytes', '1']],
  null: [topic, 'configured', ['retention.ms', null]],
  'a list': [topic, 'configured', ['cleanup.policy', 'compact,delete']],
  'a bad list': [topic, 'configured', ['cleanup.policy', 'shred']],
  'an empty list': [topic, 'configured', ['cleanup.policy', '']],
  'twice the same': [topic, 'configured', ['retention.ms', '1'], ['retention.ms', '2']],
  nothing: [topic, 'configured'],
  'replicas beyond': [topic, 'configured', ['min.insync.replicas', '2']],
  'no replicas': [topic, 'configured', ['min.insync.replicas', '0']],
  'throttled replicas': [topic, 'configured', ['leader.replication.throttled.replicas', '*']],
  'bad throttled replicas': [topic, 'configured', ['leader.replication.throttled.replicas', 'x']],
  'remote storage': [topic, 'configured', ['remote.storage.enable', 'true']],
  'local above all': [topic, 'configured', ['local.retention.ms', '99999999'], ['retention.ms', '1']],
  'message format': [topic, 'configured', ['message.format.version', '2.0']],
  'a good one and a bad one': [topic, 'configured', ['retention.ms', '5'], ['segment.bytes', 'x']],
  'this broker': [broker, '1', ['log.cleaner.threads', '2']],
  'all brokers': [broker, '', ['log.retention.ms', '604800001']],
  'another broker': [broker, '7', ['log.cleaner.threads', '2']],
  'no broker': [broker, 'one', ['log.cleaner.threads', '2']],
  'read-only': [broker, '1', ['node.id', '2']],
  'read-only for all': [broker, '', ['offsets.topic.num.partitions', '2']],
  'one of a broker for all': [broker, '', ['listeners', 'PLAINTEXT://:1']],
  'unknown to brokers': [broker, '1', ['my.own.setting', 'x']],
  'bad for brokers': [broker, '1', ['log.retention.ms', 'x']],
  'a logger': [brokerLogger, '1', ['root', 'INFO']],
  'a logger that is none': [brokerLogger, '1', ['no.such.logger', 'INFO']],
  'a bad level': [brokerLogger, '1', ['root', 'LOUD']],
  'a logger of another': [brokerLogger, '7', ['root', 'INFO']],
  'a group': [group, 'configured', ['consumer.session.timeout.ms', '45000']],
  'a bad group': [group, 'configured', ['consumer.session.timeout.ms', '1']],
  'no group': [group, '', ['consumer.session.timeout.ms', '45000']],
  'a group, no such key': [group, 'configured', ['no.such', '1']],
  metrics: [clientMetrics, 'm', ['interval.ms', '1000']],
  'bad metrics': [clientMetrics, 'm', ['interval.ms', '1']],
  'an unknown kind': [77, 'a', ['a', 'b']],
  'no kind': [0, 'a', ['a', 'b']],
  'any kind': [1, 'a', ['a', 'b']],
}

const harmless = new Set(['remote storage', 'a logger', 'metrics'])

async function change(player: Player): Promise<void> {
  for (const [question, resource] of Object.entries(oddChanges)) {
    for (const validateOnly of [true, false]) {
      if (harmless.has(question) && !validateOnly) continue
      await player.askAll(`${question}${validateOnly ? ', only to validate' : ''}`, 'IncrementalAlterConfigs', {
        resources: [changed(...resource)],
        validateOnly,
      })
    }
  }
  const operations: readonly Change[] = [
    ['cleanup.policy', 'compact', 0],
    ['cleanup.policy', 'delete', 2],
    ['cleanup.policy', 'delete', 2],
    ['cleanup.policy', 'compact', 3],
    ['cleanup.policy', 'compact', 3],
    ['cleanup.policy', null, 1],
    ['cleanup.policy', 'compact', 1],
    ['retention.ms', '5', 2],
    ['retention.ms', '5', 3],
    ['retention.ms', '5', 4],
    ['retention.ms', '5', -1],
    ['no.such', null, 1],
    ['no.such', 'x', 2],
    ['leader.replication.throttled.replicas', '0:1', 2],
    ['leader.replication.throttled.replicas', '0:1,1:1', 2],
    ['leader.replication.throttled.replicas', '0:1', 3],
    ['cleanup.policy', null, 2],
  ]
  for (const [index, operation] of operations.entries()) {
    await player.askAll(`operation ${index}`, 'IncrementalAlterConfigs', {
      resources: [changed(topic, 'configured', operation)],
    })
    await player.settle()
    await player.askAll(`after operation ${index}`, 'DescribeConfigs', {
      resources: [of(topic, 'configured', [operation[0]])],
      includeSynonyms: true,
    })
  }
  await player.askAll('several resources', 'IncrementalAlterConfigs', {
    resources: [
      changed(topic, 'no-such', ['retention.ms', '5']),
      changed(topic, 'configured-too', ['retention.ms', '5']),
      changed(broker, '1', ['log.cleaner.threads', '1']),
      changed(topic, 'configured', ['retention.ms', '5']),
    ],
  })
  await player.askAll('a resource twice', 'IncrementalAlterConfigs', {
    resources: [
      changed(topic, 'configured', ['retention.ms', '6']),
      changed(topic, 'configured', ['retention.bytes', '6']),
      changed(topic, 'configured-too', ['retention.bytes', '6']),
    ],
  })
  await player.askAll('no resources', 'IncrementalAlterConfigs', { resources: [] })
  await player.settle()
  await player.askAll('what became of it', 'DescribeConfigs', {
    resources: [
      of(topic, 'configured'),
      of(topic, 'configured-too', ['retention.ms', 'retention.bytes']),
      of(broker, '1', ['log.cleaner.threads', 'my.own.setting', 'log.retention.ms']),
      of(broker, '', null),
      of(group, 'configured', null),
    ],
    includeSynonyms: true,
  })
}

async function replace(player: Player): Promise<void> {
  for (const [question, resource] of Object.entries(oddChanges)) {
    for (const validateOnly of [true, false]) {
      if (harmless.has(question) && !validateOnly) continue
      await player.askAll(`${question}${validateOnly ? ', only to validate' : ''}`, 'AlterConfigs', {
        resources: [changed(...resource)],
        validateOnly,
      })
    }
  }
  await player.askAll('several resources', 'AlterConfigs', {
    resources: [
      changed(topic, 'no-such', ['retention.ms', '5']),
      changed(topic, 'configured-too', ['retention.ms', '5']),
    ],
  })
  await player.askAll('nothing', 'AlterConfigs', { resources: [] })
  await player.settle()
  await player.askAll('what is left', 'DescribeConfigs', {
    resources: [
      of(topic, 'configured'),
      of(topic, 'configured-too', ['retention.ms']),
      of(broker, '1', ['log.cleaner.threads', 'my.own.setting']),
    ],
    includeSynonyms: true,
  })
}

async function list(player: Player): Promise<void> {
  await player.settle()
  for (const resourceTypes of [
    [],
    [broker],
    [brokerLogger],
    [clientMetrics],
    [group],
    [group, broker],
    [0],
    [1],
    [77],
    [group, 77],
  ]) {
    await player.askAll(`of types ${resourceTypes.join()}`, 'ListConfigResources', { resourceTypes })
  }
}
