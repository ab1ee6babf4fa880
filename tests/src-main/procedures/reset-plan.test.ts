import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ResetPreviewRow, ResetStrategy } from '../../../src-main/api/group-resets.ts'
import { isoDuration, resetCommands } from '../../../src-main/procedures/reset-command.ts'
import { planReset, type ResetPartition, type ResetTarget } from '../../../src-main/procedures/reset-plan.ts'

/** 100 messages, from 20 to 119, of which the group has read up to 50. */
const usual: ResetPartition = {
  topic: 'orders',
  partition: 1,
  committedOffset: 50n,
  startOffset: 20n,
  endOffset: 120n,
}

function plan(strategy: ResetTarget, changes: Partial<ResetPartition> = {}) {
  const { newOffset, rereadCount, skippedCount, note } = planReset({ ...usual, ...changes }, strategy)
  return [newOffset, rereadCount, skippedCount, note]
}

describe('where a reset leads', () => {
  test.each<[string, ResetTarget, Partial<ResetPartition>, unknown[]]>([
    ['to the start', { to: 'earliest' }, {}, [20n, 30n, 0n, null]],
    ['to the end', { to: 'latest' }, {}, [120n, 0n, 70n, null]],
    ['to an offset', { to: 'offset', offset: 60n }, {}, [60n, 0n, 10n, null]],
    ['to where it is', { to: 'offset', offset: 50n }, {}, [50n, 0n, 0n, null]],
    ['to the end by its offset', { to: 'offset', offset: 120n }, {}, [120n, 0n, 70n, null]],
    [
      'beyond the end',
      { to: 'offset', offset: 500n },
      {},
      [120n, 0n, 70n, 'offset 500 is after the end; 120 is taken'],
    ],
    ['before the start', { to: 'offset', offset: 3n }, {}, [20n, 30n, 0n, 'offset 3 is before the start; 20 is taken']],
    ['to a time', { to: 'timestamp', offsetAtTimestamp: 40n }, {}, [40n, 10n, 0n, null]],
    [
      'to a time after the last',
      { to: 'timestamp', offsetAtTimestamp: null },
      {},
      [120n, 0n, 70n, 'no message is that late; the end is taken'],
    ],
    ['back', { to: 'shift', by: -10n }, {}, [40n, 10n, 0n, null]],
    ['forward', { to: 'shift', by: 10n }, {}, [60n, 0n, 10n, null]],
    ['back too far', { to: 'shift', by: -40n }, {}, [20n, 30n, 0n, '40 back is 10, before the start; 20 is taken']],
    ['to where it is', { to: 'current' }, {}, [50n, 0n, 0n, null]],
    [
      'to where it is, without an offset',
      { to: 'current' },
      { committedOffset: null },
      [120n, 0n, 100n, 'the group has no offset; the end is taken'],
    ],
    [
      'to where it is, after the end',
      { to: 'current' },
      { committedOffset: 999n },
      [999n, 0n, 0n, 'offset 999 does not exist: a consumer starts where its auto.offset.reset says'],
    ],
    [
      'back to no offset',
      { to: 'exactly', offset: null },
      {},
      [null, 0n, 0n, 'no offset: a consumer starts where its auto.offset.reset says'],
    ],
    ['from no offset to none', { to: 'exactly', offset: null }, { committedOffset: null }, [null, 0n, 0n, null]],
    [
      'forward too far',
      { to: 'shift', by: 100n },
      {},
      [120n, 0n, 70n, '100 forward is 150, after the end; 120 is taken'],
    ],
  ])('%s', (_what, strategy, changes, expected) => {
    expect(plan(strategy, changes)).toEqual(expected)
  })
})

