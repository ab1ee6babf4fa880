import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { BatchView } from '../../../broker/records/batch-view.ts'
import { buildBatch } from '../../../broker/records/build-batch.ts'
import type { RecordHeader } from '../../../broker/records/record.ts'
import { recordsIn, uncompressedRecords } from '../../../broker/records/records-in.ts'
import { compileText } from '../../../src-main/filters/text-condition.ts'

interface Fields {
  readonly key?: Uint8Array | null
  readonly value?: Uint8Array | null
  readonly headers?: readonly RecordHeader[]
}

const unread = { key: () => null, value: () => null }

/** Whether a record with these fields is found, the batch being asked first as a scan does. */
function finds(text: string, isCaseSensitive: boolean, { key = null, value = null, headers = [] }: Fields): boolean {
  const filter = compileText({ text, isCaseSensitive, parts: null })
  const batch = new BatchView(buildBatch([{ key, value, headers, timestamp: 0n }]))
  if (filter.mayContain?.(uncompressedRecords(batch)) === false) return false
  return [...recordsIn(batch)].some((record) =>
    filter.matches(
      { partition: 0, offset: 0n, timestamp: 0n, key: record.key, value: record.value, headers: record.headers },
      unread,
    ),
  )
}

const utf8 = (text: string): Buffer => Buffer.from(text)
describe('text is found', () => {
  test.each([
    ['in the value', { value: utf8('an order') }],
    ['in the key', { key: utf8('order-7') }],
    ['in the key of a header', { headers: [{ key: 'x-order', value: null }] }],
    ['in the value of a header', { headers: [{ key: 'x', value: utf8('order') }] }],
    [
      'in the middle of binary data',
      { value: Buffer.concat([Buffer.from([0xff, 0]), utf8('order'), Buffer.from([0x80])]) },
    ],
  ])('%s', (_, fields: Fields) => {
    expect(finds('order', true, fields)).toBe(true)
    expect(finds('ORDER', false, fields)).toBe(true)
    expect(finds('ORDER', true, fields)).toBe(false)
    expect(finds('orders', true, fields)).toBe(false)
  })

  test('without regard to case also beyond ASCII', () => {
    expect(finds('größe', false, { value: utf8('GRÖSSE GRÖßE') })).toBe(true)
    expect(finds('ЗАКАЗ', false, { value: utf8('новый заказ') })).toBe(true)
    expect(finds('ЗАКАЗ', true, { value: utf8('новый заказ') })).toBe(false)
  })

  test('not where it only comes about between two fields', () => {
    expect(finds('keyvalue', true, { key: utf8('key'), value: utf8('value') })).toBe(false)
  })
})

test('exactly where a search in the decoded text would find it', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'B', 'b', 'é', 'É', '1', '🦊', '\0'), maxLength: 12 })
  const needle = fc.string({ unit: fc.constantFrom('a', 'B', 'b', 'é', '🦊'), minLength: 1, maxLength: 2 })
  fc.assert(
    fc.property(text, needle, fc.boolean(), (value, wanted, isCaseSensitive) => {
      const expected = isCaseSensitive ? value.includes(wanted) : value.toLowerCase().includes(wanted.toLowerCase())
      expect(finds(wanted, isCaseSensitive, { value: utf8(value) })).toBe(expected)
    }),
  )
})
