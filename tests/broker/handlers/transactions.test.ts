import { describe, expect, test } from 'vitest'
import { errorCode } from '../../../broker/protocol/error-codes.ts'
import { addOffsetsToTxn } from '../../../broker/protocol/messages/add-offsets-to-txn.ts'
import { addPartitionsToTxn } from '../../../broker/protocol/messages/add-partitions-to-txn.ts'
import { describeProducers } from '../../../broker/protocol/messages/describe-producers.ts'
import { describeTransactions } from '../../../broker/protocol/messages/describe-transactions.ts'
import { findCoordinator } from '../../../broker/protocol/messages/find-coordinator.ts'
import { listOffsets } from '../../../broker/protocol/messages/list-offsets.ts'
import { listTransactions } from '../../../broker/protocol/messages/list-transactions.ts'
import { offsetFetch } from '../../../broker/protocol/messages/offset-fetch.ts'
import { txnOffsetCommit } from '../../../broker/protocol/messages/txn-offset-commit.ts'
import { writeTxnMarkers } from '../../../broker/protocol/messages/write-txn-markers.ts'
import type { KafkaConnection } from '../../support/kafka-connection.ts'
import { batchOf, createTopic, produceTo } from '../../support/kafka-requests.ts'
import { startBroker } from '../../support/start-broker.ts'
import {
  addPartitions,
  committedValues,
  end,
  fetchCommitted,
  initTransactions,
  produceIn,
  readCommitted,
  type InitOptions,
  type Producer,
} from '../../support/transactions/transactional-client.ts'

async function startWithTopic() {
  const broker = await startBroker()
  const client = await broker.connect()
  await createTopic(client, 'orders', { partitions: 2 })
  return {
    broker,
    client,
    [Symbol.asyncDispose]: async () => {
      await client[Symbol.asyncDispose]()
      await broker[Symbol.asyncDispose]()
    },
  }
}

async function committedEnd(client: KafkaConnection): Promise<bigint | undefined> {
  const topics = [{ name: 'orders', partitions: [{ partitionIndex: 0, timestamp: -1n }] }]
  const { topics: answers } = await client.request(listOffsets, 7, { replicaId: -1, isolationLevel: 1, topics })
  return answers[0]?.partitions[0]?.offset
}

