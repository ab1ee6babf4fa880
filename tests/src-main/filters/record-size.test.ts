import { expect, test } from 'vitest'
import { compileFilter } from '../../../src-main/filters/record-filter.ts'

test('the size of a record has its headers in it, in a condition as in an expression', () => {
  const bytes = (text: string): Buffer => Buffer.from(text)
  const record = {
    partition: 0,
    offset: 0n,
    timestamp: 0n,
    key: bytes('k'),
    value: bytes('value'),
    headers: [
      { key: 'ü', value: bytes('12') },
      { key: 'n', value: null },
    ],
  }
  const contents = { key: () => 'k', value: () => 'value' }
  const condition = { kind: 'field', subject: 'size', path: '', operator: 'equals', value: '11' } as const
  expect(compileFilter(condition).matches(record, contents)).toBe(true)
  expect(compileFilter({ kind: 'expression', expression: 'size == 11' }).matches(record, contents)).toBe(true)
})
