import type { DiskFile } from '../environment/disk.ts'
import { batchLogOverheadBytes, batchOverheadBytes } from '../records/batch-view.ts'
import { CorruptBatchError } from '../records/record-errors.ts'

export interface SegmentReadOptions {
  /** Where a batch starts that holds `offset` or lies before it. */
  readonly from: number
  /** Whether that batch is sure to be the one that holds it. */
  readonly isExact: boolean
  readonly size: number
  readonly offset: bigint
  readonly maxBytes: number
  readonly minOneBatch: boolean
  /** Batches that start at this offset or behind it are left out. */
  readonly upTo: bigint
  readonly allocate: (length: number) => Buffer
}

export interface SegmentReadResult {
  readonly records: Buffer
  /** Where in `records` the last batch starts. */
  readonly lastBatchAt: number
  /** Position behind the last batch given. */
  readonly end: number
  /** False when the segment holds nothing at the offset or behind it. */
  readonly isFound: boolean
  /** Whether `maxBytes` has cut off batches that could have been given. */
  readonly isCut: boolean
}

/** Room for the batches between the index entry and the one wanted, so that one read does for most fetches. */
const slackBytes = 32 * 1024

/** Whole batches from the one that holds `offset` on. */
export function readSegment(file: DiskFile, options: SegmentReadOptions): SegmentReadResult {
  const { offset, size } = options
  const wantedBytes = options.isExact ? Math.max(options.maxBytes, slackBytes) : options.maxBytes + slackBytes
  let chunkStart = options.from
  const read = (length: number): Buffer => {
    const memory = options.allocate(Math.min(size - chunkStart, length))
    return memory.subarray(0, file.read(memory, chunkStart))
  }
  let chunk = read(wantedBytes)
  let at = 0
  // The batch that holds the offset: few are skipped, for the index is at most some kilobytes away.
  for (;;) {
    const isInChunk = at + batchOverheadBytes <= chunk.length
    if (!isInChunk && chunkStart + at + batchOverheadBytes > size) {
      return { records: chunk.subarray(0, 0), lastBatchAt: 0, end: chunkStart + at, isFound: false, isCut: false }
    }
    if (!isInChunk) {
      chunkStart += at
      chunk = read(wantedBytes)
      at = 0
    }
    if (chunk.readBigInt64BE(at) + BigInt(chunk.readInt32BE(at + 23)) >= offset) break
    at += batchBytes(chunk, at)
  }
  const firstBytes = batchBytes(chunk, at)
  if (firstBytes > size - chunkStart - at) {
    throw new CorruptBatchError(
      `the batch at offset ${offset} on disk claims ${firstBytes} bytes, more than its segment has`,
    )
  }
  if (at + firstBytes > chunk.length && (options.minOneBatch || firstBytes <= options.maxBytes)) {
    chunkStart += at
    chunk = read(Math.max(firstBytes, options.maxBytes))
    at = 0
  }
  const { length, lastBatchAt, isEnd } = wholeBatches(chunk.subarray(at), options)
  const end = chunkStart + at + length
  return { records: chunk.subarray(at, at + length), lastBatchAt, end, isFound: true, isCut: !isEnd && end < size }
}

/** How many bytes of `chunk` are whole batches within the limits; `isEnd` when what follows lies behind `upTo`. */
function wholeBatches(chunk: Buffer, { maxBytes, minOneBatch, upTo }: SegmentReadOptions) {
  let length = 0
  let lastBatchAt = 0
  let isEnd = false
  while (length + batchOverheadBytes <= chunk.length) {
    isEnd = chunk.readBigInt64BE(length) >= upTo
    if (isEnd) break
    const next = length + batchBytes(chunk, length)
    if (next > chunk.length || (next > maxBytes && !(minOneBatch && length === 0))) break
    lastBatchAt = length
    length = next
  }
  return { length, lastBatchAt, isEnd }
}

/** @throws CorruptBatchError when the file has changed under the log: no batch is that small, and a walk over it would not end. */
function batchBytes(chunk: Buffer, at: number): number {
  const bytes = chunk.readInt32BE(at + 8) + batchLogOverheadBytes
  if (bytes < batchOverheadBytes) {
    throw new CorruptBatchError(`the batch at offset ${chunk.readBigInt64BE(at)} on disk claims ${bytes} bytes`)
  }
  return bytes
}
