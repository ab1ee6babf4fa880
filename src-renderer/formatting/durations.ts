import { texts } from '../languages/texts.ts'
import { formatFixed } from './bytes.ts'

const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

const STEPS = [
  { ms: DAY, unit: 'd' },
  { ms: HOUR, unit: 'h' },
  { ms: MINUTE, unit: 'min' },
  { ms: SECOND, unit: 's' },
] as const

/** A duration in its two largest units: `250 ms`, `4.2 s`, `3 min 20 s`, `7 d`. */
export function formatDuration(durationMs: number): string {
  const { units } = texts.formatting
  const ms = Math.max(0, Math.round(durationMs))
  if (ms < SECOND) return `${ms} ${units.ms}`
  if (ms < 10 * SECOND && ms % SECOND !== 0) return `${formatFixed(ms / SECOND, 1)} ${units.s}`
  const first = STEPS.findIndex((step) => ms >= step.ms)
  const large = STEPS[first]
  if (!large) return `${ms} ${units.ms}`
  const count = Math.floor(ms / large.ms)
  const small = STEPS[first + 1]
  const restCount = small ? Math.floor((ms % large.ms) / small.ms) : 0
  const whole = `${count} ${units[large.unit]}`
  return small && restCount > 0 ? `${whole} ${restCount} ${units[small.unit]}` : whole
}

/** A `*.ms` config as text, where -1 means that there is no limit. */
export function formatConfigDuration(value: string): string | null {
  if (!/^-?\d+$/.test(value)) return null
  if (value === '-1') return texts.formatting.noLimit
  const ms = Number(value)
  return Number.isSafeInteger(ms) && ms > 0 && ms < 1e15 ? formatDuration(ms) : null
}

/** How long ago: `just now`, `12 s ago`, `3 min ago`, `2 d ago`; in the future `in 5 min`. */
export function formatAgo(timestampMs: bigint, nowMs: number): string {
  const difference = nowMs - Number(timestampMs)
  const distance = Math.abs(difference)
  if (distance < 2 * SECOND) return texts.formatting.justNow
  const step = STEPS.find((each) => distance >= each.ms) ?? STEPS[3]
  const amount = `${Math.floor(distance / step.ms)} ${texts.formatting.units[step.unit]}`
  return difference >= 0 ? texts.formatting.ago(amount) : texts.formatting.ahead(amount)
}
