import { Kafka, logLevel } from 'kafkajs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { AclBinding } from '../../src-main/api/access.ts'
import { runKafkaTool } from '../support/apache-kafka/tools.ts'
import type { ConsoleCalls } from '../support/console-client.ts'
import { refusalOf } from '../support/console-client.ts'
import { kafkasUnderTest, type KafkaUnderTest } from '../support/kafka-under-test.ts'
import { startConsole, type TestConsole } from '../support/start-console.ts'
import { isMissing as lacks } from '../support/system-requirements.ts'

/** Everybody may do everything until an ACL says otherwise, and we are a super user. */
const properties = {
  'authorizer.class.name': 'org.apache.kafka.metadata.authorizer.StandardAuthorizer',
  'super.users': 'User:ANONYMOUS',
}

const text = (content: string) => ({ kind: 'text', text: content }) as const

describe.each(kafkasUnderTest)('administration through the console on $name', ({ isMissing, start }) => {
  let kafka: KafkaUnderTest
  let console: TestConsole
  let calls: ConsoleCalls
  let on: { readonly clusterId: string }

  beforeAll(async () => {
    if (isMissing) return
    kafka = await start({ properties })
    console = await startConsole()
    calls = console.calls
    const { id } = await calls.clusters.connect({ name: 'Under test', bootstrapServers: kafka.bootstrapServers })
    on = { clusterId: id }
  })

  afterAll(async () => {
    await console?.[Symbol.asyncDispose]()
    await kafka?.[Symbol.asyncDispose]()
  })

  async function topicWith(topic: string, messages: readonly (readonly [value: string, timestamp: bigint])[]) {
    const configs = [{ name: 'retention.ms', value: '-1' }]
    await calls.topics.create({ ...on, name: topic, partitionCount: 2, replicationFactor: 1, configs })
    const way = { compression: 'none', acks: 'all', partition: 0 } as const
    for (const [value, timestamp] of messages) {
      await calls.producing.produce({
        ...on,
        topic,
        headers: [],
        ...way,
        key: { kind: 'null' },
        value: text(value),
        timestamp,
      })
    }
    return { ...on, topic }
  }

  /** What one of Apache Kafka's own tools says of the cluster; empty where there is no Java. */
  async function said(tool: string, args: readonly string[]): Promise<string> {
    if (lacks('java', 'maven')) return ''
    const { stdout } = await runKafkaTool(tool, ['--bootstrap-server', kafka.bootstrapServers, ...args])
    return stdout
  }

  test.skipIf(isMissing)('messages go up to a time, up to an offset and all, as it was shown before', async () => {
    const there = await topicWith(
      'purged',
      [1n, 2n, 3n, 4n].map((day) => [`day ${day}`, day * 86_400_000n] as const),
    )
    const early = { to: 'timestamp', timestamp: 2n * 86_400_000n } as const
    const preview = await calls.topics.previewPurge({ ...there, target: early, partitions: null })
    expect(preview.rows).toMatchObject([
      { partition: 0, startOffset: 0n, beforeOffset: 1n, endOffset: 4n, lostCount: 1n, note: null },
      { partition: 1, lostCount: 0n, note: 'no-record-that-late' },
    ])
    expect(
      await calls.topics.previewPurge({ ...there, target: { to: 'offset', offset: 99n }, partitions: [0] }),
    ).toMatchObject({
      rows: [{ beforeOffset: 4n, lostCount: 4n, note: 'after-end' }],
    })
    const purge = { ...there, confirmedName: null }
    const purged = await calls.topics.purge({ ...purge, purges: [{ partition: 0, beforeOffset: 1n }] })
    expect(purged.partitions).toEqual([{ partition: 0, startOffset: 1n, problem: null }])
    expect((await calls.topics.effect(there)).messageCount).toBe(3n)
    const over = refusalOf(calls.topics.purge({ ...purge, purges: [{ partition: 0, beforeOffset: 99n }] }))
    expect((await over).problem.kafkaError).toBe('OFFSET_OUT_OF_RANGE')
    const wrong = refusalOf(
      calls.topics.purge({ ...purge, confirmedName: 'other', purges: [{ partition: 0, beforeOffset: 4n }] }),
    )
    expect((await wrong).code).toBe('REJECTED')
    const [figures] = await calls.topics.figures({ ...there, topics: ['purged'] })
    expect(figures).toMatchObject({ messageCount: 3n, lastRecordAt: 4n * 86_400_000n, groupCount: 0 })
  })

  test.skipIf(isMissing)('a topic is cloned, and recreated empty with all that it was set to', async () => {
    const there = await topicWith('original', [['one', 1000n]])
    const clone = await calls.topics.clone({ ...there, newName: 'copy', partitionCount: null })
    expect(clone).toMatchObject({ name: 'copy', partitionCount: 2 })
    const own = async (topic: string) =>
      (await calls.topics.configs({ ...there, topic })).filter(({ source }) => source === 'topic')
    expect((await own('copy')).map(({ name, value }) => [name, value])).toEqual([['retention.ms', '-1']])
    const before = await calls.topics.describe(there)
    const recreated = await calls.topics.recreate({ ...there, confirmedName: 'original' })
    expect(recreated).toMatchObject({ name: 'original', partitionCount: 2 })
    expect(recreated.topicId).not.toBe(before.topicId)
    expect((await calls.topics.effect(there)).messageCount).toBe(0n)
    expect((await own('original')).map(({ name }) => name)).toEqual(['retention.ms'])
  })

  test.skipIf(isMissing)('settings of brokers, one key at a time and for all; quorum and features', async () => {
    const { brokers, kafkaClusterId } = await calls.brokers.list(on)
    const [broker] = brokers
    expect(kafkaClusterId).not.toBe('')
    expect(broker).toMatchObject({ problem: null, isController: true })
    expect(broker?.logDirectories[0]?.largest.length).toBeGreaterThan(0)
    const nodeId = broker?.nodeId ?? -1
    const valueOf = (entries: Awaited<ReturnType<typeof calls.brokers.configs>>, name: string) => {
      const entry = entries.find((each) => each.name === name)
      return [entry?.value, entry?.source]
    }
    const forAll = { ...on, nodeId: null, name: 'log.retention.ms', value: '86400000' }
    expect(valueOf(await calls.brokers.changeConfig(forAll), 'log.retention.ms')).toEqual([
      '86400000',
      'dynamic-default-broker',
    ])
    const forOne = { ...on, nodeId, name: 'log.retention.ms', value: '3600000' }
    const entries = await calls.brokers.changeConfig(forOne)
    expect(valueOf(entries, 'log.retention.ms')).toEqual(['3600000', 'dynamic-broker'])
    expect(entries.find(({ name }) => name === 'log.retention.ms')?.synonyms.map(({ source }) => source)).toEqual(
      expect.arrayContaining(['dynamic-broker', 'dynamic-default-broker']),
    )
    expect(valueOf(await calls.brokers.changeConfig({ ...forOne, value: null }), 'log.retention.ms')[0]).toBe(
      '86400000',
    )
    await calls.brokers.changeConfig({ ...forAll, value: null })
    expect((await refusalOf(calls.brokers.changeConfig({ ...forOne, value: 'soon' }))).code).toBe('REJECTED')
    const quorum = await calls.brokers.quorum(on)
    expect(quorum).toMatchObject({ leaderId: nodeId })
    expect(quorum.replicas).toMatchObject([{ nodeId, role: 'leader', lag: 0n }])
    const { features } = await calls.brokers.features(on)
    const version = features.find(({ name }) => name === 'metadata.version')
    expect(version?.finalizedLevel).toBeGreaterThan(0)
    expect(version?.maxSupportedLevel).toBeGreaterThanOrEqual(version?.finalizedLevel ?? Infinity)
  })

  test.skipIf(isMissing)('ACLs are made, understood, seen by Kafka’s own tool, and deleted', async () => {
    const read: AclBinding = {
      resourceType: 'topic',
      resourceName: 'ord',
      patternType: 'prefixed',
      principal: 'User:alice',
      host: '*',
      operation: 'read',
      permission: 'allow',
    }
    const denied: AclBinding = { ...read, resourceName: 'orders', patternType: 'literal', permission: 'deny' }
    await calls.access.createAcls({ ...on, bindings: [read, denied] })
    const listed = await calls.access.acls(on)
    expect(listed.isEnabled).toBe(true)
    expect(listed.bindings).toEqual(expect.arrayContaining([read, denied]))
    const tool = await said('org.apache.kafka.tools.AclCommand', [
      '--list',
      '--topic',
      'ord',
      '--resource-pattern-type',
      'prefixed',
    ])
    if (tool !== '') expect(tool).toMatch(/principal=User:alice, host=\*, operation=READ, permissionType=ALLOW/)
    const resource = { resourceType: 'topic', resourceName: 'orders-eu' } as const
    const { patterns } = await calls.access.rightsOf({ ...on, principal: 'User:alice', host: null, resource })
    expect(patterns[0]?.rights.find(({ operation }) => operation === 'read')).toMatchObject({
      decision: 'allowed',
      because: [read],
    })
    const ofOrders = patterns.find(({ resourceName }) => resourceName === 'orders')
    expect(ofOrders?.rights.find(({ operation }) => operation === 'read')).toMatchObject({ decision: 'denied' })
    expect(await calls.access.deleteAcls({ ...on, bindings: [read, denied, denied] })).toMatchObject({
      deletedCount: 2,
    })
    expect((await calls.access.acls(on)).bindings).toEqual([])
  })

  test.skipIf(isMissing)('users get passwords and lose them; quotas are set, changed and taken away', async () => {
    const alice = { ...on, user: 'alice', mechanisms: ['SCRAM-SHA-256', 'SCRAM-SHA-512'] as const }
    await calls.access.setPassword({
      ...alice,
      mechanisms: [...alice.mechanisms],
      password: 'a secret',
      iterations: 4096,
    })
    expect(await calls.access.users(on)).toEqual([
      {
        name: 'alice',
        credentials: [
          { mechanism: 'SCRAM-SHA-256', iterations: 4096 },
          { mechanism: 'SCRAM-SHA-512', iterations: 4096 },
        ],
      },
    ])
    const entity = { user: 'alice', clientId: null }
    const limit = (key: string, value: number | null) => ({ ...on, entity, limits: [{ key, value }] })
    await calls.access.changeQuota(limit('producer_byte_rate', 1024))
    await calls.access.changeQuota(limit('consumer_byte_rate', 2048))
    await calls.access.changeQuota({
      ...on,
      entity: { ip: '10.0.0.1' },
      limits: [{ key: 'connection_creation_rate', value: 5 }],
    })
    const quotas = await calls.access.quotas(on)
    expect(quotas).toHaveLength(2)
    expect(quotas.find(({ entity: { ip } }) => ip === undefined)).toMatchObject({ entity })
    const tool = await said('kafka.admin.ConfigCommand', [
      '--describe',
      '--entity-type',
      'users',
      '--entity-name',
      'alice',
    ])
    if (tool !== '') expect(tool).toMatch(/SCRAM-SHA-256=iterations=4096/)
    await calls.access.changeQuota(limit('producer_byte_rate', null))
    const left = (await calls.access.quotas(on)).find(({ entity: { ip } }) => ip === undefined)
    expect(left?.limits).toEqual([{ key: 'consumer_byte_rate', value: 2048 }])
    await calls.access.deleteUser({ ...alice, mechanisms: [...alice.mechanisms] })
    expect(await calls.access.users(on)).toEqual([])
    const { entries } = await calls.journal.list({
      clusterId: on.clusterId,
      outcome: null,
      search: 'alice',
      limit: 100,
    })
    expect(entries.map(({ action }) => action)).toContain('access.setPassword')
    expect(JSON.stringify(entries)).not.toContain('a secret')
  })

  test.skipIf(isMissing)(
    'a transaction that stays open is shown and aborted, and readers go on',
    { timeout: 60_000 },
    async () => {
      const there = await topicWith('in-transactions', [])
      const client = new Kafka({ clientId: 'shop', brokers: [kafka.bootstrapServers], logLevel: logLevel.NOTHING })
      const producer = client.producer({
        transactionalId: 'billing',
        idempotent: true,
        maxInFlightRequests: 1,
        transactionTimeout: 600_000,
      })
      await producer.connect()
      const open = await producer.transaction()
      await open.send({ topic: 'in-transactions', messages: [{ value: 'never committed', partition: 0 }] })
      const { transactions } = await calls.transactions.list(there)
      expect(transactions).toMatchObject([
        {
          transactionalId: 'billing',
          state: 'Ongoing',
          isOverdue: false,
          partitions: [{ topic: 'in-transactions', partition: 0 }],
        },
      ])
      const { producers } = await calls.transactions.activeProducers(there)
      expect(producers).toMatchObject([
        { partition: 0, openSinceOffset: 0n, transactionalId: 'billing', hanging: null },
      ])
      const hanging = await calls.transactions.findHanging(there)
      expect(hanging).toMatchObject({ producers: [], problems: [] })
      expect(hanging.partitionCount).toBeGreaterThan(2)
      const place = { ...there, partition: 0, confirmedName: null }
      expect((await refusalOf(calls.transactions.abort({ ...place, openSinceOffset: 7n }))).code).toBe('NOT_FOUND')
      await calls.transactions.abort({ ...place, openSinceOffset: 0n })
      expect((await calls.transactions.activeProducers(there)).producers).toMatchObject([{ openSinceOffset: null }])
      const told = await said('org.apache.kafka.tools.TransactionsCommand', [
        'describe-producers',
        '--topic',
        'in-transactions',
        '--partition',
        '0',
      ])
      if (told !== '') expect(told).toMatch(/None/)
      await producer.disconnect()
    },
  )
})
