import { BatchView, noTimestamp } from '../records/batch-view.ts'
import { recordsIn } from '../records/records-in.ts'
import type { AbortedTransaction } from './log-results.ts'
import { readChunk } from './segment-scan.ts'
import type { SegmentList } from './segment-list.ts'
import type { Segment } from './segment.ts'

export interface RangeRead {
  readonly records: Buffer
  /** Whether `maxBytes` has cut off batches that could have been given. */
  readonly isCut: boolean
}

const nothing: RangeRead = { records: Buffer.alloc(0), isCut: false }

export interface RangeReadOptions {
  readonly offset: bigint
  /** Exclusive. */
  readonly upTo: bigint
  readonly maxBytes: number
  readonly minOneBatch: boolean
  readonly allocate: (length: number) => Buffer
}

/** Whole batches from the one on that holds the offset; those of one segment at most. */
export function readRange(segments: SegmentList, options: RangeReadOptions): RangeRead {
  const { offset, upTo, allocate } = options
  if (offset >= upTo || (options.maxBytes <= 0 && !options.minOneBatch)) return nothing
  const limits = { maxBytes: Math.max(options.maxBytes, 0), minOneBatch: options.minOneBatch, upTo, allocate }
  for (const segment of segments.from(offset)) {
    if (segment.baseOffset >= upTo) break
    const read = segment.read(offset, limits)
    // Compaction may have taken the end of a segment away: then the next one goes on.
    if (read.isFound) return read
  }
  return nothing
}

/** The aborted transactions that have records in [fromOffset, endOffset). */
export function abortedTransactions(
  segments: SegmentList,
  fromOffset: bigint,
  endOffset: bigint,
): AbortedTransaction[] {
  const found: AbortedTransaction[] = []
  for (const segment of segments.from(fromOffset)) {
    for (const entry of segment.transactionIndex.entries()) {
      if (entry.lastOffset >= fromOffset && entry.firstOffset < endOffset) {
        found.push({ producerId: entry.producerId, firstOffset: entry.firstOffset })
      }
      // Everything before the marker's last stable offset was decided then, so later markers speak of later records.
      if (entry.lastStableOffset >= endOffset) return found
    }
  }
  return found
}

export interface FoundRecord {
  readonly offset: bigint
  readonly timestamp: bigint
  readonly partitionLeaderEpoch: number
}

/** The first record at `fromOffset` or behind it whose timestamp is at least `timestamp`. */
export function findTimestamp(segments: SegmentList, timestamp: bigint, fromOffset: bigint): FoundRecord | null {
  for (const segment of segments.from(fromOffset)) {
    if (segment.largestTimestamp.timestamp < timestamp) continue
    // Headers first: a batch is read in full only when its header passes.
    for (const { view, position, sizeInBytes } of segment.scan(segment.positionForTimestamp(timestamp, fromOffset))) {
      if (view.maxTimestamp < timestamp || view.lastOffset < fromOffset) continue
      const batch = new BatchView(readChunk(segment.file, position, sizeInBytes))
      const found = findRecord(batch, (record) => record.timestamp >= timestamp && record.offset >= fromOffset)
      if (found !== null) return found
    }
  }
  return null
}

/** The first record that carries the largest timestamp of all. */
export function findMaxTimestamp(segments: SegmentList, fromOffset: bigint): FoundRecord | null {
  let newest: Segment | null = null
  for (const segment of segments.from(fromOffset)) {
    const isNewer = newest === null || segment.largestTimestamp.timestamp > newest.largestTimestamp.timestamp
    if (isNewer) newest = segment
  }
  const timestamp = newest?.largestTimestamp.timestamp ?? noTimestamp
  return timestamp < 0n ? null : findTimestamp(segments, timestamp, fromOffset)
}

function findRecord(
  batch: BatchView,
  isWanted: (record: { offset: bigint; timestamp: bigint }) => boolean,
): FoundRecord | null {
  for (const { offset, timestamp } of recordsIn(batch)) {
    if (isWanted({ offset, timestamp })) return { offset, timestamp, partitionLeaderEpoch: batch.partitionLeaderEpoch }
  }
  return null
}
