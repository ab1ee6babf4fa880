import type { Disk } from '../environment/disk.ts'
import { batchOverheadBytes, BatchView } from '../records/batch-view.ts'
import { segmentFile } from './segment-files.ts'
import { readChunk, scanBatches } from './segment-scan.ts'
import type { Segment } from './segment.ts'

/*
 * A quick look at the indexes of a segment before they are believed. Apache Kafka looks at `.txnindex` alone when it
 * loads a log; a wrong `.index` gives it wrong ends of logs and wrong answers. What is looked at here costs a few reads a
 * segment, however large: the last entries of a large index, all of a small one, and what the log has where they point.
 * Damage farther in is found when it is come upon.
 */

/** An index of a segment that does not tell the truth. */
export interface IndexLie {
  readonly path: string
  readonly kind: 'index' | 'timeindex' | 'txnindex'
  /** What is wrong with it, as the end of a sentence. */
  readonly why: string
}

/** So much of the end of an index is read. */
const lookBytes = 64 * 1024

/** So many entries, evenly spread, are compared with the log. */
const samples = 16

interface Look {
  readonly disk: Disk
  readonly directory: string
  readonly segment: Segment
  /** Base offset of the next segment, behind which no entry may point; null for the last one. */
  readonly endOffset: bigint | null
}

/** The first lie of each index of the segment that a quick look finds. Changes nothing. */
export function indexLies(look: Look): IndexLie[] {
  const checks = { index: offsetIndexLie, timeindex: timeIndexLie, txnindex: transactionIndexLie } as const
  const found: IndexLie[] = []
  for (const kind of ['index', 'timeindex', 'txnindex'] as const) {
    // What the time index says is looked up by way of the offset index.
    if (kind === 'timeindex' && found.length > 0) continue
    const path = segmentFile(look.directory, look.segment.baseOffset, kind)
    const why = checks[kind](path, look)
    if (why !== null) found.push({ path, kind, why })
  }
  return found
}

const offsetEntryBytes = 8

function offsetIndexLie(path: string, { disk, segment, endOffset }: Look): string | null {
  const read = readEntries(disk, path, offsetEntryBytes)
  if (typeof read === 'string') return read
  const { entries, count } = read
  let previous = { offset: -1, position: -1 }
  for (let index = 0; index < count; index++) {
    const at = index * offsetEntryBytes
    const entry = { offset: entries.readInt32BE(at), position: entries.readInt32BE(at + 4) }
    if (entry.offset <= previous.offset || entry.position <= previous.position) return 'its entries are not in order'
    if (entry.position >= segment.size) return 'it points behind the end of the log'
    if (isBehind(segment.baseOffset + BigInt(entry.offset), endOffset)) return 'it names offsets of later segments'
    previous = entry
  }
  for (const index of sampleOf(count)) {
    const at = index * offsetEntryBytes
    if (!isBatchAt(segment, entries.readInt32BE(at + 4), entries.readInt32BE(at))) {
      return `the log has no such batch at byte ${entries.readInt32BE(at + 4)}`
    }
  }
  return null
}

/** Older releases have named the last offset of all batches that were written at once. */
function isBatchAt(segment: Segment, position: number, relativeOffset: number): boolean {
  const header = readChunk(segment.file, position, batchOverheadBytes)
  if (header.length < batchOverheadBytes) return false
  const batch = new BatchView(header)
  const isWithin = position + batch.sizeInBytes <= segment.size && batch.sizeInBytes >= batchOverheadBytes
  const isBehindFirst = batch.baseOffset > segment.baseOffset && batch.baseOffset <= batch.lastOffset
  return isWithin && isBehindFirst && batch.lastOffset <= segment.baseOffset + BigInt(relativeOffset)
}

const timeEntryBytes = 12

