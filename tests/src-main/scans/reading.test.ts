import { describe, expect, test, vi } from 'vitest'
import { errorCode } from '../../../broker/protocol/error-codes.ts'
import { codecs } from '../../../broker/records/codec.ts'
import { buildEndTransactionMarker } from '../../../broker/records/control-records.ts'
import type { ScanRequest } from '../../../src-main/api/scans.ts'
import { controlReading } from '../../../src-main/scans/control-marker.ts'
import type { FakeBroker } from '../../support/fake-broker.ts'
import { batchAt, fakeTopic, startFakeTopicBroker, startFakeTopicBrokers } from '../../support/fake-topic.ts'
import { startReading } from '../../support/reading-acts.ts'

// Real sockets, and a machine that may be busy with other tests.
vi.setConfig({ testTimeout: 120_000 })

async function read(broker: FakeBroker, wishes: Partial<ScanRequest> = {}) {
  await using reading = await startReading(broker, wishes)
  const status = await reading.ended()
  return { values: reading.values(), places: reading.places(), status, verdict: status.verdict }
}

const numbers = (from: number, count: number): string[] =>
  Array.from({ length: count }, (_, index) => `message ${from + index}`)

const singles = (count: number) => Array.from({ length: count }, (_, index) => batchAt(BigInt(index), [`m${index}`]))

const containing = (text: string) => ({ kind: 'text', text, isCaseSensitive: true, parts: null }) as const

describe('everything is read', () => {
  test('of every partition, whatever its codec', async () => {
    const batches = codecs.map((codec, index) => batchAt(BigInt(index * 3), numbers(index * 3, 3), { codec }))
    await using broker = await startFakeTopicBroker(fakeTopic('orders', [batches, [batchAt(0n, ['other'])]]))
    const { values, verdict, status } = await read(broker)
    expect(values.toSorted()).toEqual([...numbers(0, 15), 'other'].toSorted())
    expect(verdict).toMatchObject({ isComplete: true, reason: 'complete' })
    expect(status).toMatchObject({ scannedCount: 16n, matchCount: 16 })
    expect(status.partitions).toMatchObject([
      { partition: 0, startOffset: 0n, position: 15n, endOffset: 15n, problem: null },
      { partition: 1, position: 1n, endOffset: 1n },
    ])
  })

  test.each(['oldest', 'newest'] as const)('across the gaps of compaction, %s first', async (order) => {
    const topic = fakeTopic('orders', [[batchAt(3n, ['a']), batchAt(900n, ['b']), batchAt(40_000n, ['c'])]])
    await using broker = await startFakeTopicBroker(topic)
    const { places, verdict, status } = await read(broker, { order })
    const expected = ['0/3', '0/900', '0/40000']
    expect(places).toEqual(order === 'oldest' ? expected : expected.toReversed())
    expect(verdict?.isComplete).toBe(true)
    expect(status.account).toMatchObject({ offsetCount: 39_998n, recordCount: 3n, gapCount: 39_995n })
  })

  test('also where every answer is full before it comes to the last partition', async () => {
    const topic = fakeTopic('orders', [singles(60), singles(60), singles(1)])
    topic.mostAnswered = 1
    await using broker = await startFakeTopicBroker(topic)
    await using reading = await startReading(broker)
    expect((await reading.ended()).verdict).toMatchObject({ isComplete: true })
    expect(new Set(reading.places()).size).toBe(121)
    // Nobody waits for the others to be read to their ends.
    const asked = broker.requests.filter(({ api }) => api === 'Fetch')
    expect(asked).toHaveLength(121)
  })

  test('from within a batch, and nothing before it', async () => {
    await using broker = await startFakeTopicBroker(fakeTopic('orders', [[batchAt(0n, numbers(0, 10))]]))
    expect((await read(broker, { start: { at: 'offset', offset: 7n } })).places).toEqual(['0/7', '0/8', '0/9'])
    expect((await read(broker, { start: { at: 'offset', offset: 99n } })).verdict?.isComplete).toBe(true)
  })

  test('from a time on; one that no message has reached is the end', async () => {
    const topic = fakeTopic('orders', [[batchAt(0n, ['old']), batchAt(1n, ['new'])]])
    await using broker = await startFakeTopicBroker(topic)
    expect((await read(broker, { start: { at: 'timestamp', timestamp: 1000n } })).values).toEqual(['new'])
    expect((await read(broker, { start: { at: 'timestamp', timestamp: 9999n } })).values).toEqual([])
  })

  test('but for the markers of transactions, which are counted, or shown as what they are', async () => {
    const topic = fakeTopic('orders', [[batchAt(0n, ['aborted'], transactional), abortMarkerAt(1n)]])
    await using broker = await startFakeTopicBroker(topic)
    const { values, status } = await read(broker)
    expect(values).toEqual(['aborted'])
    expect(status.partitions).toMatchObject([{ position: 2n, endOffset: 2n }])
    expect(status.account).toMatchObject({ offsetCount: 2n, recordCount: 1n, controlCount: 1n, gapCount: 0n })
    await using all = await startReading(broker, { showsControlRecords: true })
    await all.ended()
    expect(all.places()).toEqual(['0/0', '0/1'])
    const marker = all.scan.window(1, 1)[0]?.row.content
    if (!marker) throw new Error('The marker has no content.')
    expect(controlReading('key', marker)?.content).toBe('abort')
    expect(controlReading('value', marker)?.content).toMatchObject({ marker: 'abort' })
    expect(controlReading('key', { key: Buffer.from([0, 0, 0, 99]), value: null })).toBeNull()
  })

  test('with a message of 50 MB among them, of which only the beginning is kept', async () => {
    const large = batchAt(1n, ['x'.repeat(50 * 1024 * 1024)])
    await using broker = await startFakeTopicBroker(
      fakeTopic('orders', [[batchAt(0n, ['before']), large, batchAt(2n, ['after'])]]),
    )
    await using reading = await startReading(broker)
    expect((await reading.ended()).verdict?.isComplete).toBe(true)
    const rows = reading.scan.window(0, 3).map(({ row }) => [row.sizeBytes, row.content?.value?.byteLength])
    expect(rows).toEqual([
      [6, 6],
      [50 * 1024 * 1024, 16 * 1024],
      [5, 5],
    ])
    const { places } = await read(broker, { filter: containing('xxx'), order: 'newest' })
    expect(places).toEqual(['0/1'])
  })

  test('with a text, also where only one batch of many has it', async () => {
    const batches = Array.from({ length: 50 }, (_, index) => batchAt(BigInt(index * 100), numbers(index * 100, 100)))
    await using broker = await startFakeTopicBroker(fakeTopic('orders', [batches]))
    const { values, verdict, status } = await read(broker, { filter: containing('message 4711') })
    expect(values).toEqual(['message 4711'])
    expect(verdict?.isComplete).toBe(true)
    expect(status).toMatchObject({ scannedCount: 5000n, matchCount: 1 })
    const newest = await read(broker, { filter: containing('99'), order: 'newest', limit: 3 })
    expect(newest.places.slice(0, 3)).toEqual(['0/4999', '0/4998', '0/4997'].slice(0, 3))
    expect(newest.verdict).toMatchObject({ isComplete: false, reason: 'limit' })
  })
})

