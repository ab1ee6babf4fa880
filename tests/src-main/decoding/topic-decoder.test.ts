import avro from 'avsc'
import { encode as encodeCbor } from 'cbor-x'
import { pack } from 'msgpackr'
import { describe, expect, test, vi } from 'vitest'
import { encodeGroupRecordKey, encodeGroupRecordValue } from '../../../broker/groups/records/group-record.ts'
import { encodeMetadataRecord } from '../../../broker/metadata/records/record-codec.ts'
import { automatic, type FieldFormat, type SchemaFile } from '../../../src-main/api/decoding.ts'
import { exactJsonText } from '../../../src-main/decoding/exact-json.ts'
import { framed } from '../../../src-main/decoding/registry-framing.ts'
import { schemaCodec } from '../../../src-main/decoding/schema-codec.ts'
import { TopicDecoder, type DecodingSetup } from '../../../src-main/decoding/topic-decoder.ts'
import { startSchemaRegistry } from '../../support/schema-registry.ts'

const automatically: DecodingSetup = {
  decoding: { key: automatic, value: automatic },
  registry: null,
  schemaFiles: [],
}

const as = (
  format: FieldFormat,
  schemaFile: SchemaFile | null = null,
  messageType: string | null = null,
): DecodingSetup => ({
  decoding: { key: automatic, value: { format, schemaFile: schemaFile?.name ?? null, messageType } },
  registry: null,
  schemaFiles: schemaFile === null ? [] : [schemaFile],
})

function read(value: Uint8Array | string, setup = automatically, topic = 'orders') {
  const bytes = typeof value === 'string' ? Buffer.from(value) : value
  const reading = new TopicDecoder(topic, setup).read('value', { key: null, value: bytes })
  const { content } = reading
  const text = content instanceof Uint8Array ? Buffer.from(content).toString('hex') : exactJsonText(content)
  return { format: reading.format, text, attempts: reading.attempts, label: reading.label }
}

describe('automatic decoding', () => {
  test.each([
    ['{"a":1}', 'json', '{"a":1}'],
    ['plain words', 'text', '"plain words"'],
    ['{broken', 'text', '"{broken"'],
    [pack({ a: [1n, 'x'] }), 'msgpack', '{"a":[1,"x"]}'],
    [Buffer.from('00ff80c3', 'hex'), null, '00ff80c3'],
  ])('%o is %s', (bytes, format, text) => {
    expect(read(bytes)).toMatchObject({ format, text })
  })

  test('every digit stays', () => {
    const json = '{"a":9007199254740993,"b":-0,"c":1e400,"d":18446744073709551615,"e":1.10}'
    expect(read(json).text).toBe(json)
  })

  test('says what was tried and why it failed', () => {
    const { attempts } = read(Buffer.from('000000000742ff', 'hex'))
    expect(attempts[0]).toEqual({
      format: 'avro',
      why: 'it may name schema 7, but no registry is set for this cluster',
    })
    expect(attempts.map(({ format }) => format)).toEqual(['avro', 'msgpack', 'cbor'])
  })
})

describe('chosen formats', () => {
  test.each<[FieldFormat, string, string]>([
    ['int64', 'ffffffffffffffff', '-1'],
    ['uint64', 'ffffffffffffffff', '18446744073709551615'],
    ['int64-le', '0100000000000000', '1'],
    ['int32', '80000000', '-2147483648'],
    ['uint16-le', '0102', '513'],
    ['float64', '3ff8000000000000', '1.5'],
    ['float32-le', '0000c03f', '1.5'],
    ['uuid', '00112233445566778899aabbccddeeff', '"00112233-4455-6677-8899-aabbccddeeff"'],
    ['hex', '00ff', '"00ff"'],
    ['base64', '00ff', '"AP8="'],
    ['xml', Buffer.from('<a>1</a>').toString('hex'), '"<a>1</a>"'],
    ['cbor', Buffer.from(encodeCbor({ n: 2n ** 63n })).toString('hex'), '{"n":9223372036854775808}'],
  ])('%s of %s is %s', (format, hex, text) => {
    expect(read(Buffer.from(hex, 'hex'), as(format))).toMatchObject({ format, text })
  })

  test('bytes that do not fit are shown as they are, with the reason', () => {
    expect(read('abc', as('int64'))).toMatchObject({
      format: null,
      text: '616263',
      attempts: [{ format: 'int64', why: 'it has 3 bytes instead of 8' }],
    })
  })
})