describe('what a reset costs counts only messages that exist', () => {
  test('a group that has committed nothing reads nothing again and misses what lies before', () => {
    expect(plan({ to: 'earliest' }, { committedOffset: null })).toEqual([20n, 0n, 0n, null])
    expect(plan({ to: 'latest' }, { committedOffset: null })).toEqual([120n, 0n, 100n, null])
  })

  test('a committed offset whose messages were deleted counts from the start', () => {
    expect(plan({ to: 'offset', offset: 30n }, { committedOffset: 5n })).toEqual([30n, 0n, 10n, null])
  })

  test('a committed offset after the end (the topic was made anew) counts from the end', () => {
    expect(plan({ to: 'earliest' }, { committedOffset: 999n })).toEqual([20n, 100n, 0n, null])
  })

  test('whatever is asked for, the new offset exists and the counts are the way there', () => {
    const offset = fc.bigInt({ min: -200n, max: 400n })
    const strategy = fc.oneof(
      fc.record({ to: fc.constant('offset' as const), offset }),
      fc.record({ to: fc.constant('shift' as const), by: offset }),
      fc.constantFrom({ to: 'earliest' as const }, { to: 'latest' as const }),
    )
    fc.assert(
      fc.property(strategy, fc.bigInt({ min: 0n, max: 300n }), (asked, committedOffset) => {
        const row = planReset({ ...usual, committedOffset }, asked)
        const newOffset = row.newOffset ?? -1n
        expect(newOffset >= usual.startOffset && newOffset <= usual.endOffset).toBe(true)
        const from = committedOffset < 20n ? 20n : committedOffset > 120n ? 120n : committedOffset
        expect(row.skippedCount - row.rereadCount).toBe(newOffset - from)
        expect(row.skippedCount === 0n || row.rereadCount === 0n).toBe(true)
      }),
    )
  })
})

const tool = `kafka-consumer-groups.sh --bootstrap-server a:1,b:2 --group 'bill'\\''s group'`
const rows: ResetPreviewRow[] = [
  { topic: 'orders', partition: 0, currentOffset: 1n, newOffset: 7n, rereadCount: 0n, skippedCount: 6n, note: null },
  { topic: 'orders', partition: 2, currentOffset: 3n, newOffset: null, rereadCount: 0n, skippedCount: 0n, note: null },
]

function commands(strategy: ResetStrategy, isSecured = false) {
  const scope = [
    { topic: 'orders', partitions: [0, 2] },
    { topic: 'users', partitions: null },
  ]
  const bootstrapServers = 'a:1, b:2'
  return resetCommands({
    bootstrapServers,
    isSecured,
    group: { groupId: "bill's group", type: 'classic' },
    scope,
    strategy,
    rows,
  })
}

test.each<[ResetStrategy, string]>([
  [{ to: 'earliest' }, '--to-earliest'],
  [{ to: 'latest' }, '--to-latest'],
  [{ to: 'current' }, '--to-current'],
  [{ to: 'offset', offset: 7n }, '--to-offset 7'],
  [{ to: 'timestamp', timestamp: 1_700_000_000_123n }, '--to-datetime 2023-11-14T22:13:20.123Z'],
  [{ to: 'duration', durationMs: 5_400_250n }, '--by-duration PT1H30M0.250S'],
  [{ to: 'shift', by: -5n }, '--shift-by -5'],
])("the same for Kafka's own tool: %o", (strategy, words) => {
  const line = `${tool} --reset-offsets --topic orders:0,2 --topic users ${words} --execute`
  expect(commands(strategy)).toEqual([{ line, file: null }])
})

test('what the tool has no word for goes through a file, and what has no offset is deleted; logins stand in another', () => {
  expect(commands({ to: 'group', groupId: 'other' })).toEqual([
    {
      line: `${tool} --reset-offsets --from-file offsets.csv --execute`,
      file: { name: 'offsets.csv', text: 'orders,0,7\n' },
    },
    { line: `${tool} --delete-offsets --topic orders:2`, file: null },
  ])
  const [secured] = commands({ to: 'latest' }, true)
  expect(secured?.line).toContain('--bootstrap-server a:1,b:2 --command-config client.properties --group')
})

test.each<[bigint, string]>([
  [0n, 'PT0S'],
  [1n, 'PT0.001S'],
  [90_000n, 'PT1M30S'],
  [86_400_000n, 'P1D'],
  [788_645_000n, 'P9DT3H4M5S'],
])('%d ms are %s', (durationMs, text) => {
  expect(isoDuration(durationMs)).toBe(text)
})
