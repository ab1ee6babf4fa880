import { join } from 'node:path'
import { decodeProducerSnapshot } from '../../broker/log/producer-snapshot.ts'
import { NodeDisk } from '../../broker/environment/node-disk.ts'
import { headerOf } from './batch-header.ts'
import { recordsOf } from './batch-records.ts'
import type { CheckCounts, Found } from './check-log.ts'
import { companionOf } from './file-names.ts'
import { IndexBytes, offsetEntryBytes, searchIndex, timeEntryBytes, transactionEntryBytes } from './index-file.ts'
import { isDamage, LogFile } from './log-file.ts'

/** An index and its segment. */
export interface IndexedSegment {
  readonly directory: string
  /** Of the `.log`. */
  readonly fileName: string
  readonly baseOffset: bigint
  /** Whether the CRC of the batch at this position is known to be right. */
  readonly isSound?: (position: number) => boolean
}

type Findings = Generator<Found | null, void, undefined>

const entriesBetweenPauses = 4096

/** Compares every entry of an offset index with the log: it must lead to a batch that ends at the offset. */
export function* checkOffsetIndex(segment: IndexedSegment, counts: CheckCounts): Findings {
  const { directory, fileName, baseOffset } = segment
  const index = IndexBytes.read(join(directory, companionOf(fileName, 'index')), offsetEntryBytes)
  if (index === null) return
  yield* checkLength(index)
  using log = new LogFile(join(directory, fileName))
  let previous = { offset: baseOffset - 1n, position: -1 }
  for (let entry = 0; entry < index.count; entry++) {
    if (entry % entriesBetweenPauses === entriesBetweenPauses - 1) yield null
    counts.entryCount += 1
    const { offset, position } = index.offsetEntry(entry, baseOffset)
    if (offset <= previous.offset || position <= previous.position) {
      yield { kind: 'index-order', entry, offset, position, expected: previous.offset + 1n }
    }
    previous = { offset, position }
    const place = position < 0 ? null : log.placeAt(position)
    if (place === null || isDamage(place)) {
      yield { kind: 'index-position', entry, offset, position }
      continue
    }
    const { lastOffset } = headerOf(log, place)
    if (lastOffset !== offset) {
      yield { kind: 'index-offset', entry, position, offset, expected: offset, found: lastOffset }
    }
  }
}

function* checkLength({ sizeBytes, entryBytes }: IndexBytes): Findings {
  if (sizeBytes % entryBytes !== 0) {
    yield { kind: 'index-length', found: BigInt(sizeBytes), expected: BigInt(entryBytes) }
  }
}

/** Compares every entry of a time index with the log: the batch that ends at the offset must have that largest timestamp. */
export function* checkTimeIndex(segment: IndexedSegment, counts: CheckCounts): Findings {
  const { directory, fileName, baseOffset } = segment
  const index = IndexBytes.read(join(directory, companionOf(fileName, 'timeindex')), timeEntryBytes)
  if (index === null) return
  yield* checkLength(index)
  const offsets = IndexBytes.read(join(directory, companionOf(fileName, 'index')), offsetEntryBytes)
  using log = new LogFile(join(directory, fileName))
  const positionOf = (offset: bigint): number => {
    if (offsets === null) return 0
    const { entry } = searchIndex(offsets, offset, (at) => offsets.offsetEntry(at, baseOffset).offset)
    return entry === null ? 0 : offsets.offsetEntry(entry, baseOffset).position
  }
  let previous = -1n
  for (let entry = 0; entry < index.count; entry++) {
    if (entry % entriesBetweenPauses === entriesBetweenPauses - 1) yield null
    counts.entryCount += 1
    const { timestamp, offset } = index.timeEntry(entry, baseOffset)
    const found = batchEndingAt(log, positionOf(offset), offset)
    if (typeof found !== 'object') yield { kind: 'time-offset', entry, offset, found: found ?? null }
    else {
      const { position, maxTimestamp } = found
      // The header says the same, and the CRC covers it: what the records say need not be read.
      const isKnown = maxTimestamp === timestamp && segment.isSound?.(position) === true
      const actual = isKnown ? timestamp : largestTimestamp(log, found)
      if (actual !== timestamp) {
        yield { kind: 'time-timestamp', entry, offset, position, expected: timestamp, found: actual }
      }
      if (timestamp <= previous) yield { kind: 'time-order', entry, offset, expected: previous, found: timestamp }
    }
    previous = timestamp
  }
}