const orderAvro = JSON.stringify({
  type: 'record',
  name: 'Order',
  namespace: 'shop',
  fields: [
    { name: 'id', type: 'long' },
    { name: 'price', type: { type: 'bytes', logicalType: 'decimal', precision: 10, scale: 2 } },
    { name: 'note', type: ['null', 'string'], default: null },
  ],
})

const orderProto = `syntax = "proto3";
package shop;
import "google/protobuf/timestamp.proto";
import "common.proto";
message Ignored { string a = 1; }
message Order {
  message Line { string article = 1; int64 count = 2; }
  int64 id = 1;
  repeated Line lines = 2;
  google.protobuf.Timestamp at = 3;
  shop.common.Money price = 4;
  Kind kind = 5;
  map<string, uint64> stock = 6;
}
enum Kind { UNKNOWN = 0; ONLINE = 1; }
`
const commonProto = `syntax = "proto3"; package shop.common; message Money { string currency = 1; sint64 units = 2; }`

describe('schemas', () => {
  test('Avro keeps longs and decimals exact, there and back', () => {
    const codec = schemaCodec({ kind: 'avro', text: orderAvro, references: [] })
    const json = '{"id":9223372036854775807,"price":-12345.67,"note":"ü"}'
    expect(exactJsonText(codec.decode(codec.encode(json, null), null).content)).toBe(json)
    expect(() => codec.encode('{"id":"x","price":1.00}', null)).toThrow('id does not fit the schema')
    expect(() => codec.encode('{"id":1,"price":1.00,"more":1}', null)).toThrow('more is not a field')
  })

  test('what another library wrote in Avro is read', () => {
    const text =
      '{"type":"record","name":"R","fields":[{"name":"n","type":"int"},{"name":"l","type":{"type":"array","items":"long"}}]}'
    const file: SchemaFile = { name: 'r.avsc', kind: 'avro', text }
    const bytes = avro.Type.forSchema(JSON.parse(text) as avro.Schema).toBuffer({ n: 5, l: [1, -2] })
    expect(read(bytes, as('avro', file))).toMatchObject({ format: 'avro', text: '{"n":5,"l":[1,-2]}' })
  })

  test('Protobuf with imports, well-known types and 64-bit numbers, there and back', () => {
    const references = [{ name: 'common.proto', text: commonProto }]
    const codec = schemaCodec({ kind: 'protobuf', text: orderProto, references })
    expect(codec.messageTypes).toEqual(['shop.Ignored', 'shop.Order', 'shop.Order.Line'])
    expect(codec.messagePath('shop.Order.Line')).toEqual([1, 0])
    const json =
      '{"id":-9223372036854775808,"lines":[{"article":"x","count":9007199254740993}],"at":"2026-01-02T03:04:05Z",' +
      '"price":{"currency":"EUR","units":-5},"kind":"ONLINE","stock":{"a":18446744073709551615}}'
    const bytes = codec.encode(json, 'shop.Order')
    expect(exactJsonText(codec.decode(bytes, [1]).content)).toBe(json)
    expect(() => codec.encode('{"id":"no"}', 'shop.Order')).toThrow('Order.id must be an integer')
    expect(() => codec.encode('{"nothing":1}', 'shop.Order')).toThrow('nothing is not a field')
  })

  test('a Protobuf file that was compiled before it was registered, as some clients do, reads what they wrote', () => {
    // Of google.protobuf and Confluent's serializer for Python.
    const text =
      'CgtvcmRlci5wcm90bxIEc2hvcBofZ29vZ2xlL3Byb3RvYnVmL3RpbWVzdGFtcC5wcm90byIUCgdJZ25vcmVkEgkKAWEYASABKAgilgIKBU9yZGVyEhAKCG9y' +
      'ZGVyX2lkGAEgASgDEiYKAmF0GAIgASgLMhouZ29vZ2xlLnByb3RvYnVmLlRpbWVzdGFtcBIfCgVsaW5lcxgDIAMoCzIQLnNob3AuT3JkZXIuTGluZRIOCgRj' +
      'YXJkGAQgASgJSAASDgoEY2FzaBgFIAEoBUgAEiUKBXN0b2NrGAYgAygLMhYuc2hvcC5PcmRlci5TdG9ja0VudHJ5EhEKBG5vdGUYByABKAlIAYgBARoaCgRM' +
      'aW5lEhIKCmFydGljbGVfaWQYASABKAQaLAoKU3RvY2tFbnRyeRILCgNrZXkYASABKAkSDQoFdmFsdWUYAiABKAM6AjgBQgUKA3BheUIHCgVfbm90ZWIGcHJv' +
      'dG8z'
    const bytes = Buffer.from(
      '0880808080808080808001120608a5ebdcca061a0b08ffffffffffffffffff0122017832050a016110053a016e',
      'hex',
    )
    const codec = schemaCodec({ kind: 'protobuf', text, references: [] })
    expect(codec.messageTypes).toEqual(['shop.Ignored', 'shop.Order', 'shop.Order.Line'])
    const json =
      '{"order_id":-9223372036854775808,"at":"2026-01-02T03:04:05Z","lines":[{"article_id":18446744073709551615}],' +
      '"card":"x","stock":{"a":5},"note":"n"}'
    expect(exactJsonText(codec.decode(bytes, [1]).content)).toBe(json)
    expect(codec.encode(json, 'shop.Order')).toEqual(bytes)
    expect(() => schemaCodec({ kind: 'protobuf', text: 'AAAA', references: [] })).toThrow()
  })

  test('a registry names the schema: Avro, Protobuf with its message type, JSON Schema, references and all', async () => {
    const jsonSchema = '{"title":"Order","type":"object","properties":{"id":{"type":"integer"}},"required":["id"]}'
    const line = '{"type":"record","name":"Line","namespace":"shop","fields":[{"name":"n","type":"long"}]}'
    const withLine = '{"type":"record","name":"Cart","namespace":"shop","fields":[{"name":"line","type":"shop.Line"}]}'
    await using registry = await startSchemaRegistry(
      [
        { id: 1, subject: 'common', version: 1, schema: commonProto, schemaType: 'PROTOBUF' },
        {
          id: 2,
          subject: 'order',
          version: 1,
          schema: orderProto,
          schemaType: 'PROTOBUF',
          references: [{ name: 'common.proto', subject: 'common', version: 1 }],
        },
        { id: 3, subject: 'json', version: 1, schema: jsonSchema, schemaType: 'JSON' },
        { id: 4, subject: 'line', version: 3, schema: line },
        {
          id: 5,
          subject: 'cart',
          version: 1,
          schema: withLine,
          references: [{ name: 'shop.Line', subject: 'line', version: 3 }],
        },
      ],
      { user: 'me', password: 'secret' },
    )
    const auth = { kind: 'basic', user: 'me', password: 'secret' } as const
    const decoder = new TopicDecoder('orders', { ...automatically, registry: { url: registry.url, auth } })
    const references = [{ name: 'common.proto', text: commonProto }]
    const proto = schemaCodec({ kind: 'protobuf', text: orderProto, references })
    const cart = schemaCodec({ kind: 'avro', text: withLine, references: [{ name: 'shop.Line', text: line }] })
    const values = [
      framed(2, [1, 0], proto.encode('{"article":"a","count":2}', 'shop.Order.Line')),
      framed(3, null, Buffer.from('{"id":1}')),
      framed(3, null, Buffer.from('{"id":"one"}')),
      framed(5, null, cart.encode('{"line":{"n":7}}', null)),
      framed(9, null, Buffer.from('x')),
    ]
    const records = values.map((value) => ({ key: null, value }))
    await decoder.prepare(records)
    await decoder.prepare(records)
    const readings = records.map((record) => decoder.read('value', record))
    expect(readings.map(({ format }) => format)).toEqual(['protobuf', 'json-schema', 'json-schema', 'avro', null])
    expect(readings[0]?.label).toBe('shop.Order.Line, schema 2 of the registry')
    expect(readings[2]?.label).toContain('does not fit it: value/id must be integer')
    expect(readings[3]?.content).toEqual({ line: { n: 7n } })
    expect(readings[4]?.attempts[0]?.why).toContain('404')
    // Each schema is asked for once, however many messages name it.
    expect(registry.asked.filter((path) => path === '/schemas/ids/3')).toHaveLength(1)
  })

  test('what is known is read at once while a registry that has become silent is asked again', async () => {
    await using registry = await startSchemaRegistry([{ id: 1, subject: 'a', version: 1, schema: '"long"' }])
    const decoder = new TopicDecoder('orders', {
      ...automatically,
      registry: { url: registry.url, auth: { kind: 'none' } },
    })
    const records = [{ key: null, value: framed(1, null, Buffer.of(14)) }]
    await decoder.prepare(records)
    registry.fallSilent()
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 61_000 })
    try {
      await decoder.prepare(records)
      vi.setSystemTime(Date.now() + 61_000)
      await decoder.prepare(records)
      // The question of before still has no answer, and nobody waits for it.
      await expect.poll(() => registry.asked).toEqual(['/schemas/ids/1', '/schemas/ids/1'])
      expect(decoder.read('value', records[0] ?? { key: null, value: null }).content).toBe(7n)
    } finally {
      vi.useRealTimers()
    }
  })

  test('a registry that is down hides nothing', async () => {
    const registry = await startSchemaRegistry([])
    await registry[Symbol.asyncDispose]()
    const decoder = new TopicDecoder('orders', {
      ...automatically,
      registry: { url: registry.url, auth: { kind: 'none' } },
    })
    const record = { key: null, value: framed(1, null, Buffer.from('x')) }
    await decoder.prepare([record])
    const { format, content, attempts } = decoder.read('value', record)
    expect({ format, content }).toEqual({ format: null, content: record.value })
    expect(attempts[0]?.why).toContain('does not answer')
  })
})

