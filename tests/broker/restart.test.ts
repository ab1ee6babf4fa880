import { describe, expect, test, vi } from 'vitest'
import { createTopics } from '../../broker/protocol/messages/create-topics.ts'
import { incrementalAlterConfigs } from '../../broker/protocol/messages/incremental-alter-configs.ts'
import { initProducerId } from '../../broker/protocol/messages/init-producer-id.ts'
import { metadata } from '../../broker/protocol/messages/metadata.ts'
import { offsetCommit } from '../../broker/protocol/messages/offset-commit.ts'
import { offsetFetch } from '../../broker/protocol/messages/offset-fetch.ts'
import type { KafkaConnection } from '../support/kafka-connection.ts'
import { batchOf, createTopic, fetchFrom, produceTo, readAll } from '../support/kafka-requests.ts'
import { startBroker, startBrokerProcess } from '../support/start-broker.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

// Processes start and end here, on machines that may be busy.
vi.setConfig({ testTimeout: 120_000 })

async function commit(client: KafkaConnection, groupId: string, committedOffset: bigint) {
  const partitions = [{ partitionIndex: 0, committedOffset, committedMetadata: 'note' }]
  const request = { groupId, memberId: '', topics: [{ name: 'orders', partitions }] }
  const { topics } = await client.request(offsetCommit, 9, request)
  return topics[0]?.partitions[0]?.errorCode
}

async function committed(client: KafkaConnection, groupId: string): Promise<bigint | undefined> {
  for (;;) {
    const groups = [{ groupId, topics: [{ name: 'orders', partitionIndexes: [0] }] }]
    const answer = (await client.request(offsetFetch, 9, { groups })).groups[0]
    const loading = 14
    if (answer?.errorCode !== loading) return answer?.topics[0]?.partitions[0]?.committedOffset
  }
}

describe.each([
  ['an orderly stop', (broker: { stop(): Promise<unknown>; kill(): Promise<void> }) => broker.stop()],
  ['kill -9', (broker: { stop(): Promise<unknown>; kill(): Promise<void> }) => broker.kill()],
])('after %s', (_how, end) => {
  const endable = (broker: Awaited<ReturnType<typeof startBrokerProcess>>) => ({
    stop: () => broker.program.stop(),
    kill: () => broker.kill(),
  })

  test('topics, records, offsets, configs and producers are as before', async () => {
    await using folder = await temporaryFolder()
    const first = await startBrokerProcess({ data: folder.path })
    const client = await first.connect()
    const topicId = await createTopic(client, 'orders', { partitions: 2, configs: { 'retention.ms': '1234567' } })
    await produceTo(client, { topic: 'orders' }, batchOf(['a', 'b']))
    await produceTo(client, { topic: 'orders', partition: 1 }, batchOf(['c']))
    const { producerId, producerEpoch } = await client.request(initProducerId, 4, {
      transactionalId: null,
      transactionTimeoutMs: 0,
    })
    const idempotent = (baseSequence: number) => batchOf(['i'], { producerId, producerEpoch, baseSequence })
    await produceTo(client, { topic: 'orders' }, idempotent(0))
    expect(await commit(client, 'billing', 2n)).toBe(0)
    const [before] = (await client.request(metadata, 12, { topics: [{ name: 'orders' }] })).topics
    await end(endable(first))

    await using second = await startBrokerProcess({ data: folder.path })
    await using again = await second.connect()
    const [after] = (await again.request(metadata, 12, { topics: [{ name: 'orders' }] })).topics
    expect(after?.topicId).toBe(topicId)
    expect(await readAll(again, 'orders')).toEqual(['a', 'b', 'i'])
    expect(await readAll(again, 'orders', 1)).toEqual(['c'])
    expect(await committed(again, 'billing')).toBe(2n)
    expect(await produceTo(again, { topic: 'orders' }, idempotent(0))).toMatchObject({ errorCode: 0, baseOffset: 2n })
    const next = await again.request(initProducerId, 4, { transactionalId: null, transactionTimeoutMs: 0 })
    expect(next.producerId).toBeGreaterThan(producerId)
    // Whoever still believes in the leadership of before must look again.
    const epochs = [before, after].map((topic) => topic?.partitions[0]?.leaderEpoch ?? -1)
    expect(epochs[1]).toBeGreaterThan(epochs[0] ?? 0)
    expect(await fetchFrom(again, { topic: 'orders', currentLeaderEpoch: epochs[0] ?? 0 })).toMatchObject({
      errorCode: 74,
    })
  })
})