/** The batch that ends at an offset; where it does not, the end of the first that goes beyond; undefined: there is none. */
function batchEndingAt(log: LogFile, from: number, offset: bigint): ReturnType<typeof headerOf> | bigint | undefined {
  for (let position = from < 0 ? 0 : from; ;) {
    const place = log.placeAt(position)
    if (place === null || isDamage(place)) return undefined
    const header = headerOf(log, place)
    if (header.lastOffset === offset) return header
    if (header.lastOffset > offset) return header.lastOffset
    position += place.sizeBytes
  }
}

/** Of the records themselves, as Kafka's own tool looks at it; of the header where they cannot be read. */
function largestTimestamp(log: LogFile, header: ReturnType<typeof headerOf>): bigint {
  let largest = -1n
  try {
    for (const { timestamp } of recordsOf(log, header)) if (timestamp > largest) largest = timestamp
  } catch {
    return header.maxTimestamp
  }
  return largest
}

/** Compares every aborted transaction with the log: its marker must be at its last offset. */
export function* checkTransactionIndex(segment: IndexedSegment, counts: CheckCounts): Findings {
  const { directory, fileName, baseOffset } = segment
  const index = IndexBytes.read(join(directory, companionOf(fileName, 'txnindex')), transactionEntryBytes)
  if (index === null) return
  yield* checkLength(index)
  const offsets = IndexBytes.read(join(directory, companionOf(fileName, 'index')), offsetEntryBytes)
  using log = new LogFile(join(directory, fileName))
  let previous = baseOffset - 1n
  for (let entry = 0; entry < index.count; entry++) {
    counts.entryCount += 1
    const { version, firstOffset, lastOffset, producerId } = index.transactionEntry(entry)
    if (version !== 0) yield { kind: 'transaction-version', entry, found: BigInt(version), expected: 0n }
    if (lastOffset < previous || firstOffset > lastOffset) {
      yield { kind: 'transaction-order', entry, offset: lastOffset, expected: previous, found: firstOffset }
    }
    previous = lastOffset
    const at = offsets && searchIndex(offsets, lastOffset, (each) => offsets.offsetEntry(each, baseOffset).offset).entry
    const from = at === null || offsets === null ? 0 : offsets.offsetEntry(at, baseOffset).position
    if (!hasMarker(log, from, { lastOffset, producerId })) {
      yield { kind: 'transaction-marker', entry, offset: lastOffset, expected: producerId }
    }
  }
}

/** Compaction may have taken the marker away: then the first batch behind its place begins after it. */
function hasMarker(
  log: LogFile,
  from: number,
  { lastOffset, producerId }: { readonly lastOffset: bigint; readonly producerId: bigint },
): boolean {
  for (let position = from < 0 ? 0 : from; ;) {
    const place = log.placeAt(position)
    if (place === null || isDamage(place)) return false
    const header = headerOf(log, place)
    if (header.lastOffset >= lastOffset) {
      return header.baseOffset > lastOffset || (header.isControl && header.producerId === producerId)
    }
    position += place.sizeBytes
  }
}

/** A snapshot of producers must be whole. */
export function* checkProducerSnapshot(path: string, counts: CheckCounts): Findings {
  counts.entryCount += 1
  if (decodeProducerSnapshot(new NodeDisk().readFile(path)) === null) yield { kind: 'snapshot' }
}
