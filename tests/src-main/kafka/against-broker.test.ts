import { Kafka, logLevel } from 'kafkajs'
import { describe, expect, test, vi } from 'vitest'
import { listOffsetsTimestamp } from '../../../broker/protocol/list-offsets-timestamps.ts'
import { codecs } from '../../../broker/records/codec.ts'
import type { ScanRequest } from '../../../src-main/api/scans.ts'
import { changeConfig, describeConfig } from '../../../src-main/kafka/configs.ts'
import { deleteRecords } from '../../../src-main/kafka/delete-records.ts'
import { commitOffsets, deleteOffsets, fetchCommittedOffsets } from '../../../src-main/kafka/group-offsets.ts'
import { describeGroup } from '../../../src-main/kafka/group-descriptions.ts'
import { deleteGroup, listGroups } from '../../../src-main/kafka/groups.ts'
import { RefusedByBrokerError } from '../../../src-main/kafka/kafka-errors.ts'
import { describeLogDirectories } from '../../../src-main/kafka/log-directories.ts'
import { listOffsets } from '../../../src-main/kafka/offsets.ts'
import { readRecordAt } from '../../../src-main/kafka/partition-reader.ts'
import { produceRecord, type RecordToProduce } from '../../../src-main/kafka/produce.ts'
import { ClusterSession, type SessionState } from '../../../src-main/kafka/session.ts'
import { addPartitions, createTopic, deleteTopic } from '../../../src-main/kafka/topics.ts'
import { startReading } from '../../support/reading-acts.ts'
import { startBroker, type TestBroker } from '../../support/start-broker.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

// Real sockets, and a machine that may be busy with other tests.
vi.setConfig({ testTimeout: 120_000 })

async function connect(broker: TestBroker): Promise<ClusterSession> {
  const session = new ClusterSession({ bootstrapServers: broker.bootstrapServers })
  await session.connect()
  return session
}

const orders = { name: 'orders', partitionCount: 3, replicationFactor: -1, configs: [] }

const record = (wishes: Partial<RecordToProduce> = {}): RecordToProduce => ({
  topic: 'orders',
  partition: null,
  key: null,
  value: Buffer.from('value'),
  headers: [],
  timestamp: BigInt(Date.now()),
  codec: 'none',
  acks: -1,
  ...wishes,
})

describe('topics', () => {
  test('are created, grow, and are deleted', async () => {
    await using broker = await startBroker()
    await using session = await connect(broker)
    const { cluster } = session
    const created = await createTopic(cluster, { ...orders, configs: [{ name: 'retention.ms', value: '1000' }] })
    expect(created.partitions).toHaveLength(3)
    expect((await addPartitions(cluster, 'orders', 5)).partitions).toHaveLength(5)
    await expect(createTopic(cluster, orders)).rejects.toMatchObject({
      code: 'CONFLICT',
      problem: { kafkaError: 'TOPIC_ALREADY_EXISTS' },
    })
    await expect(addPartitions(cluster, 'orders', 2)).rejects.toMatchObject({
      problem: { kafkaError: 'INVALID_PARTITIONS' },
    })
    await deleteTopic(cluster, 'orders')
    await expect(cluster.topic('orders')).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await expect(deleteTopic(cluster, 'orders')).rejects.toThrow(RefusedByBrokerError)
  })

  test('have configurations that change one key at a time', async () => {
    await using broker = await startBroker()
    await using session = await connect(broker)
    const { cluster } = session
    await createTopic(cluster, { ...orders, configs: [{ name: 'retention.ms', value: '1000' }] })
    const owner = { type: 'topic', name: 'orders' } as const
    await changeConfig(cluster, owner, [{ name: 'max.message.bytes', value: '5000' }])
    const find = async (name: string) => (await describeConfig(cluster, owner)).find((each) => each.name === name)
    expect(await find('max.message.bytes')).toMatchObject({ value: '5000', source: 'topic', type: 'int' })
    expect(await find('retention.ms')).toMatchObject({ value: '1000', source: 'topic' })
    await changeConfig(cluster, owner, [{ name: 'max.message.bytes', value: null }])
    expect((await find('max.message.bytes'))?.source).not.toBe('topic')
    await expect(changeConfig(cluster, owner, [{ name: 'retention.ms', value: 'soon' }])).rejects.toMatchObject({
      problem: { what: 'The configuration of topic orders was not changed.', kafkaError: 'INVALID_CONFIG' },
    })
    const ofBroker = await describeConfig(cluster, { type: 'broker', nodeId: broker.nodeId })
    expect(ofBroker.find(({ name }) => name === 'log.dirs')?.value ?? '').not.toBe('')
  })
})

