import { readdir } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import { errorCode } from '../../../broker/protocol/error-codes.ts'
import { alterConfigs } from '../../../broker/protocol/messages/alter-configs.ts'
import { createPartitions } from '../../../broker/protocol/messages/create-partitions.ts'
import { createTopics } from '../../../broker/protocol/messages/create-topics.ts'
import { deleteRecords } from '../../../broker/protocol/messages/delete-records.ts'
import { deleteTopics } from '../../../broker/protocol/messages/delete-topics.ts'
import { describeCluster } from '../../../broker/protocol/messages/describe-cluster.ts'
import { describeConfigs } from '../../../broker/protocol/messages/describe-configs.ts'
import { describeLogDirs } from '../../../broker/protocol/messages/describe-log-dirs.ts'
import { describeTopicPartitions } from '../../../broker/protocol/messages/describe-topic-partitions.ts'
import { incrementalAlterConfigs } from '../../../broker/protocol/messages/incremental-alter-configs.ts'
import { listOffsets } from '../../../broker/protocol/messages/list-offsets.ts'
import { metadata } from '../../../broker/protocol/messages/metadata.ts'
import { offsetForLeaderEpoch } from '../../../broker/protocol/messages/offset-for-leader-epoch.ts'
import type { KafkaConnection } from '../../support/kafka-connection.ts'
import { batchOf, createTopic, fetchFrom, offsetOf, produceTo, readAll } from '../../support/kafka-requests.ts'
import { startBroker } from '../../support/start-broker.ts'

describe('metadata', () => {
  test('a topic that is only mentioned is made, where that is allowed', async () => {
    await using broker = await startBroker({ config: { 'num.partitions': '3' } })
    await using client = await broker.connect()
    const ask = async (name: string, allowAutoTopicCreation: boolean) => {
      const { topics } = await client.request(metadata, 12, { topics: [{ name }], allowAutoTopicCreation })
      return topics[0]
    }
    expect(await ask('orders', false)).toMatchObject({ errorCode: errorCode.UNKNOWN_TOPIC_OR_PARTITION })
    const made = await ask('orders', true)
    expect(made?.errorCode).toBe(0)
    expect(made?.partitions.map(({ leaderId, errorCode: code }) => [leaderId, code])).toEqual([
      [1, 0],
      [1, 0],
      [1, 0],
    ])
    expect(await ask('no spaces', true)).toMatchObject({ errorCode: errorCode.INVALID_TOPIC_EXCEPTION })
    expect(await produceTo(client, { topic: 'orders', partition: 2 }, batchOf(['a']))).toMatchObject({ errorCode: 0 })
  })

  test('auto.create.topics.enable=false is respected', async () => {
    await using broker = await startBroker({ config: { 'auto.create.topics.enable': 'false' } })
    await using client = await broker.connect()
    const { topics } = await client.request(metadata, 12, { topics: [{ name: 'orders' }] })
    expect(topics[0]?.errorCode).toBe(errorCode.UNKNOWN_TOPIC_OR_PARTITION)
  })

  test('no topics and all topics are different questions, except in version 0', async () => {
    await using broker = await startBroker()
    await using client = await broker.connect()
    await createTopic(client, 'orders')
    const count = async (version: number, topics: [] | null) =>
      (await client.request(metadata, version, { topics })).topics.length
    expect([await count(1, []), await count(1, null), await count(0, [])]).toEqual([0, 1, 1])
  })

  test('topics are found by id from version 12 on', async () => {
    await using broker = await startBroker()
    await using client = await broker.connect()
    const topicId = await createTopic(client, 'orders')
    const ask = async (version: number, id: string) =>
      (await client.request(metadata, version, { topics: [{ topicId: id, name: null }] })).topics[0]
    expect(await ask(12, topicId)).toMatchObject({ errorCode: 0, name: 'orders' })
    expect(await ask(12, 'BBBBBBBBBBBBBBBBBBBBBA')).toMatchObject({ errorCode: errorCode.UNKNOWN_TOPIC_ID, name: null })
  })

  test("a topic is found by its id when the name beside it is empty, as in Java's describeTopics", async () => {
    await using broker = await startBroker()
    await using client = await broker.connect()
    const topicId = await createTopic(client, 'orders')
    const ask = (id: string) => client.request(metadata, 13, { topics: [{ topicId: id, name: '' }] })
    expect((await ask(topicId)).topics).toMatchObject([{ errorCode: 0, name: 'orders', topicId }])
    const unknown = 'AAAAAAAAAAAAAAAAAAAAzQ'
    expect((await ask(unknown)).topics).toMatchObject([{ errorCode: errorCode.UNKNOWN_TOPIC_ID, topicId: unknown }])
  })

  test('the controller is a broker that clients can reach, and says what they may do', async () => {
    await using broker = await startBroker()
    await using client = await broker.connect()
    const cluster = await client.request(describeCluster, 2, {
      includeClusterAuthorizedOperations: true,
      endpointType: 1,
    })
    expect(cluster).toMatchObject({
      errorCode: 0,
      clusterId: broker.clusterId,
      controllerId: 1,
      clusterAuthorizedOperations: 0x1fa0,
    })
    expect(cluster.brokers).toEqual([expect.objectContaining({ brokerId: 1, host: '127.0.0.1', port: broker.port })])
    const controllers = await client.request(describeCluster, 1, {
      includeClusterAuthorizedOperations: false,
      endpointType: 2,
    })
    expect(controllers.errorCode).toBe(errorCode.MISMATCHED_ENDPOINT_TYPE)
  })

  test('partitions are described page by page', async () => {
    await using broker = await startBroker()
    await using client = await broker.connect()
    for (const name of ['a', 'b', 'c']) await createTopic(client, name, { partitions: 3 })
    const seen: string[] = []
    let cursor: { topicName: string; partitionIndex: number } | null = null
    let pages = 0
    do {
      const page: Awaited<ReturnType<typeof describePage>> = await describePage(client, cursor)
      seen.push(
        ...page.topics.flatMap(({ name, partitions }) => partitions.map((each) => `${name}${each.partitionIndex}`)),
      )
      cursor = page.nextCursor
      pages += 1
    } while (cursor !== null)
    expect(seen).toEqual(['a0', 'a1', 'a2', 'b0', 'b1', 'b2', 'c0', 'c1', 'c2'])
    expect(pages).toBe(3)
    const unknown = await client.request(describeTopicPartitions, 0, { topics: [{ name: 'nowhere' }] })
    expect(unknown.topics[0]?.errorCode).toBe(errorCode.UNKNOWN_TOPIC_OR_PARTITION)
  })
})