describe('clients that tell the broker first (transaction version 1)', () => {
  test('nobody who reads committed records sees them before the end, and aborted ones never', async () => {
    await using started = await startWithTopic()
    const { client } = started
    const producer = await initTransactions(client, 'payments', { version: 3 })
    expect(producer).toMatchObject({ errorCode: 0, producerEpoch: 0 })
    expect(await addPartitions(client, producer, { orders: [0, 1] })).toEqual([0, 0])
    expect(await produceIn(client, producer, { topic: 'orders', version: 9 }, ['a', 'b'])).toBe(0)
    expect(await readCommitted(client, 'orders')).toEqual([])
    expect(await committedEnd(client)).toBe(0n)
    expect((await end(client, producer, 'commit', 3)).errorCode).toBe(0)
    expect(await readCommitted(client, 'orders')).toEqual(['a', 'b'])
    // Two records and their marker.
    expect(await committedEnd(client)).toBe(3n)

    await addPartitions(client, producer, { orders: [0] })
    await produceIn(client, producer, { topic: 'orders', version: 9, sequence: 2 }, ['c'])
    expect((await end(client, producer, 'abort', 3)).errorCode).toBe(0)
    await produceTo(client, { topic: 'orders' }, batchOf(['outside']))
    const fetched = await fetchCommitted(client, { topic: 'orders' })
    expect(fetched.abortedTransactions).toEqual([{ producerId: producer.producerId, firstOffset: 3n }])
    expect(committedValues(fetched)).toEqual(['a', 'b', 'outside'])
  })

  test.each([
    [10, errorCode.INVALID_TXN_STATE],
    [11, errorCode.TRANSACTION_ABORTABLE],
  ])('Produce v%i to a partition that was not added is refused', async (version, code) => {
    await using started = await startWithTopic()
    const { client } = started
    const producer = await initTransactions(client, 'payments', { version: 3 })
    await addPartitions(client, producer, { orders: [1] })
    expect(await produceIn(client, producer, { topic: 'orders', version }, ['a'])).toBe(code)
    expect(await produceIn(client, producer, { topic: 'orders', version, partition: 1 }, ['a'])).toBe(0)
  })

  test('with a partition that does not exist none is added', async () => {
    await using started = await startWithTopic()
    const { client } = started
    const producer = await initTransactions(client, 'payments')
    const codes = await addPartitions(client, producer, { orders: [0, 7] })
    expect(codes).toEqual([errorCode.OPERATION_NOT_ATTEMPTED, errorCode.UNKNOWN_TOPIC_OR_PARTITION])
    const { transactionStates } = await client.request(describeTransactions, 0, { transactionalIds: ['payments'] })
    expect(transactionStates[0]?.transactionState).toBe('Empty')
  })

  test('brokers may ask about several transactions at once', async () => {
    await using started = await startWithTopic()
    const { client } = started
    const producer = await initTransactions(client, 'payments')
    const ask = (partitions: number[], verifyOnly: boolean) => {
      const { transactionalId, producerId, producerEpoch } = producer
      const topics = [{ name: 'orders', partitions }]
      return { transactionalId, producerId, producerEpoch, verifyOnly, topics }
    }
    await client.request(addPartitionsToTxn, 5, { transactions: [ask([0], false)] })
    const unknown = { ...ask([0], true), transactionalId: 'unknown' }
    const { resultsByTransaction } = await client.request(addPartitionsToTxn, 5, {
      transactions: [ask([0, 1], true), unknown],
    })
    const codes = resultsByTransaction.map(({ topicResults }) =>
      topicResults[0]?.resultsByPartition.map(({ partitionErrorCode }) => partitionErrorCode),
    )
    expect(codes).toEqual([[0, errorCode.TRANSACTION_ABORTABLE], [errorCode.INVALID_PRODUCER_ID_MAPPING]])
  })
})

describe('clients that leave it to the broker (transaction version 2)', () => {
  test('producing begins the transaction, and its end gives the epoch of the next', async () => {
    await using started = await startWithTopic()
    const { client } = started
    const producer = await initTransactions(client, 'payments')
    expect(await produceIn(client, producer, { topic: 'orders' }, ['a'])).toBe(0)
    expect(await produceIn(client, producer, { topic: 'orders', sequence: 1 }, ['b'])).toBe(0)
    expect(await readCommitted(client, 'orders')).toEqual([])
    const ended = await end(client, producer, 'commit')
    expect(ended).toMatchObject({ errorCode: 0, producerId: producer.producerId, producerEpoch: 1 })
    expect(await end(client, producer, 'commit')).toMatchObject({ errorCode: 0, producerEpoch: 1 })
    const next: Producer = { ...producer, producerEpoch: 1 }
    expect(await produceIn(client, next, { topic: 'orders' }, ['c'])).toBe(0)
    expect(await produceIn(client, producer, { topic: 'orders', sequence: 2 }, ['late'])).toBe(
      errorCode.INVALID_PRODUCER_EPOCH,
    )
    expect(await end(client, next, 'abort')).toMatchObject({ errorCode: 0, producerEpoch: 2 })
    expect(await readCommitted(client, 'orders')).toEqual(['a', 'b'])
  })

  test('a batch that comes before the first one does not get in', async () => {
    await using started = await startWithTopic()
    const { client } = started
    const producer = await initTransactions(client, 'payments')
    const second = await produceIn(client, producer, { topic: 'orders', sequence: 1 }, ['b'])
    expect(second).toBe(errorCode.OUT_OF_ORDER_SEQUENCE_NUMBER)
    expect(await produceIn(client, producer, { topic: 'orders' }, ['a'])).toBe(0)
    expect(await produceIn(client, producer, { topic: 'orders', sequence: 1 }, ['b'])).toBe(0)
    await end(client, producer, 'commit')
    expect(await readCommitted(client, 'orders')).toEqual(['a', 'b'])
  })

  test('a commit without a transaction is refused, an abort is none', async () => {
    await using started = await startWithTopic()
    const { client } = started
    const producer = await initTransactions(client, 'payments')
    expect((await end(client, producer, 'commit')).errorCode).toBe(errorCode.INVALID_TXN_STATE)
    expect(await end(client, producer, 'abort')).toMatchObject({ errorCode: 0, producerEpoch: 1 })
  })
})

