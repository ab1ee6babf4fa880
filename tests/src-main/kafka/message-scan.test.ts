import { describe, expect, test, vi } from 'vitest'
import { errorCode } from '../../../broker/protocol/error-codes.ts'
import { codecs } from '../../../broker/records/codec.ts'
import { buildEndTransactionMarker } from '../../../broker/records/control-records.ts'
import type { ScanVerdict } from '../../../src-main/api/messages.ts'
import { scanMessages, type ScanRequest, type ScanUpdate } from '../../../src-main/kafka/message-scan.ts'
import { WireCluster } from '../../../src-main/kafka/wire-cluster.ts'
import type { FakeBroker } from '../../support/fake-broker.ts'
import { batchAt, fakeTopic, startFakeTopicBroker } from '../../support/fake-topic.ts'

// Real sockets, and a machine that may be busy with other tests.
vi.setConfig({ testTimeout: 30_000 })

const request: ScanRequest = {
  topic: 'orders',
  partitions: null,
  start: { at: 'earliest' },
  contains: null,
  isCaseSensitive: true,
  limit: 1000,
}

interface Outcome {
  readonly values: string[]
  readonly places: string[]
  readonly verdict: ScanVerdict
  readonly progress: Extract<ScanUpdate, { type: 'progress' }>
}

async function scan(broker: FakeBroker, wishes: Partial<ScanRequest> = {}): Promise<Outcome> {
  const cluster = new WireCluster({ bootstrap: [broker] })
  const updates: ScanUpdate[] = []
  for await (const update of scanMessages(cluster, { ...request, ...wishes })) updates.push(update)
  cluster.close()
  const records = updates.flatMap((update) => (update.type === 'records' ? update.records : []))
  const last = updates.at(-1)
  const progress = updates.filter((update) => update.type === 'progress').at(-1)
  if (last?.type !== 'verdict' || !progress) throw new Error('A scan ends with its verdict.')
  return {
    values: records.map(({ value }) => Buffer.from(value ?? '').toString()),
    places: records.map(({ partition, offset }) => `${partition}/${offset}`),
    verdict: last.verdict,
    progress,
  }
}

const numbers = (from: number, count: number): string[] =>
  Array.from({ length: count }, (_, index) => `message ${from + index}`)

