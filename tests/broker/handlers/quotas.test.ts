import { describe, expect, test } from 'vitest'
import { errorCode } from '../../../broker/protocol/error-codes.ts'
import { alterClientQuotas } from '../../../broker/protocol/messages/alter-client-quotas.ts'
import { createPartitions } from '../../../broker/protocol/messages/create-partitions.ts'
import { createTopics } from '../../../broker/protocol/messages/create-topics.ts'
import { deleteTopics } from '../../../broker/protocol/messages/delete-topics.ts'
import { describeClientQuotas } from '../../../broker/protocol/messages/describe-client-quotas.ts'
import { fetch } from '../../../broker/protocol/messages/fetch.ts'
import { metadata } from '../../../broker/protocol/messages/metadata.ts'
import { produce } from '../../../broker/protocol/messages/produce.ts'
import type { KafkaConnection } from '../../support/kafka-connection.ts'
import { batchOf, createTopic, fetchRequest, produceTo, recordsOf } from '../../support/kafka-requests.ts'
import { startBroker } from '../../support/start-broker.ts'

type Entity = Readonly<Record<string, string | null>>

const parts = (entity: Entity) => Object.entries(entity).map(([entityType, entityName]) => ({ entityType, entityName }))

/** Sets quotas, or takes away those whose value is null; gives code and reason. */
async function alter(client: KafkaConnection, entity: Entity, quotas: Readonly<Record<string, number | null>>) {
  const ops = Object.entries(quotas).map(([key, value]) => ({ key, value: value ?? 0, remove: value === null }))
  const { entries } = await client.request(alterClientQuotas, 1, {
    entries: [{ entity: parts(entity), ops }],
    validateOnly: false,
  })
  return [entries[0]?.errorCode, entries[0]?.errorMessage]
}