const transactional = { isTransactional: true, producerId: 7n, producerEpoch: 0, baseSequence: 0 }

function abortMarkerAt(offset: bigint): Buffer {
  const by = { producerId: 7n, producerEpoch: 0, coordinatorEpoch: 0 }
  const marker = buildEndTransactionMarker({ ...by, result: 'abort', timestamp: 1n })
  marker.writeBigInt64BE(offset, 0)
  return marker
}

describe('what cannot be read is said', () => {
  test('a damaged batch', async () => {
    const damaged = batchAt(1n, ['damaged'])
    damaged[damaged.length - 1] = 0x7e
    const topic = fakeTopic('orders', [[batchAt(0n, ['a']), damaged, batchAt(2n, ['c'])], [batchAt(0n, ['fine'])]])
    await using broker = await startFakeTopicBroker(topic)
    const { values, verdict, status } = await read(broker)
    expect(values.toSorted()).toEqual(['a', 'fine'])
    expect(verdict).toMatchObject({ isComplete: false, reason: 'failed-partition' })
    expect(verdict?.explanation).toContain('the checksum of the batch at offset 1 is wrong')
    expect(status.partitions[0]?.problem).toContain('Partition 0 cannot be read to its end')
    expect(status.partitions[1]?.problem).toBeNull()
  })

  test('messages that retention takes away before they are read', async () => {
    const topic = fakeTopic('orders', [[batchAt(0n, ['a']), batchAt(1n, ['b']), batchAt(2n, ['c'])]])
    await using broker = await startFakeTopicBroker(topic)
    await using reading = await startReading(broker)
    topic.partitions[0]!.logStart = 2n
    const { verdict } = await reading.ended()
    expect(reading.values()).toEqual(['c'])
    expect(verdict).toMatchObject({ isComplete: false, reason: 'failed-partition' })
    expect(verdict?.explanation).toContain('were deleted before they were read')
  })

  test('a log that was cut', async () => {
    const topic = fakeTopic('orders', [[batchAt(0n, ['a', 'b', 'c'])]])
    topic.partitions[0]!.end = 10n
    await using broker = await startFakeTopicBroker(topic)
    await using reading = await startReading(broker)
    topic.partitions[0]!.end = 3n
    const { verdict } = await reading.ended()
    expect(reading.values()).toEqual(['a', 'b', 'c'])
    expect(verdict).toMatchObject({ isComplete: false, reason: 'failed-partition' })
    expect(verdict?.explanation).toContain('its log ends at offset 3 now, before 10')
  })

  test('a topic that is deleted under way: what was read stays, and it is not called complete', async () => {
    const topic = fakeTopic('orders', [singles(30)])
    await using broker = await startFakeTopicBroker(topic)
    await using reading = await startReading(broker)
    await reading.until(({ rowCount }) => rowCount > 3)
    topic.exists = false
    const { verdict } = await reading.ended()
    expect(reading.values().slice(0, 4)).toEqual(['m0', 'm1', 'm2', 'm3'])
    expect(verdict).toMatchObject({ isComplete: false, reason: 'topic-deleted' })
  })

  test('a topic or a partition that does not exist', async () => {
    const topic = fakeTopic('orders', [[batchAt(0n, ['a'])]])
    await using broker = await startFakeTopicBroker(topic)
    await expect(read(broker, { partitions: [0, 5] })).rejects.toMatchObject({ code: 'NOT_FOUND' })
    topic.exists = false
    await expect(read(broker)).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })
})

