import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { TransferFormat } from '../../../src-main/api/transfers.ts'
import { readSource } from '../../../src-main/transfers/read-source.ts'
import { fileHead, recordLine, type TransferRecord } from '../../../src-main/transfers/record-lines.ts'

const text = fc.string({ unit: 'binary', maxLength: 30 })
const awkward = fc.constantFrom('', 'null', 'a,b', '"', '\r\n', '\n', '\u2028x', '\uFEFF', ' a ', "''", 'ü😀')
const bytes = fc.oneof(
  fc.constant(null),
  fc.uint8Array({ maxLength: 40 }).map((each) => Buffer.from(each)),
  fc.oneof(text, awkward).map((each) => Buffer.from(each, 'utf8')),
)
// A lone surrogate is no text that Kafka could carry as a header's key.
const headerKey = fc.oneof(fc.string({ unit: 'grapheme', maxLength: 10 }), awkward)
const record: fc.Arbitrary<TransferRecord> = fc.record({
  topic: fc.constant('orders'),
  partition: fc.nat(100),
  offset: fc.bigInt({ min: 0n, max: 2n ** 63n - 1n }),
  timestamp: fc.bigInt({ min: -1n, max: 2n ** 63n - 1n }),
  isLogAppendTime: fc.constant(false),
  key: bytes,
  value: bytes,
  headers: fc.array(fc.record({ key: headerKey, value: bytes }), { maxLength: 4 }),
})

async function readAll(content: string, format: TransferFormat) {
  const found = []
  for await (const line of readSource({ kind: 'text', text: content, format, mapping: null })) found.push(line)
  return found
}

test.each(['jsonl', 'csv'] as const)(
  'whatever is exported as %s comes back byte for byte',
  async (format) => {
    await fc.assert(
      fc.asyncProperty(fc.array(record, { maxLength: 8 }), async (records) => {
        const file = fileHead(format) + records.map((each) => recordLine(each, format)).join('')
        const back = await readAll(file, format)
        expect(back.map(({ error }) => error)).toEqual(records.map(() => null))
        const plain = (each: TransferRecord | null) =>
          each && {
            ...each,
            key: hex(each.key),
            value: hex(each.value),
            headers: each.headers.map((h) => [h.key, hex(h.value)]),
          }
        expect(back.map((each) => plain(each.record))).toEqual(records.map(plain))
      }),
      { seed: 7, numRuns: 200 },
    )
  },
  60_000,
)

function hex(value: Uint8Array | null): string | null {
  return value === null ? null : Buffer.from(value).toString('hex')
}

test('a value that is any JSON is sent as that JSON, every digit kept', async () => {
  const values = ['{"n":9007199254740993,"p":1.10}', '[1e400,-0]', '18446744073709551615', 'true', '{"text":"a","b":1}']
  const lines = await readAll(values.map((value) => `{"key":7,"value":${value}}`).join('\n'), 'jsonl')
  expect(lines.map((each) => Buffer.from(each.record?.value ?? '').toString())).toEqual(values)
  expect(Buffer.from(lines[0]?.record?.key ?? '').toString()).toBe('7')
  const [wrong] = await readAll('{"value":"a","headers":{"h":"1"}}', 'jsonl')
  expect(wrong?.error).toContain('headers are a list')
})

test('a line that cannot be read is told of in its place', async () => {
  const lines = await readAll('{"value":"a"}\n{"value":\n\n{"value":{"base64":"!"}}\n{"value":"b"}', 'jsonl')
  expect(lines.map(({ line, error }) => [line, error === null])).toEqual([
    [1, true],
    [2, false],
    [4, false],
    [5, true],
  ])
})