describe('fencing', () => {
  test.each([
    ['EndTxn v1', 1, errorCode.INVALID_PRODUCER_EPOCH],
    ['EndTxn v3', 3, errorCode.PRODUCER_FENCED],
    ['EndTxn v5', 5, errorCode.PRODUCER_FENCED],
  ])('a client that was replaced hears so by %s, and what it left open is aborted', async (_what, version, code) => {
    await using started = await startWithTopic()
    const { client } = started
    const old = await initTransactions(client, 'payments')
    await produceIn(client, old, { topic: 'orders' }, ['zombie'])
    // The transaction is aborted first; then the new client comes again.
    const first = await initTransactions(client, 'payments')
    expect(first.errorCode).toBe(errorCode.CONCURRENT_TRANSACTIONS)
    const replacing = await initTransactions(client, 'payments')
    expect(replacing).toMatchObject({ errorCode: 0, producerId: old.producerId })
    expect(replacing.producerEpoch).toBeGreaterThan(old.producerEpoch)
    expect((await end(client, old, 'commit', version)).errorCode).toBe(code)
    const late = await produceIn(client, old, { topic: 'orders', sequence: 1 }, ['zombie'])
    expect(late).toBe(errorCode.INVALID_PRODUCER_EPOCH)
    expect(await produceIn(client, replacing, { topic: 'orders' }, ['mine'])).toBe(0)
    await end(client, replacing, 'commit')
    expect(await readCommitted(client, 'orders')).toEqual(['mine'])
  })

  test('a client that names another epoch than it has is refused', async () => {
    await using started = await startWithTopic()
    const { client } = started
    const producer = await initTransactions(client, 'payments')
    await initTransactions(client, 'payments')
    expect(await initTransactions(client, 'payments', { before: producer })).toMatchObject({
      errorCode: errorCode.PRODUCER_FENCED,
      producerId: -1n,
      producerEpoch: -1,
    })
    expect(await initTransactions(client, 'payments', { before: producer, version: 3 })).toMatchObject({
      errorCode: errorCode.INVALID_PRODUCER_EPOCH,
    })
  })

  test('a producer without a name, with too long a timeout or half an identity is refused', async () => {
    await using started = await startWithTopic()
    const { client } = started
    const codeFor = async (id: string, options: InitOptions) => (await initTransactions(client, id, options)).errorCode
    expect(await codeFor('', {})).toBe(errorCode.INVALID_REQUEST)
    expect(await codeFor('payments', { timeoutMs: 900_001 })).toBe(errorCode.INVALID_TRANSACTION_TIMEOUT)
    const before = { transactionalId: 'payments', producerId: 1n, producerEpoch: -1 }
    expect(await codeFor('payments', { before })).toBe(errorCode.INVALID_REQUEST)
  })

  test('transactional records without a transactional id, or of two producers, are refused', async () => {
    await using started = await startWithTopic()
    const { client } = started
    const transactional = { producerId: 1n, producerEpoch: 0, baseSequence: 0, isTransactional: true }
    expect(await produceTo(client, { topic: 'orders' }, batchOf(['a'], transactional))).toMatchObject({
      errorCode: errorCode.TRANSACTIONAL_ID_AUTHORIZATION_FAILED,
    })
    expect(
      await produceIn(client, { transactionalId: 'x', producerId: 99n, producerEpoch: 0 }, { topic: 'orders' }, ['a']),
    ).toBe(errorCode.INVALID_PRODUCER_ID_MAPPING)
  })
})