describe("Kafka's own topics", () => {
  test('committed offsets', () => {
    const key = encodeGroupRecordKey('offset-commit', { group: 'billing', topic: 'orders', partition: 3 })
    const value = encodeGroupRecordValue('offset-commit', 3, {
      offset: 42n,
      leaderEpoch: 1,
      metadata: 'm',
      commitTimestamp: 5n,
    })
    const decoder = new TopicDecoder('__consumer_offsets', automatically)
    expect(decoder.read('key', { key, value }).content).toEqual({
      kind: 'offset-commit',
      key: { group: 'billing', topic: 'orders', partition: 3 },
    })
    expect(decoder.read('value', { key, value }).content).toMatchObject({
      kind: 'offset-commit',
      value: { offset: 42n },
    })
  })

  test('groups of the other kinds, as Apache Kafka 4.3 has written them', () => {
    const record = (keyHex: string, valueHex: string) => ({
      key: Buffer.concat([Buffer.from(keyHex, 'hex'), Buffer.from('00077368617265727300016d', 'hex')]),
      value: Buffer.from(valueHex.replaceAll(' ', ''), 'hex'),
    })
    const decoder = new TopicDecoder('__consumer_offsets', automatically)
    const held = record('000e', '0000 00000003 00000002 00 02 9fea5d68af5e4809 98012cbba9308508 02 00000000 00 00')
    expect(decoder.read('key', held).content).toEqual({
      kind: 'share-group-current-member-assignment',
      key: { group: 'sharers', memberId: 'm' },
    })
    expect(decoder.read('value', held).content).toMatchObject({
      value: { memberEpoch: 3, state: 'Stable', assignedPartitions: [{ partitions: [0] }] },
    })
    const streams = record('0016', `0000 00000001 00000000 01 ${'01'.repeat(6)} 00`)
    expect(decoder.read('value', streams).content).toMatchObject({ value: { state: 'Stable', activeTasks: [] } })
    expect(decoder.read('value', { ...streams, value: null }).content).toBeNull()
  })

  test('the metadata log', () => {
    const value = encodeMetadataRecord({
      type: 'RemoveTopic',
      version: 0,
      value: { topicId: 'dG9waWMtaWQtdG9waWMtaQ' },
    } as never)
    expect(read(value, automatically, '__cluster_metadata')).toMatchObject({ format: 'kafka-internal' })
  })
})
