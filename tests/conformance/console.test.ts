import { Kafka, logLevel } from 'kafkajs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { scan } from '../support/console-acts.ts'
import { refusalOf, type ConsoleCalls } from '../support/console-client.ts'
import { kafkasUnderTest, type KafkaUnderTest } from '../support/kafka-under-test.ts'
import { startConsole, type TestConsole } from '../support/start-console.ts'

describe.each(kafkasUnderTest)('the console on $name', ({ isMissing, start }) => {
  let kafka: KafkaUnderTest
  let console: TestConsole
  let calls: ConsoleCalls
  let on: { readonly clusterId: string }

  beforeAll(async () => {
    if (isMissing) return
    kafka = await start()
    console = await startConsole()
    calls = console.calls
    const { id } = await calls.clusters.connect({ name: 'Under test', bootstrapServers: kafka.bootstrapServers })
    on = { clusterId: id }
  })

  afterAll(async () => {
    await console?.[Symbol.asyncDispose]()
    await kafka?.[Symbol.asyncDispose]()
  })

  async function produce(topic: string, value: string, timestamp: bigint | null = null) {
    const content = { key: { kind: 'text', text: 'k' }, value: { kind: 'text', text: value } } as const
    const headers = [{ key: 'h', value: { kind: 'null' } as const }]
    const way = { headers, compression: 'gzip', acks: 'all' } as const
    return calls.producing.produce({ ...on, topic, partition: null, ...content, ...way, timestamp })
  }

  async function createTopic(name: string, partitionCount: number, configs: { name: string; value: string }[] = []) {
    return calls.topics.create({ ...on, name, partitionCount, replicationFactor: -1, configs })
  }

  /** Reads `count` messages as a member of the group, then stays until `leave`. */
  async function join(groupId: string, topic: string, count: number) {
    const client = new Kafka({ clientId: 'shop', brokers: [kafka.bootstrapServers], logLevel: logLevel.NOTHING })
    const consumer = client.consumer({ groupId, maxWaitTimeInMs: 100 })
    await consumer.connect()
    await consumer.subscribe({ topic, fromBeginning: true })
    const { promise, resolve } = Promise.withResolvers<void>()
    let read = 0
    await consumer.run({ eachMessage: async () => (++read === count ? resolve() : undefined) })
    await promise
    return {
      leave: async () => {
        await consumer.stop()
        await consumer.disconnect()
      },
    }
  }

  test.skipIf(isMissing)('topics are created, described, changed and deleted', async () => {
    const created = await createTopic('console-topic', 3, [{ name: 'cleanup.policy', value: 'compact' }])
    expect(created).toMatchObject({
      partitionCount: 3,
      replicationFactor: 1,
      cleanupPolicy: 'compact',
      isInternal: false,
    })
    expect((await refusalOf(createTopic('console-topic', 1))).problem.kafkaError).toBe('TOPIC_ALREADY_EXISTS')
    await produce('console-topic', 'value')
    const partitions = async () => (await calls.topics.describe({ ...on, topic: 'console-topic' })).partitions
    expect((await partitions()).reduce((sum, { endOffset }) => sum + (endOffset ?? 0n), 0n)).toBe(1n)
    // Apache Kafka makes the logs of partitions a moment after it calls somebody their leader.
    const isWhole = async () =>
      (await partitions()).every(({ problem, sizeBytes }) => problem === null && sizeBytes !== null)
    await expect.poll(isWhole).toBe(true)
    const change = { ...on, topic: 'console-topic', name: 'retention.ms', value: '1000' }
    const changed = await calls.topics.changeConfig(change)
    const set = changed.filter(({ source }) => source === 'topic').map(({ name }) => name)
    expect(set).toEqual(['cleanup.policy', 'retention.ms'])
    expect((await refusalOf(calls.topics.changeConfig({ ...change, value: 'soon' }))).problem.kafkaError).toBe(
      'INVALID_CONFIG',
    )
    await calls.topics.addPartitions({ ...on, topic: 'console-topic', totalPartitionCount: 4 })
    const listed = await calls.topics.list(on)
    expect(listed.find(({ name }) => name === 'console-topic')).toMatchObject({ partitionCount: 4 })
    await calls.topics.delete({ ...on, topic: 'console-topic', confirmedName: 'console-topic' })
    expect((await refusalOf(calls.topics.describe({ ...on, topic: 'console-topic' }))).code).toBe('NOT_FOUND')
  })

  test.skipIf(isMissing)('every config that the console offers for a topic is one that the cluster knows', async () => {
    await createTopic('console-configs', 1)
    const known = new Map(
      (await calls.topics.configs({ ...on, topic: 'console-configs' })).map((each) => [each.name, each]),
    )
    const offered = await calls.topics.configDefinitions(on)
    expect(offered.map(({ name }) => name)).toEqual([...known.keys()].sort())
    for (const { name, type, defaultValue } of offered) {
      expect([name, type, defaultValue]).toEqual([name, known.get(name)?.type, known.get(name)?.value])
    }
  })

  test.skipIf(isMissing)('a message is written and found again exactly', async () => {
    await createTopic('console-messages', 3)
    const { partition, offset } = await produce('console-messages', '{"id":9007199254740993}', 1234n)
    const found = await calls.messages.get({ ...on, topic: 'console-messages', partition, offset: offset ?? -1n })
    expect(found).toMatchObject({
      keyBase64: Buffer.from('k').toString('base64'),
      valueBase64: Buffer.from('{"id":9007199254740993}').toString('base64'),
      headers: [{ key: 'h', valueBase64: null }],
      timestamp: 1234n,
      batch: { compression: 'gzip' },
    })
    const groupsBefore = await calls.groups.list(on)
    const { verdict } = await scan(calls, 'console-messages', { ...on, order: 'newest' })
    expect(verdict?.reason).toBe('complete')
    expect(await calls.groups.list(on)).toEqual(groupsBefore)
  })

  test.skipIf(isMissing)(
    'a group is shown, its reset refused while it is active, and done when it is not',
    async () => {
      await createTopic('console-orders', 2)
      for (let count = 0; count < 5; count++) await produce('console-orders', `order ${count}`)
      const member = await join('console-group', 'console-orders', 5)
      const group = { ...on, groupId: 'console-group' }
      expect(await calls.groups.describe(group)).toMatchObject({
        type: 'classic',
        state: 'Stable',
        members: [{ clientId: 'shop', assignment: [{ topic: 'console-orders', partitions: [0, 1] }] }],
      })
      const scope = [{ topic: 'console-orders', partitions: null }]
      const preview = await calls.groups.previewReset({ ...group, scope, strategy: { to: 'earliest' } })
      expect(preview.activeMembers).toHaveLength(1)
      const offsets = preview.rows.map(({ topic, partition, newOffset }) => ({ topic, partition, offset: newOffset }))
      expect((await refusalOf(calls.groups.applyReset({ ...group, strategy: { to: 'earliest' }, offsets }))).code).toBe(
        'CONFLICT',
      )
      await member.leave()
      expect(await calls.groups.describe(group)).toMatchObject({ state: 'Empty', totalLag: 0n, members: [] })
      expect(await calls.groups.applyReset({ ...group, strategy: { to: 'earliest' }, offsets })).toMatchObject({
        changedPartitionCount: 2,
        refused: [],
      })
      expect(await calls.groups.figures({ ...on, groupIds: ['console-group'] })).toMatchObject([{ totalLag: 5n }])
      expect((await calls.groups.ofTopic({ ...on, topic: 'console-orders' })).groups).toMatchObject([
        { groupId: 'console-group', lag: 5n },
      ])
      await (await join('console-group', 'console-orders', 5)).leave()
      await calls.groups.delete(group)
      expect((await refusalOf(calls.groups.describe(group))).code).toBe('NOT_FOUND')
    },
  )

  test.skipIf(isMissing)('brokers tell their version, directories and configs', async () => {
    const { brokers } = await calls.brokers.list(on)
    expect(brokers).toMatchObject([{ nodeId: 1, version: '4.3', problem: null, logDirectories: [{ problem: null }] }])
    const configs = await calls.brokers.configs({ ...on, nodeId: 1 })
    expect(configs.find(({ name }) => name === 'log.retention.hours')).toMatchObject({ value: '168', type: 'int' })
  })
})
