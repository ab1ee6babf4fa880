import { recordsIn } from '../../broker/records/records-in.ts'
import { FetchCursor } from '../kafka/fetch-cursor.ts'
import { readToEnd } from '../kafka/fetch-loop.ts'
import { groupBy } from '../kafka/group-by.ts'
import type { WireCluster } from '../kafka/wire-cluster.ts'
import { shownContentOf, type RecordContent } from './found-row.ts'

export interface RecordPlace {
  readonly partition: number
  readonly offset: bigint
}

/** Places of a partition that are at most so far apart are read together. */
const nearOffsets = 500n

/**
 * Reads records whose places are known. What does not exist any more is missing from the answer, whose keys are as
 * `placeKey` makes them.
 *
 * @throws RefusedByBrokerError when the topic does not exist any more; CannotConnectError
 */
export async function readAgain(
  cluster: WireCluster,
  topic: string,
  places: readonly RecordPlace[],
): Promise<Map<string, RecordContent>> {
  const found = new Map<string, RecordContent>()
  if (places.length === 0) return found
  const { topicId } = await cluster.topic(topic)
  const wanted = new Set(places.map(placeKey))
  const cursors = [...groupBy(places, ({ partition }) => partition)].flatMap(([partition, group]) =>
    stretches(group.map(({ offset }) => offset)).map(
      ({ from, to }) => new FetchCursor({ topic, topicId, partition, startOffset: from, endOffset: to + 1n }),
    ),
  )
  for (const round of rounds(cursors)) {
    await readToEnd(cluster, round, {
      signal: new AbortController().signal,
      onBatches: async ({ range: { partition } }, batches) => {
        for (const { batch } of batches) {
          for (const record of recordsIn(batch)) {
            const key = placeKey({ partition, offset: record.offset })
            if (wanted.has(key)) found.set(key, shownContentOf(record))
          }
        }
        await Promise.resolve()
      },
    })
  }
  return found
}

export function placeKey({ partition, offset }: RecordPlace): string {
  return `${partition}/${offset}`
}

function stretches(offsets: readonly bigint[]): { from: bigint; to: bigint }[] {
  const found: { from: bigint; to: bigint }[] = []
  for (const offset of offsets.toSorted((a, b) => (a < b ? -1 : 1))) {
    const last = found.at(-1)
    if (last !== undefined && offset - last.to <= nearOffsets) last.to = offset
    else found.push({ from: offset, to: offset })
  }
  return found
}

/** A request can name each partition once only. */
function rounds(cursors: readonly FetchCursor[]): FetchCursor[][] {
  const byPartition = [...groupBy(cursors, ({ range }) => range.partition).values()]
  const most = Math.max(0, ...byPartition.map((group) => group.length))
  return Array.from({ length: most }, (_each, round) => byPartition.flatMap((group) => group[round] ?? []))
}

/** The timestamps of the first records from these offsets on, of each partition that has one. */
export async function readAgainTimestamps(
  cluster: WireCluster,
  topic: string,
  places: readonly { readonly partition: number; readonly offset: bigint | null }[],
): Promise<bigint[]> {
  const { topicId } = await cluster.topic(topic)
  const cursors = places.map(
    ({ partition, offset }) =>
      new FetchCursor({ topic, topicId, partition, startOffset: offset ?? 0n, endOffset: (offset ?? 0n) + 1n }),
  )
  const found: bigint[] = []
  await readToEnd(cluster, cursors, {
    signal: new AbortController().signal,
    onBatches: (_cursor, batches) => {
      for (const { batch } of batches) found.push(batch.baseTimestamp)
      return Promise.resolve()
    },
  })
  return found
}
