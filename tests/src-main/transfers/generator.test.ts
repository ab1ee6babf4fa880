import { expect, test } from 'vitest'
import type { RecordSource } from '../../../src-main/api/transfers.ts'
import { schemaCodec } from '../../../src-main/decoding/schema-codec.ts'
import type { EncodeValue } from '../../../src-main/transfers/message-generator.ts'
import { columnsOf, readSource } from '../../../src-main/transfers/read-source.ts'
import { valueEncoder } from '../../../src-main/transfers/value-encoder.ts'

async function recordsOf(source: RecordSource, encode: EncodeValue | null = null) {
  const lines: { key: string | null; value: string | null; error: string | null }[] = []
  const text = (bytes: Uint8Array | null | undefined) => (bytes ? Buffer.from(bytes).toString() : null)
  for await (const { record, error } of readSource(source, { encode })) {
    lines.push({ key: text(record?.key), value: text(record?.value), error })
  }
  return lines
}

const generator = (value: string, key: string | null = null): RecordSource => ({
  kind: 'generator',
  template: { key, value, headers: [] },
  valueSchema: null,
  count: 20,
  seed: 7,
})

test('messages are made up of a template, and are always JSON where it is', async () => {
  const nested = `{"n":{"at":{{index}}},"of":{{helpers.arrayElement([{"a":{"b":1}}])}}}`
  expect((await recordsOf(generator(nested)))[3]?.value).toBe('{"n":{"at":3},"of":{"a":{"b":1}}}')
  const template = String.raw`{"id":{{index}},"name":"{{person.fullName}}","colour":"{{helpers.arrayElement(["a\"b","c"])}}"}`
  const made = await recordsOf(generator(template, 'k-{{number.int({"min":1,"max":3})}}'))
  expect(made).toHaveLength(20)
  for (const [index, { key, value }] of made.entries()) {
    expect(key).toMatch(/^k-[123]$/)
    const read = JSON.parse(value ?? '') as { id: number; name: string; colour: string }
    expect(read.id).toBe(index)
    expect(read.name.length).toBeGreaterThan(2)
    expect(['a"b', 'c']).toContain(read.colour)
  }
  expect(await recordsOf(generator(template, 'k-{{number.int({"min":1,"max":3})}}'))).toEqual(made)
})