describe('messages', () => {
  test.each(codecs)('written with %s are read exactly as they were', async (codec) => {
    await using broker = await startBroker()
    await using session = await connect(broker)
    const { cluster } = session
    await createTopic(cluster, orders)
    const headers = [
      { key: 'a', value: Buffer.from('1') },
      { key: 'b', value: null },
      { key: 'a', value: Buffer.from([0xff]) },
    ]
    const timestamp = 1_700_000_000_123n
    const sent = record({ key: Buffer.from('k'), value: null, headers, timestamp, codec, partition: 1 })
    const { partition, offset } = await produceRecord(cluster, sent)
    expect({ partition, offset }).toEqual({ partition: 1, offset: 0n })
    expect(await readRecordAt(cluster, { topic: 'orders', partition: 1, offset: 0n })).toMatchObject({
      partition: 1,
      offset: 0n,
      timestamp,
      key: Buffer.from('k'),
      value: null,
      headers,
      batch: { compression: codec, recordCount: 1, producerId: -1n, isControl: false },
    })
    await expect(readRecordAt(cluster, { topic: 'orders', partition: 1, offset: 9n })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    })
  })

  test('of a key go where Java would put them, and acks 0 gets no answer', async () => {
    await using broker = await startBroker()
    await using session = await connect(broker)
    const { cluster } = session
    await createTopic(cluster, orders)
    const places = await Promise.all(
      ['a', 'a', 'b'].map((key) => produceRecord(cluster, record({ key: Buffer.from(key) }))),
    )
    expect(places[0]?.partition).toBe(places[1]?.partition)
    expect(await produceRecord(cluster, record({ acks: 0, partition: 2 }))).toMatchObject({
      partition: 2,
      offset: null,
    })
    await expect(produceRecord(cluster, record({ partition: 7 }))).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await expect(produceRecord(cluster, record({ value: Buffer.alloc(2_000_000) }))).rejects.toMatchObject({
      problem: { kafkaError: 'MESSAGE_TOO_LARGE' },
    })
  })

  test('are found by a scan that leaves no trace', async () => {
    await using broker = await startBroker()
    await using session = await connect(broker)
    const { cluster } = session
    await createTopic(cluster, orders)
    for (let index = 0; index < 30; index++) {
      await produceRecord(cluster, record({ partition: index % 3, value: Buffer.from(`order ${index}`) }))
    }
    const scanned = async (wishes: Partial<ScanRequest>) => {
      await using reading = await startReading(broker, wishes)
      const { settledRowCount, verdict } = await reading.ended()
      return { count: settledRowCount, verdict: verdict?.reason }
    }
    const filter = { kind: 'text', text: 'ORDER 2', isCaseSensitive: false, parts: null } as const
    expect(await scanned({})).toEqual({ count: 30, verdict: 'complete' })
    expect(await scanned({ filter })).toEqual({ count: 11, verdict: 'complete' })
    expect(await scanned({ order: 'newest', limit: 4 })).toEqual({ count: 4, verdict: 'limit' })
    expect((await listGroups(cluster)).groups).toEqual([])
    await deleteRecords(cluster, 'orders', [{ partition: 0, beforeOffset: null }])
    expect(await scanned({})).toEqual({ count: 20, verdict: 'complete' })
    const [earliest] = await listOffsets(cluster, [
      { topic: 'orders', partition: 0, timestamp: listOffsetsTimestamp.earliest },
    ])
    expect(earliest?.offset).toBe(10n)
  })
})

