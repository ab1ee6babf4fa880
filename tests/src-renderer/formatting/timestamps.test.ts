import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { formatTimeOfDay, formatTimestamp, parseTimestamp } from '../../../src-renderer/formatting/timestamps.ts'

const BERLIN = 'Europe/Berlin'
let systemZone: string | undefined

beforeEach(() => {
  systemZone = process.env.TZ
  process.env.TZ = BERLIN
})

afterEach(() => {
  if (systemZone === undefined) delete process.env.TZ
  else process.env.TZ = systemZone
})

describe('timestamps', () => {
  it('are shown to the millisecond, in UTC or local time', () => {
    expect(formatTimestamp(1_750_000_000_125n, 'utc')).toBe('2025-06-15 15:06:40.125Z')
    expect(formatTimestamp(1_750_000_000_125n, 'local')).toBe('2025-06-15 17:06:40.125')
  })

  it('keep the two hours apart that summer time repeats', () => {
    const first = formatTimestamp(BigInt(Date.UTC(2025, 9, 26, 0, 30)), 'utc')
    const second = formatTimestamp(BigInt(Date.UTC(2025, 9, 26, 1, 30)), 'utc')
    expect(first).not.toBe(second)
    expect(formatTimestamp(BigInt(Date.UTC(2025, 9, 26, 1, 30)), 'local')).toBe('2025-10-26 02:30:00.000')
  })

  it('say that a record has none', () => {
    expect(formatTimestamp(-1n, 'local')).toBe('no timestamp')
    expect(formatTimeOfDay(-1n, 'utc')).toBe('no timestamp')
  })

  it('that no calendar reaches are shown as numbers', () => {
    expect(formatTimestamp(9_223_372_036_854_775_807n, 'utc')).toBe('9223372036854775807 ms')
    expect(formatTimestamp(-9_223_372_036_854_775_808n, 'local')).toBe('-9223372036854775808 ms')
  })

  it('can be shown as a time of day only', () => {
    expect(formatTimeOfDay(1_750_000_000_125n, 'utc')).toBe('15:06:40.125Z')
  })
})

describe('what a person writes as a time', () => {
  it.each([
    ['2025-06-15 17:06', 1_750_000_000_000n - 40_000n],
    ['2025-06-15T17:06:40', 1_750_000_000_000n],
    ['2025-06-15 17:06:40.125', 1_750_000_000_125n],
    ['2025-06-15 17:06:40.1', 1_750_000_000_100n],
    ['2025-06-15 15:06:40Z', 1_750_000_000_000n],
    ['1750000000125', 1_750_000_000_125n],
    ['  2025-06-15  ', BigInt(Date.UTC(2025, 5, 14, 22))],
  ])('%j is understood in local time', (text, timestampMs) => {
    expect(parseTimestamp(text, 'local')).toBe(timestampMs)
  })

  it.each(['', 'yesterday', '2025-02-30', '2025-13-01', '2025-06-15 24:00', '2025-06-15 17:60', '15.06.2025', '12'])(
    '%j is refused',
    (text) => {
      expect(parseTimestamp(text, 'utc')).toBeNull()
    },
  )

  it('is the same time that is shown', () => {
    fc.assert(
      fc.property(fc.bigInt(0n, 4_000_000_000_000n), (timestampMs) => {
        expect(parseTimestamp(formatTimestamp(timestampMs, 'utc'), 'local')).toBe(timestampMs)
      }),
    )
  })
})
