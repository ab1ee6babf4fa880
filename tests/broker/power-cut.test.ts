import { expect, test, vi } from 'vitest'
import { MemoryDisk } from '../../broker/environment/memory-disk.ts'
import { nodeEnvironment } from '../../broker/environment/node-environment.ts'
import type { Random } from '../../broker/environment/random.ts'
import { errorCode } from '../../broker/protocol/error-codes.ts'
import { offsetCommit } from '../../broker/protocol/messages/offset-commit.ts'
import { offsetFetch } from '../../broker/protocol/messages/offset-fetch.ts'
import { txnOffsetCommit } from '../../broker/protocol/messages/txn-offset-commit.ts'
import type { KafkaConnection } from '../support/kafka-connection.ts'
import { createTopic } from '../support/kafka-requests.ts'
import { startBroker } from '../support/start-broker.ts'
import { end, initTransactions, produceIn, readCommitted } from '../support/transactions/transactional-client.ts'
import { patience } from '../support/patience.ts'

vi.setConfig({ testTimeout: 120_000 })

const data = '/data'
const config = { 'log.flush.interval.messages': '1' }

/** A power cut that takes everything that was not forced to the medium, names of files included. */
const worstLuck: Random = { bytes: (count) => Buffer.alloc(count), integer: () => 0 }

function machine() {
  const { clock, random } = nodeEnvironment()
  return { disk: new MemoryDisk(clock), clock, random }
}

type Machine = ReturnType<typeof machine>

/** What clients do and are told until the power fails. */
async function untilPowerCut(environment: Machine, story: (client: KafkaConnection) => Promise<void>): Promise<void> {
  const broker = await startBroker({ data, environment, config })
  const client = await broker.connect()
  await createTopic(client, 'orders')
  await story(client)
  environment.disk.cutPower(worstLuck, { losesNames: true })
  await client[Symbol.asyncDispose]()
  // Stopping what has no power ends its sockets, and fails at the first file.
  await broker.stop().catch(() => {})
}

async function committedOffset(client: KafkaConnection): Promise<bigint | undefined> {
  for (;;) {
    const groups = [{ groupId: 'billing', topics: [{ name: 'orders', partitionIndexes: [0] }] }]
    const [group] = (await client.request(offsetFetch, 9, { groups, requireStable: true })).groups
    if (group?.errorCode === errorCode.COORDINATOR_LOAD_IN_PROGRESS) continue
    return group?.topics[0]?.partitions[0]?.committedOffset
  }
}

test('with flush.messages=1 a committed offset is there after a power cut', async () => {
  const environment = machine()
  await untilPowerCut(environment, async (client) => {
    const partitions = [{ partitionIndex: 0, committedOffset: 7n, committedMetadata: null }]
    const topics = [{ name: 'orders', partitions }]
    const answer = await client.request(offsetCommit, 8, { groupId: 'billing', memberId: '', topics })
    expect(answer.topics[0]?.partitions[0]?.errorCode).toBe(0)
  })
  await using broker = await startBroker({ data, environment, config })
  await using client = await broker.connect()
  expect(await committedOffset(client)).toBe(7n)
})

test('with flush.messages=1 a committed transaction is there after a power cut, with its offsets', async () => {
  const environment = machine()
  await untilPowerCut(environment, async (client) => {
    const producer = await initTransactions(client, 'payments')
    expect(await produceIn(client, producer, { topic: 'orders' }, ['a'])).toBe(0)
    const partitions = [{ partitionIndex: 0, committedOffset: 7n, committedMetadata: null }]
    const topics = [{ name: 'orders', partitions }]
    const committed = await client.request(txnOffsetCommit, 5, { ...producer, groupId: 'billing', topics })
    expect(committed.topics[0]?.partitions[0]?.errorCode).toBe(0)
    expect(await end(client, producer, 'commit')).toMatchObject({ errorCode: 0 })
  })
  await using broker = await startBroker({ data, environment, config })
  await using client = await broker.connect()
  expect(await committedOffset(client)).toBe(7n)
  expect(await readCommitted(client, 'orders')).toEqual(['a'])
})

test('with flush.messages=1 an open transaction is open after a power cut, and its offsets wait for it', async () => {
  const environment = machine()
  const producers: Awaited<ReturnType<typeof initTransactions>>[] = []
  await untilPowerCut(environment, async (client) => {
    const producer = await initTransactions(client, 'payments')
    producers.push(producer)
    expect(await produceIn(client, producer, { topic: 'orders' }, ['a'])).toBe(0)
  })
  await using broker = await startBroker({ data, environment, config })
  await using client = await broker.connect()
  expect(await readCommitted(client, 'orders')).toEqual([])
  const [producer] = producers
  if (producer === undefined) throw new Error('There was no producer.')
  await vi.waitFor(async () => expect(await end(client, producer, 'commit')).toMatchObject({ errorCode: 0 }), patience)
  expect(await readCommitted(client, 'orders')).toEqual(['a'])
})
