import { Kafka, logLevel } from 'kafkajs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { fetch } from '../../broker/protocol/messages/fetch.ts'
import { startApacheKafka } from '../support/apache-kafka/broker.ts'
import { APACHE_KAFKA_VERSION } from '../support/apache-kafka/distribution.ts'
import { runKafkaTool } from '../support/apache-kafka/tools.ts'
import { LAST_WITH_ZOOKEEPER, startZooKeeperKafka } from '../support/apache-kafka/zookeeper-kafka.ts'
import { refusalOf, type ConsoleCalls } from '../support/console-client.ts'
import { connectToKafka } from '../support/kafka-connection.ts'
import { openScan, produceMany } from '../support/scan-acts.ts'
import { startConsole, type TestConsole } from '../support/start-console.ts'
import { isMissing } from '../support/system-requirements.ts'

const cleanSoon = { 'log.cleaner.backoff.ms': 100, 'log.retention.check.interval.ms': 500 }
const isWithoutJava = isMissing('java', 'maven')

const kafkas = [
  { version: APACHE_KAFKA_VERSION, start: () => startApacheKafka({ properties: cleanSoon }) },
  { version: LAST_WITH_ZOOKEEPER, start: () => startZooKeeperKafka(cleanSoon) },
] as const

describe.each(kafkas)('the reading engine on Apache Kafka $version', ({ version, start }) => {
  const cleanUp = new AsyncDisposableStack()
  let bootstrapServers = ''
  let console: TestConsole
  let calls: ConsoleCalls
  let on = { clusterId: '' }

  beforeAll(async () => {
    if (isWithoutJava) return
    ;({ bootstrapServers } = cleanUp.use(await start()))
    console = cleanUp.use(await startConsole())
    calls = console.calls
    on = { clusterId: (await calls.clusters.connect({ name: version, bootstrapServers })).id }
  })

  afterAll(() => cleanUp.disposeAsync())

  async function createTopic(name: string, partitionCount: number, configs: Readonly<Record<string, string>> = {}) {
    await calls.topics.create({
      ...on,
      name,
      partitionCount,
      replicationFactor: -1,
      configs: Object.entries(configs).map(([key, value]) => ({ name: key, value })),
    })
  }

  /** The magic that the first message of a topic is kept with. */
  async function magicOf(topic: string): Promise<number | undefined> {
    const [host = '', port = ''] = bootstrapServers.split(':')
    await using client = await connectToKafka(host, Number(port))
    const partitions = [{ partition: 0, fetchOffset: 0n, partitionMaxBytes: 1_000_000 }]
    const { responses } = await client.request(fetch, 11, {
      maxWaitMs: 500,
      minBytes: 1,
      topics: [{ topic, partitions }],
    })
    return responses[0]?.partitions[0]?.records?.[16]
  }

  /** Reads a topic to its end. */
  async function read(topic: string, wishes: Parameters<typeof openScan>[2] = {}) {
    await using scan = await openScan(calls, topic, { ...on, ...wishes })
    const status = await scan.ended()
    const { verdict } = status
    expect({ topic, lacks: verdict?.isComplete === true ? 'nothing' : verdict?.explanation }).toEqual({
      topic,
      lacks: 'nothing',
    })
    return { status, rows: await scan.rows() }
  }

  test.skipIf(isWithoutJava)('every codec that its broker writes with is read', async () => {
    const codecs = ['gzip', 'snappy', 'lz4', 'zstd'] as const
    const values = Array.from({ length: 500 }, (_each, index) => `order ${index} of many that are alike`)
    for (const codec of codecs) {
      await createTopic(`codec-${codec}`, 2, { 'compression.type': codec })
      await produceMany(
        bootstrapServers,
        `codec-${codec}`,
        values.map((value) => ({ value })),
      )
      const { rows } = await read(`codec-${codec}`)
      // A client that hears of no leader sends again, and may write twice; nothing is read twice.
      expect(new Set(rows.map(({ value }) => value.text))).toEqual(new Set(values))
      expect(new Set(rows.map(({ partition, offset }) => `${partition}/${offset}`)).size).toBe(rows.length)
      const [row] = rows
      const place = { ...on, topic: `codec-${codec}`, partition: row?.partition ?? 0, offset: row?.offset ?? 0n }
      expect((await calls.messages.get(place)).batch.compression).toBe(codec)
    }
  })

  test.skipIf(isWithoutJava)(
    'a compacted topic is read to its end, in both orders, and its gaps are counted',
    async () => {
      await createTopic('compacted', 1, {
        'cleanup.policy': 'compact',
        'min.cleanable.dirty.ratio': '0.01',
        'segment.ms': '100',
      })
      const write = (from: number) =>
        produceMany(
          bootstrapServers,
          'compacted',
          Array.from({ length: 300 }, (_each, index) => ({ key: `key ${index % 10}`, value: `value ${from + index}` })),
        )
      // Each append rolls the segment before it, which is old by then; all but the last can be compacted.
      let written = 0
      await expect
        .poll(
          async () => {
            await write(written)
            written += 300
            return (await read('compacted')).status.account.gapCount
          },
          { timeout: 90_000, interval: 300 },
        )
        .toBeGreaterThan(0n)
      for (const order of ['oldest', 'newest'] as const) {
        const { status, rows } = await read('compacted', { order })
        expect(status.verdict).toMatchObject({ isComplete: true })
        expect(status.account.offsetCount).toBe(status.account.recordCount + status.account.gapCount)
        const newest = new Map<string, bigint>()
        for (const { key, offset } of rows) {
          if (offset > (newest.get(key.text) ?? -1n)) newest.set(key.text, offset)
        }
        const last = BigInt(written)
        expect([...newest.values()].toSorted((a, b) => Number(a - b))).toEqual(
          Array.from({ length: 10 }, (_each, index) => last - 10n + BigInt(index)),
        )
        const offsets = rows.map(({ offset }) => offset)
        expect(offsets).toEqual(offsets.toSorted((a, b) => (order === 'oldest' ? Number(a - b) : Number(b - a))))
      }
    },
  )

  test.skipIf(isWithoutJava)(
    'transactions: what was aborted is marked, or left out, and markers are counted',
    async () => {
      await createTopic('transactional', 1)
      const client = new Kafka({ clientId: 'shop', brokers: [bootstrapServers], logLevel: logLevel.NOTHING })
      const producer = client.producer({ transactionalId: `shop-${version}`, maxInFlightRequests: 1, idempotent: true })
      await producer.connect()
      for (const end of ['commit', 'abort', 'commit'] as const) {
        const transaction = await producer.transaction()
        await transaction.send({ topic: 'transactional', messages: [{ value: `to ${end}` }, { value: `to ${end}` }] })
        await transaction[end]()
      }
      await producer.disconnect()

      const all = await read('transactional')
      expect(all.rows.map(({ state }) => state)).toEqual([
        'committed',
        'committed',
        'aborted',
        'aborted',
        'committed',
        'committed',
      ])
      expect(all.status.account).toMatchObject({ recordCount: 6n, controlCount: 3n, abortedCount: 0n, gapCount: 0n })
      const committed = await read('transactional', { isolation: 'read-committed' })
      expect(committed.rows.every(({ value }) => value.text === 'to commit')).toBe(true)
      expect(committed.status.account.abortedCount).toBe(2n)
      expect((await read('transactional', { showsControlRecords: true })).rows).toHaveLength(9)
    },
  )

  test.skipIf(isWithoutJava)('a topic that is deleted under way is not called complete', async () => {
    await createTopic('doomed', 2)
    await produceMany(
      bootstrapServers,
      'doomed',
      Array.from({ length: 200 }, (_each, index) => ({ value: `message ${index}`, partition: index % 2 })),
    )
    await using scan = await openScan(calls, 'doomed', { ...on, limit: 10 })
    expect((await scan.ended()).verdict).toMatchObject({ isComplete: false, reason: 'limit' })
    const doomed = { ...on, topic: 'doomed' }
    await calls.topics.delete({ ...doomed, confirmedName: 'doomed' })
    await expect.poll(async () => (await refusalOf(calls.topics.describe(doomed))).code).toBe('NOT_FOUND')
    await calls.scans.more({ scanId: scan.scanId, limit: 1000 })
    const status = await scan.until(({ phase, verdict }) => phase === 'ended' && verdict?.reason !== 'limit')
    expect(status.verdict).toMatchObject({ isComplete: false, reason: 'topic-deleted' })
  })

  if (version === LAST_WITH_ZOOKEEPER) {
    test.skipIf(isWithoutJava)(
      'messages of before 0.11 are read as what they are, from within a compressed set as well',
      async () => {
        const formats = [
          { formatVersion: '0.9.0', magic: 0 },
          { formatVersion: '0.10.2', magic: 1 },
        ]
        const timestamp = 1_700_000_000_000
        for (const { formatVersion, magic } of formats) {
          for (const codec of ['uncompressed', 'gzip', 'snappy', 'lz4']) {
            const topic = `old-${magic}-${codec}`
            await createTopic(topic, 1, { 'message.format.version': formatVersion, 'compression.type': codec })
            const messages = Array.from({ length: 40 }, (_each, index) => ({
              key: index % 2 === 0 ? `key ${index}` : null,
              value: index === 3 ? null : `value ${index}`,
              timestamp: String(timestamp + index),
            }))
            await produceMany(bootstrapServers, topic, messages.slice(0, 20))
            await produceMany(bootstrapServers, topic, messages.slice(20))
            expect(await magicOf(topic)).toBe(magic)

            const { rows } = await read(topic)
            expect(rows.map(({ offset }) => offset)).toEqual(messages.map((_each, index) => BigInt(index)))
            expect(rows.map(({ key }) => (key.kind === 'null' ? null : key.text))).toEqual(
              messages.map(({ key }) => key),
            )
            expect(rows.map(({ value }) => (value.kind === 'null' ? null : value.text))).toEqual(
              messages.map(({ value }) => value),
            )
            const times = messages.map((each) => (magic === 0 ? -1n : BigInt(each.timestamp)))
            expect(rows.map((row) => row.timestamp)).toEqual(times)
            const inside = await read(topic, { start: { at: 'offset', offset: 27n }, order: 'newest' })
            expect(inside.rows.map(({ offset }) => offset)).toEqual(
              Array.from({ length: 13 }, (_each, index) => BigInt(39 - index)),
            )
          }
        }
      },
    )
  }

  if (version === APACHE_KAFKA_VERSION) {
    test.skipIf(isWithoutJava)('what a share group leaves in __share_group_state is told in plain words', async () => {
      await createTopic('shared', 1)
      const stop = new AbortController()
      const produced = (async () => {
        // The group begins at the end, wherever that is when its first member has come.
        for (let count = 0; !stop.signal.aborted; count++) {
          await produceMany(bootstrapServers, 'shared', [{ value: `message ${count}` }])
        }
      })()
      const args = ['--bootstrap-server', bootstrapServers, '--topic', 'shared', '--group', 'sharers']
      const { stdout } = await runKafkaTool(
        'org.apache.kafka.tools.consumer.ConsoleShareConsumer',
        [...args, '--max-messages', '5', '--timeout-ms', '60000'],
        { timeoutMs: 90_000 },
      )
      stop.abort()
      await produced
      expect(stdout.match(/^message \d+$/gm)?.length).toBeGreaterThanOrEqual(5)

      const { rows } = await read('__share_group_state')
      expect(rows.length).toBeGreaterThan(1)
      for (const { key, value, keyFormat, decodingProblem } of rows) {
        expect({ keyFormat, decodingProblem }).toEqual({ keyFormat: 'kafka-internal', decodingProblem: null })
        expect(key.text).toContain('"groupId":"sharers"')
        expect(value.text).toMatch(/^\{"kind":"share-(snapshot|update)","version":0,"value":\{"snapshotEpoch":\d+/)
      }
      expect(rows.some(({ value }) => value.text.includes('"deliveryState":"Acknowledged"'))).toBe(true)
      const ofGroups = (await read('__consumer_offsets')).rows
      expect(ofGroups.filter(({ decodingProblem }) => decodingProblem !== null)).toEqual([])
      expect(ofGroups.some(({ key }) => key.text.includes('share-group-current-member-assignment'))).toBe(true)
    })
  }

  test.skipIf(isWithoutJava)('all of this has left no group behind', async () => {
    const { groups } = await calls.groups.list(on)
    expect(groups.map(({ groupId }) => groupId).filter((id) => id !== 'sharers')).toEqual([])
  })
})
