import { expect, test, vi } from 'vitest'
import { MemoryDisk } from '../../broker/environment/memory-disk.ts'
import { nodeEnvironment } from '../../broker/environment/node-environment.ts'
import { errorCode } from '../../broker/protocol/error-codes.ts'
import { describeTransactions } from '../../broker/protocol/messages/describe-transactions.ts'
import { offsetFetch } from '../../broker/protocol/messages/offset-fetch.ts'
import { txnOffsetCommit } from '../../broker/protocol/messages/txn-offset-commit.ts'
import type { KafkaConnection } from '../support/kafka-connection.ts'
import { createTopic } from '../support/kafka-requests.ts'
import { startBroker, startBrokerProcess } from '../support/start-broker.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import {
  end,
  fetchCommitted,
  initTransactions,
  produceIn,
  readCommitted,
  type Producer,
} from '../support/transactions/transactional-client.ts'

// Processes start and end here, on machines that may be busy.
vi.setConfig({ testTimeout: 120_000 })

const name = 'payments'

/** While `__transaction_state` is read the answer is to come again. */
async function untilLoaded<Answer extends { readonly errorCode: number }>(ask: () => Promise<Answer>): Promise<Answer> {
  for (;;) {
    const answer = await ask()
    if (answer.errorCode !== errorCode.COORDINATOR_LOAD_IN_PROGRESS) return answer
  }
}

async function stateOf(client: KafkaConnection): Promise<string> {
  const answer = await untilLoaded(async () => {
    const { transactionStates } = await client.request(describeTransactions, 0, { transactionalIds: [name] })
    const [state] = transactionStates
    if (state === undefined) throw new Error('The answer says nothing.')
    return state
  })
  return answer.transactionState
}

async function commitOffset(client: KafkaConnection, producer: Producer, offset: bigint) {
  const partitions = [{ partitionIndex: 0, committedOffset: offset, committedMetadata: null }]
  const { topics } = await client.request(txnOffsetCommit, 5, {
    ...producer,
    groupId: 'billing',
    topics: [{ name: 'orders', partitions }],
  })
  return topics[0]?.partitions[0]?.errorCode
}

async function committedOffset(client: KafkaConnection): Promise<bigint | number | undefined> {
  for (;;) {
    const groups = [{ groupId: 'billing', topics: [{ name: 'orders', partitionIndexes: [0] }] }]
    const [group] = (await client.request(offsetFetch, 9, { groups, requireStable: true })).groups
    if (group?.errorCode === errorCode.COORDINATOR_LOAD_IN_PROGRESS) continue
    const partition = group?.topics[0]?.partitions[0]
    return partition?.errorCode === 0 ? partition.committedOffset : partition?.errorCode
  }
}

test.each([
  ['commit', ['a']],
  ['abort', []],
] as const)('a %s that was decided when the disk was full is carried out after a restart', async (outcome, values) => {
  const { clock, random } = nodeEnvironment()
  const environment = { disk: new MemoryDisk(clock), clock, random }
  {
    await using broker = await startBroker({ data: '/data', environment })
    await using client = await broker.connect()
    await createTopic(client, 'orders')
    const producer = await initTransactions(client, name)
    expect(await produceIn(client, producer, { topic: 'orders' }, ['a'])).toBe(0)
    // There is room for the decision and not for the marker.
    environment.disk.fillAfter(200)
    expect(await end(client, producer, outcome)).toMatchObject({ errorCode: 0, producerEpoch: 1 })
    environment.disk.fillAfter(Number.POSITIVE_INFINITY)
    expect(await stateOf(client)).toBe(outcome === 'commit' ? 'PrepareCommit' : 'PrepareAbort')
    expect(broker.log()).toContain('Transaction payments could not be written')
    const next = { ...producer, producerEpoch: 1 }
    const early = await produceIn(client, next, { topic: 'orders' }, ['early'])
    expect(early).toBe(errorCode.CONCURRENT_TRANSACTIONS)
  }
  await using broker = await startBroker({ data: '/data', environment })
  await using client = await broker.connect()
  expect(await stateOf(client)).toBe(outcome === 'commit' ? 'CompleteCommit' : 'CompleteAbort')
  const fetched = await fetchCommitted(client, { topic: 'orders' })
  expect(fetched.lastStableOffset).toBe(2n)
  expect(await readCommitted(client, 'orders')).toEqual(values)
})

test('after kill -9 a producer goes on with the transaction that it had open, offsets included', async () => {
  await using folder = await temporaryFolder()
  const first = await startBrokerProcess({ data: folder.path })
  const client = await first.connect()
  await createTopic(client, 'orders')
  const producer = await initTransactions(client, name)
  await produceIn(client, producer, { topic: 'orders' }, ['a'])
  expect(await commitOffset(client, producer, 7n)).toBe(0)
  await first.kill()

  await using second = await startBrokerProcess({ data: folder.path })
  await using again = await second.connect()
  expect(await stateOf(again)).toBe('Ongoing')
  expect(await readCommitted(again, 'orders')).toEqual([])
  expect(await committedOffset(again)).toBe(errorCode.UNSTABLE_OFFSET_COMMIT)
  expect(await produceIn(again, producer, { topic: 'orders', sequence: 1 }, ['b'])).toBe(0)
  expect(await untilLoaded(() => end(again, producer, 'commit'))).toMatchObject({ errorCode: 0, producerEpoch: 1 })
  expect(await readCommitted(again, 'orders')).toEqual(['a', 'b'])
  expect(await committedOffset(again)).toBe(7n)
})

test('after kill -9 a new producer takes over: what the old one left open is aborted, and it is fenced', async () => {
  await using folder = await temporaryFolder()
  const first = await startBrokerProcess({ data: folder.path })
  const client = await first.connect()
  await createTopic(client, 'orders')
  const old = await initTransactions(client, name)
  await produceIn(client, old, { topic: 'orders' }, ['a'])
  await commitOffset(client, old, 7n)
  await first.kill()

  await using second = await startBrokerProcess({ data: folder.path })
  await using again = await second.connect()
  const come = await untilLoaded(() => initTransactions(again, name))
  expect(come.errorCode).toBe(errorCode.CONCURRENT_TRANSACTIONS)
  const taken = await initTransactions(again, name)
  expect(taken).toMatchObject({ errorCode: 0, producerId: old.producerId })
  expect(await produceIn(again, old, { topic: 'orders', sequence: 1 }, ['zombie'])).toBe(
    errorCode.INVALID_PRODUCER_EPOCH,
  )
  await produceIn(again, taken, { topic: 'orders' }, ['mine'])
  await end(again, taken, 'commit')
  expect(await readCommitted(again, 'orders')).toEqual(['mine'])
  expect(await committedOffset(again)).toBe(-1n)
})
