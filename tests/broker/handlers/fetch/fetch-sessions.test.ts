import { describe, expect, test } from 'vitest'
import { ManualClock } from '../../../../broker/environment/manual-clock.ts'
import { SeededRandom } from '../../../../broker/environment/seeded-random.ts'
import type { PartitionRead, WantedPartition } from '../../../../broker/handlers/fetch/fetch-read.ts'
import { FetchSessions, type FetchPlan } from '../../../../broker/handlers/fetch/fetch-sessions.ts'
import { errorCode } from '../../../../broker/protocol/error-codes.ts'
import type { FetchRequest } from '../../../../broker/protocol/messages/fetch.ts'

const topicId = 'BBBBBBBBBBBBBBBBBBBBBA'
const zeroId = 'AAAAAAAAAAAAAAAAAAAAAA'

function sessions({ maxSessions = 2 } = {}) {
  const clock = new ManualClock()
  return {
    clock,
    sessions: new FetchSessions({ clock, random: new SeededRandom(1), maxSessions, minEvictionMs: 1000 }),
  }
}

interface Ask {
  readonly id?: number
  readonly epoch: number
  readonly partitions?: readonly (readonly [partition: number, fetchOffset: bigint])[]
  readonly forget?: readonly number[]
}

function request({ id = 0, epoch, partitions = [], forget = [] }: Ask): FetchRequest {
  const wanted = partitions.map(([partition, fetchOffset]) => ({
    partition,
    fetchOffset,
    currentLeaderEpoch: -1,
    lastFetchedEpoch: -1,
    logStartOffset: -1n,
    partitionMaxBytes: 1000,
    replicaDirectoryId: zeroId,
    highWatermark: 0n,
  }))
  return {
    sessionId: id,
    sessionEpoch: epoch,
    topics: wanted.length > 0 ? [{ topic: '', topicId, partitions: wanted }] : [],
    forgottenTopicsData: forget.length > 0 ? [{ topic: '', topicId, partitions: forget }] : [],
  } as unknown as FetchRequest
}

function reading(plan: FetchPlan) {
  if (plan.kind !== 'read') throw new Error(`The fetch was refused with ${plan.errorCode}.`)
  return plan
}

/** What is read of each partition: with records where `filled` names it. */
function reads(
  wanted: readonly WantedPartition[],
  filled: readonly number[] = [],
  highWatermark = 5n,
): PartitionRead[] {
  return wanted.map((each) => ({
    wanted: each,
    answer: {
      partitionIndex: each.partition,
      errorCode: 0,
      highWatermark,
      logStartOffset: 0n,
      abortedTransactions: null,
      records: Buffer.alloc(filled.includes(each.partition) ? 10 : 0),
    },
  }))
}

const indexes = (plan: { readonly wanted: readonly WantedPartition[] }) => plan.wanted.map(({ partition }) => partition)
const told = (kept: readonly PartitionRead[]) => kept.map(({ wanted }) => wanted.partition)

