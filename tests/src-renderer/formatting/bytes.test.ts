import fc from 'fast-check'
import { afterEach, describe, expect, it } from 'vitest'
import { setLanguage } from '../../../src-main/api/languages/language.ts'
import { formatBytes, formatExactBytes } from '../../../src-renderer/formatting/bytes.ts'

afterEach(() => setLanguage('en'))

describe('sizes', () => {
  it.each([
    [0n, '0 B'],
    [1n, '1 B'],
    [1023n, '1023 B'],
    [1024n, '1.0 KiB'],
    [1434n, '1.4 KiB'],
    [10_240n, '10 KiB'],
    [1_048_575n, '1.0 MiB'],
    [1_048_576n, '1.0 MiB'],
    [24_117_248n, '23 MiB'],
    [1_073_741_824n, '1.0 GiB'],
    [9_223_372_036_854_775_807n, '8.0 EiB'],
    [-2048n, '−2.0 KiB'],
  ])('%s bytes are %s', (bytes, text) => {
    expect(formatBytes(bytes)).toBe(text)
  })

  it('takes numbers, too', () => {
    expect(formatBytes(48_300_000)).toBe('46 MiB')
  })

  it('never shows 1024 of a unit that has a larger one', () => {
    fc.assert(
      fc.property(fc.bigInt(0n, 2n ** 60n - 1n), (bytes) => {
        const [value = '', unit] = formatBytes(bytes).split(' ')
        expect(Number(value)).toBeLessThan(1024)
        expect(unit).toBeDefined()
      }),
    )
  })

  it('says the exact number beside it', () => {
    expect(formatExactBytes(1n)).toBe('1 byte')
    expect(formatExactBytes(1_468_006n)).toBe('1,468,006 bytes')
  })
})

it('are in Russian where Russian is spoken', () => {
  setLanguage('ru')
  expect([formatBytes(1434), formatBytes(812n), formatExactBytes(22n)]).toEqual(['1,4 КиБ', '812 Б', '22 байта'])
})
