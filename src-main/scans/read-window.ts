import { recordsIn } from '../../broker/records/records-in.ts'
import type { KeyAndValue } from '../decoding/topic-decoder.ts'
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { FetchedBatch, PartitionRange } from '../kafka/fetch-cursor.ts'
import { FetchCursor } from '../kafka/fetch-cursor.ts'
import { readToEnd } from '../kafka/fetch-loop.ts'
import type { WireCluster } from '../kafka/wire-cluster.ts'
import type { BatchFindings, RowSearch } from './row-search.ts'
import { texts } from '../languages/texts.ts'

export interface WindowReader {
  readonly cluster: WireCluster
  readonly search: RowSearch
  readonly signal: AbortSignal
  /** Fetches what decodes contents, before they are decoded. */
  readonly prepare: ((batches: readonly FetchedBatch[]) => Promise<void>) | null
}

/** Where a window is read from, and who takes what is found there, in the order of the offsets. */
export interface Window {
  readonly range: PartitionRange
  /** `nextOffset`: everything before it has been given by now. The batch is to be looked at at once, and not to be kept. */
  readonly take: (batch: FetchedBatch, findings: BatchFindings, nextOffset: bigint) => void
}

/** Batches are looked at for as long before others get a turn: questions of the screen are answered meanwhile. */
const turnMs = 8

/**
 * Reads windows of several partitions at the same time. Gives the cursors, which know how far each has come and what went
 * wrong.
 *
 * @throws the reason of the signal
 */
export async function readWindows(windows: readonly Window[], reader: WindowReader): Promise<FetchCursor[]> {
  const { cluster, search, signal, prepare } = reader
  const byCursor = new Map(windows.map((window) => [new FetchCursor(window.range), window]))
  let turnEnd = Date.now() + turnMs
  const onBatches = async (cursor: FetchCursor, batches: readonly FetchedBatch[]): Promise<void> => {
    const window = byCursor.get(cursor)
    if (window === undefined) return
    await prepare?.(batches)
    for (const fetched of batches) {
      if (Date.now() > turnEnd) {
        await nextTurn()
        turnEnd = Date.now() + turnMs
      }
      signal.throwIfAborted()
      try {
        const findings = await search.search(fetched, window.range, signal)
        window.take(fetched, findings, fetched.batch.nextOffset)
      } catch (error) {
        signal.throwIfAborted()
        const why = error instanceof Error ? error.message : String(error)
        const explanation = texts.scans.notToItsEnd(window.range.partition, why)
        cursor.fail({ reason: 'failed-partition', explanation })
        return
      }
    }
  }
  await readToEnd(cluster, [...byCursor.keys()], { signal, onBatches, memory: 'lent' })
  return [...byCursor.keys()]
}

/** The records of batches, for who prepares their decoding. */
export function* recordsOf(batches: readonly FetchedBatch[]): Generator<KeyAndValue, void, undefined> {
  for (const { batch } of batches) yield* recordsIn(batch)
}
