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
  return isBeyondReason(value) ? 'no limit' : formatConfigDuration(value)
}

function explainSize(value: string): string | null {
  if (value === '-1' || isBeyondReason(value)) return 'no limit'
  const bytes = BigInt(value)
  return bytes >= 1024n ? formatBytes(bytes) : null
}

/** Kafka writes "never" as the largest number that fits. */
function isBeyondReason(value: string): boolean {
  return value === '9223372036854775807'
}

/** A value as it is shown: what is secret, empty or not set is said in words. */
export function showConfigValue({ value, isSensitive }: Omit<ConfigLike, 'name'>): { text: string; isWords: boolean } {
  if (isSensitive) return { text: 'hidden', isWords: true }
  if (value === null) return { text: 'not set', isWords: true }
  return value === '' ? { text: 'empty', isWords: true } : { text: value, isWords: false }
}

const SOURCES: Readonly<Record<string, string>> = {
  topic: 'This topic',
  'dynamic-broker': 'This broker, changed while running',
  'dynamic-default-broker': 'All brokers, changed while running',
  'static-broker': 'The broker’s file',
  default: 'Kafka’s default',
  group: 'This group',
  unknown: 'Unknown',
}

/** Where a value comes from, in words. */
export function describeConfigSource(source: string): string {
  return SOURCES[source] ?? source
}