describe('groups', () => {
  test('are listed, described, reset and deleted', async () => {
    await using broker = await startBroker()
    await using session = await connect(broker)
    const { cluster } = session
    await createTopic(cluster, orders)
    await produceRecord(cluster, record({ partition: 0 }))
    const client = new Kafka({ brokers: [broker.bootstrapServers], logLevel: logLevel.NOTHING })
    const consumer = client.consumer({ groupId: 'readers', maxWaitTimeInMs: 100 })
    const received = Promise.withResolvers<void>()
    await consumer.connect()
    await consumer.subscribe({ topic: 'orders', fromBeginning: true })
    await consumer.run({ eachMessage: async () => received.resolve() })
    await received.promise

    expect((await listGroups(cluster)).groups).toMatchObject([{ groupId: 'readers', type: 'classic', state: 'Stable' }])
    const active = await describeGroup(cluster, 'readers')
    expect(active.members[0]?.assignment).toEqual([{ topic: 'orders', partitions: [0, 1, 2] }])
    const offsets = [{ topic: 'orders', partition: 0, offset: 0n }]
    await expect(commitOffsets(cluster, 'readers', offsets)).rejects.toMatchObject({
      code: 'CONFLICT',
      problem: { why: 'The group has members at the moment.' },
    })
    await expect(deleteGroup(cluster, 'readers')).rejects.toMatchObject({ code: 'CONFLICT' })

    await consumer.disconnect()
    expect(await describeGroup(cluster, 'readers')).toMatchObject({ state: 'Empty', members: [] })
    await commitOffsets(cluster, 'readers', offsets)
    expect(await fetchCommittedOffsets(cluster, 'readers')).toContainEqual(expect.objectContaining(offsets[0]))
    await deleteOffsets(cluster, 'readers', offsets)
    await deleteGroup(cluster, 'readers')
    await expect(describeGroup(cluster, 'readers')).rejects.toMatchObject({ code: 'NOT_FOUND' })
    expect(await fetchCommittedOffsets(cluster, 'readers')).toEqual([])
  })
})

test('log directories say how large partitions are', async () => {
  await using broker = await startBroker()
  await using session = await connect(broker)
  await createTopic(session.cluster, orders)
  await produceRecord(session.cluster, record({ partition: 2 }))
  const [directory] = await describeLogDirectories(session.cluster, broker.nodeId)
  const stored = directory?.partitions.find(({ topic, partition }) => topic === 'orders' && partition === 2)
  expect(stored?.sizeBytes).toBeGreaterThan(60n)
})

test('a session notices that the broker is gone and that it is back, and goes on', async () => {
  await using folder = await temporaryFolder()
  const broker = await startBroker({ data: folder.join('data') })
  await using session = await connect(broker)
  await createTopic(session.cluster, orders)
  await produceRecord(session.cluster, record({ partition: 0 }))
  expect(session.state).toMatchObject({ state: 'connected', brokerCount: 1 })
  const gone = nextState(session, 'reconnecting')
  await broker.stop()
  expect(await gone).toMatchObject({ problem: { why: 'Nobody listens there (connection refused).' } })
  const back = nextState(session, 'connected')
  await using again = await startBroker({ data: folder.join('data'), port: broker.port })
  expect(again.port).toBe(broker.port)
  await back
  const stored = await readRecordAt(session.cluster, { topic: 'orders', partition: 0, offset: 0n })
  expect(String(stored.value)).toBe('value')
  expect(await produceRecord(session.cluster, record({ partition: 0 }))).toMatchObject({ offset: 1n })
})

function nextState(session: ClusterSession, state: SessionState['state']): Promise<SessionState> {
  return new Promise((resolve) => {
    const stop = session.onChange((now) => {
      if (now.state !== state) return
      stop()
      resolve(now)
    })
  })
}