function timeIndexLie(path: string, { disk, segment, endOffset }: Look): string | null {
  const read = readEntries(disk, path, timeEntryBytes)
  if (typeof read === 'string') return read
  const { entries, count } = read
  if (count === 0) return segment.firstBatchTimestamp >= 0n ? 'it has no entry, but the log has timestamps' : null
  let previous = { timestamp: -1n, offset: -1 }
  for (let index = 0; index < count; index++) {
    const at = index * timeEntryBytes
    const entry = { timestamp: entries.readBigInt64BE(at), offset: entries.readInt32BE(at + 8) }
    if (entry.timestamp <= previous.timestamp || entry.offset < previous.offset) return 'its entries are not in order'
    if (isBehind(segment.baseOffset + BigInt(entry.offset), endOffset)) return 'it names offsets of later segments'
    previous = entry
  }
  const offset = segment.baseOffset + BigInt(previous.offset)
  for (const { view } of segment.scan(segment.positionOf(offset) ?? segment.size)) {
    if (view.baseOffset <= offset && view.maxTimestamp === previous.timestamp) return null
    break
  }
  return `the log has no timestamp ${previous.timestamp} at offset ${offset}`
}

const transactionEntryBytes = 34

function transactionIndexLie(path: string, { disk, segment, endOffset }: Look): string | null {
  const read = readEntries(disk, path, transactionEntryBytes)
  if (typeof read === 'string') return read
  const { entries, count } = read
  let previous = segment.baseOffset - 1n
  for (let index = 0; index < count; index++) {
    const at = index * transactionEntryBytes
    if (entries.readInt16BE(at) !== 0) return `it has an entry of version ${entries.readInt16BE(at)}`
    const [firstOffset, lastOffset] = [entries.readBigInt64BE(at + 10), entries.readBigInt64BE(at + 18)]
    if (lastOffset <= previous || firstOffset < 0n || firstOffset > lastOffset) return 'its entries are not in order'
    if (isBehind(lastOffset, endOffset)) return 'it names offsets of later segments'
    previous = lastOffset
  }
  for (const index of sampleOf(count)) {
    const at = index * transactionEntryBytes
    const [producerId, offset] = [entries.readBigInt64BE(at + 2), entries.readBigInt64BE(at + 18)]
    if (!isMarkerAt(segment, offset, producerId)) {
      return `the log has no end of a transaction of producer ${producerId} at offset ${offset}`
    }
  }
  return null
}

/** Compaction may have taken the marker away. */
function isMarkerAt(segment: Segment, offset: bigint, producerId: bigint): boolean {
  const position = segment.positionOf(offset)
  if (position === null) return false
  for (const { view } of scanBatches(segment, { from: position, to: segment.size })) {
    return view.baseOffset > offset || (view.isControl && view.producerId === producerId)
  }
  return false
}

function isBehind(offset: bigint, endOffset: bigint | null): boolean {
  return endOffset !== null && offset >= endOffset
}

/** The last entries of the file; in a file that Apache Kafka has not cut, of zeros behind the entries, none of those. */
function readEntries(disk: Disk, path: string, entryBytes: number): { entries: Buffer; count: number } | string {
  const size = disk.status(path)?.size ?? 0
  if (size % entryBytes !== 0) return `its length of ${size} bytes is no multiple of ${entryBytes}`
  if (size === 0) return { entries: Buffer.alloc(0), count: 0 }
  const file = disk.open(path, 'read')
  try {
    const length = Math.min(size, Math.floor(lookBytes / entryBytes) * entryBytes)
    let entries = readChunk(file, size - length, length)
    // Room that was allocated: what matters is before it.
    if (entries.every((byte) => byte === 0)) entries = readChunk(file, 0, length)
    let count = Math.floor(entries.length / entryBytes)
    const isZero = (index: number) =>
      entries.subarray(index * entryBytes, (index + 1) * entryBytes).every((byte) => byte === 0)
    while (count > 0 && isZero(count - 1)) count -= 1
    return { entries, count }
  } finally {
    file.close()
  }
}

/** Indexes of some entries, the last among them. */
function sampleOf(count: number): number[] {
  const step = Math.max(1, Math.ceil(count / samples))
  const found: number[] = []
  for (let index = count - 1; index >= 0 && found.length < samples; index -= step) found.push(index)
  return found
}
