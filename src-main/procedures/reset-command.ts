import type { ResetPreviewRow, ResetScope, ResetStrategy, ToolCommand } from '../api/group-resets.ts'
import type { GroupSummary } from '../api/groups.ts'
import { writeOffsetsCsv } from './offsets-csv.ts'

export interface CommandOptions {
  readonly bootstrapServers: string
  /** Whether the tool has to log in or to encrypt, for which it reads a file. */
  readonly isSecured: boolean
  readonly group: Pick<GroupSummary, 'groupId' | 'type'>
  readonly scope: ResetScope
  readonly strategy: ResetStrategy
  readonly rows: readonly ResetPreviewRow[]
}

/** The tool for share groups reads no files, and knows no other words than these. */
const knownToShareTool: ReadonlySet<ResetStrategy['to']> = new Set(['earliest', 'latest', 'timestamp'])

const planFile = 'offsets.csv'

/** The reset as commands of Apache Kafka's own tool. What it has no word for goes through a file. */
export function resetCommands(options: CommandOptions): ToolCommand[] {
  const { group, scope, strategy, rows } = options
  if (group.type === 'share' && !knownToShareTool.has(strategy.to)) return []
  const words = targetWords(strategy)
  if (words !== null) {
    const topics = topicWords(scope)
    return [{ line: commandLine(options, ['--reset-offsets', ...topics, ...words, '--execute']), file: null }]
  }
  const set = rows.filter(({ newOffset }) => newOffset !== null)
  const forgotten = rows.filter(({ newOffset, currentOffset }) => newOffset === null && currentOffset !== null)
  const text = writeOffsetsCsv(set.map(({ topic, partition, newOffset }) => ({ topic, partition, offset: newOffset })))
  const fromFile = ['--reset-offsets', '--from-file', planFile, '--execute']
  const commands: ToolCommand[] = []
  if (set.length > 0) commands.push({ line: commandLine(options, fromFile), file: { name: planFile, text } })
  if (forgotten.length > 0) {
    const topics = topicWords(scopeOf(forgotten))
    commands.push({ line: commandLine(options, ['--delete-offsets', ...topics]), file: null })
  }
  return commands
}

function commandLine({ bootstrapServers, isSecured, group }: CommandOptions, words: readonly string[]): string {
  return [
    group.type === 'share' ? 'kafka-share-groups.sh' : 'kafka-consumer-groups.sh',
    '--bootstrap-server',
    bootstrapServers.replaceAll(' ', ''),
    ...(isSecured ? ['--command-config', 'client.properties'] : []),
    '--group',
    group.groupId,
    ...words,
  ]
    .map(quoted)
    .join(' ')
}

function topicWords(scope: ResetScope): string[] {
  return scope.flatMap(({ topic, partitions }) => [
    '--topic',
    partitions === null ? topic : `${topic}:${partitions.join(',')}`,
  ])
}

/** Partitions by their topics. */
export function scopeOf(places: readonly { readonly topic: string; readonly partition: number }[]): ResetScope {
  const topics = new Map<string, number[]>()
  for (const { topic, partition } of places) topics.set(topic, [...(topics.get(topic) ?? []), partition])
  return [...topics].map(([topic, partitions]) => ({ topic, partitions }))
}

/** Null: the tool cannot be told so. */
function targetWords(strategy: ResetStrategy): string[] | null {
  switch (strategy.to) {
    case 'earliest':
    case 'latest':
    case 'current':
      return [`--to-${strategy.to}`]
    case 'offset':
      return ['--to-offset', String(strategy.offset)]
    case 'timestamp':
      return ['--to-datetime', isoTime(strategy.timestamp)]
    case 'duration':
      return ['--by-duration', isoDuration(strategy.durationMs)]
    case 'shift':
      return ['--shift-by', String(strategy.by)]
    case 'group':
    case 'snapshot':
    case 'csv':
      return null
    default:
      return strategy satisfies never
  }
}

// The years that a Date can hold.
const MAX_DATE_MS = 8_640_000_000_000_000n

function isoTime(timestamp: bigint): string {
  const inRange = timestamp > MAX_DATE_MS ? MAX_DATE_MS : timestamp < 0n ? 0n : timestamp
  return new Date(Number(inRange)).toISOString()
}

/** As ISO 8601 has it and the tool reads it: `P1DT2H`, `PT0.250S`. */
export function isoDuration(durationMs: bigint): string {
  const [days, hours] = [durationMs / 86_400_000n, (durationMs / 3_600_000n) % 24n]
  const [minutes, seconds, rest] = [(durationMs / 60_000n) % 60n, (durationMs / 1000n) % 60n, durationMs % 1000n]
  const fraction = rest === 0n ? '' : `.${String(rest).padStart(3, '0')}`
  const time = [
    hours > 0n && `${hours}H`,
    minutes > 0n && `${minutes}M`,
    (seconds > 0n || rest > 0n) && `${seconds}${fraction}S`,
  ].filter((part) => part !== false)
  if (days === 0n && time.length === 0) return 'PT0S'
  return `P${days > 0n ? `${days}D` : ''}${time.length > 0 ? `T${time.join('')}` : ''}`
}

/** As a word of a POSIX shell. */
function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`
}