describe('from a position on', () => {
  test('every message of every partition is given, whatever its codec', async () => {
    const batches = codecs.map((codec, index) => batchAt(BigInt(index * 3), numbers(index * 3, 3), { codec }))
    await using broker = await startFakeTopicBroker(fakeTopic('orders', [batches, [batchAt(0n, ['other'])]]))
    const { values, verdict, progress } = await scan(broker)
    expect(values.toSorted()).toEqual([...numbers(0, 15), 'other'].toSorted())
    expect(verdict).toMatchObject({ isComplete: true, reason: 'complete' })
    expect(progress).toMatchObject({ scannedCount: 16n, matchCount: 16 })
    expect(progress.partitions).toMatchObject([
      { partition: 0, startOffset: 0n, position: 15n, endOffset: 15n, problem: null },
      { partition: 1, position: 1n, endOffset: 1n },
    ])
  })

  test('gaps that compaction has left do not end it, nor do empty answers', async () => {
    const topic = fakeTopic('orders', [[batchAt(3n, ['a']), batchAt(900n, ['b']), batchAt(5000n, ['c'])]])
    await using broker = await startFakeTopicBroker(topic)
    const { places, verdict } = await scan(broker)
    expect(places).toEqual(['0/3', '0/900', '0/5000'])
    expect(verdict.isComplete).toBe(true)
  })

  test('a start inside a batch gives nothing before it', async () => {
    await using broker = await startFakeTopicBroker(fakeTopic('orders', [[batchAt(0n, numbers(0, 10))]]))
    expect((await scan(broker, { start: { at: 'offset', offset: 7n } })).places).toEqual(['0/7', '0/8', '0/9'])
    expect((await scan(broker, { start: { at: 'offset', offset: 99n } })).verdict.isComplete).toBe(true)
  })

  test('a time that no message has reached is the end', async () => {
    const topic = fakeTopic('orders', [[batchAt(0n, ['old']), batchAt(1n, ['new'])]])
    await using broker = await startFakeTopicBroker(topic)
    expect((await scan(broker, { start: { at: 'timestamp', timestamp: 1000n } })).values).toEqual(['new'])
    expect((await scan(broker, { start: { at: 'timestamp', timestamp: 9999n } })).values).toEqual([])
  })

  test('the markers of transactions are no messages', async () => {
    const marker = buildEndTransactionMarker({
      producerId: 7n,
      producerEpoch: 0,
      result: 'abort',
      coordinatorEpoch: 0,
      timestamp: 1n,
    })
    marker.writeBigInt64BE(1n, 0)
    const transactional = { isTransactional: true, producerId: 7n, producerEpoch: 0, baseSequence: 0 }
    const topic = fakeTopic('orders', [[batchAt(0n, ['aborted'], transactional), marker]])
    await using broker = await startFakeTopicBroker(topic)
    const { values, progress } = await scan(broker)
    expect(values).toEqual(['aborted'])
    expect(progress.partitions).toMatchObject([{ position: 2n, endOffset: 2n }])
  })

  test('the limit ends it and is not called complete', async () => {
    const topic = fakeTopic('orders', [[batchAt(0n, numbers(0, 10)), batchAt(10n, numbers(10, 10))]])
    await using broker = await startFakeTopicBroker(topic)
    const { values, verdict, progress } = await scan(broker, { limit: 7 })
    expect(values).toEqual(numbers(0, 7))
    expect(verdict).toMatchObject({ isComplete: false, reason: 'limit' })
    expect(progress.partitions).toMatchObject([{ position: 7n, endOffset: 20n, matchCount: 7 }])
  })

  test('a limit that is just the number of messages is complete', async () => {
    await using broker = await startFakeTopicBroker(fakeTopic('orders', [[batchAt(0n, numbers(0, 10))]]))
    expect((await scan(broker, { limit: 10 })).verdict).toMatchObject({ isComplete: true, reason: 'complete' })
  })
})

describe('with a text', () => {
  const needle = Array.from({ length: 50 }, (_, index) => batchAt(BigInt(index * 100), numbers(index * 100, 100)))

  test('every message is looked at, and those that hold it are given', async () => {
    await using broker = await startFakeTopicBroker(fakeTopic('orders', [needle]))
    const { values, verdict, progress } = await scan(broker, { contains: 'message 4711' })
    expect(values).toEqual(['message 4711'])
    expect(verdict.isComplete).toBe(true)
    expect(progress).toMatchObject({ scannedCount: 5000n, matchCount: 1 })
  })

  test('newest first starts at the end and goes on to the beginning', async () => {
    await using broker = await startFakeTopicBroker(fakeTopic('orders', [needle]))
    const all = await scan(broker, { contains: '99', start: { at: 'newest' } })
    expect(all.places[0]).toBe('0/4999')
    expect(all.values).toContain('message 99')
    expect(all.verdict.isComplete).toBe(true)
    expect(all.progress.scannedCount).toBe(5000n)
    const few = await scan(broker, { contains: '99', start: { at: 'newest' }, limit: 3 })
    expect(few.places).toEqual(['0/4999', '0/4998', '0/4997'].map((place) => place))
    expect(few.verdict).toMatchObject({ isComplete: false, reason: 'limit' })
  })
})

describe('the newest messages', () => {
  test('of all partitions come merged by time', async () => {
    const topic = fakeTopic('orders', [
      [batchAt(0n, numbers(0, 50)), batchAt(50n, numbers(50, 50))],
      [batchAt(90n, ['x', 'y']), batchAt(200n, ['z'])],
    ])
    await using broker = await startFakeTopicBroker(topic)
    const { places, verdict } = await scan(broker, { start: { at: 'newest' }, limit: 5 })
    expect(places).toEqual(['1/200', '0/99', '0/98', '0/97', '0/96'])
    expect(verdict).toMatchObject({ isComplete: false, reason: 'limit' })
  })

  test('are found across wide gaps', async () => {
    const topic = fakeTopic('orders', [[batchAt(0n, ['first']), batchAt(40_000n, ['last'])]])
    await using broker = await startFakeTopicBroker(topic)
    const { values, verdict } = await scan(broker, { start: { at: 'newest' }, limit: 2 })
    expect(values).toEqual(['last', 'first'])
    expect(verdict.isComplete).toBe(true)
  })

  test('fewer than wanted are all there are', async () => {
    await using broker = await startFakeTopicBroker(fakeTopic('orders', [[batchAt(0n, ['a', 'b'])], []]))
    const { values, verdict } = await scan(broker, { start: { at: 'newest' }, limit: 100 })
    expect(values).toEqual(['b', 'a'])
    expect(verdict).toMatchObject({ isComplete: true, reason: 'complete' })
  })
})

