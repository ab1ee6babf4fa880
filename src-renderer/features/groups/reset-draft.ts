import type { ResetPreviewRow, ResetStrategy } from '../../api/groups.ts'
import type { TimestampZone } from '../../formatting/timestamps.ts'
import { parseTimestamp } from '../../formatting/timestamps.ts'
import { texts } from '../../languages/texts.ts'
import { parseDuration } from './duration-text.ts'

/** What the dialog says, as it is written. */
export interface ResetDraft {
  readonly to: ResetStrategy['to']
  readonly offset: string
  readonly time: string
  readonly duration: string
  readonly shift: string
  /** The group whose offsets are taken; empty until one is chosen. */
  readonly otherGroup: string
  readonly snapshotId: string
  readonly csv: string
  /** Keys of the partitions that are left alone. */
  readonly leftOut: ReadonlySet<string>
  /** Topics that the group has never read, and shall. */
  readonly addedTopics: readonly string[]
}

export const FIRST_RESET: ResetDraft = {
  to: 'earliest',
  offset: '0',
  time: '',
  duration: '1h',
  shift: '-10',
  otherGroup: '',
  snapshotId: '',
  csv: '',
  leftOut: new Set(),
  addedTopics: [],
}

/** A partition that the group could be reset in. */
export interface ResetPlace {
  readonly topic: string
  readonly partition: number
  readonly committedOffset: bigint | null
}

/** A name for a partition; topics have no spaces in their names. */
export function partitionKey({ topic, partition }: Pick<ResetPlace, 'topic' | 'partition'>): string {
  return `${topic} ${partition}`
}

interface TopicSize {
  readonly name: string
  readonly partitionCount: number
}

/** All partitions of the topics that the group reads or shall read, also those in which it has committed nothing yet. */
export function placesOf(
  partitions: readonly ResetPlace[],
  topics: readonly TopicSize[],
  addedTopics: readonly string[] = [],
): readonly ResetPlace[] {
  const known = new Map(partitions.map((each) => [partitionKey(each), each]))
  const counts = new Map(topics.map(({ name, partitionCount }) => [name, partitionCount]))
  return [...new Set([...partitions.map(({ topic }) => topic), ...addedTopics])].flatMap((topic) => {
    const own = partitions.filter((each) => each.topic === topic)
    const count = counts.get(topic)
    if (count === undefined) return own
    return Array.from(
      { length: count },
      (_, partition) => known.get(partitionKey({ topic, partition })) ?? { topic, partition, committedOffset: null },
    )
  })
}

/** Without a committed offset there is nothing to shift from. */
export function canReset({ committedOffset }: ResetPlace, to: ResetStrategy['to']): boolean {
  return to !== 'shift' || committedOffset !== null
}

/** A file and a snapshot say themselves which partitions they are about. */
export function hasOwnScope(to: ResetStrategy['to']): boolean {
  return to === 'csv' || to === 'snapshot'
}

interface TopicScope {
  readonly topic: string
  readonly partitions: number[] | null
}

/** The partitions that are meant; a topic of which none is left out is meant as a whole. */
export function scopeOf(
  places: readonly ResetPlace[],
  { leftOut, to }: Pick<ResetDraft, 'leftOut' | 'to'>,
): TopicScope[] {
  if (hasOwnScope(to)) return []
  const chosen = new Map<string, number[]>()
  const incomplete = new Set<string>()
  for (const place of places) {
    if (leftOut.has(partitionKey(place)) || !canReset(place, to)) incomplete.add(place.topic)
    else chosen.set(place.topic, [...(chosen.get(place.topic) ?? []), place.partition])
  }
  return [...chosen].map(([topic, numbers]) => ({ topic, partitions: incomplete.has(topic) ? numbers : null }))
}

type Checked<Value> = { readonly value: Value } | { readonly problem: string }

const LARGEST = 9_223_372_036_854_775_807n

/** The strategy that a draft means, or what is to be corrected in its field. */
export function strategyOf(draft: ResetDraft, zone: TimestampZone): Checked<ResetStrategy> {
  const wrong = texts.groups.reset.wrong
  switch (draft.to) {
    case 'offset': {
      const offset = /^\d{1,19}$/.test(draft.offset.trim()) ? BigInt(draft.offset.trim()) : null
      return offset !== null && offset <= LARGEST ? { value: { to: 'offset', offset } } : { problem: wrong.offset }
    }
    case 'timestamp': {
      const timestamp = parseTimestamp(draft.time, zone)
      return timestamp === null ? { problem: wrong.time } : { value: { to: 'timestamp', timestamp } }
    }
    case 'duration': {
      const durationMs = parseDuration(draft.duration)
      return durationMs === null ? { problem: wrong.duration } : { value: { to: 'duration', durationMs } }
    }
    case 'shift': {
      const text = draft.shift.trim().replace('−', '-')
      return /^[+-]?\d{1,18}$/.test(text) && BigInt(text) !== 0n
        ? { value: { to: 'shift', by: BigInt(text) } }
        : { problem: wrong.shift }
    }
    case 'group':
      return draft.otherGroup === '' ? { problem: wrong.group } : { value: { to: 'group', groupId: draft.otherGroup } }
    case 'snapshot':
      return draft.snapshotId === ''
        ? { problem: wrong.snapshot }
        : { value: { to: 'snapshot', snapshotId: draft.snapshotId } }
    case 'csv':
      return draft.csv.trim() === '' ? { problem: wrong.csv } : { value: { to: 'csv', csv: draft.csv } }
    default:
      return { value: { to: draft.to } }
  }
}

export interface ResetTotals {
  readonly changedCount: number
  readonly rereadCount: bigint
  readonly skippedCount: bigint
}

/** What a reset does in all partitions together. */
export function totalsOf(rows: readonly ResetPreviewRow[]): ResetTotals {
  return {
    changedCount: rows.filter(({ currentOffset, newOffset }) => currentOffset !== newOffset).length,
    rereadCount: rows.reduce((sum, row) => sum + row.rereadCount, 0n),
    skippedCount: rows.reduce((sum, row) => sum + row.skippedCount, 0n),
  }
}