describe('quotas are kept', () => {
  test('set, changed, described by filter, and taken away', async () => {
    await using broker = await startBroker()
    await using client = await broker.connect()
    const done = [errorCode.NONE, null]
    expect(await alter(client, { user: 'ann' }, { producer_byte_rate: 1000, request_percentage: 12.5 })).toEqual(done)
    expect(await alter(client, { user: 'ann', 'client-id': null }, { consumer_byte_rate: 7 })).toEqual(done)
    expect(await alter(client, { user: null }, { controller_mutation_rate: 2.5 })).toEqual(done)
    expect(await alter(client, { ip: '10.1.2.3' }, { connection_creation_rate: 9 })).toEqual(done)
    expect(await alter(client, { user: 'ann' }, { producer_byte_rate: 2000, request_percentage: null })).toEqual(done)

    const find = async (strict: boolean, ...components: readonly [string, number, string | null][]) => {
      const { entries } = await client.request(describeClientQuotas, 1, {
        components: components.map(([entityType, matchType, match]) => ({ entityType, matchType, match })),
        strict,
      })
      return entries?.map(({ entity, values }) => [
        Object.fromEntries(entity.map(({ entityType, entityName }) => [entityType, entityName])),
        Object.fromEntries(values.map(({ key, value }) => [key, value])),
      ])
    }
    const ann = [{ user: 'ann' }, { producer_byte_rate: 2000 }]
    const annWithAnyClient = [{ user: 'ann', 'client-id': null }, { consumer_byte_rate: 7 }]
    const anyUser = [{ user: null }, { controller_mutation_rate: 2.5 }]
    expect(await find(false)).toHaveLength(4)
    expect(await find(false, ['user', 0, 'ann'])).toEqual([ann, annWithAnyClient])
    expect(await find(true, ['user', 0, 'ann'])).toEqual([ann])
    expect(await find(true, ['user', 1, null])).toEqual([anyUser])
    expect(await find(false, ['user', 2, null])).toEqual([ann, annWithAnyClient, anyUser])
    expect(await find(false, ['ip', 2, null])).toEqual([[{ ip: '10.1.2.3' }, { connection_creation_rate: 9 }]])
  })

  test.each<[string, Entity, Record<string, number>, string]>([
    ['no entity', {}, { producer_byte_rate: 1 }, 'Invalid empty client quota entity'],
    ['an unknown entity', { group: 'g' }, { producer_byte_rate: 1 }, 'Unhandled client quota entity type: group'],
    ['an empty name', { user: '' }, { producer_byte_rate: 1 }, 'Empty user not supported'],
    ['an unknown quota', { user: 'a' }, { speed: 1 }, 'Invalid configuration key speed'],
    [
      'the quota of another entity',
      { ip: null },
      { producer_byte_rate: 1 },
      'Invalid configuration key producer_byte_rate',
    ],
    ['zero', { user: 'a' }, { producer_byte_rate: 0 }, 'Quota producer_byte_rate must be greater than 0'],
    ['a fraction', { user: 'a' }, { producer_byte_rate: 1.5 }, 'producer_byte_rate cannot be a fractional value.'],
    [
      'too much',
      { ip: null },
      { connection_creation_rate: 2 ** 31 },
      'Proposed value for connection_creation_rate is too large for an INT.',
    ],
    [
      'no address',
      { ip: 'not an address' },
      { connection_creation_rate: 1 },
      'not an address is not a valid IP or resolvable host.',
    ],
    [
      'an address with a user',
      { ip: '10.0.0.1', user: 'a' },
      { connection_creation_rate: 1 },
      'Invalid quota entity combination, IP entity shouldnot be combined with User or ClientId',
    ],
  ])('%s is refused', async (_what, entity, quotas, message) => {
    await using broker = await startBroker()
    await using client = await broker.connect()
    expect(await alter(client, entity, quotas)).toEqual([errorCode.INVALID_REQUEST, message])
  })

  test.each<[string, readonly [string, number, string | null][], number]>([
    ['an empty type', [['', 0, 'a']], errorCode.INVALID_REQUEST],
    [
      'a type twice',
      [
        ['user', 0, 'a'],
        ['user', 1, null],
      ],
      errorCode.INVALID_REQUEST,
    ],
    ['an unknown type', [['group', 0, 'a']], errorCode.UNSUPPORTED_VERSION],
    ['no name', [['user', 0, null]], errorCode.INVALID_REQUEST],
    ['a name for the default', [['user', 1, 'a']], errorCode.INVALID_REQUEST],
    ['an unknown way to match', [['user', 3, null]], errorCode.INVALID_REQUEST],
    [
      'an address and a user',
      [
        ['user', 2, null],
        ['ip', 2, null],
      ],
      errorCode.INVALID_REQUEST,
    ],
  ])('a filter with %s is refused', async (_what, components, code) => {
    await using broker = await startBroker()
    await using client = await broker.connect()
    const answer = await client.request(describeClientQuotas, 1, {
      components: components.map(([entityType, matchType, match]) => ({ entityType, matchType, match })),
      strict: false,
    })
    expect([answer.errorCode, answer.entries]).toEqual([code, null])
  })
})

/** Whether a request of `client` is still unanswered after many of `other` were answered that were sent later. */
async function isMuted(client: KafkaConnection, other: KafkaConnection): Promise<boolean> {
  let isAnswered = false
  client.request(metadata, 12, { topics: [] }).then(
    () => (isAnswered = true),
    () => {},
  )
  for (let index = 0; index < 50; index++) await other.request(metadata, 12, { topics: [] })
  return !isAnswered
}