function describePage(client: KafkaConnection, cursor: { topicName: string; partitionIndex: number } | null) {
  return client.request(describeTopicPartitions, 0, { topics: [], responsePartitionLimit: 4, cursor })
}

describe('changing topics', () => {
  const plain = { numPartitions: 1, replicationFactor: 1, assignments: [], configs: [] }

  test('each topic of a request stands or falls by itself', async () => {
    await using broker = await startBroker()
    await using client = await broker.connect()
    await createTopic(client, 'there')
    const { topics } = await client.request(createTopics, 7, {
      topics: [
        { ...plain, name: 'new', configs: [{ name: 'retention.ms', value: '5' }] },
        { ...plain, name: 'there' },
        { ...plain, name: 'bad name' },
        { ...plain, name: 'none', numPartitions: 0 },
        { ...plain, name: 'copies', replicationFactor: 3 },
        { ...plain, name: 'config', configs: [{ name: 'retention.ms', value: 'soon' }] },
        { ...plain, name: 'twice' },
        { ...plain, name: 'twice' },
      ],
    })
    expect(Object.fromEntries(topics.map(({ name, errorCode: code }) => [name, code]))).toEqual({
      new: 0,
      there: errorCode.TOPIC_ALREADY_EXISTS,
      'bad name': errorCode.INVALID_TOPIC_EXCEPTION,
      none: errorCode.INVALID_PARTITIONS,
      copies: errorCode.INVALID_REPLICATION_FACTOR,
      config: errorCode.INVALID_CONFIG,
      twice: errorCode.INVALID_REQUEST,
    })
    const created = topics.find(({ name }) => name === 'new')
    expect(created?.configs?.find(({ name }) => name === 'retention.ms')).toMatchObject({ value: '5', configSource: 1 })
    expect(created?.configs?.find(({ name }) => name === 'retention.bytes')).toMatchObject({
      value: '-1',
      configSource: 5,
    })
  })

  test('a deleted topic is gone, from the broker and under its name from the disk', async () => {
    await using broker = await startBroker()
    await using client = await broker.connect()
    const topicId = await createTopic(client, 'orders')
    const { responses } = await client.request(deleteTopics, 6, {
      topics: [{ topicId }, { name: 'nowhere' }],
      timeoutMs: 1,
    })
    expect(responses.map((each) => each.errorCode)).toEqual([0, errorCode.UNKNOWN_TOPIC_OR_PARTITION])
    expect(await fetchFrom(client, { topic: 'orders' })).toMatchObject({
      errorCode: errorCode.UNKNOWN_TOPIC_OR_PARTITION,
    })
    const names = await readdir(broker.dataDirectory)
    expect(names).not.toContain('orders-0')
    expect(names.filter((name) => /^orders-0\.[0-9a-f]{32}-delete$/.test(name))).toHaveLength(1)
  })

  test('partitions that are added can be used at once', async () => {
    await using broker = await startBroker()
    await using client = await broker.connect()
    await createTopic(client, 'orders')
    const grow = async (count: number) => {
      const topics = [{ name: 'orders', count, assignments: null }]
      return (await client.request(createPartitions, 3, { topics, timeoutMs: 1, validateOnly: false })).results[0]
        ?.errorCode
    }
    expect(await grow(3)).toBe(0)
    expect(await grow(2)).toBe(errorCode.INVALID_PARTITIONS)
    expect(await produceTo(client, { topic: 'orders', partition: 2 }, batchOf(['a']))).toMatchObject({ errorCode: 0 })
  })

  test('configs: one by one, all at once, and where each value comes from', async () => {
    await using broker = await startBroker({ config: { 'log.retention.hours': '2' } })
    await using client = await broker.connect()
    await createTopic(client, 'orders')
    const retention = async () => {
      const resources = [{ resourceType: 2, resourceName: 'orders', configurationKeys: ['retention.ms'] }]
      const { results } = await client.request(describeConfigs, 4, {
        resources,
        includeSynonyms: true,
        includeDocumentation: true,
      })
      return results[0]?.configs[0]
    }
    const setRetention = async (configOperation: number, value: string | null) => {
      const configs = [{ name: 'retention.ms', configOperation, value }]
      const resources = [{ resourceType: 2, resourceName: 'orders', configs }]
      return (await client.request(incrementalAlterConfigs, 1, { resources, validateOnly: false })).responses[0]
        ?.errorCode
    }
    // As in Kafka, only `log.retention.ms` would be told of as the place that it comes from.
    expect(await retention()).toMatchObject({ value: '7200000', configSource: 5, configType: 5, isSensitive: false })
    expect((await retention())?.documentation).not.toBe('')
    expect(await setRetention(0, '1000')).toBe(0)
    expect(await retention()).toMatchObject({ value: '1000', configSource: 1 })
    expect((await retention())?.synonyms.map(({ name, source }) => [name, source])).toEqual([['retention.ms', 1]])
    expect(await setRetention(0, 'soon')).toBe(errorCode.INVALID_CONFIG)
    expect(await setRetention(9, '1')).toBe(errorCode.INVALID_REQUEST)
    const configs = [{ name: 'cleanup.policy', value: 'compact' }]
    await client.request(alterConfigs, 2, {
      resources: [{ resourceType: 2, resourceName: 'orders', configs }],
      validateOnly: false,
    })
    expect(await retention()).toMatchObject({ value: '7200000', configSource: 5 })
  })

  test.each([
    ['a broker that is another', 4, '2', errorCode.INVALID_REQUEST],
    ['a topic that does not exist', 2, 'nowhere', errorCode.UNKNOWN_TOPIC_OR_PARTITION],
    ['something without configs', 3, 'x', errorCode.INVALID_REQUEST],
  ])('configs of %s', async (_what, resourceType, resourceName, code) => {
    await using broker = await startBroker()
    await using client = await broker.connect()
    const resources = [{ resourceType, resourceName, configurationKeys: null }]
    const { results } = await client.request(describeConfigs, 4, { resources })
    expect(results[0]).toMatchObject({ errorCode: code, configs: [] })
  })
})

