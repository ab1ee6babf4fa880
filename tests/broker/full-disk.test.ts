import { describe, expect, test, vi } from 'vitest'
import { errorCode } from '../../broker/protocol/error-codes.ts'
import { createTopics } from '../../broker/protocol/messages/create-topics.ts'
import { initProducerId } from '../../broker/protocol/messages/init-producer-id.ts'
import { offsetCommit } from '../../broker/protocol/messages/offset-commit.ts'
import type { KafkaConnection } from '../support/kafka-connection.ts'
import { commitOffset, committedOffset } from '../support/handover/committed-offsets.ts'
import { untilReady } from '../support/handover/until-ready.ts'
import { batchOf, createTopic, fetchFrom, produceTo, readAll, recordsOf } from '../support/kafka-requests.ts'
import { memoryEnvironment, type MemoryEnvironment } from '../support/memory-environment.ts'
import { startBroker, type TestBroker } from '../support/start-broker.ts'

vi.setConfig({ testTimeout: 120_000 })

const refused = { errorCode: errorCode.KAFKA_STORAGE_ERROR }

function records(machine: MemoryEnvironment, value: string): Uint8Array {
  return batchOf([value], { timestamp: BigInt(machine.clock.now()) })
}

async function create(client: KafkaConnection, name: string): Promise<number | undefined> {
  const topic = { name, numPartitions: 2, replicationFactor: 1, assignments: [], configs: [] }
  const { topics } = await client.request(createTopics, 7, { topics: [topic] })
  return topics[0]?.errorCode
}

async function commit(client: KafkaConnection, offset: bigint): Promise<number | undefined> {
  const partitions = [{ partitionIndex: 0, committedOffset: offset, committedMetadata: null }]
  const topics = [{ name: 'orders', partitions }]
  const { topics: answers } = await client.request(offsetCommit, 9, { groupId: 'g', memberId: '', topics })
  return answers[0]?.partitions[0]?.errorCode
}

async function initProducer(client: KafkaConnection, transactionalId: string | null) {
  const { errorCode: code, producerId } = await client.request(initProducerId, 4, {
    transactionalId,
    transactionTimeoutMs: 60_000,
  })
  return [code, producerId]
}

/** A broker that has a topic with a record, and a group that has read it. */
async function brokerInUse(machine: MemoryEnvironment) {
  const broker = await startBroker({ data: '/data', environment: machine })
  const client = await broker.connect()
  await createTopic(client, 'orders')
  await produceTo(client, { topic: 'orders' }, records(machine, 'kept'))
  await commitOffset(client, { group: 'g', topic: 'orders', offset: 1n })
  return { broker, client }
}

describe('while the disk is full', () => {
  test('writes of every kind are refused, reads go on, and all works when there is room', async () => {
    const machine = memoryEnvironment()
    const { broker, client } = await brokerInUse(machine)
    await using stack = new AsyncDisposableStack()
    stack.use(broker)
    stack.use(client)
    machine.disk.fillAfter(10)
    expect(await produceTo(client, { topic: 'orders' }, records(machine, 'refused'))).toMatchObject(refused)
    expect(await create(client, 'new')).toBe(errorCode.KAFKA_STORAGE_ERROR)
    expect(await commit(client, 7n)).toBe(errorCode.COORDINATOR_NOT_AVAILABLE)
    const read = await fetchFrom(client, { topic: 'orders' })
    expect([read.errorCode, recordsOf(read)]).toEqual([0, [[0n, 'kept']]])
    expect(await committedOffset(client, { group: 'g', topic: 'orders' })).toBe(1n)
    machine.disk.fillAfter(Infinity)
    expect(await produceTo(client, { topic: 'orders' }, records(machine, 'more'))).toMatchObject({ baseOffset: 1n })
    expect(await create(client, 'new')).toBe(0)
    expect(await commit(client, 2n)).toBe(0)
    expect(await readAll(client, 'orders')).toEqual(['kept', 'more'])
  })

  test('producers get no id, and one each when there is room again', async () => {
    const machine = memoryEnvironment()
    const { broker, client } = await brokerInUse(machine)
    await using stack = new AsyncDisposableStack()
    stack.use(broker)
    stack.use(client)
    machine.disk.fillAfter(10)
    expect(await initProducer(client, null)).toEqual([errorCode.KAFKA_STORAGE_ERROR, -1n])
    expect(await initProducer(client, 'payments')).toEqual([errorCode.COORDINATOR_NOT_AVAILABLE, -1n])
    expect(await fetchFrom(client, { topic: 'orders' })).toMatchObject({ errorCode: 0 })
    machine.disk.fillAfter(Infinity)
    expect(await initProducer(client, null)).toEqual([0, 0n])
    expect(await initProducer(client, 'payments')).toEqual([0, 1n])
  })

  test('starts and stops are refused with one sentence, wherever the room ends, and cost nothing', async () => {
    const machine = memoryEnvironment()
    const { broker, client } = await brokerInUse(machine)
    await client[Symbol.asyncDispose]()
    machine.disk.fillAfter(0)
    await expect(broker.stop()).rejects.toThrow('could not be written: the disk is full.')
    for (let room = 0; room <= 1200; room += 150) {
      for (const [environment, data] of [[machine, '/data'] as const, [memoryEnvironment(), '/empty'] as const]) {
        environment.disk.fillAfter(room)
        const started = await startBroker({ data, environment }).catch((error: unknown) => error)
        if (started instanceof Error) {
          expect(started.message).toMatch(/^The data directory \S+ cannot be used: .*full.* Free some space, or choose/)
        } else await (started as TestBroker).stop().catch(() => {})
      }
    }
    machine.disk.fillAfter(Infinity)
    await using again = await startBroker({ data: '/data', environment: machine })
    await using reader = await again.connect()
    expect(await readAll(reader, 'orders')).toEqual(['kept'])
  })

  // Each place at which a file may be torn or missing: the metadata, the directories of partitions, their files, the records.
  test('a topic is there in whole or not at all, wherever the room ends', async () => {
    const outcomes = new Set<string>()
    for (let room = 0; room <= 720; room += 24) {
      const machine = memoryEnvironment()
      const { broker, client } = await brokerInUse(machine)
      machine.disk.fillAfter(room)
      const created = await create(client, 'new')
      const produced = created === 0 ? await produceTo(client, { topic: 'new' }, records(machine, 'early')) : null
      outcomes.add(`${created} ${produced?.errorCode}`)
      machine.disk.fillAfter(Infinity)
      if (created !== 0) expect(await create(client, 'new')).toBe(0)
      const end = await untilReady(async () => {
        // The upkeep of a second later makes what was missing.
        machine.clock.advance(1000)
        return produceTo(client, { topic: 'new' }, records(machine, 'late'))
      }, [errorCode.KAFKA_STORAGE_ERROR])
      const values = produced?.errorCode === 0 ? ['early', 'late'] : ['late']
      expect(end.baseOffset).toBe(BigInt(values.length - 1))
      await client[Symbol.asyncDispose]()
      await broker.stop()
      await using again = await startBroker({ data: '/data', environment: machine })
      await using reader = await again.connect()
      expect(await readAll(reader, 'new')).toEqual(values)
      expect(await readAll(reader, 'orders')).toEqual(['kept'])
    }
    const { NONE, KAFKA_STORAGE_ERROR } = errorCode
    expect([...outcomes].toSorted()).toEqual(
      [`${KAFKA_STORAGE_ERROR} undefined`, `${NONE} ${KAFKA_STORAGE_ERROR}`, `${NONE} ${NONE}`].toSorted(),
    )
  })
})
