import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { localClusterId } from '../../src-main/api/clusters.ts'
import { automatic } from '../../src-main/api/decoding.ts'
import type { Content } from '../../src-main/api/producing.ts'
import { startApicurio, type Apicurio } from '../support/apicurio.ts'
import { refusalOf, type ConsoleCalls } from '../support/console-client.ts'
import { openScan } from '../support/scan-acts.ts'
import { startConsole } from '../support/start-console.ts'
import { isMissing } from '../support/system-requirements.ts'

const isWithoutJava = isMissing('java', 'maven')

const decoding = { key: automatic, value: automatic }

const moneyAvro =
  '{"type":"record","name":"Money","namespace":"shop","fields":[{"name":"amount","type":{"type":"bytes",' +
  '"logicalType":"decimal","precision":20,"scale":2}},{"name":"currency","type":"string"}]}'
const orderAvro =
  '{"type":"record","name":"Order","namespace":"shop","fields":[{"name":"id","type":"long"},' +
  '{"name":"price","type":"shop.Money"}]}'
const moneyProto = 'syntax = "proto3"; package shop; message Money { int64 minor_units = 1; string currency = 2; }'
const orderProto =
  'syntax = "proto3"; package shop; import "money.proto"; message Ignored { bool is_ignored = 1; } ' +
  'message Order { message Line { uint64 article_id = 1; } int64 order_id = 1; Money price = 2; repeated Line lines = 3; }'
const moneyJson = '{"$id":"money.json","type":"object","properties":{"amount":{"type":"string"}},"required":["amount"]}'
const orderJson =
  '{"$id":"order.json","type":"object","properties":{"id":{"type":"integer"},"price":{"$ref":"money.json"}},' +
  '"required":["id","price"]}'

/** Each kind of schema with another that it refers to, a message, what is read of it, and one that does not fit. */
const kinds = [
  {
    kind: 'avro',
    schemaType: 'AVRO',
    money: { name: 'shop.Money', schema: moneyAvro },
    order: orderAvro,
    messageType: null,
    message: '{"id":9223372036854775807,"price":{"amount":-12345.60,"currency":"EUR"}}',
    misfit: '{"id":1,"price":{"amount":"much","currency":"EUR"}}',
    why: 'amount',
  },
  {
    kind: 'protobuf',
    schemaType: 'PROTOBUF',
    money: { name: 'money.proto', schema: moneyProto },
    order: orderProto,
    messageType: 'shop.Order',
    message:
      '{"order_id":-9223372036854775808,"price":{"minor_units":9007199254740993,"currency":"EUR"},' +
      '"lines":[{"article_id":18446744073709551615}]}',
    misfit: '{"order_id":"first"}',
    why: 'order_id',
  },
  {
    kind: 'json-schema',
    schemaType: 'JSON',
    money: { name: 'money.json', schema: moneyJson },
    order: orderJson,
    messageType: null,
    message: '{"id":9007199254740993,"price":{"amount":"1.10"}}',
    misfit: '{"id":1,"price":{}}',
    why: 'amount',
  },
] as const