test.each([
  ['{{nonsense}}', /neither index, now or today nor/],
  ['{{constructor.constructor("return 1")}}', /neither/],
  ['{{helpers.fake("{{person.fullName}}")}}', /neither/],
  ['{{number.int({min:1})}}', /are no JSON/],
  ['{{helpers.arrayElement()}}', /Faker does not make {{helpers.arrayElement\(\)}} up/],
  ['{"id":{{index}},"name":{{person.fullName}', /^{{person.fullName} has no end/],
])('%s is refused', async (template, why) => {
  const refusal = recordsOf(generator(template))
  await expect(refusal).rejects.toThrow(why)
  await expect(refusal).rejects.toMatchObject({ problem: { what: 'No messages can be made of the template.' } })
})

const schemas = [
  {
    kind: 'avro',
    text: JSON.stringify({
      type: 'record',
      name: 'Order',
      namespace: 'shop',
      fields: [
        { name: 'id', type: 'long' },
        { name: 'email', type: ['null', 'string'], default: null },
        { name: 'at', type: { type: 'long', logicalType: 'timestamp-millis' } },
        { name: 'state', type: { type: 'enum', name: 'State', symbols: ['OPEN', 'PAID'] } },
        {
          name: 'lines',
          type: { type: 'array', items: { type: 'record', name: 'Line', fields: [{ name: 'price', type: 'double' }] } },
        },
        { name: 'tags', type: { type: 'map', values: 'string' } },
        { name: 'hash', type: { type: 'fixed', name: 'Hash', size: 4 } },
        { name: 'before', type: ['null', 'Order'], default: null },
      ],
    }),
  },
  {
    kind: 'protobuf',
    text: `syntax = "proto3"; package shop;
      message Order { int64 id = 1; string city = 2; State state = 3; repeated Line lines = 4; map<string, int32> counts = 5;
        oneof payment { string card = 6; double cash = 7; } Order before = 8; bytes hash = 9; }
      enum State { OPEN = 0; PAID = 1; } message Line { float price = 1; bool gift = 2; }`,
  },
  {
    kind: 'json-schema',
    text: JSON.stringify({
      type: 'object',
      required: ['id', 'email', 'lines', 'state'],
      additionalProperties: false,
      definitions: {
        line: { type: 'object', required: ['price'], properties: { price: { type: 'number', minimum: 1 } } },
      },
      properties: {
        id: { type: 'integer', minimum: 5, maximum: 9 },
        email: { type: 'string', format: 'email' },
        state: { enum: ['open', 'paid'] },
        lines: { type: 'array', items: { $ref: '#/definitions/line' } },
      },
    }),
  },
] as const

test.each(schemas)('of a schema of $kind follows a template, whose messages fit it', async ({ kind, text }) => {
  const codec = schemaCodec({ kind, text, references: [] })
  const template = codec.template(null)
  const source = {
    ...generator(template),
    valueSchema: { schema: { from: 'file', name: 'order' }, messageType: null },
  } as const
  const encode = await valueEncoder(source, {
    topic: 'orders',
    registry: null,
    schemaFiles: [{ name: 'order', kind, text }],
  })
  const values = new Set<string>()
  for await (const { record, error } of readSource(source, { encode })) {
    expect(error).toBeNull()
    values.add(Buffer.from(record?.value ?? '').toString('hex'))
    expect(codec.decode(Buffer.from(record?.value ?? ''), null).complaint).toBeNull()
  }
  expect(values.size).toBe(20)
})

test('of the fields of a oneof, of which a message has one at most, the template has the first', () => {
  const { kind, text } = schemas[1]
  const template = schemaCodec({ kind, text, references: [] }).template(null)
  expect(['city', 'card', 'cash'].filter((name) => template.includes(`"${name}"`))).toEqual(['city', 'card'])
})

test('a message that does not fit its schema is told of in its place', async () => {
  const [{ kind, text }] = schemas
  const source = {
    ...generator('{"id":{{index}}}'),
    valueSchema: { schema: { from: 'file', name: 'order' }, messageType: null },
  } as const
  const encode = await valueEncoder(source, {
    topic: 'orders',
    registry: null,
    schemaFiles: [{ name: 'order', kind, text }],
  })
  expect(await recordsOf(source, encode)).toContainEqual({
    key: null,
    value: null,
    error: expect.stringContaining('at'),
  })
})

test('lines of any JSON and of any table become messages', async () => {
  const text = '{"user":{"id":9007199254740993},"city":"Oslo"}\n{"city":"Rome"}'
  const json = { kind: 'text', format: 'jsonl', text } as const
  expect(await recordsOf({ ...json, mapping: { key: 'user.id', value: null } })).toEqual([
    { key: '9007199254740993', value: '{"user":{"id":9007199254740993},"city":"Oslo"}', error: null },
    { key: null, value: null, error: 'there is no user.id' },
  ])
  expect(await recordsOf({ ...json, mapping: { key: null, value: 'city' } })).toMatchObject([
    { value: 'Oslo' },
    { value: 'Rome' },
  ])
  const table = { kind: 'text', format: 'csv', text: 'id,city\n1,"Oslo, N"\n2,Rome\n' } as const
  expect(await columnsOf({ ...table, mapping: null })).toEqual(['id', 'city'])
  expect(await recordsOf({ ...table, mapping: { key: 'id', value: null } })).toEqual([
    { key: '1', value: '{"id":"1","city":"Oslo, N"}', error: null },
    { key: '2', value: '{"id":"2","city":"Rome"}', error: null },
  ])
})
