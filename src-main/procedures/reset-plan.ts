import type { ResetPreviewRow, ResetStrategy } from '../api/groups.ts'

/** What has to be known of a partition to say where a reset leads. */
export interface ResetPartition {
  readonly topic: string
  readonly partition: number
  /** Null: the group has committed nothing here. */
  readonly committedOffset: bigint | null
  readonly startOffset: bigint
  readonly endOffset: bigint
  /** Only for a reset to a timestamp: the first offset at or after it, null where there is none. */
  readonly offsetAtTimestamp: bigint | null
}

/** Where the group would be after the reset, and what that means for it. A `shift` needs a committed offset. */
export function planReset(partition: ResetPartition, strategy: ResetStrategy): ResetPreviewRow {
  const { topic, committedOffset, startOffset, endOffset } = partition
  const { newOffset, note } = targetOf(partition, strategy)
  // What lies outside of the bounds is gone or not yet written: nobody can read it again or miss it.
  const current = committedOffset === null ? startOffset : within(committedOffset, { startOffset, endOffset })
  return {
    topic,
    partition: partition.partition,
    currentOffset: committedOffset,
    newOffset,
    rereadCount: committedOffset !== null && newOffset < current ? current - newOffset : 0n,
    skippedCount: newOffset > current ? newOffset - current : 0n,
    note,
  }
}

interface Target {
  readonly newOffset: bigint
  readonly note: string | null
}

function targetOf(partition: ResetPartition, strategy: ResetStrategy): Target {
  const { startOffset, endOffset, committedOffset, offsetAtTimestamp } = partition
  switch (strategy.to) {
    case 'earliest':
      return { newOffset: startOffset, note: null }
    case 'latest':
      return { newOffset: endOffset, note: null }
    case 'offset':
      return kept(partition, strategy.offset, `offset ${strategy.offset} is`)
    case 'timestamp': {
      const isLate = offsetAtTimestamp === null
      return {
        newOffset: offsetAtTimestamp ?? endOffset,
        note: isLate ? 'no message is that late; the end is taken' : null,
      }
    }
    case 'shift': {
      const wanted = (committedOffset ?? startOffset) + strategy.by
      const verb = strategy.by < 0n ? 'back' : 'forward'
      const steps = strategy.by < 0n ? -strategy.by : strategy.by
      return kept(partition, wanted, `${steps} ${verb} is ${wanted},`)
    }
    default:
      return strategy satisfies never
  }
}

/** The wanted offset, or the nearest one that exists. */
function kept({ startOffset, endOffset }: ResetPartition, wanted: bigint, subject: string): Target {
  const newOffset = within(wanted, { startOffset, endOffset })
  if (newOffset === wanted) return { newOffset, note: null }
  const place = wanted < startOffset ? 'before the start' : 'after the end'
  return { newOffset, note: `${subject} ${place}; ${newOffset} is taken` }
}

function within(offset: bigint, { startOffset, endOffset }: { startOffset: bigint; endOffset: bigint }): bigint {
  if (offset < startOffset) return startOffset
  return offset > endOffset ? endOffset : offset
}

export interface CommandLineOptions {
  readonly bootstrapServers: string
  readonly groupId: string
  readonly scope: readonly { readonly topic: string; readonly partitions: readonly number[] | null }[]
  readonly strategy: ResetStrategy
}

/** The reset as a command of Apache Kafka's own tool. */
export function resetCommandLine({ bootstrapServers, groupId, scope, strategy }: CommandLineOptions): string {
  const topics = scope.map(({ topic, partitions }) => [
    '--topic',
    partitions === null ? topic : `${topic}:${partitions.join(',')}`,
  ])
  const words = [
    'kafka-consumer-groups.sh',
    '--bootstrap-server',
    bootstrapServers.replaceAll(' ', ''),
    '--group',
    groupId,
    '--reset-offsets',
    ...topics.flat(),
    ...targetWords(strategy),
    '--execute',
  ]
  return words.map(quoted).join(' ')
}

function targetWords(strategy: ResetStrategy): string[] {
  switch (strategy.to) {
    case 'earliest':
      return ['--to-earliest']
    case 'latest':
      return ['--to-latest']
    case 'offset':
      return ['--to-offset', String(strategy.offset)]
    case 'timestamp':
      return ['--to-datetime', isoTime(strategy.timestamp)]
    case 'shift':
      return ['--shift-by', String(strategy.by)]
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

/** As a word of a POSIX shell. */
function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`
}