describe('what cannot be read is said', () => {
  test('a damaged batch', async () => {
    const damaged = batchAt(1n, ['damaged'])
    damaged[damaged.length - 1] = 0x7e
    const topic = fakeTopic('orders', [[batchAt(0n, ['a']), damaged, batchAt(2n, ['c'])], [batchAt(0n, ['fine'])]])
    await using broker = await startFakeTopicBroker(topic)
    const { values, verdict, progress } = await scan(broker)
    expect(values.toSorted()).toEqual(['a', 'fine'])
    expect(verdict).toMatchObject({ isComplete: false, reason: 'failed-partition' })
    expect(verdict.explanation).toContain('the checksum of the batch at offset 1 is wrong')
    expect(progress.partitions[0]?.problem).toContain('Partition 0 cannot be read to its end')
    expect(progress.partitions[1]?.problem).toBeNull()
  })

  test('messages that retention takes away while they are read', async () => {
    const topic = fakeTopic('orders', [[batchAt(0n, ['a']), batchAt(1n, ['b']), batchAt(2n, ['c'])]])
    await using broker = await startFakeTopicBroker(topic)
    const cluster = new WireCluster({ bootstrap: [broker] })
    const values: string[] = []
    let verdict: ScanVerdict | null = null
    for await (const update of scanMessages(cluster, { ...request, start: { at: 'offset', offset: 0n } })) {
      // The range has been asked for when the first progress comes, and nothing was read yet.
      if (update.type === 'progress' && update.scannedCount === 0n) topic.partitions[0]!.logStart = 2n
      if (update.type === 'records') values.push(...update.records.map(({ value }) => String(value)))
      if (update.type === 'verdict') verdict = update.verdict
    }
    cluster.close()
    expect(values.at(-1)).toBe('c')
    expect(verdict).toMatchObject({ isComplete: false, reason: 'failed-partition' })
    expect(verdict?.explanation).toContain('were deleted before they were read')
  })

  test('a log that was cut', async () => {
    const topic = fakeTopic('orders', [[batchAt(0n, ['a', 'b', 'c'])]])
    topic.partitions[0]!.end = 10n
    await using broker = await startFakeTopicBroker(topic)
    const cluster = new WireCluster({ bootstrap: [broker] })
    let verdict: ScanVerdict | null = null
    for await (const update of scanMessages(cluster, request)) {
      if (update.type === 'records') topic.partitions[0]!.end = 3n
      if (update.type === 'verdict') verdict = update.verdict
    }
    cluster.close()
    expect(verdict).toMatchObject({ isComplete: false, reason: 'failed-partition' })
    expect(verdict?.explanation).toContain('its log ends at offset 3 now, before 10')
  })

  test('a topic that is deleted under way', async () => {
    const topic = fakeTopic('orders', [[batchAt(0n, ['a']), batchAt(1n, ['b'])]])
    await using broker = await startFakeTopicBroker(topic)
    const cluster = new WireCluster({ bootstrap: [broker] })
    let verdict: ScanVerdict | null = null
    for await (const update of scanMessages(cluster, { ...request, start: { at: 'live' } })) {
      if (update.type === 'progress') topic.exists = false
      if (update.type === 'verdict') verdict = update.verdict
    }
    cluster.close()
    expect(verdict).toMatchObject({ isComplete: false, reason: 'topic-deleted' })
  })

  test('a topic or a partition that does not exist is refused', async () => {
    const topic = fakeTopic('orders', [[batchAt(0n, ['a'])]])
    await using broker = await startFakeTopicBroker(topic)
    await expect(scan(broker, { partitions: [0, 5] })).rejects.toMatchObject({ code: 'NOT_FOUND' })
    topic.exists = false
    await expect(scan(broker)).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })
})

