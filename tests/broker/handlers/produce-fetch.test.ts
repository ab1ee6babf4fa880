import { describe, expect, test } from 'vitest'
import { errorCode } from '../../../broker/protocol/error-codes.ts'
import { fetch } from '../../../broker/protocol/messages/fetch.ts'
import { initProducerId } from '../../../broker/protocol/messages/init-producer-id.ts'
import { metadata } from '../../../broker/protocol/messages/metadata.ts'
import { produce } from '../../../broker/protocol/messages/produce.ts'
import { encodeRequest } from '../../../broker/protocol/request-frame.ts'
import { decodeResponse } from '../../../broker/protocol/response-frame.ts'
import {
  batchOf,
  createTopic,
  fetchFrom,
  fetchRequest,
  offsetOf,
  produceTo,
  recordsOf,
} from '../../support/kafka-requests.ts'
import { startBroker } from '../../support/start-broker.ts'

const zeroId = 'AAAAAAAAAAAAAAAAAAAAAA'

describe('producing', () => {
  test('what is produced can be fetched, with the offsets that were answered', async () => {
    await using broker = await startBroker()
    await using client = await broker.connect()
    await createTopic(client, 'orders')
    expect(await produceTo(client, { topic: 'orders' }, batchOf(['a', 'b']))).toMatchObject({
      errorCode: 0,
      baseOffset: 0n,
    })
    expect(await produceTo(client, { topic: 'orders' }, batchOf(['c']))).toMatchObject({ errorCode: 0, baseOffset: 2n })
    const fetched = await fetchFrom(client, { topic: 'orders' })
    expect(recordsOf(fetched)).toEqual([
      [0n, 'a'],
      [1n, 'b'],
      [2n, 'c'],
    ])
    expect(fetched).toMatchObject({ errorCode: 0, highWatermark: 3n, lastStableOffset: 3n, logStartOffset: 0n })
  })

  test.each([
    ['no such topic', { topic: 'nowhere' }, errorCode.UNKNOWN_TOPIC_OR_PARTITION],
    ['no such partition', { topic: 'orders', partition: 1 }, errorCode.UNKNOWN_TOPIC_OR_PARTITION],
    ['acks that do not exist', { topic: 'orders', acks: 2 }, errorCode.INVALID_REQUIRED_ACKS],
  ])('%s is an error of that partition, and creates nothing', async (_what, target, code) => {
    await using broker = await startBroker()
    await using client = await broker.connect()
    await createTopic(client, 'orders')
    expect(await produceTo(client, target, batchOf(['a']))).toMatchObject({ errorCode: code, baseOffset: -1n })
    expect(await offsetOf(client, { topic: 'orders' }, -1n)).toBe(0n)
    const { topics } = await client.request(metadata, 12, { topics: null })
    expect(topics.map(({ name }) => name)).toEqual(['orders'])
  })

  test('a damaged batch, one that is too large and one without key for a compacted topic are refused', async () => {
    await using broker = await startBroker()
    await using client = await broker.connect()
    await createTopic(client, 'small', { configs: { 'max.message.bytes': '200' } })
    await createTopic(client, 'compacted', { configs: { 'cleanup.policy': 'compact' } })
    const damaged = batchOf(['a'])
    damaged.writeUInt8(damaged.readUInt8(67) ^ 1, 67)
    expect(await produceTo(client, { topic: 'small' }, damaged)).toMatchObject({ errorCode: errorCode.CORRUPT_MESSAGE })
    expect(await produceTo(client, { topic: 'small' }, batchOf(['x'.repeat(300)]))).toMatchObject({
      errorCode: errorCode.MESSAGE_TOO_LARGE,
    })
    const keyless = await produceTo(client, { topic: 'compacted' }, batchOf(['a', 'b']))
    expect(keyless.errorCode).toBe(errorCode.INVALID_RECORD)
    expect(keyless.recordErrors.map(({ batchIndex }) => batchIndex)).toEqual([0, 1])
    expect(await offsetOf(client, { topic: 'small' }, -1n)).toBe(0n)
  })

  test('clients cannot write to the topics of the broker', async () => {
    await using broker = await startBroker()
    await using client = await broker.connect()
    await client.request(metadata, 12, { topics: [{ name: '__consumer_offsets' }] })
    expect(await produceTo(client, { topic: '__consumer_offsets' }, batchOf(['a']))).toMatchObject({
      errorCode: errorCode.INVALID_TOPIC_EXCEPTION,
    })
  })

  test('a topic is found by its id, and an id that does not exist is told', async () => {
    await using broker = await startBroker()
    await using client = await broker.connect()
    const topicId = await createTopic(client, 'orders')
    const send = async (id: string) => {
      const topicData = [{ topicId: id, partitionData: [{ index: 0, records: batchOf(['a']) }] }]
      const { responses } = await client.request(produce, 13, { acks: 1, timeoutMs: 1000, topicData })
      return responses[0]
    }
    expect(await send(topicId)).toMatchObject({ topicId, partitionResponses: [{ errorCode: 0, baseOffset: 0n }] })
    expect(await send('BBBBBBBBBBBBBBBBBBBBBA')).toMatchObject({
      partitionResponses: [{ errorCode: errorCode.UNKNOWN_TOPIC_ID }],
    })
  })

  test('acks=0 is answered with nothing, and an error with the end of the connection', async () => {
    await using broker = await startBroker()
    await using client = await broker.connect()
    await createTopic(client, 'orders')
    const silently = (topic: string) => {
      const topicData = [{ name: topic, partitionData: [{ index: 0, records: batchOf(['a']) }] }]
      const value = { acks: 0, timeoutMs: 1000, topicData }
      client.write(...encodeRequest(produce, { version: 9, correlationId: 0, clientId: null, value }))
    }
    silently('orders')
    // The next answer belongs to the next request: nothing was sent for the one before it.
    expect(await offsetOf(client, { topic: 'orders' }, -1n)).toBe(1n)
    silently('nowhere')
    await client.closed
  })

  test('a batch that an idempotent producer sends again is there once, one with a gap is refused', async () => {
    await using broker = await startBroker()
    await using client = await broker.connect()
    await createTopic(client, 'orders')
    const { producerId, producerEpoch } = await client.request(initProducerId, 4, {
      transactionalId: null,
      transactionTimeoutMs: 0,
    })
    const batch = (baseSequence: number, values: string[]) =>
      batchOf(values, { producerId, producerEpoch, baseSequence })
    expect(await produceTo(client, { topic: 'orders' }, batch(0, ['a', 'b']))).toMatchObject({
      errorCode: 0,
      baseOffset: 0n,
    })
    expect(await produceTo(client, { topic: 'orders' }, batch(0, ['a', 'b']))).toMatchObject({
      errorCode: 0,
      baseOffset: 0n,
    })
    expect(await produceTo(client, { topic: 'orders' }, batch(3, ['d']))).toMatchObject({
      errorCode: errorCode.OUT_OF_ORDER_SEQUENCE_NUMBER,
    })
    expect(await produceTo(client, { topic: 'orders' }, batch(2, ['c']))).toMatchObject({
      errorCode: 0,
      baseOffset: 2n,
    })
    expect(recordsOf(await fetchFrom(client, { topic: 'orders' })).map(([, value]) => value)).toEqual(['a', 'b', 'c'])
  })

  test('every producer gets an id of its own', async () => {
    await using broker = await startBroker()
    await using client = await broker.connect()
    const request = { transactionalId: null, transactionTimeoutMs: 0 }
    const first = await client.request(initProducerId, 5, request)
    const second = await client.request(initProducerId, 5, request)
    expect(first.errorCode).toBe(0)
    expect(second.producerId).not.toBe(first.producerId)
    const transactional = await client.request(initProducerId, 5, { ...request, transactionalId: 'tx' })
    expect(transactional.errorCode).not.toBe(0)
  })

  test('a topic with LogAppendTime says when it took the records', async () => {
    await using broker = await startBroker()
    await using client = await broker.connect()
    await createTopic(client, 'stamped', { configs: { 'message.timestamp.type': 'LogAppendTime' } })
    const before = BigInt(Date.now())
    const { logAppendTimeMs } = await produceTo(client, { topic: 'stamped' }, batchOf(['a'], { timestamp: 5n }))
    expect(logAppendTimeMs).toBeGreaterThanOrEqual(before)
    expect(await offsetOf(client, { topic: 'stamped' }, before)).toBe(0n)
  })

  test('a topic with flush.messages=1 answers when the records are on the medium', async () => {
    await using broker = await startBroker()
    await using client = await broker.connect()
    await createTopic(client, 'safe', { configs: { 'flush.messages': '1' } })
    for (const offset of [0n, 1n]) {
      expect(await produceTo(client, { topic: 'safe' }, batchOf(['a']))).toMatchObject({
        errorCode: 0,
        baseOffset: offset,
      })
    }
  })

  test('a record from the future is refused', async () => {
    await using broker = await startBroker()
    await using client = await broker.connect()
    await createTopic(client, 'orders')
    const tomorrow = BigInt(Date.now() + 86_400_000)
    expect(await produceTo(client, { topic: 'orders' }, batchOf(['a'], { timestamp: tomorrow }))).toMatchObject({
      errorCode: errorCode.INVALID_TIMESTAMP,
    })
  })
})