describe('the ends of a partition', () => {
  test('records before an offset can be deleted, and stay deleted', async () => {
    await using broker = await startBroker()
    await using client = await broker.connect()
    await createTopic(client, 'orders')
    for (const value of ['a', 'b', 'c']) await produceTo(client, { topic: 'orders' }, batchOf([value]))
    const remove = async (topic: string, offset: bigint) => {
      const topics = [{ name: topic, partitions: [{ partitionIndex: 0, offset }] }]
      return (await client.request(deleteRecords, 2, { topics, timeoutMs: 1 })).topics[0]?.partitions[0]
    }
    expect(await remove('orders', 2n)).toMatchObject({ errorCode: 0, lowWatermark: 2n })
    expect(await readAll(client, 'orders')).toEqual(['c'])
    expect(await fetchFrom(client, { topic: 'orders', offset: 1n })).toMatchObject({
      errorCode: errorCode.OFFSET_OUT_OF_RANGE,
    })
    expect(await remove('orders', 9n)).toMatchObject({ errorCode: errorCode.OFFSET_OUT_OF_RANGE })
    expect(await remove('orders', -1n)).toMatchObject({ errorCode: 0, lowWatermark: 3n })
    await createTopic(client, 'compacted', { configs: { 'cleanup.policy': 'compact' } })
    expect(await remove('compacted', 0n)).toMatchObject({ errorCode: errorCode.POLICY_VIOLATION })
  })

  test('offsets by time', async () => {
    await using broker = await startBroker()
    await using client = await broker.connect()
    await createTopic(client, 'orders')
    const start = BigInt(Date.now()) - 10_000n
    for (const delay of [0n, 100n, 50n, 200n]) {
      await produceTo(client, { topic: 'orders' }, batchOf(['x'], { timestamp: start + delay }))
    }
    const at = (timestamp: bigint) => offsetOf(client, { topic: 'orders' }, timestamp)
    expect([await at(0n), await at(start + 1n), await at(start + 101n), await at(start + 201n)]).toEqual([
      0n,
      1n,
      3n,
      -1n,
    ])
    expect([await at(-1n), await at(-2n), await at(-3n)]).toEqual([4n, 0n, 3n])
  })

  test('a special timestamp is served from the version on that knows it', async () => {
    await using broker = await startBroker()
    await using client = await broker.connect()
    await createTopic(client, 'orders')
    const ask = async (version: number, timestamp: bigint) => {
      const topics = [{ name: 'orders', partitions: [{ partitionIndex: 0, timestamp }] }]
      return (await client.request(listOffsets, version, { replicaId: -1, topics })).topics[0]?.partitions[0]?.errorCode
    }
    expect(await ask(6, -3n)).toBe(errorCode.UNSUPPORTED_VERSION)
    expect(await ask(7, -3n)).toBe(0)
    expect(await ask(10, -5n)).toBe(0)
    expect(await ask(11, -99n)).toBe(errorCode.UNSUPPORTED_VERSION)
  })

  test('where a leader epoch ends', async () => {
    await using broker = await startBroker()
    await using client = await broker.connect()
    await createTopic(client, 'orders')
    await produceTo(client, { topic: 'orders' }, batchOf(['a', 'b']))
    const ask = async (leaderEpoch: number) => {
      const topics = [{ topic: 'orders', partitions: [{ partition: 0, leaderEpoch }] }]
      return (await client.request(offsetForLeaderEpoch, 4, { topics })).topics[0]?.partitions[0]
    }
    expect(await ask(0)).toMatchObject({ errorCode: 0, leaderEpoch: 0, endOffset: 2n })
    expect(await ask(5)).toMatchObject({ errorCode: 0, leaderEpoch: -1, endOffset: -1n })
  })

  test('how much room each partition takes', async () => {
    await using broker = await startBroker()
    await using client = await broker.connect()
    await createTopic(client, 'orders', { partitions: 2 })
    const batch = batchOf(['a'.repeat(1000)])
    await produceTo(client, { topic: 'orders', partition: 1 }, batch)
    const { results } = await client.request(describeLogDirs, 4, { topics: [{ topic: 'orders', partitions: [1] }] })
    expect(results[0]).toMatchObject({ errorCode: 0, logDir: broker.dataDirectory })
    expect(results[0]?.topics).toEqual([
      expect.objectContaining({
        name: 'orders',
        partitions: [expect.objectContaining({ partitionIndex: 1, partitionSize: BigInt(batch.length) })],
      }),
    ])
    expect(results[0]?.totalBytes).toBeGreaterThan(results[0]?.usableBytes ?? 0n)
  })
})
