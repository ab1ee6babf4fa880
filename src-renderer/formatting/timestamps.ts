export type TimestampZone = 'local' | 'utc'

/** JavaScript's dates reach this far from 1970; Kafka's 64-bit timestamps reach further. */
const DATE_LIMIT_MS = 8_640_000_000_000_000n

/**
 * A timestamp to the millisecond, in local time (`2026-08-22 14:03:07.125`) or UTC (the same with a `Z`). A record
 * without a timestamp has -1: `no timestamp`. What no calendar reaches is shown as its number.
 */
export function formatTimestamp(timestampMs: bigint, zone: TimestampZone): string {
  if (timestampMs === -1n) return 'no timestamp'
  if (timestampMs > DATE_LIMIT_MS || timestampMs < -DATE_LIMIT_MS) return `${timestampMs} ms`
  const date = new Date(Number(timestampMs))
  if (zone === 'utc') return date.toISOString().replace('T', ' ')
  const day = [date.getFullYear(), two(date.getMonth() + 1), two(date.getDate())].join('-')
  const time = [two(date.getHours()), two(date.getMinutes()), two(date.getSeconds())].join(':')
  return `${day} ${time}.${String(date.getMilliseconds()).padStart(3, '0')}`
}

/** Only the time of day, for logs and for rows of today: `14:03:07.125`. */
export function formatTimeOfDay(timestampMs: bigint, zone: TimestampZone): string {
  const whole = formatTimestamp(timestampMs, zone)
  return whole.includes(':') ? whole.slice(whole.indexOf(' ') + 1) : whole
}

/**
 * Reads what a person writes as a time: `2026-08-22 14:03`, with or without seconds, milliseconds, `T` and `Z`, or
 * milliseconds since 1970. Without a zone it is in the given one. `null` where it is none of these or no such day.
 */
export function parseTimestamp(text: string, zone: TimestampZone): bigint | null {
  const trimmed = text.trim()
  if (/^\d{9,16}$/.test(trimmed)) return BigInt(trimmed)
  const match = /^(\d{4})-(\d\d)-(\d\d)(?:[ T](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,3}))?)?)?(Z)?$/i.exec(trimmed)
  if (!match) return null
  const [, year = '', month = '', day = '', hour = '0', minute = '0', second = '0', fraction = '0', z] = match
  const parts = [year, month, day, hour, minute, second].map(Number)
  const [y = 0, mo = 0, d = 0, h = 0, mi = 0, s = 0] = parts
  const ms = Number(fraction.padEnd(3, '0'))
  if (mo < 1 || mo > 12 || d < 1 || d > new Date(Date.UTC(y, mo, 0)).getUTCDate() || h > 23 || mi > 59 || s > 59) {
    return null
  }
  const isUtc = zone === 'utc' || z !== undefined
  return BigInt(isUtc ? Date.UTC(y, mo - 1, d, h, mi, s, ms) : new Date(y, mo - 1, d, h, mi, s, ms).getTime())
}

function two(value: number): string {
  return String(value).padStart(2, '0')
}
