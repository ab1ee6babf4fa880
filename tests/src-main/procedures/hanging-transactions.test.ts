import { describe, expect, test } from 'vitest'
import type { ActiveProducer } from '../../../src-main/kafka/producers.ts'
import {
  isOverdue,
  judgeProducers,
  longestTimeoutMs,
  type KnownTransaction,
} from '../../../src-main/procedures/hanging-transactions.ts'

const hour = 3_600_000
const now = 100 * hour

const open: ActiveProducer = {
  topic: 'orders',
  partition: 0,
  producerId: 7n,
  producerEpoch: 0,
  lastSequence: 1,
  lastTimestamp: BigInt(now - hour),
  coordinatorEpoch: null,
  openSinceOffset: 12n,
}
const known: KnownTransaction = {
  transactionalId: 'billing',
  producerId: 7n,
  producerEpoch: 0,
  state: 'Ongoing',
  coordinator: 1,
  timeoutMs: 60_000,
  startedAt: BigInt(now - hour),
  partitions: [{ topic: 'orders', partition: 0 }],
  problem: null,
}

const judge = (producer: Partial<ActiveProducer>, transactions: readonly KnownTransaction[]) =>
  judgeProducers([{ ...open, ...producer }], transactions, now)[0]?.hanging

describe('an open transaction', () => {
  test('that no coordinator knows hangs', () => expect(judge({}, [])).toBe('no-coordinator'))
  test('that does not hold the partition any more hangs', () =>
    expect(judge({}, [{ ...known, state: 'CompleteCommit', partitions: [] }])).toBe('not-part'))
  test('that its coordinator should have ended hangs', () => expect(judge({}, [known])).toBe('overdue'))
  test('within its timeout does not', () =>
    expect(judge({}, [{ ...known, timeoutMs: 2 * hour, startedAt: BigInt(now - hour) }])).toBeNull())
  test('that was written to a moment ago does not, whatever its coordinator says', () =>
    expect(judge({ lastTimestamp: BigInt(now - 1000) }, [])).toBeNull())
  test('of which nothing is open is none', () => expect(judge({ openSinceOffset: null }, [])).toBeNull())
})

test('only what is under way can be overdue', () => {
  expect(isOverdue(known, now)).toBe(true)
  expect(isOverdue({ ...known, state: 'PrepareCommit' }, now)).toBe(false)
  expect(isOverdue({ ...known, timeoutMs: null, startedAt: BigInt(now - longestTimeoutMs) }, now)).toBe(false)
})
