import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  formatTimeOfDay,
  formatTimestamp,
  formatTimestampToMinute,
  formatTimestampToSecond,
  parseTimestamp,
  startOfDay,
} from '../../../src-renderer/formatting/timestamps.ts'

const BERLIN = 'Europe/Berlin'
const ZONES = ['local', 'utc', BERLIN, 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kathmandu', 'Pacific/Apia']

/** Any time, and times within hours of a change of clocks in October 2025 and March 2026. */
const timesAroundChanges = fc.oneof(
  fc.bigInt(0n, 4_000_000_000_000n),
  ...[Date.UTC(2025, 9, 26, 1), Date.UTC(2026, 2, 29, 1), Date.UTC(2025, 10, 2, 6)].map((change) =>
    fc.integer({ min: -7_200_000, max: 7_200_000 }).map((difference) => BigInt(change + difference)),
  ),
)
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

  it('are shown shorter without losing which time it is', () => {
    expect(formatTimestampToSecond(1_750_000_000_125n, 'utc')).toBe('2025-06-15 15:06:40Z')
    expect(formatTimestampToMinute(1_750_000_000_125n, 'utc')).toBe('2025-06-15 15:06Z')
    expect(formatTimestampToSecond(1_750_000_000_125n, 'local')).toBe('2025-06-15 17:06:40')
    expect(formatTimestampToSecond(BigInt(Date.UTC(2025, 9, 26, 1, 30)), BERLIN)).toBe('2025-10-26 02:30:00+01:00')
    expect(formatTimestampToSecond(-1n, 'utc')).toBe('no timestamp')
  })

  it('keep the two hours apart that summer time repeats', () => {
    const first = formatTimestamp(BigInt(Date.UTC(2025, 9, 26, 0, 30)), 'utc')
    const second = formatTimestamp(BigInt(Date.UTC(2025, 9, 26, 1, 30)), 'utc')
    expect(first).not.toBe(second)
    expect(formatTimestamp(BigInt(Date.UTC(2025, 9, 26, 0, 30)), 'local')).toBe('2025-10-26 02:30:00.000+02:00')
    expect(formatTimestamp(BigInt(Date.UTC(2025, 9, 26, 1, 30)), 'local')).toBe('2025-10-26 02:30:00.000+01:00')
    expect(formatTimestamp(BigInt(Date.UTC(2025, 9, 26, 2, 0)), 'local')).toBe('2025-10-26 03:00:00.000')
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

  it.each(ZONES)('is the same time that is shown, in %s', (zone) => {
    fc.assert(
      fc.property(timesAroundChanges, (timestampMs) => {
        expect(parseTimestamp(formatTimestamp(timestampMs, zone), zone)).toBe(timestampMs)
      }),
    )
  })
})

describe('on the days when clocks change', () => {
  it('an hour that they leave out is no time', () => {
    expect(parseTimestamp('2025-03-30 02:30', BERLIN)).toBeNull()
    expect(parseTimestamp('2025-03-30 03:00', BERLIN)).toBe(BigInt(Date.UTC(2025, 2, 30, 1)))
    expect(parseTimestamp('2025-03-30 02:30', 'utc')).toBe(BigInt(Date.UTC(2025, 2, 30, 2, 30)))
  })

  it('an hour that they repeat is the first one, unless it says which', () => {
    expect(parseTimestamp('2025-10-26 02:30', BERLIN)).toBe(BigInt(Date.UTC(2025, 9, 26, 0, 30)))
    expect(parseTimestamp('2025-10-26 02:30+01:00', BERLIN)).toBe(BigInt(Date.UTC(2025, 9, 26, 1, 30)))
  })

  it('a day has 23 or 25 hours', () => {
    const hours = (day: string, next: string) =>
      Number(parseTimestamp(next, BERLIN)! - parseTimestamp(day, BERLIN)!) / 3_600_000
    expect(hours('2025-03-30', '2025-03-31')).toBe(23)
    expect(hours('2025-10-26', '2025-10-27')).toBe(25)
  })

  it('yesterday begins at its own midnight', () => {
    const noonAfter = Date.UTC(2025, 2, 31, 10)
    expect(startOfDay(noonAfter, 0, BERLIN)).toBe(Date.UTC(2025, 2, 30, 22))
    expect(startOfDay(noonAfter, 1, BERLIN)).toBe(Date.UTC(2025, 2, 29, 23))
  })

  it('a day whose midnight is left out begins an hour later', () => {
    const noon = Date.UTC(2024, 8, 8, 16)
    expect(startOfDay(noon, 0, 'America/Santiago')).toBe(Date.UTC(2024, 8, 8, 4))
  })

  it('a difference to UTC need not be whole hours', () => {
    expect(formatTimestamp(1_750_000_000_125n, 'Asia/Kathmandu')).toBe('2025-06-15 20:51:40.125')
    expect(parseTimestamp('2025-06-15 20:51:40.125', 'Asia/Kathmandu')).toBe(1_750_000_000_125n)
  })
})
