import { texts } from '../languages/texts.ts'
import { offsetMsAt, type TimestampZone } from './zones.ts'

export type { TimestampZone } from './zones.ts'

/** JavaScript's dates reach this far from 1970; Kafka's 64-bit timestamps reach further. */
const DATE_LIMIT_MS = 8_640_000_000_000_000n
const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

/**
 * A timestamp to the millisecond, in the time of the zone (`2026-08-22 14:03:07.125`) or UTC (the same with a `Z`). In
 * the hour that clocks repeat when summer time ends, the difference to UTC follows (`2026-10-25 02:30:00.000+01:00`), so
 * that no two times look the same. A record without a timestamp has -1: `no timestamp`. What no calendar reaches is
 * shown as its number.
 */
export function formatTimestamp(timestampMs: bigint, zone: TimestampZone): string {
  if (timestampMs === -1n) return texts.formatting.noTimestamp
  if (timestampMs >= DATE_LIMIT_MS - BigInt(DAY_MS) || timestampMs <= BigInt(DAY_MS) - DATE_LIMIT_MS) {
    return `${timestampMs} ${texts.formatting.units.ms}`
  }
  const ms = Number(timestampMs)
  if (zone === 'utc') return new Date(ms).toISOString().replace('T', ' ')
  const offsetMs = offsetMsAt(ms, zone)
  const shown = new Date(ms + offsetMs).toISOString().replace('T', ' ').slice(0, -1)
  return instantsOf(ms + offsetMs, zone).length > 1 ? shown + describeOffset(offsetMs) : shown
}

/** Without milliseconds: `2026-08-22 14:03:07`, and behind it, as always, what says which time it is. */
export function formatTimestampToSecond(timestampMs: bigint, zone: TimestampZone): string {
  return formatTimestamp(timestampMs, zone).replace(/(:\d\d)\.\d{3}/, '$1')
}

/** Without seconds: `2026-08-22 14:03`. */
export function formatTimestampToMinute(timestampMs: bigint, zone: TimestampZone): string {
  return formatTimestamp(timestampMs, zone).replace(/:\d\d\.\d{3}/, '')
}

/** Only the time of day, for logs and for rows of today: `14:03:07.125`. */
export function formatTimeOfDay(timestampMs: bigint, zone: TimestampZone): string {
  const whole = formatTimestamp(timestampMs, zone)
  return whole.includes(':') ? whole.slice(whole.indexOf(' ') + 1) : whole
}

const WRITTEN = /^(\d{4}-\d\d-\d\d)(?:[ T](\d\d:\d\d)(:\d\d(?:\.\d{1,3})?)?)?(Z|[+-]\d\d:\d\d)?$/i

/**
 * Reads what a person writes as a time: `2026-08-22 14:03`, with or without seconds, milliseconds, `T`, and `Z` or a
 * difference to UTC; or milliseconds since 1970. Without a difference it is in the given zone; an hour that clocks repeat
 * is the first of the two. `null` where it is none of these, no such day, or an hour that clocks leave out.
 */
export function parseTimestamp(text: string, zone: TimestampZone): bigint | null {
  const trimmed = text.trim()
  if (/^\d{9,16}$/.test(trimmed)) return BigInt(trimmed)
  const match = WRITTEN.exec(trimmed)
  if (!match) return null
  const [, day = '', time = '00:00', seconds = ':00', difference] = match
  const wallMs = Date.parse(`${day}T${time}${seconds}Z`)
  // JavaScript takes the 30th of February for the 2nd of March, and 24:00 for the next day.
  if (Number.isNaN(wallMs) || !new Date(wallMs).toISOString().startsWith(`${day}T${time}`)) return null
  if (difference !== undefined) {
    const instant = Date.parse(`${day}T${time}${seconds}${difference.toUpperCase()}`)
    return Number.isNaN(instant) ? null : BigInt(instant)
  }
  const [first] = zone === 'utc' ? [wallMs] : instantsOf(wallMs, zone)
  return first === undefined ? null : BigInt(first)
}

/** Midnight at which a day of the zone begins, so many days before that of `nowMs`; a day may have 23 or 25 hours. */
export function startOfDay(nowMs: number, daysBack: number, zone: TimestampZone): number {
  const wallMs = nowMs + offsetMsAt(nowMs, zone)
  const midnight = Math.floor(wallMs / DAY_MS) * DAY_MS - daysBack * DAY_MS
  // Where clocks leave midnight out, the day begins when they go on.
  for (let laterMs = 0; laterMs <= 3 * HOUR_MS; laterMs += HOUR_MS / 4) {
    const [first] = instantsOf(midnight + laterMs, zone)
    if (first !== undefined) return first
  }
  return midnight
}

/** The instants at which clocks of the zone show this: two in an hour that they repeat, none in one that they leave out. */
function instantsOf(wallMs: number, zone: TimestampZone): number[] {
  const offsets = new Set([offsetMsAt(wallMs - DAY_MS, zone), offsetMsAt(wallMs + DAY_MS, zone)])
  return [...offsets]
    .map((offsetMs) => wallMs - offsetMs)
    .filter((instant) => instant + offsetMsAt(instant, zone) === wallMs)
    .sort((left, right) => left - right)
}

function describeOffset(offsetMs: number): string {
  const minutes = Math.round(Math.abs(offsetMs) / 60_000)
  return `${offsetMs < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`
}

function two(value: number): string {
  return String(value).padStart(2, '0')
}
