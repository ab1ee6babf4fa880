import { nameOfState } from '../../../../src-renderer/formatting/group-states.ts'
import { describe, expect, test } from 'vitest'
import { describeAssignment, describePartitions } from '../../../../src-renderer/features/groups/assignment.ts'
import {
  FIRST_RESET,
  partitionKey,
  placesOf,
  scopeOf,
  strategyOf,
  totalsOf,
} from '../../../../src-renderer/features/groups/reset-draft.ts'

const place = (topic: string, partition: number, committedOffset: bigint | null = 5n) => ({
  topic,
  partition,
  committedOffset,
})

describe('the scope of a reset', () => {
  const committed = [place('orders', 0), place('orders', 2), place('payments', 0)]
  const all = placesOf(committed, [
    { name: 'orders', partitionCount: 3 },
    { name: 'unread', partitionCount: 9 },
  ])

  test('is every partition of the topics that the group reads, also those without an offset', () => {
    expect(all).toEqual([place('orders', 0), place('orders', 1, null), place('orders', 2), place('payments', 0)])
    expect(scopeOf(all, FIRST_RESET)).toEqual([
      { topic: 'orders', partitions: null },
      { topic: 'payments', partitions: null },
    ])
  })

  test('a topic that the group has never read can be added', () => {
    const places = placesOf([place('orders', 0)], [{ name: 'unread', partitionCount: 2 }], ['unread'])
    expect(scopeOf(places, FIRST_RESET)).toEqual([
      { topic: 'orders', partitions: null },
      { topic: 'unread', partitions: null },
    ])
  })

  test('names the partitions of a topic of which some are left out', () => {
    const leftOut = new Set([partitionKey({ topic: 'orders', partition: 0 })])
    expect(scopeOf(all, { to: 'earliest', leftOut })[0]).toEqual({ topic: 'orders', partitions: [1, 2] })
  })

  test('a topic of which all are left out is not in it', () => {
    const leftOut = new Set(all.filter(({ topic }) => topic === 'orders').map(partitionKey))
    expect(scopeOf(all, { to: 'earliest', leftOut })).toEqual([{ topic: 'payments', partitions: null }])
  })

  test('a shift passes over partitions without an offset to shift from', () => {
    expect(scopeOf(all, { ...FIRST_RESET, to: 'shift' })[0]).toEqual({ topic: 'orders', partitions: [0, 2] })
  })
})

describe('the strategy', () => {
  const strategy = (change: Partial<typeof FIRST_RESET>) => strategyOf({ ...FIRST_RESET, ...change }, 'utc')

  test('is read exactly', () => {
    expect(strategy({ to: 'offset', offset: '9223372036854775807' })).toEqual({
      value: { to: 'offset', offset: 9223372036854775807n },
    })
    expect(strategy({ to: 'shift', shift: '-100' })).toEqual({ value: { to: 'shift', by: -100n } })
    expect(strategy({ to: 'shift', shift: '+7' })).toEqual({ value: { to: 'shift', by: 7n } })
    expect(strategy({ to: 'timestamp', time: '1787407380000' })).toEqual({
      value: { to: 'timestamp', timestamp: 1787407380000n },
    })
  })

  test.each([
    ['90s', 90_000n],
    ['1h 30m', 5_400_000n],
    ['2d', 172_800_000n],
    ['PT1H30M', 5_400_000n],
    ['P2DT0.5S', 172_800_500n],
    ['3 ч 5 мин', 11_100_000n],
  ])('a duration of %s is %d ms', (duration, durationMs) => {
    expect(strategy({ to: 'duration', duration })).toEqual({ value: { to: 'duration', durationMs } })
  })

  test.each([
    ['2026-08-22 14:03', '2026-08-22T14:03:00Z'],
    ['2026-08-22 14:03+02:00', '2026-08-22T12:03:00Z'],
    ['2026-08-22T14:03:05.250-09:30', '2026-08-22T23:33:05.250Z'],
    ['2026-08-22', '2026-08-22T00:00:00Z'],
  ])('a time in whatever zone: %s', (time, same) => {
    expect(strategy({ to: 'timestamp', time })).toEqual({
      value: { to: 'timestamp', timestamp: BigInt(Date.parse(same)) },
    })
  })

  test.each([
    { to: 'offset', offset: '' },
    { to: 'offset', offset: '-1' },
    { to: 'offset', offset: '9223372036854775808' },
    { to: 'shift', shift: '0' },
    { to: 'shift', shift: 'back' },
    { to: 'timestamp', time: 'now' },
    { to: 'timestamp', time: '2026-08-22 14:03 +19:00' },
    { to: 'duration', duration: '5' },
    { to: 'duration', duration: 'P' },
    { to: 'duration', duration: '9999999w' },
    { to: 'group', otherGroup: '' },
    { to: 'snapshot', snapshotId: '' },
    { to: 'csv', csv: ' \n' },
  ] as const)('says what to correct: $to', (change) => {
    expect(strategy(change)).toHaveProperty('problem')
  })
})

test('what a reset does is summed without losing a digit', () => {
  const row = (change: object) => ({
    topic: 'orders',
    partition: 0,
    currentOffset: 5n,
    newOffset: 5n,
    rereadCount: 0n,
    skippedCount: 0n,
    note: null,
    ...change,
  })
  const huge = 9_007_199_254_740_993n
  expect(
    totalsOf([row({}), row({ newOffset: 0n, rereadCount: 5n }), row({ currentOffset: null, skippedCount: huge })]),
  ).toEqual({ changedCount: 2, rereadCount: 5n, skippedCount: huge })
})

test('assignments are short to read', () => {
  expect(describePartitions([3, 0, 1, 7, 2])).toBe('0-3, 7')
  expect(
    describeAssignment([
      { topic: 'orders', partitions: [0, 1] },
      { topic: 'idle', partitions: [] },
    ]),
  ).toBe('orders 0-1')
  expect(describeAssignment([])).toBeNull()
  expect(describeAssignment(null)).toBeNull()
  expect(nameOfState('PreparingRebalance')).toBe('Preparing rebalance')
})
