import type { Isolation, ScanEnd, ScanRequest, ScanStart } from '../../api/scans.ts'
import type { TimestampZone } from '../../formatting/timestamps.ts'
import { parseTimestamp, startOfDay } from '../../formatting/timestamps.ts'
import type { FilterDraft } from './filter-draft.ts'
import { filterOf, NO_FILTER } from './filter-draft.ts'
import { texts } from '../../languages/texts.ts'

/** Where reading starts, as the bar offers it. */
export type ReadFrom =
  | 'newest'
  | 'earliest'
  | 'offset'
  | 'offsets'
  | 'timestamp'
  | 'minutes-15'
  | 'hours-1'
  | 'today'
  | 'yesterday'
  | 'group'
  | 'live'

/** What the bar above the messages says, as it is written. */
export interface ScanDraft {
  readonly at: ReadFrom
  readonly offset: string
  /** `0:120, 3:45`: a partition and its offset, several of them separated by commas. */
  readonly offsets: string
  readonly time: string
  readonly groupId: string
  readonly until: 'now' | 'offset' | 'timestamp'
  readonly untilOffset: string
  readonly untilTime: string
  readonly partitions: readonly number[] | null
  readonly contains: string
  readonly isCaseSensitive: boolean
  readonly filter: FilterDraft
  readonly isolation: Isolation
  readonly showsControlRecords: boolean
  /** How many rows a page has. */
  readonly limit: number
}

export const FIRST_DRAFT: ScanDraft = {
  at: 'newest',
  offset: '0',
  offsets: '',
  time: '',
  groupId: '',
  until: 'now',
  untilOffset: '',
  untilTime: '',
  partitions: null,
  contains: '',
  isCaseSensitive: false,
  filter: NO_FILTER,
  isolation: 'read-uncommitted',
  showsControlRecords: false,
  limit: 100,
}

export const LIMITS = [100, 500, 1000, 10_000, 100_000, 1_000_000] as const
/** A live tail goes on for days; the view holds the newest of it. */
const LIVE_CAPACITY = 10_000
const SEARCH_ROWS = 1000
const LARGEST_OFFSET = 9_223_372_036_854_775_807n

/** `field` is where the problem stands, so that it can be said there. */
export interface DraftProblem {
  readonly field: 'start' | 'end'
  readonly problem: string
}

type Checked<Value> = { readonly value: Value } | DraftProblem

export interface DraftPlace {
  readonly clusterId: string
  readonly topic: string
  readonly zone: TimestampZone
  readonly nowMs: number
}

/** The request that a draft means, or what is to be corrected in it. */
export function requestOf(draft: ScanDraft, place: DraftPlace): Checked<ScanRequest> {
  const start = startOf(draft, place)
  if ('problem' in start) return start
  const end = endOf(draft, place)
  if ('problem' in end) return end
  const filter = filterOf(draft.filter, draft)
  return {
    value: {
      clusterId: place.clusterId,
      topic: place.topic,
      partitions: draft.partitions === null ? null : draft.partitions.toSorted((left, right) => left - right),
      start: start.value,
      end: end.value,
      order: draft.at === 'newest' ? 'newest' : 'oldest',
      filter,
      isolation: draft.isolation,
      showsControlRecords: draft.showsControlRecords,
      limit: limitOf(draft, filter !== null),
      decoding: null,
    },
  }
}

/** Who looks for something wants to see all of it: a search that is paused after a few rows would only look incomplete. */
function limitOf({ at, limit }: ScanDraft, isFiltered: boolean): number {
  if (at === 'live') return LIVE_CAPACITY
  return isFiltered ? Math.max(limit, SEARCH_ROWS) : limit
}

function startOf(draft: ScanDraft, { zone, nowMs }: DraftPlace): Checked<ScanStart> {
  switch (draft.at) {
    case 'newest':
    case 'earliest':
      return { value: { at: 'beginning' } }
    case 'live':
      return { value: { at: 'end' } }
    case 'offset': {
      const offset = parseOffset(draft.offset)
      return offset === null ? wrong('start', texts.messages.aWholeNumber) : { value: { at: 'offset', offset } }
    }
    case 'offsets':
      return offsetsStart(draft.offsets)
    case 'timestamp':
      return timeOf(draft.time, { field: 'start', zone })
    case 'group':
      return draft.groupId === ''
        ? wrong('start', texts.messages.chooseAConsumerGroup)
        : { value: { at: 'group', groupId: draft.groupId } }
    default:
      return { value: { at: 'timestamp', timestamp: BigInt(relativeStart(draft.at, { zone, nowMs })) } }
  }
}

function offsetsStart(text: string): Checked<ScanStart> {
  const pairs = text.split(',').map((pair) => /^\s*(\d{1,9})\s*:\s*(\d{1,19})\s*$/.exec(pair))
  const offsets = pairs.map((match) => ({ partition: Number(match?.[1]), offset: parseOffset(match?.[2] ?? '') }))
  const valid = offsets.flatMap(({ partition, offset }) => (offset === null ? [] : [{ partition, offset }]))
  return valid.length === offsets.length
    ? { value: { at: 'offsets', offsets: valid } }
    : wrong('start', texts.messages.partitionAndOffsetSuch)
}

function endOf(draft: ScanDraft, { zone }: DraftPlace): Checked<ScanEnd> {
  if (draft.at === 'live') return { value: { at: 'never' } }
  switch (draft.until) {
    case 'now':
      return { value: { at: 'now' } }
    case 'offset': {
      const offset = parseOffset(draft.untilOffset)
      return offset === null ? wrong('end', texts.messages.aWholeNumber) : { value: { at: 'offset', offset } }
    }
    case 'timestamp':
      return timeOf(draft.untilTime, { field: 'end', zone })
  }
}

function parseOffset(text: string): bigint | null {
  const offset = /^\d{1,19}$/.test(text.trim()) ? BigInt(text.trim()) : null
  return offset !== null && offset <= LARGEST_OFFSET ? offset : null
}

function timeOf(
  text: string,
  { field, zone }: { readonly field: DraftProblem['field']; readonly zone: TimestampZone },
): Checked<{ readonly at: 'timestamp'; readonly timestamp: bigint }> {
  const timestamp = parseTimestamp(text, zone)
  return timestamp === null ? wrong(field, texts.messages.aTimeSuchAs) : { value: { at: 'timestamp', timestamp } }
}

function wrong(field: DraftProblem['field'], problem: string): DraftProblem {
  return { field, problem }
}

const MINUTE_MS = 60_000

/** Milliseconds since 1970. A day begins at midnight of the zone, also where a change of clocks makes it 23 or 25 hours. */
export function relativeStart(
  at: 'minutes-15' | 'hours-1' | 'today' | 'yesterday',
  { zone, nowMs }: { readonly zone: TimestampZone; readonly nowMs: number },
): number {
  if (at === 'minutes-15') return nowMs - 15 * MINUTE_MS
  if (at === 'hours-1') return nowMs - 60 * MINUTE_MS
  return startOfDay(nowMs, at === 'yesterday' ? 1 : 0, zone)
}