describe('a session', () => {
  test('is told everything first, and then only what has changed', () => {
    const { sessions: cache } = sessions()
    const first = reading(
      cache.plan(
        request({
          epoch: 0,
          partitions: [
            [0, 0n],
            [1, 0n],
          ],
        }),
        13,
      ),
    )
    const id = first.session?.id ?? 0
    expect(id).toBeGreaterThan(0)
    expect(told(cache.settle(first, reads(first.wanted)))).toEqual([0, 1])

    const second = reading(cache.plan(request({ id, epoch: 1 }), 13))
    expect(indexes(second)).toEqual([0, 1])
    expect(cache.settle(second, reads(second.wanted))).toEqual([])

    const third = reading(cache.plan(request({ id, epoch: 2, partitions: [[1, 7n]] }), 13))
    expect(third.wanted[1]?.fetchOffset).toBe(7n)
    expect(told(cache.settle(third, reads(third.wanted, [1])))).toEqual([1])
    expect(told(cache.settle(third, reads(third.wanted, [], 6n)))).toEqual([0, 1])
  })

  test('reads a partition that gave records last the next time', () => {
    const { sessions: cache } = sessions()
    const first = reading(
      cache.plan(
        request({
          epoch: 0,
          partitions: [
            [0, 0n],
            [1, 0n],
            [2, 0n],
          ],
        }),
        13,
      ),
    )
    cache.settle(first, reads(first.wanted, [0]))
    const second = reading(cache.plan(request({ id: first.session?.id ?? 0, epoch: 1 }), 13))
    expect(indexes(second)).toEqual([1, 2, 0])
  })

  test('repeats an error until it is over, and the partition afterwards', () => {
    const { sessions: cache } = sessions()
    const plan = reading(cache.plan(request({ epoch: 0, partitions: [[0, 0n]] }), 13))
    const incremental = { ...plan, isIncremental: true }
    const good = reads(plan.wanted)
    const bad = good.map((each) => ({ ...each, answer: { ...each.answer, errorCode: 3, highWatermark: -1n } }))
    expect(told(cache.settle(plan, good))).toEqual([0])
    expect(told(cache.settle(incremental, bad))).toEqual([0])
    expect(told(cache.settle(incremental, bad))).toEqual([0])
    expect(told(cache.settle(incremental, good))).toEqual([0])
    expect(told(cache.settle(incremental, good))).toEqual([])
  })

  test('forgets partitions, and ends with the last one', () => {
    const { sessions: cache } = sessions()
    const id =
      reading(
        cache.plan(
          request({
            epoch: 0,
            partitions: [
              [0, 0n],
              [1, 0n],
            ],
          }),
          13,
        ),
      ).session?.id ?? 0
    expect(indexes(reading(cache.plan(request({ id, epoch: 1, forget: [0] }), 13)))).toEqual([1])
    expect(reading(cache.plan(request({ id, epoch: 2, forget: [1] }), 13)).session).toBeNull()
    expect(cache.size).toBe(0)
  })

  test('insists on its epoch, its way to name topics and on being known', () => {
    const { sessions: cache } = sessions()
    const id = reading(cache.plan(request({ epoch: 0, partitions: [[0, 0n]] }), 13)).session?.id ?? 0
    expect(cache.plan(request({ id, epoch: 2 }), 13)).toEqual({
      kind: 'refused',
      errorCode: errorCode.INVALID_FETCH_SESSION_EPOCH,
    })
    expect(cache.plan(request({ id, epoch: 1 }), 12)).toEqual({
      kind: 'refused',
      errorCode: errorCode.FETCH_SESSION_TOPIC_ID_ERROR,
    })
    expect(cache.plan(request({ id: id + 1, epoch: 1 }), 13)).toEqual({
      kind: 'refused',
      errorCode: errorCode.FETCH_SESSION_ID_NOT_FOUND,
    })
  })

  test('ends when its client opens another or wants none', () => {
    const { sessions: cache } = sessions()
    const first = reading(cache.plan(request({ epoch: 0, partitions: [[0, 0n]] }), 13)).session?.id ?? 0
    const second = reading(cache.plan(request({ id: first, epoch: 0, partitions: [[0, 0n]] }), 13)).session?.id ?? 0
    expect(cache.size).toBe(1)
    expect(reading(cache.plan(request({ id: second, epoch: -1, partitions: [[0, 0n]] }), 13)).session).toBeNull()
    expect(cache.size).toBe(0)
  })
})

test('no more sessions than there are slots: only one that is not used any more makes room', () => {
  const { sessions: cache, clock } = sessions({ maxSessions: 1 })
  const open = () => reading(cache.plan(request({ epoch: 0, partitions: [[0, 0n]] }), 13)).session
  expect(open()).not.toBeNull()
  expect(open()).toBeNull()
  clock.advance(1000)
  expect(open()).not.toBeNull()
  expect(cache.size).toBe(1)
})
