export type LogLevel = 'error' | 'warn' | 'plain'

/** The level that a line of the broker's log names, so that its colour can follow. */
export function levelOf(line: string): LogLevel {
  if (/\b(ERROR|FATAL|error:)\b/.test(line)) return 'error'
  if (/\bWARN(ING)?\b/.test(line)) return 'warn'
  return 'plain'
}
