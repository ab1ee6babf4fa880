import type { LogLevel } from '../control/messages.ts'

/** A line of the broker's log, before it is written anywhere. */
export interface LogLine {
  readonly level: LogLevel
  /** Milliseconds since 1970. */
  readonly at: number
  readonly text: string
}

/** What the broker tells its user, one line each. */
export interface Logger {
  info(text: string): void
  warn(text: string): void
  error(text: string, cause?: unknown): void
}

/** A logger that hands its lines to `take`, stamped with the time of `now` (milliseconds since 1970). */
export function createLogger(take: (line: LogLine) => void, now: () => number): Logger {
  const line = (level: LogLevel, text: string): void => take({ level, at: now(), text })
  return {
    info: (text) => line('info', text),
    warn: (text) => line('warn', text),
    error: (text, cause) => line('error', cause === undefined ? text : `${text}: ${describeCause(cause)}`),
  }
}

function describeCause(cause: unknown): string {
  return cause instanceof Error ? (cause.stack ?? cause.message) : String(cause)
}

/** `2026-01-31 09:30:00.123 WARN  text`, in local time; the lines of a longer text are indented. */
export function formatLogLine({ level, at, text }: LogLine): string {
  const time = new Date(at)
  const date = [time.getFullYear(), pad(time.getMonth() + 1), pad(time.getDate())].join('-')
  const clock = [pad(time.getHours()), pad(time.getMinutes()), pad(time.getSeconds())].join(':')
  const stamp = `${date} ${clock}.${String(time.getMilliseconds()).padStart(3, '0')}`
  return `${stamp} ${level.toUpperCase().padEnd(5)} ${text.replaceAll('\n', '\n    ')}\n`
}

function pad(value: number): string {
  return String(value).padStart(2, '0')
}