describe('fetching', () => {
  test('starts with the batch that holds the offset', async () => {
    await using broker = await startBroker()
    await using client = await broker.connect()
    await createTopic(client, 'orders')
    await produceTo(client, { topic: 'orders' }, batchOf(['a', 'b', 'c']))
    await produceTo(client, { topic: 'orders' }, batchOf(['d']))
    expect(recordsOf(await fetchFrom(client, { topic: 'orders', offset: 1n })).map(([offset]) => offset)).toEqual([
      0n,
      1n,
      2n,
      3n,
    ])
    expect(recordsOf(await fetchFrom(client, { topic: 'orders', offset: 3n }))).toEqual([[3n, 'd']])
    expect(recordsOf(await fetchFrom(client, { topic: 'orders', offset: 4n }))).toEqual([])
  })

  test('gives at least one batch, however small the limit, and no second one beyond it', async () => {
    await using broker = await startBroker()
    await using client = await broker.connect()
    await createTopic(client, 'orders', { partitions: 2 })
    for (const partition of [0, 1]) {
      for (const value of ['first', 'second']) {
        await produceTo(client, { topic: 'orders', partition }, batchOf([value + 'x'.repeat(5000)]))
      }
    }
    const small = { topic: 'orders', maxBytes: 1, partitionMaxBytes: 1 }
    expect(recordsOf(await fetchFrom(client, small)).map(([offset]) => offset)).toEqual([0n])

    const request = fetchRequest({ topic: 'orders', maxBytes: 7000 })
    const both = [0, 1].map((partition) => ({ partition, fetchOffset: 0n, partitionMaxBytes: 100_000 }))
    const { responses } = await client.request(fetch, 12, {
      ...request,
      topics: [{ topic: 'orders', partitions: both }],
    })
    const sizes = responses.flatMap(({ partitions }) => partitions).map((each) => recordsOf(each).length)
    expect(sizes).toEqual([1, 0])
  })

  test.each([
    ['behind the end', 2n, errorCode.OFFSET_OUT_OF_RANGE],
    ['before the start', -1n, errorCode.OFFSET_OUT_OF_RANGE],
  ])('an offset %s is told at once', async (_what, offset, code) => {
    await using broker = await startBroker()
    await using client = await broker.connect()
    await createTopic(client, 'orders')
    await produceTo(client, { topic: 'orders' }, batchOf(['a']))
    expect(await fetchFrom(client, { topic: 'orders', offset, maxWaitMs: 60_000 })).toMatchObject({ errorCode: code })
  })

  test('a client with another leader epoch in mind is told', async () => {
    await using broker = await startBroker()
    await using client = await broker.connect()
    await createTopic(client, 'orders')
    const { topics } = await client.request(metadata, 12, { topics: [{ name: 'orders' }] })
    const leaderEpoch = topics[0]?.partitions[0]?.leaderEpoch ?? -1
    const withEpoch = (currentLeaderEpoch: number) => fetchFrom(client, { topic: 'orders', currentLeaderEpoch })
    expect(await withEpoch(leaderEpoch)).toMatchObject({ errorCode: 0 })
    expect(await withEpoch(leaderEpoch + 1)).toMatchObject({ errorCode: errorCode.UNKNOWN_LEADER_EPOCH })
  })

  test('waits for records and is woken by them', async () => {
    await using broker = await startBroker()
    await using consumer = await broker.connect()
    await using producer = await broker.connect()
    await createTopic(producer, 'orders')
    const fetched = fetchFrom(consumer, { topic: 'orders', maxWaitMs: 600_000 })
    await produceTo(producer, { topic: 'orders' }, batchOf(['awaited']))
    expect(recordsOf(await fetched)).toEqual([[0n, 'awaited']])
  })

  test('waits until there is as much as it wants, or its time is up', async () => {
    await using broker = await startBroker()
    await using consumer = await broker.connect()
    await using producer = await broker.connect()
    await createTopic(producer, 'orders')
    const large = fetchFrom(consumer, { topic: 'orders', maxWaitMs: 600_000, minBytes: 300 })
    for (const value of ['a', 'b']) await produceTo(producer, { topic: 'orders' }, batchOf([value + '.'.repeat(100)]))
    expect(recordsOf(await large)).toHaveLength(2)
    const impatient = await fetchFrom(consumer, { topic: 'orders', offset: 2n, maxWaitMs: 20, minBytes: 300 })
    expect(recordsOf(impatient)).toEqual([])
  })

  test('does not wait for more than its limits let in, though a limit falls into the middle of a batch', async () => {
    await using broker = await startBroker()
    await using client = await broker.connect()
    await createTopic(client, 'orders')
    for (const value of ['a', 'b', 'c']) await produceTo(client, { topic: 'orders' }, batchOf([value.padEnd(300, '.')]))
    const patient = { topic: 'orders', maxWaitMs: 600_000, minBytes: 1000 }
    expect(recordsOf(await fetchFrom(client, { ...patient, partitionMaxBytes: 1000 }))).toHaveLength(2)
    expect(recordsOf(await fetchFrom(client, { ...patient, maxBytes: 500 }))).toHaveLength(1)
  })

  test('a fetch that waits ends when the topic is deleted', async () => {
    await using broker = await startBroker()
    await using consumer = await broker.connect()
    await using admin = await broker.connect()
    await createTopic(admin, 'orders')
    const fetched = fetchFrom(consumer, { topic: 'orders', maxWaitMs: 600_000 })
    const { deleteTopics } = await import('../../../broker/protocol/messages/delete-topics.ts')
    await admin.request(deleteTopics, 6, { topics: [{ name: 'orders' }], timeoutMs: 1000 })
    expect(await fetched).toMatchObject({ errorCode: errorCode.UNKNOWN_TOPIC_OR_PARTITION })
  })

  test('a stop of the broker answers a fetch that waits', async () => {
    await using broker = await startBroker()
    await using consumer = await broker.connect()
    await createTopic(consumer, 'orders')
    const fetched = fetchFrom(consumer, { topic: 'orders', maxWaitMs: 600_000 })
    await expect.poll(() => broker.stats().requests).toBe(2)
    await broker.stop()
    expect(recordsOf(await fetched)).toEqual([])
  })

  test('a session is told only what has changed', async () => {
    await using broker = await startBroker()
    await using client = await broker.connect()
    const topicId = await createTopic(client, 'orders', { partitions: 3 })
    const partitions = [0, 1, 2].map((partition) => ({ partition, fetchOffset: 0n, partitionMaxBytes: 1000 }))
    const base = { maxWaitMs: 0, minBytes: 1 }
    const opened = await client.request(fetch, 17, { ...base, sessionEpoch: 0, topics: [{ topicId, partitions }] })
    expect(opened.responses[0]?.partitions).toHaveLength(3)
    const next = (sessionEpoch: number) =>
      client.request(fetch, 17, { ...base, sessionId: opened.sessionId, sessionEpoch, topics: [] })
    expect((await next(1)).responses).toEqual([])
    await produceTo(client, { topic: 'orders', partition: 1 }, batchOf(['a']))
    const { responses } = await next(2)
    expect(responses.map((each) => each.partitions.map(({ partitionIndex }) => partitionIndex))).toEqual([[1]])
    expect((await next(2)).errorCode).toBe(errorCode.INVALID_FETCH_SESSION_EPOCH)
  })

  test('an id that does not exist is told', async () => {
    await using broker = await startBroker()
    await using client = await broker.connect()
    const partitions = [{ partition: 0, fetchOffset: 0n, partitionMaxBytes: 1000 }]
    const ask = (topicId: string) =>
      client.request(fetch, 13, { maxWaitMs: 0, minBytes: 1, sessionEpoch: -1, topics: [{ topicId, partitions }] })
    const { responses } = await ask('BBBBBBBBBBBBBBBBBBBBBA')
    expect(responses[0]?.partitions[0]?.errorCode).toBe(errorCode.UNKNOWN_TOPIC_ID)
    expect((await ask(zeroId)).responses[0]?.partitions[0]?.errorCode).not.toBe(0)
  })
})

test('requests that are sent together are answered in order, also when the first one waits', async () => {
  await using broker = await startBroker()
  await using client = await broker.connect()
  await using producer = await broker.connect()
  await createTopic(producer, 'orders')
  const encode = { version: 12, clientId: null }
  client.write(
    ...encodeRequest(fetch, {
      ...encode,
      correlationId: 1,
      value: fetchRequest({ topic: 'orders', maxWaitMs: 600_000 }),
    }),
    ...encodeRequest(metadata, { ...encode, correlationId: 2, value: { topics: [] } }),
  )
  await produceTo(producer, { topic: 'orders' }, batchOf(['a']))
  const fetched = decodeResponse(fetch, 12, await client.nextFrame())
  expect(recordsOf(fetched.responses[0]!.partitions[0]!)).toEqual([[0n, 'a']])
  expect(decodeResponse(metadata, 12, await client.nextFrame()).controllerId).toBe(1)
})
