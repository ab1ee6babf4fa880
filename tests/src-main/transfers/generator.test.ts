import { expect, test } from 'vitest'
import type { RecordSource } from '../../../src-main/api/transfers.ts'
import { columnsOf, readSource } from '../../../src-main/transfers/read-source.ts'

async function recordsOf(source: RecordSource) {
  const lines: { key: string | null; value: string | null; error: string | null }[] = []
  const text = (bytes: Uint8Array | null | undefined) => (bytes ? Buffer.from(bytes).toString() : null)
  for await (const { record, error } of readSource(source)) {
    lines.push({ key: text(record?.key), value: text(record?.value), error })
  }
  return lines
}

const generator = (value: string, key: string | null = null): RecordSource => ({
  kind: 'generator',
  template: { key, value, headers: [] },
  count: 20,
  seed: 7,
})

test('messages are made up of a template, and are always JSON where it is', async () => {
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
])('%s is refused', async (template, why) => {
  await expect(recordsOf(generator(template))).rejects.toThrow(why)
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
