import { expect, test } from 'vitest'
import { ReadMemory } from '../../../../broker/handlers/fetch/read-memory.ts'
import { fetch } from '../../../../broker/protocol/messages/fetch.ts'
import { batchOf, createTopic, fetchFrom, produceTo, recordsOf } from '../../../support/kafka-requests.ts'
import { startBroker } from '../../../support/start-broker.ts'

const mebibyte = 1024 * 1024

test('what was given back is lent again, and only then', () => {
  const memory = new ReadMemory()
  const first = memory.lend()
  const block = first.take(mebibyte)
  expect(memory.lend().take(mebibyte).buffer).not.toBe(block.buffer)
  first.giveBack()
  const second = memory.lend().take(mebibyte - 1)
  expect(second.buffer).toBe(block.buffer)
  expect(second.length).toBe(mebibyte - 1)
})

test('giving back twice does not lend a block to two', () => {
  const memory = new ReadMemory()
  const loan = memory.lend()
  loan.take(mebibyte)
  loan.giveBack()
  loan.giveBack()
  expect(memory.lend().take(mebibyte).buffer).not.toBe(memory.lend().take(mebibyte).buffer)
})

test('only so much is kept', () => {
  const memory = new ReadMemory()
  const loan = memory.lend()
  const blocks = new Set(Array.from({ length: 32 }, () => loan.take(mebibyte).buffer))
  loan.giveBack()
  const again = memory.lend()
  const known = Array.from({ length: 32 }, () => again.take(mebibyte).buffer).filter((buffer) => blocks.has(buffer))
  expect(known).toHaveLength(16)
})

test('who asks for much and does not read leaves a small answer to everybody', () => {
  const memory = new ReadMemory()
  const whole = memory.answerLimitBytes
  const held = Array.from({ length: 100 }, () => {
    const loan = memory.lend()
    loan.take(memory.answerLimitBytes)
    return loan
  })
  expect(memory.answerLimitBytes).toBe(64 * 1024)
  for (const [index, loan] of held.entries()) {
    // Of those that are cut off nothing is used again, but it does not count any more either.
    if (index % 2 === 0) loan.giveBack()
    else loan.abandon()
  }
  expect(memory.answerLimitBytes).toBe(whole)
  expect(whole).toBeGreaterThan(55 * mebibyte)
})

test('an answer that its client does not read stays what it is while others are answered', async () => {
  const partitions = Array.from({ length: 12 }, (_, index) => index)
  await using broker = await startBroker()
  await using slow = await broker.connect()
  await using quick = await broker.connect()
  await createTopic(slow, 'orders', { partitions: partitions.length })
  await createTopic(slow, 'others')
  for (const partition of partitions) {
    await produceTo(slow, { topic: 'orders', partition }, batchOf([String(partition).padEnd(900_000, '.')]))
  }
  await produceTo(slow, { topic: 'others' }, batchOf(['x'.repeat(900_000)]))
  // More than the kernel takes for a client that does not read.
  slow.socket.pause()
  const wanted = partitions.map((partition) => ({ partition, fetchOffset: 0n, partitionMaxBytes: mebibyte }))
  const answer = slow.request(fetch, 12, {
    maxWaitMs: 0,
    minBytes: 1,
    maxBytes: 50 * mebibyte,
    sessionEpoch: -1,
    topics: [{ topic: 'orders', partitions: wanted }],
  })
  for (let count = 0; count < 20; count++) {
    expect(recordsOf(await fetchFrom(quick, { topic: 'others' }))).toHaveLength(1)
  }
  slow.socket.resume()
  const found = (await answer).responses[0]?.partitions.map((each) =>
    Number.parseInt(recordsOf(each)[0]?.[1] ?? '', 10),
  )
  expect(found).toEqual(partitions)
})
