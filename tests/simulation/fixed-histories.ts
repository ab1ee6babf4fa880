import type { History } from './run-history.ts'
import type { Step } from './steps.ts'

const kept = 2
const keyed = 3

function appends(topic: number, count: number): Step[] {
  return Array.from({ length: count }, (_, at) => {
    return { kind: 'append', topic, partition: 0, producer: at % 3, records: 2, bytes: at === 4 ? 5 : 110, key: at % 2 }
  })
}

function transaction(topic: number, outcome: 'commit' | 'abort'): Step[] {
  return [
    { kind: 'transactionalAppend', topic, partition: 0, producer: 0, records: 2, bytes: 100, key: 1 },
    { kind: 'endTransaction', producer: 0, outcome },
  ]
}

function upkeep(afterMs: number): Step {
  return { kind: 'upkeep', afterMs, settles: true }
}

/** Histories in which a certain thing happens, by the seed that chance follows from beside them. */
export const fixedHistories: ReadonlyMap<number, History> = new Map(
  [
    {
      seed: 101,
      steps: [
        { kind: 'create', topic: keyed, partitions: 1 },
        ...appends(keyed, 6),
        ...transaction(keyed, 'abort'),
        ...appends(keyed, 3),
        // Compacts; then files that were replaced are removed.
        upkeep(16_000),
        upkeep(61_000),
        { kind: 'read', topic: keyed, partition: 0, share: 0 },
      ],
    } satisfies History,
    {
      seed: 102,
      steps: [
        { kind: 'create', topic: kept, partitions: 1 },
        ...appends(kept, 5),
        ...transaction(kept, 'commit'),
        ...appends(kept, 5),
        // Only what is younger than a minute is kept.
        { kind: 'configure', topic: kept, change: 2 },
        upkeep(301_000),
        upkeep(61_000),
        { kind: 'read', topic: kept, partition: 0, share: 0 },
      ],
    } satisfies History,
  ].map((history) => [history.seed, history]),
)
