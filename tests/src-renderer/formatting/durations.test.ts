import { describe, expect, it } from 'vitest'
import { formatAgo, formatConfigDuration, formatDuration } from '../../../src-renderer/formatting/durations.ts'

describe('durations', () => {
  it.each([
    [0, '0 ms'],
    [250, '250 ms'],
    [999.6, '1 s'],
    [4200, '4.2 s'],
    [5000, '5 s'],
    [59_000, '59 s'],
    [200_000, '3 min 20 s'],
    [3_600_000, '1 h'],
    [5_400_000, '1 h 30 min'],
    [604_800_000, '7 d'],
    [90_000_000, '1 d 1 h'],
    [-5, '0 ms'],
  ])('%s ms is %s', (durationMs, text) => {
    expect(formatDuration(durationMs)).toBe(text)
  })
})

describe('durations in a configuration', () => {
  it('say what a number of milliseconds is', () => {
    expect(formatConfigDuration('86400000')).toBe('1 d')
  })

  it('say that -1 is no limit', () => {
    expect(formatConfigDuration('-1')).toBe('no limit')
  })

  it.each(['', 'abc', '1.5', '0'])('say nothing about %j', (value) => {
    expect(formatConfigDuration(value)).toBeNull()
  })
})

describe('how long ago', () => {
  const now = 1_750_000_000_000

  it.each([
    [0, 'just now'],
    [1999, 'just now'],
    [12_500, '12 s ago'],
    [180_000, '3 min ago'],
    [172_800_000, '2 d ago'],
    [-300_000, 'in 5 min'],
  ])('%s ms before now is %s', (beforeMs, text) => {
    expect(formatAgo(BigInt(now - beforeMs), now)).toBe(text)
  })
})
