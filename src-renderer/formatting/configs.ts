import { texts } from '../languages/texts.ts'
import { formatBytes } from './bytes.ts'
import { formatConfigDuration } from './durations.ts'

interface ConfigLike {
  readonly name: string
  readonly value: string | null
  readonly isSensitive: boolean
}

/** What a config's value means to a person: `604800000` of `retention.ms` is `7 d`. Null where it says so itself. */
export function explainConfigValue({
  name,
  value,
}: {
  readonly name: string
  readonly value: string | null
}): string | null {
  if (value === null) return null
  if (/(^|\.)ms$/.test(name)) return explainDuration(value)
  if (/(^|\.)bytes(\.|$)|\.size$/.test(name) && /^-?\d+$/.test(value)) return explainSize(value)
  return null
}

function explainDuration(value: string): string | null {
  return isBeyondReason(value) ? texts.formatting.noLimit : formatConfigDuration(value)
}

function explainSize(value: string): string | null {
  if (value === '-1' || isBeyondReason(value)) return texts.formatting.noLimit
  const bytes = BigInt(value)
  return bytes >= 1024n ? formatBytes(bytes) : null
}

/** Kafka writes "never" as the largest number that fits. */
function isBeyondReason(value: string): boolean {
  return value === '9223372036854775807'
}

/** A value as it is shown: what is secret, empty or not set is said in words. */
export function showConfigValue({ value, isSensitive }: Omit<ConfigLike, 'name'>): { text: string; isWords: boolean } {
  if (isSensitive) return { text: texts.formatting.config.hidden, isWords: true }
  if (value === null) return { text: texts.formatting.config.notSet, isWords: true }
  return value === '' ? { text: texts.formatting.config.empty, isWords: true } : { text: value, isWords: false }
}

/** Where a value comes from, in words. */
export function describeConfigSource(source: string): string {
  const sources: Readonly<Record<string, string>> = texts.formatting.configSources
  return sources[source] ?? source
}
