import type { ScanQuery, StartPosition } from '../../api/messages.ts'
import type { TimestampZone } from '../../formatting/timestamps.ts'
import { parseTimestamp } from '../../formatting/timestamps.ts'

/** What the bar above the messages says, as it is written. */
export interface ScanDraft {
  readonly at: StartPosition['at']
  readonly offset: string
  readonly time: string
  readonly partitions: readonly number[] | null
  readonly contains: string
  readonly isCaseSensitive: boolean
  readonly limit: number
}

export const FIRST_DRAFT: ScanDraft = {
  at: 'newest',
  offset: '0',
  time: '',
  partitions: null,
  contains: '',
  isCaseSensitive: false,
  limit: 100,
}

export const LIMITS = [100, 500, 1000, 10_000, 100_000] as const
const MOST_ROWS = 100_000
const LARGEST_OFFSET = 9_223_372_036_854_775_807n

type Checked<Value> = { readonly value: Value } | { readonly problem: string }

interface DraftInput {
  readonly clusterId: string
  readonly topic: string
  readonly zone: TimestampZone
}

/** The query that a draft means, or what is to be corrected in its start. */
export function queryOf(draft: ScanDraft, { clusterId, topic, zone }: DraftInput): Checked<ScanQuery> {
  const start = startOf(draft, zone)
  if ('problem' in start) return start
  return {
    value: {
      clusterId,
      topic,
      partitions: draft.partitions === null ? null : draft.partitions.toSorted((left, right) => left - right),
      start: start.value,
      contains: draft.contains === '' ? null : draft.contains,
      isCaseSensitive: draft.isCaseSensitive,
      limit: draft.at === 'live' ? MOST_ROWS : draft.limit,
    },
  }
}

function startOf(draft: ScanDraft, zone: TimestampZone): Checked<StartPosition> {
  switch (draft.at) {
    case 'offset': {
      const text = draft.offset.trim()
      const offset = /^\d{1,19}$/.test(text) ? BigInt(text) : null
      return offset !== null && offset <= LARGEST_OFFSET
        ? { value: { at: 'offset', offset } }
        : { problem: 'A whole number, 0 or more' }
    }
    case 'timestamp': {
      const timestamp = parseTimestamp(draft.time, zone)
      return timestamp === null
        ? { problem: 'A time such as 2026-08-22 14:03, or milliseconds since 1970' }
        : { value: { at: 'timestamp', timestamp } }
    }
    default:
      return { value: { at: draft.at } }
  }
}

/** The next larger limit, or null where there is none. */
export function nextLimit(limit: number): number | null {
  return LIMITS.find((each) => each > limit) ?? null
}
