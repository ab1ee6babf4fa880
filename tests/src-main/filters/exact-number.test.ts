import { expect, test } from 'vitest'
import { compareExactly } from '../../../src-main/filters/exact-number.ts'

test('numbers are compared by what they are, however they are written and however long they are', () => {
  const signs = (pairs: readonly (readonly [string, string])[]) =>
    pairs.map(([a, b]) => Math.sign(compareExactly(a, b) ?? NaN))
  expect(
    signs([
      ['5', '5.'],
      ['.5', '0.50'],
      ['1e2', '+100'],
      ['-0', '0.0'],
      ['1200', '1.2e3'],
    ]),
  ).toEqual([0, 0, 0, 0, 0])
  expect(
    signs([
      ['9007199254740993', '9007199254740992'],
      ['1e400', '1e399'],
      ['2', '-3'],
      ['-2', '-3'],
    ]),
  ).toEqual([1, 1, 1, 1])
  expect(
    signs([
      ['0.1', '0.11'],
      ['-1e400', '1'],
      ['9', '10'],
      ['1e-999999', '1e999999'],
    ]),
  ).toEqual([-1, -1, -1, -1])
  for (const text of ['', '.', '-', 'e5', '1e', '0x10', '1,5', 'NaN']) {
    expect(compareExactly(text, '1'), text).toBeNull()
  }
})
