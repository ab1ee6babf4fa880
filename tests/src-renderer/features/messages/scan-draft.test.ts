import { describe, expect, test } from 'vitest'
import type { PartitionProgress } from '../../../../src-renderer/api/scans.ts'
import { parsePlace, placeKey, readRecordSearch } from '../../../../src-renderer/features/messages/record-place.ts'
import { FIRST_DRAFT, relativeStart, requestOf } from '../../../../src-renderer/features/messages/scan-draft.ts'
import { pageOf } from '../../../../src-renderer/features/messages/pages.ts'
import {
  accountInWords,
  partOf,
  sumProgress,
  verdictOf,
} from '../../../../src-renderer/features/messages/scan-progress.ts'
import { statusOf } from './scans.ts'

const ON = { clusterId: 'local', topic: 'orders', zone: 'utc', nowMs: Date.UTC(2026, 7, 22, 14, 3) } as const

describe('what the bar says becomes a query', () => {
  test('of a new user: the newest 100 of all partitions', () => {
    expect(requestOf(FIRST_DRAFT, ON)).toEqual({
      value: {
        clusterId: 'local',
        topic: 'orders',
        partitions: null,
        start: { at: 'beginning' },
        end: { at: 'now' },
        order: 'newest',
        filter: null,
        isolation: 'read-uncommitted',
        showsControlRecords: false,
        limit: 100,
        decoding: null,
      },
    })
  })

  test('offsets are exact up to the largest', () => {
    const at = (offset: string) => requestOf({ ...FIRST_DRAFT, at: 'offset', offset }, ON)
    expect(at(' 9223372036854775807 ')).toMatchObject({ value: { start: { offset: 9223372036854775807n } } })
    for (const wrong of ['9223372036854775808', '-1', '1.5', '', 'x']) expect(at(wrong)).toHaveProperty('problem')
  })

  test('times are read in the zone that is shown', () => {
    const at = (time: string) => requestOf({ ...FIRST_DRAFT, at: 'timestamp', time }, ON)
    expect(at('2026-08-22 14:03')).toMatchObject({ value: { start: { timestamp: 1787407380000n } } })
    expect(at('yesterday')).toHaveProperty('problem')
  })

  test('an offset can be said for each partition', () => {
    const at = (offsets: string) => requestOf({ ...FIRST_DRAFT, at: 'offsets', offsets }, ON)
    expect(at('0:120, 3 : 45')).toMatchObject({
      value: {
        start: {
          at: 'offsets',
          offsets: [
            { partition: 0, offset: 120n },
            { partition: 3, offset: 45n },
          ],
        },
      },
    })
    for (const wrong of ['', '120', '0:', '0:1,', 'a:1']) expect(at(wrong)).toMatchObject({ field: 'start' })
  })

  test('what is wrong with the end is said at the end', () => {
    const until = (untilOffset: string) => requestOf({ ...FIRST_DRAFT, until: 'offset', untilOffset }, ON)
    expect(until('7')).toMatchObject({ value: { end: { at: 'offset', offset: 7n } } })
    expect(until('x')).toMatchObject({ field: 'end' })
  })

  test('a live tail has no end, and a search more rows than a page', () => {
    expect(requestOf({ ...FIRST_DRAFT, at: 'live', until: 'offset' }, ON)).toMatchObject({
      value: { start: { at: 'end' }, end: { at: 'never' }, order: 'oldest' },
    })
    expect(requestOf({ ...FIRST_DRAFT, contains: 'x' }, ON)).toMatchObject({ value: { limit: 1000 } })
  })

  test('days begin at midnight of the zone', () => {
    expect(relativeStart('today', ON)).toBe(Date.UTC(2026, 7, 22))
    expect(relativeStart('yesterday', ON)).toBe(Date.UTC(2026, 7, 21))
    expect(relativeStart('minutes-15', ON)).toBe(ON.nowMs - 900_000)
  })
})

const progress = (change: Partial<PartitionProgress>): PartitionProgress => ({
  partition: 0,
  startOffset: 10n,
  position: 10n,
  endOffset: 30n,
  matchCount: 0,
  problem: null,
  ...change,
})

describe('progress', () => {
  test('is summed over the partitions', () => {
    const partitions = [
      progress({ position: 20n }),
      progress({ position: 30n }),
      progress({ startOffset: 5n, position: 5n, endOffset: 5n }),
      progress({ position: 30n, problem: 'no leader' }),
    ]
    expect(sumProgress(partitions)).toEqual({ scanned: 50n, total: 60n, completeCount: 2, partitionCount: 4 })
  })

  test('an empty partition is done', () => {
    expect(partOf(progress({ position: 20n }))).toBe(0.5)
    expect(partOf(progress({ endOffset: 10n }))).toBe(1)
  })
})

describe('the verdict', () => {
  const request = (contains: string) => {
    const checked = requestOf({ ...FIRST_DRAFT, contains }, ON)
    if ('problem' in checked) throw new Error(checked.problem)
    return checked.value
  }
  const limit = { isComplete: false, reason: 'limit', explanation: 'There may be more.' } as const

  test('the limit is a lack of a search, and what was asked for otherwise', () => {
    expect(verdictOf(request('x'), statusOf({ verdict: limit }))).toMatchObject({
      tone: 'warn',
      text: 'incomplete — the limit was reached',
    })
    expect(verdictOf(request(''), statusOf({ verdict: limit, rowCount: 100 }))).toMatchObject({
      tone: 'neutral',
      text: 'newest 100',
    })
  })

  test('nothing is said before it is known', () => {
    expect(verdictOf(request('x'), statusOf({ verdict: null }))).toBeNull()
    expect(verdictOf(request('x'), null)).toBeNull()
  })
})

test('offsets that are more than records are explained', () => {
  const account = { offsetCount: 10n, recordCount: 6n, controlCount: 1n, abortedCount: 0n, gapCount: 3n }
  expect(accountInWords(statusOf({ account }))).toBe(
    '10 offsets: 6 records, 3 without a record: compaction has removed it, or it never was one, 1 markers of transactions, left out.',
  )
  expect(accountInWords(statusOf({}))).toBeNull()
})

test('pages have all rows, each once', () => {
  const rows = { rowCount: 250, pageSize: 100 }
  expect([0, 1, 2].map((page) => pageOf(page, rows)).map(({ first, count }) => [first, count])).toEqual([
    [0, 100],
    [100, 100],
    [200, 50],
  ])
  expect(pageOf(2, rows)).toMatchObject({ hasPrevious: true, hasNext: false })
  expect(pageOf(9, rows)).toEqual(pageOf(2, rows))
  expect(pageOf(0, { rowCount: 0, pageSize: 100 })).toMatchObject({ count: 0, hasPrevious: false, hasNext: false })
})

test('the place of a record survives its way through an address', () => {
  const place = { partition: 12, offset: 9223372036854775807n }
  expect(parsePlace(placeKey(place))).toEqual(place)
  expect(readRecordSearch({ record: '12@7', other: 1 })).toEqual({ record: '12@7' })
  expect(readRecordSearch({ record: '12@7?token=x' })).toEqual({ record: '12@7' })
  for (const wrong of ['1@', '@1', '1@-1', '1@1@1', 'x', 7, undefined]) {
    expect(readRecordSearch({ record: wrong })).toEqual({})
  }
})