describe('nothing is lost or repeated', () => {
  test('when a broker does not know yet that it leads', async () => {
    const topic = fakeTopic('orders', [[batchAt(0n, ['a'])]])
    topic.partitions[0]!.fetchError = errorCode.NOT_LEADER_OR_FOLLOWER
    await using broker = await startFakeTopicBroker(topic)
    await using reading = await startReading(broker)
    await expect.poll(() => broker.requests.some(({ api }) => api === 'Fetch')).toBe(true)
    topic.partitions[0]!.fetchError = 0
    await reading.ended()
    expect(reading.values()).toEqual(['a'])
  })

  test('when the leader moves to another broker under way, and back', async () => {
    const topic = fakeTopic('orders', [singles(40)])
    const { first, second } = await startFakeTopicBrokers(topic)
    await using _first = first
    await using _second = second
    await using reading = await startReading(first)
    await reading.until(({ rowCount }) => rowCount >= 10)
    topic.partitions[0]!.leader = 2
    await reading.until(({ rowCount }) => rowCount >= 20)
    topic.partitions[0]!.leader = 1
    const { verdict } = await reading.ended()
    expect(reading.values()).toEqual(singles(40).map((_each, index) => `m${index}`))
    expect(verdict?.isComplete).toBe(true)
    expect(second.requests.some(({ api }) => api === 'Fetch')).toBe(true)
  })

  test('when a connection is lost under way', async () => {
    await using broker = await startFakeTopicBroker(fakeTopic('orders', [singles(30)]))
    await using reading = await startReading(broker)
    await reading.until(({ rowCount }) => rowCount >= 10)
    broker.dropConnections()
    const { verdict } = await reading.ended()
    expect(reading.values()).toEqual(singles(30).map((_each, index) => `m${index}`))
    expect(verdict?.isComplete).toBe(true)
  })

  test('when one broker is slow: the rows of the others are there meanwhile', async () => {
    const topic = fakeTopic('orders', [singles(5), singles(5)])
    topic.partitions[1]!.leader = 2
    const { promise, resolve } = Promise.withResolvers<void>()
    topic.partitions[1]!.held = promise
    const { first, second } = await startFakeTopicBrokers(topic)
    await using _first = first
    await using _second = second
    await using reading = await startReading(first)
    // Their place in the order by time is not certain before the slow one has answered.
    const meanwhile = await reading.until(({ rowCount }) => rowCount === 5)
    expect(meanwhile).toMatchObject({ phase: 'running', settledRowCount: 0 })
    expect(reading.places()).toEqual(['0/0', '0/1', '0/2', '0/3', '0/4'])
    resolve()
    expect((await reading.ended()).verdict?.isComplete).toBe(true)
    expect(reading.places()).toEqual([0, 1, 2, 3, 4].flatMap((offset) => [`0/${offset}`, `1/${offset}`]))
  })

  test('when it is stopped under way and goes on', async () => {
    await using broker = await startFakeTopicBroker(fakeTopic('orders', [singles(30), singles(20)]))
    await using reading = await startReading(broker)
    await reading.until(({ rowCount }) => rowCount >= 10)
    await reading.scan.stop()
    expect(reading.scan.status()).toMatchObject({ canContinue: true, verdict: { reason: 'stopped' } })
    reading.scan.more(1000)
    expect((await reading.ended()).verdict?.isComplete).toBe(true)
    expect(new Set(reading.places()).size).toBe(50)
    expect(reading.places()).toHaveLength(50)
  })

  test('in a live tail, until it is closed', async () => {
    const topic = fakeTopic('orders', [[batchAt(0n, ['old'])]])
    await using broker = await startFakeTopicBroker(topic)
    await using reading = await startReading(broker, { start: { at: 'end' }, end: { at: 'never' } })
    topic.partitions[0]!.batches[1] = batchAt(1n, ['new'])
    await reading.until(({ rowCount }) => rowCount === 1)
    topic.partitions[0]!.batches[2] = batchAt(2n, ['newer', 'newest'])
    await reading.until(({ rowCount }) => rowCount === 3)
    expect(reading.values()).toEqual(['new', 'newer', 'newest'])
    await reading.scan.stop()
    expect(reading.scan.status().verdict).toMatchObject({ isComplete: false, reason: 'stopped' })
  })
})