test('kill -9 under load: every record that was acknowledged is there, in order and once', async () => {
  await using folder = await temporaryFolder()
  const broker = await startBrokerProcess({ data: folder.path, config: { 'log.segment.bytes': '1048576' } })
  const admin = await broker.connect()
  await createTopic(admin, 'load', { partitions: 4 })
  const acknowledged = await Promise.all(
    [0, 1, 2, 3].map(async (partition) => {
      const client = await broker.connect()
      const values: string[] = []
      try {
        for (let index = 0; ; index++) {
          const value = `${partition}-${index}-${'x'.repeat(index % 2000)}`
          const { errorCode } = await produceTo(client, { topic: 'load', partition }, batchOf([value]))
          if (errorCode !== 0) throw new Error(`Produce failed with ${errorCode}.`)
          values.push(value)
          if (partition === 0 && index === 1500) void broker.kill()
        }
      } catch (error) {
        if (!String(error).includes('closed the connection')) throw error
      }
      return values
    }),
  )
  await broker.program.ended

  await using again = await startBrokerProcess({ data: folder.path })
  await using client = await again.connect()
  for (const [partition, values] of acknowledged.entries()) {
    const found = await readAll(client, 'load', partition)
    expect(values.length).toBeGreaterThan(100)
    expect(found.slice(0, values.length)).toEqual(values)
    // At most the one record that was in flight has no acknowledgement.
    expect(found.length - values.length).toBeLessThanOrEqual(1)
  }
  const next = await produceTo(client, { topic: 'load' }, batchOf(['after']))
  expect(next.errorCode).toBe(0)
}, 120_000)

test('kill -9 while topics are created: those that were acknowledged are there, whole', async () => {
  await using folder = await temporaryFolder()
  const broker = await startBrokerProcess({ data: folder.path })
  const client = await broker.connect()
  const created: string[] = []
  const creating = (async () => {
    for (let index = 0; ; index++) {
      await createTopic(client, `topic-${index}`, { partitions: 3, configs: { 'cleanup.policy': 'compact' } })
      created.push(`topic-${index}`)
      if (index === 20) void broker.kill()
    }
  })()
  await expect(creating).rejects.toThrow('closed the connection')
  await broker.program.ended

  await using again = await startBrokerProcess({ data: folder.path })
  await using reader = await again.connect()
  const { topics } = await reader.request(metadata, 12, { topics: null })
  expect(topics.map(({ name }) => name)).toEqual(expect.arrayContaining(created))
  for (const { name, partitions } of topics) {
    expect(partitions).toHaveLength(3)
    expect(await produceTo(reader, { topic: name ?? '', partition: 2 }, batchOf(['a']))).toMatchObject({
      errorCode: 87,
    })
  }
})

test('a topic that was deleted stays deleted, and its name can be used again at once', async () => {
  await using folder = await temporaryFolder()
  const { deleteTopics } = await import('../../broker/protocol/messages/delete-topics.ts')
  const first = await startBroker({ data: folder.path })
  const client = await first.connect()
  const oldId = await createTopic(client, 'orders')
  await produceTo(client, { topic: 'orders' }, batchOf(['old']))
  await commit(client, 'billing', 1n)
  await client.request(deleteTopics, 6, { topics: [{ name: 'orders' }], timeoutMs: 1000 })
  const newId = await createTopic(client, 'orders')
  expect(newId).not.toBe(oldId)
  expect(await readAll(client, 'orders')).toEqual([])
  expect(await committed(client, 'billing')).toBe(-1n)
  await produceTo(client, { topic: 'orders' }, batchOf(['new']))
  await first.stop()

  await using second = await startBroker({ data: folder.path })
  await using again = await second.connect()
  expect(await readAll(again, 'orders')).toEqual(['new'])
})

test('configs that are changed count at once and after a restart', async () => {
  await using folder = await temporaryFolder()
  const first = await startBroker({ data: folder.path })
  const client = await first.connect()
  await createTopic(client, 'orders')
  const configs = [{ name: 'max.message.bytes', configOperation: 0, value: '100' }]
  const resources = [{ resourceType: 2, resourceName: 'orders', configs }]
  await client.request(incrementalAlterConfigs, 1, { resources, validateOnly: false })
  const tooLarge = { errorCode: 10 }
  expect(await produceTo(client, { topic: 'orders' }, batchOf(['x'.repeat(200)]))).toMatchObject(tooLarge)
  await first.stop()

  await using second = await startBroker({ data: folder.path })
  await using again = await second.connect()
  expect(await produceTo(again, { topic: 'orders' }, batchOf(['x'.repeat(200)]))).toMatchObject(tooLarge)
  const { topics } = await again.request(createTopics, 7, {
    topics: [{ name: 'orders', numPartitions: 1, replicationFactor: 1, assignments: [], configs: [] }],
  })
  expect(topics[0]).toMatchObject({ errorCode: 36 })
})