describe('a consumer that waits for committed records', () => {
  test('is left alone by open transactions and woken by the marker', async () => {
    await using started = await startWithTopic()
    const { client, broker } = started
    await using consumer = await broker.connect()
    const producer = await initTransactions(client, 'payments')
    const waiting = fetchCommitted(consumer, { topic: 'orders', maxWaitMs: 60_000 })
    let isAnswered = false
    void waiting.then(() => (isAnswered = true))
    await produceIn(client, producer, { topic: 'orders' }, ['a'])
    await produceIn(client, producer, { topic: 'orders', sequence: 1 }, ['b'])
    await committedEnd(client)
    expect(isAnswered).toBe(false)
    await end(client, producer, 'commit')
    expect(committedValues(await waiting)).toEqual(['a', 'b'])
  })
})

test('a transaction that takes too long is aborted, and its client fenced', async () => {
  const config = { 'transaction.abort.timed.out.transaction.cleanup.interval.ms': '20' }
  await using broker = await startBroker({ config })
  await using client = await broker.connect()
  await using consumer = await broker.connect()
  await createTopic(client, 'orders')
  const producer = await initTransactions(client, 'payments', { timeoutMs: 1 })
  await produceIn(client, producer, { topic: 'orders' }, ['slow'])
  const fetched = await fetchCommitted(consumer, { topic: 'orders', maxWaitMs: 60_000 })
  expect(fetched.abortedTransactions).toEqual([{ producerId: producer.producerId, firstOffset: 0n }])
  // To the client this looks like a commit that comes after its own abort.
  expect((await end(client, producer, 'commit')).errorCode).toBe(errorCode.INVALID_TXN_STATE)
  const late = await produceIn(client, producer, { topic: 'orders', sequence: 1 }, ['late'])
  expect(late).toBe(errorCode.INVALID_PRODUCER_EPOCH)
})

describe('offsets in a transaction', () => {
  const commit = async (client: KafkaConnection, producer: Producer, version: number, topic = 'orders') => {
    const { transactionalId, producerId, producerEpoch } = producer
    const partitions = [{ partitionIndex: 0, committedOffset: 7n, committedMetadata: null }]
    const request = {
      transactionalId,
      groupId: 'billing',
      producerId,
      producerEpoch,
      topics: [{ name: topic, partitions }],
    }
    const { topics } = await client.request(txnOffsetCommit, version, request)
    return topics[0]?.partitions[0]?.errorCode
  }
  const committed = async (client: KafkaConnection, requireStable = true) => {
    const groups = [{ groupId: 'billing', topics: [{ name: 'orders', partitionIndexes: [0] }] }]
    const answer = await client.request(offsetFetch, 9, { groups, requireStable })
    const partition = answer.groups[0]?.topics[0]?.partitions[0]
    return partition?.errorCode === 0 ? partition.committedOffset : partition?.errorCode
  }

  test.each([
    ['commit', 7n],
    ['abort', -1n],
  ] as const)('count after a %s as they should', async (outcome, offset) => {
    await using started = await startWithTopic()
    const { client } = started
    const producer = await initTransactions(client, 'payments')
    expect(await commit(client, producer, 5)).toBe(0)
    expect(await committed(client)).toBe(errorCode.UNSTABLE_OFFSET_COMMIT)
    expect(await committed(client, false)).toBe(-1n)
    await end(client, producer, outcome)
    expect(await committed(client)).toBe(offset)
  })

  test('older clients name the group first', async () => {
    await using started = await startWithTopic()
    const { client } = started
    const producer = await initTransactions(client, 'payments', { version: 3 })
    await addPartitions(client, producer, { orders: [0] })
    expect(await commit(client, producer, 3)).toBe(errorCode.INVALID_TXN_STATE)
    expect(await commit(client, producer, 4)).toBe(errorCode.TRANSACTION_ABORTABLE)
    const { transactionalId, producerId, producerEpoch } = producer
    const request = { transactionalId, producerId, producerEpoch, groupId: 'billing' }
    expect((await client.request(addOffsetsToTxn, 3, request)).errorCode).toBe(0)
    expect(await commit(client, producer, 3)).toBe(0)
    await end(client, producer, 'commit', 3)
    expect(await committed(client)).toBe(7n)
    expect(await commit(client, producer, 3, 'unknown')).toBe(errorCode.UNKNOWN_TOPIC_OR_PARTITION)
  })
})

