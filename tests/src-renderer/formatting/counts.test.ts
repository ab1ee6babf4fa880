import { describe, expect, it } from 'vitest'
import { formatCount, formatCountOf, formatOffset, formatShortCount } from '../../../src-renderer/formatting/counts.ts'

describe('counts', () => {
  it('are exact, with groups of three digits', () => {
    expect(formatCount(9_007_199_254_740_993n)).toBe('9,007,199,254,740,993')
    expect(formatCount(812)).toBe('812')
  })

  it('agree with their noun', () => {
    expect(formatCountOf(1, 'topic')).toBe('1 topic')
    expect(formatCountOf(0n, 'message')).toBe('0 messages')
    expect(formatCountOf(2, 'batch', 'batches')).toBe('2 batches')
  })

  it.each([
    [0, '0'],
    [812, '812'],
    [1000, '1K'],
    [12_400, '12.4K'],
    [3_100_000n, '3.1M'],
    [-12_400, '-12.4K'],
    [250_000_000n, '250M'],
  ])('%s is %s where there is little room', (count, text) => {
    expect(formatShortCount(count)).toBe(text)
  })
})

it('offsets are never grouped, so that they can be copied and searched', () => {
  expect(formatOffset(9_007_199_254_740_993n)).toBe('9007199254740993')
})