test('a partition that changes its leader is followed', async () => {
  const topic = fakeTopic('orders', [[batchAt(0n, ['a'])]])
  topic.partitions[0]!.fetchError = errorCode.NOT_LEADER_OR_FOLLOWER
  await using broker = await startFakeTopicBroker(topic)
  const scanning = scan(broker)
  const fetchedOnce = async (): Promise<void> => {
    while (!broker.requests.some(({ api }) => api === 'Fetch')) await new Promise((resolve) => setImmediate(resolve))
  }
  await fetchedOnce()
  topic.partitions[0]!.fetchError = 0
  expect((await scanning).values).toEqual(['a'])
})

test('a connection that is lost under way does not lose a message', async () => {
  const batches = Array.from({ length: 30 }, (_, index) => batchAt(BigInt(index), [`m${index}`]))
  await using broker = await startFakeTopicBroker(fakeTopic('orders', [batches]))
  const cluster = new WireCluster({ bootstrap: [broker] })
  const values: string[] = []
  let verdict: ScanVerdict | null = null
  for await (const update of scanMessages(cluster, request)) {
    if (update.type === 'records') {
      if (values.length === 10) broker.dropConnections()
      values.push(...update.records.map(({ value }) => String(value)))
    }
    if (update.type === 'verdict') verdict = update.verdict
  }
  cluster.close()
  expect(values).toEqual(batches.map((_, index) => `m${index}`))
  expect(verdict?.isComplete).toBe(true)
})

describe('a scan can be stopped', () => {
  test('by its signal, with a verdict', async () => {
    await using broker = await startFakeTopicBroker(fakeTopic('orders', [[batchAt(0n, ['a'])]]))
    const cluster = new WireCluster({ bootstrap: [broker] })
    const stop = new AbortController()
    const kinds: string[] = []
    let verdict: ScanVerdict | null = null
    for await (const update of scanMessages(cluster, { ...request, start: { at: 'live' }, signal: stop.signal })) {
      kinds.push(update.type)
      if (update.type === 'verdict') verdict = update.verdict
      else stop.abort()
    }
    cluster.close()
    expect(verdict).toMatchObject({ isComplete: false, reason: 'stopped' })
    expect(kinds.at(-1)).toBe('verdict')
  })

  test('by leaving the iteration', async () => {
    await using broker = await startFakeTopicBroker(fakeTopic('orders', [[batchAt(0n, ['a'])]]))
    const cluster = new WireCluster({ bootstrap: [broker] })
    for await (const update of scanMessages(cluster, { ...request, start: { at: 'live' } })) {
      expect(update.type).toBe('progress')
      break
    }
    const before = broker.requests.length
    await cluster.metadata()
    expect(broker.requests.length).toBe(before + 1)
    cluster.close()
  })
})

test('a live tail shows what is written from now on, as much as that is, until it is stopped', async () => {
  const topic = fakeTopic('orders', [[batchAt(0n, ['old'])]])
  await using broker = await startFakeTopicBroker(topic)
  const cluster = new WireCluster({ bootstrap: [broker] })
  const stop = new AbortController()
  const live = { ...request, start: { at: 'live' }, limit: 2, signal: stop.signal } as const
  const seen: string[] = []
  for await (const update of scanMessages(cluster, live)) {
    if (update.type === 'progress' && seen.length === 0) topic.partitions[0]!.batches[1] = batchAt(1n, ['new'])
    if (update.type === 'records') {
      seen.push(...update.records.map(({ value }) => String(value)))
      topic.partitions[0]!.batches[2] = batchAt(2n, ['newer', 'newest'])
      if (seen.length === 3) stop.abort()
    }
    if (update.type === 'verdict') seen.push(update.verdict.reason)
  }
  cluster.close()
  expect(seen).toEqual(['new', 'newer', 'newest', 'stopped'])
})