describe('administrators', () => {
  test('see what transactions there are', async () => {
    await using started = await startWithTopic()
    const { client } = started
    const open = await initTransactions(client, 'payments')
    await produceIn(client, open, { topic: 'orders', partition: 1 }, ['a'])
    await initTransactions(client, 'idle')
    const { transactionStates } = await client.request(describeTransactions, 0, {
      transactionalIds: ['payments', 'nobody'],
    })
    expect(transactionStates).toEqual([
      expect.objectContaining({
        errorCode: 0,
        transactionState: 'Ongoing',
        transactionTimeoutMs: 60_000,
        producerId: open.producerId,
        producerEpoch: 0,
        topics: [{ topic: 'orders', partitions: [1] }],
      }),
      expect.objectContaining({ errorCode: errorCode.TRANSACTIONAL_ID_NOT_FOUND, transactionalId: 'nobody' }),
    ])
    const list = async (filter: object) => {
      const request = { stateFilters: [], producerIdFilters: [], ...filter }
      const answer = await client.request(listTransactions, 2, request)
      return {
        ...answer,
        transactionStates: answer.transactionStates.map(({ transactionalId }) => transactionalId).sort(),
      }
    }
    expect(await list({})).toMatchObject({ errorCode: 0, transactionStates: ['idle', 'payments'] })
    expect(await list({ stateFilters: ['Ongoing', 'Nonsense'] })).toMatchObject({
      unknownStateFilters: ['Nonsense'],
      transactionStates: ['payments'],
    })
    expect(await list({ transactionalIdPattern: 'id.*' })).toMatchObject({ transactionStates: ['idle'] })
    expect(await list({ transactionalIdPattern: '(' })).toMatchObject({
      errorCode: errorCode.INVALID_REGULAR_EXPRESSION,
    })
    expect(await list({ durationFilter: 3_600_000n, stateFilters: ['Ongoing'] })).toMatchObject({
      transactionStates: [],
    })
  })

  test('abort a transaction that hangs in a partition', async () => {
    await using started = await startWithTopic()
    const { client } = started
    const producer = await initTransactions(client, 'payments', { version: 3 })
    await addPartitions(client, producer, { orders: [0] })
    await produceIn(client, producer, { topic: 'orders', version: 9 }, ['hanging'])
    const firstProducer = async () => {
      const topics = [{ name: 'orders', partitionIndexes: [0] }]
      const answer = await client.request(describeProducers, 0, { topics })
      return answer.topics[0]?.partitions[0]?.activeProducers[0]
    }
    expect(await firstProducer()).toMatchObject({ producerId: producer.producerId, currentTxnStartOffset: 0n })
    const { producerId, producerEpoch } = producer
    const write = async (coordinatorEpoch: number, index = 0) => {
      const topics = [{ name: 'orders', partitionIndexes: [index] }]
      const marker = { producerId, producerEpoch, transactionResult: false, topics, coordinatorEpoch }
      const { markers } = await client.request(writeTxnMarkers, 1, { markers: [marker] })
      return markers[0]?.topics[0]?.partitions[0]?.errorCode
    }
    expect(await write(5)).toBe(0)
    expect(await firstProducer()).toMatchObject({ currentTxnStartOffset: -1n, coordinatorEpoch: 5 })
    expect(await readCommitted(client, 'orders')).toEqual([])
    expect(await write(4)).toBe(errorCode.TRANSACTION_COORDINATOR_FENCED)
    expect(await write(5, 9)).toBe(errorCode.UNKNOWN_TOPIC_OR_PARTITION)
  })
})

test.each([1, 3, 6])('FindCoordinator v%i names this broker for a transactional id', async (version) => {
  await using started = await startWithTopic()
  const { client, broker } = started
  const key = version >= 4 ? { coordinatorKeys: ['a', 'b'] } : { key: 'a' }
  const answer = await client.request(findCoordinator, version, { keyType: 1, ...key })
  const found = version >= 4 ? answer.coordinators : [answer]
  expect(found).toHaveLength(version >= 4 ? 2 : 1)
  for (const each of found) expect(each).toMatchObject({ errorCode: 0, nodeId: broker.nodeId, port: broker.port })
})
