import { describe, expect, test } from 'vitest'
import type { PartitionProgress } from '../../../../src-renderer/api/messages.ts'
import { parsePlace, placeKey, readRecordSearch } from '../../../../src-renderer/features/messages/record-place.ts'
import { FIRST_DRAFT, queryOf } from '../../../../src-renderer/features/messages/scan-draft.ts'
import { partOf, sumProgress, verdictOf } from '../../../../src-renderer/features/messages/scan-progress.ts'

const ON = { clusterId: 'local', topic: 'orders', zone: 'utc' } as const

describe('what the bar says becomes a query', () => {
  test('of a new user: the newest 100 of all partitions', () => {
    expect(queryOf(FIRST_DRAFT, ON)).toEqual({
      value: {
        clusterId: 'local',
        topic: 'orders',
        partitions: null,
        start: { at: 'newest' },
        contains: null,
        isCaseSensitive: false,
        limit: 100,
      },
    })
  })

  test('offsets are exact up to the largest', () => {
    const at = (offset: string) => queryOf({ ...FIRST_DRAFT, at: 'offset', offset }, ON)
    expect(at(' 9223372036854775807 ')).toMatchObject({ value: { start: { offset: 9223372036854775807n } } })
    for (const wrong of ['9223372036854775808', '-1', '1.5', '', 'x']) expect(at(wrong)).toHaveProperty('problem')
  })

  test('times are read in the zone that is shown', () => {
    const at = (time: string) => queryOf({ ...FIRST_DRAFT, at: 'timestamp', time }, ON)
    expect(at('2026-08-22 14:03')).toMatchObject({ value: { start: { timestamp: 1787407380000n } } })
    expect(at('yesterday')).toHaveProperty('problem')
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
  const query = (contains: string | null) => {
    const checked = queryOf({ ...FIRST_DRAFT, contains: contains ?? '' }, ON)
    if ('problem' in checked) throw new Error(checked.problem)
    return checked.value
  }
  const limit = { isComplete: false, reason: 'limit', explanation: 'There may be more.' } as const

  test('the limit is a lack of a search, and what was asked for otherwise', () => {
    expect(verdictOf({ query: query('x'), verdict: limit })).toMatchObject({
      tone: 'warn',
      text: 'incomplete — the limit was reached',
    })
    expect(verdictOf({ query: query(null), verdict: limit })).toMatchObject({ tone: 'neutral', text: 'newest 100' })
  })

  test('nothing is said before it is known', () => {
    expect(verdictOf({ query: query('x'), verdict: null })).toBeNull()
  })
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
