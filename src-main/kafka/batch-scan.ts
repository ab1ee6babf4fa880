import { setImmediate as nextTurn } from 'node:timers/promises'
import type { BatchView } from '../../broker/records/batch-view.ts'
import { recordsIn, uncompressedRecords } from '../../broker/records/records-in.ts'
import type { FetchCursor, FetchedBatch } from './fetch-cursor.ts'
import { scannedRecord, type ScannedRecord } from './scanned-record.ts'
import type { ScanTally } from './scan-tally.ts'
import type { TextFilter } from './text-filter.ts'

export interface BatchScanOptions {
  readonly cursor: FetchCursor
  readonly tally: ScanTally
  readonly filter: TextFilter | null
  /** Stop after that many records were found. */
  readonly limit: number
}

/** Records are looked at for as long before others get a turn: the same thread serves the rest of the console. */
const turnMs = 8

/**
 * The records of the batches that lie in the cursor's range and match the filter. Control records, which mark the ends
 * of transactions, are not messages and left out. A batch that cannot be read fails the cursor.
 */
export async function scanBatches(
  batches: readonly FetchedBatch[],
  { cursor, tally, filter, limit }: BatchScanOptions,
): Promise<ScannedRecord[]> {
  const found: ScannedRecord[] = []
  let turnEnd = Date.now() + turnMs
  for (const { batch } of batches) {
    if (Date.now() > turnEnd) {
      await nextTurn()
      turnEnd = Date.now() + turnMs
    }
    if (batch.isControl) continue
    try {
      scanBatch(batch, { cursor, tally, filter, limit }, found)
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error)
      const explanation = `Partition ${cursor.range.partition} cannot be read to its end: ${why}.`
      cursor.fail({ reason: 'failed-partition', explanation })
      break
    }
    if (found.length >= limit) break
  }
  return found
}

function scanBatch(batch: BatchView, options: BatchScanOptions, found: ScannedRecord[]): void {
  const { cursor, tally, filter, limit } = options
  const { startOffset, endOffset, partition } = cursor.range
  const uncompressed = uncompressedRecords(batch)
  if (filter && !filter.mayContain(uncompressed)) {
    tally.scanned(batch.recordCount, batch.sizeInBytes)
    return
  }
  let count = 0
  for (const record of recordsIn(batch, { uncompressed })) {
    if (record.offset < startOffset) continue
    if (endOffset !== null && record.offset >= endOffset) break
    count += 1
    if (filter && !filter.matches(record)) continue
    found.push(scannedRecord(partition, batch, record))
    if (found.length >= limit) break
  }
  tally.scanned(count, batch.sizeInBytes)
}
