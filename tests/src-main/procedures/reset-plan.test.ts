import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ResetStrategy } from '../../../src-main/api/groups.ts'
import { planReset, resetCommandLine, type ResetPartition } from '../../../src-main/procedures/reset-plan.ts'

/** 100 messages, from 20 to 119, of which the group has read up to 50. */
const usual: ResetPartition = {
  topic: 'orders',
  partition: 1,
  committedOffset: 50n,
  startOffset: 20n,
  endOffset: 120n,
  offsetAtTimestamp: null,
}

function plan(strategy: ResetStrategy, changes: Partial<ResetPartition> = {}) {
  const { newOffset, rereadCount, skippedCount, note } = planReset({ ...usual, ...changes }, strategy)
  return [newOffset, rereadCount, skippedCount, note]
}

describe('where a reset leads', () => {
  test.each<[string, ResetStrategy, Partial<ResetPartition>, unknown[]]>([
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
    ['to a time', { to: 'timestamp', timestamp: 9n }, { offsetAtTimestamp: 40n }, [40n, 10n, 0n, null]],
    [
      'to a time after the last',
      { to: 'timestamp', timestamp: 9n },
      {},
      [120n, 0n, 70n, 'no message is that late; the end is taken'],
    ],
    ['back', { to: 'shift', by: -10n }, {}, [40n, 10n, 0n, null]],
    ['forward', { to: 'shift', by: 10n }, {}, [60n, 0n, 10n, null]],
    ['back too far', { to: 'shift', by: -40n }, {}, [20n, 30n, 0n, '40 back is 10, before the start; 20 is taken']],
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
        expect(row.newOffset >= usual.startOffset && row.newOffset <= usual.endOffset).toBe(true)
        const from = committedOffset < 20n ? 20n : committedOffset > 120n ? 120n : committedOffset
        expect(row.skippedCount - row.rereadCount).toBe(row.newOffset - from)
        expect(row.skippedCount === 0n || row.rereadCount === 0n).toBe(true)
      }),
    )
  })
})

test.each<[ResetStrategy, string]>([
  [{ to: 'earliest' }, '--to-earliest'],
  [{ to: 'latest' }, '--to-latest'],
  [{ to: 'offset', offset: 7n }, '--to-offset 7'],
  [{ to: 'timestamp', timestamp: 1_700_000_000_123n }, '--to-datetime 2023-11-14T22:13:20.123Z'],
  [{ to: 'shift', by: -5n }, '--shift-by -5'],
])("the same for Kafka's own tool: %o", (strategy, words) => {
  const scope = [
    { topic: 'orders', partitions: [0, 2] },
    { topic: 'users', partitions: null },
  ]
  expect(resetCommandLine({ bootstrapServers: 'a:1, b:2', groupId: "bill's group", scope, strategy })).toBe(
    `kafka-consumer-groups.sh --bootstrap-server a:1,b:2 --group 'bill'\\''s group' --reset-offsets ` +
      `--topic orders:0,2 --topic users ${words} --execute`,
  )
})