describe('who uses more than its quota', () => {
  test('of bytes to write is answered, told for how long to pause, and then not listened to; others are', async () => {
    await using broker = await startBroker()
    await using admin = await broker.connect()
    await using client = await broker.connect()
    await createTopic(admin, 'orders')
    await alter(admin, { user: 'ANONYMOUS' }, { producer_byte_rate: 100 })
    const request = {
      acks: 1,
      timeoutMs: 1000,
      topicData: [{ name: 'orders', partitionData: [{ index: 0, records: batchOf(['x'.repeat(20_000)]) }] }],
    }
    const { throttleTimeMs, responses } = await client.request(produce, 12, request)
    expect(responses[0]?.partitionResponses[0]?.errorCode).toBe(0)
    // 20 kB at 100 B a second, less the ten seconds that a rate is taken over.
    expect(throttleTimeMs).toBeGreaterThan(185_000)
    expect(throttleTimeMs).toBeLessThan(200_000)
    expect(await isMuted(client, admin)).toBe(true)
  })

  test('of bytes to read gets nothing before its time, and then everything', async () => {
    await using broker = await startBroker()
    await using admin = await broker.connect()
    await createTopic(admin, 'orders')
    for (let index = 0; index < 3; index++) await produceTo(admin, { topic: 'orders' }, batchOf(['x'.repeat(600)]))
    await alter(admin, { 'client-id': 'test' }, { consumer_byte_rate: 100 })
    // One batch fits what can be read without ever being throttled.
    const wanted = fetchRequest({ topic: 'orders' })
    const first = await admin.request(fetch, 12, wanted)
    expect(first.throttleTimeMs).toBe(0)
    expect(recordsOf({ records: first.responses[0]?.partitions[0]?.records ?? null }).length).toBe(1)
    const second = await admin.request(fetch, 12, wanted)
    expect(second.throttleTimeMs).toBeGreaterThan(0)
    expect([second.errorCode, second.sessionId, second.responses]).toEqual([0, 0, []])
  })

  test('of time pauses at most for one window', async () => {
    await using broker = await startBroker()
    await using admin = await broker.connect()
    await alter(admin, { user: null }, { request_percentage: 0.000001 })
    const { throttleTimeMs } = await admin.request(metadata, 12, { topics: [] })
    expect(throttleTimeMs).toBe(1000)
  })

  test('of changes is refused in new versions, and only slowed down in old ones', async () => {
    await using broker = await startBroker()
    await using admin = await broker.connect()
    await createTopic(admin, 'there', { partitions: 3 })
    await alter(admin, { user: 'ANONYMOUS' }, { controller_mutation_rate: 0.1 })
    const plain = { replicationFactor: 1, assignments: [], configs: [] }
    const create = (version: number, ...topics: readonly [string, number][]) =>
      admin.request(createTopics, version, {
        topics: topics.map(([name, numPartitions]) => ({ ...plain, name, numPartitions })),
      })
    // 1.1 credits at first: the topic that overdraws them is made, the one behind it is not.
    const answer = await create(7, ['a', 2], ['bad name', 1], ['b', 1])
    const codes = answer.topics.map(({ name, errorCode: code }) => [name, code])
    expect(Object.fromEntries(codes)).toEqual({
      a: 0,
      'bad name': errorCode.INVALID_TOPIC_EXCEPTION,
      b: errorCode.THROTTLING_QUOTA_EXCEEDED,
    })
    expect(answer.throttleTimeMs).toBeGreaterThan(8000)
    await using other = await broker.connect()
    const deleted = await other.request(deleteTopics, 6, { topics: [{ name: 'there' }], timeoutMs: 1 })
    expect(deleted.responses[0]?.errorCode).toBe(errorCode.THROTTLING_QUOTA_EXCEEDED)
    await using third = await broker.connect()
    const more = { topics: [{ name: 'there', count: 4, assignments: null }], timeoutMs: 1, validateOnly: false }
    const grown = await third.request(createPartitions, 3, more)
    expect(grown.results[0]?.errorCode).toBe(errorCode.THROTTLING_QUOTA_EXCEEDED)
    await using old = await broker.connect()
    const slowed = await old.request(createPartitions, 2, more)
    expect([slowed.results[0]?.errorCode, slowed.throttleTimeMs > 10_000]).toEqual([0, true])
  })

  test('of new connections is let in no more', async () => {
    await using broker = await startBroker({ config: { 'quota.window.num': '2' } })
    await using admin = await broker.connect()
    await alter(admin, { ip: '127.0.0.1' }, { connection_creation_rate: 1 })
    await using first = await broker.connect()
    await first.request(metadata, 12, { topics: [] })
    await using second = await broker.connect()
    await second.closed
    await alter(admin, { ip: '127.0.0.1' }, { connection_creation_rate: null })
    await using third = await broker.connect()
    await third.request(metadata, 12, { topics: [] })
  })
})

test('the pause ends by itself, and what was sent meanwhile is served', async () => {
  await using broker = await startBroker()
  await using client = await broker.connect()
  await alter(client, { user: null }, { request_percentage: 0.000001 })
  await client.request(metadata, 12, { topics: [] })
  const { throttleTimeMs } = await client.request(metadata, 12, { topics: [] })
  expect(throttleTimeMs).toBe(1000)
})