describe('messages with schemas of Apicurio Registry', () => {
  const cleanUp = new AsyncDisposableStack()
  let registry: Apicurio
  let calls: ConsoleCalls
  const on = { clusterId: localClusterId }

  beforeAll(async () => {
    if (isWithoutJava) return
    registry = cleanUp.use(await startApicurio())
    const console = cleanUp.use(await startConsole())
    calls = console.calls
    await calls.localCluster.start()
    await calls.decoding.setRegistry({ ...on, registry: { url: registry.url, auth: { kind: 'none' } } })
  })

  afterAll(() => cleanUp.disposeAsync())

  async function createTopic(name: string) {
    await calls.topics.create({ ...on, name, partitionCount: 1, replicationFactor: -1, configs: [] })
  }

  const withSchema = (json: string, messageType: string | null = null): Content => ({
    kind: 'encoded',
    json,
    schema: { from: 'registry', subject: null },
    messageType,
  })

  async function produce(topic: string, value: Content) {
    const record = { partition: 0, key: { kind: 'null' }, timestamp: null } as const
    const way = { compression: 'none', acks: 'all' } as const
    return calls.producing.produce({ ...on, ...record, headers: [], ...way, topic, value })
  }

  /** What is read of the value of a message, by what it says itself. */
  async function read(topic: string, offset: bigint) {
    const { value } = await calls.messages.read({ ...on, topic, partition: 0, offset, decoding })
    // None of these values has a space of its own.
    return { ...value.decoded, text: value.decoded.text.replaceAll(/\s/g, '') }
  }

  test.skipIf(isWithoutJava).each(kinds)(
    '$kind: written by the latest schema and read by the one that the message names',
    async (each) => {
      const { kind, schemaType, money, order, messageType, message } = each
      const topic = `orders-${kind}`
      await createTopic(topic)
      await registry.register(`${topic}-money`, { schema: money.schema, schemaType })
      const references = [{ name: money.name, subject: `${topic}-money`, version: 1 }]
      const id = await registry.register(`${topic}-value`, { schema: order, schemaType, references })
      const value = withSchema(message, messageType)
      const part = { ...on, topic, part: 'value' } as const
      expect(await calls.producing.check({ ...part, content: value })).toMatchObject({ problem: null, kind })
      await produce(topic, value)
      expect(await read(topic, 0n)).toMatchObject({ format: kind, text: message, attempts: [] })
      expect((await read(topic, 0n)).label).toContain(`schema ${id} of the registry`)

      const misfit = withSchema(each.misfit, messageType)
      expect((await calls.producing.check({ ...part, content: misfit })).problem).toContain(each.why)
      const refusal = await refusalOf(produce(topic, misfit))
      expect(refusal.problem.why).toContain(each.why)
    },
  )

  test.skipIf(isWithoutJava)(
    'a schema that has changed since reads what was written with it, and no more',
    async () => {
      const topic = 'changing'
      await createTopic(topic)
      const subject = `${topic}-value`
      const schemaWith = (...fields: string[]) => `{"type":"record","name":"R","fields":[${fields.join(',')}]}`
      const [a, b] = ['{"name":"a","type":"int"}', '{"name":"b","type":"string","default":"none"}']
      await registry.register(subject, { schema: schemaWith(a) })
      await produce(topic, withSchema('{"a":1}'))
      await registry.register(subject, { schema: schemaWith(a, b) })
      await produce(topic, withSchema('{"a":2,"b":"two"}'))
      expect([(await read(topic, 0n)).text, (await read(topic, 1n)).text]).toEqual(['{"a":1}', '{"a":2,"b":"two"}'])
      const filter = { kind: 'field', subject: 'value', path: 'b', operator: 'equals', value: 'two' } as const
      await using scan = await openScan(calls, topic, { ...on, decoding, filter })
      expect((await scan.ended()).verdict?.isComplete).toBe(true)
      expect((await scan.rows()).map(({ offset }) => offset)).toEqual([1n])
    },
  )

  test.skipIf(isWithoutJava)(
    'a registry that has gone hides nothing: what it has told stays known, the rest says why',
    async () => {
      const topic = 'left-behind'
      await createTopic(topic)
      const id = await registry.register(`${topic}-value`, { schema: '{"type":"record","name":"L","fields":[]}' })
      const framed = Buffer.from([0, 0, 0, 0, id]).toString('base64')
      const value = { kind: 'base64', base64: framed } as const
      await produce(topic, value)
      await registry[Symbol.asyncDispose]()
      const decoded = await read(topic, 0n)
      expect(decoded.format).toBeNull()
      expect(decoded.attempts[0]?.why).toContain('does not answer')
      expect((await read('changing', 1n)).text).toBe('{"a":2,"b":"two"}')
    },
  )
})
