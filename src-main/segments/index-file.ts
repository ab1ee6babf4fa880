import { bufferOf } from '../../broker/bytes/buffer-of.ts'
import { NodeDisk } from '../../broker/environment/node-disk.ts'

export const offsetEntryBytes = 8
export const timeEntryBytes = 12
export const transactionEntryBytes = 34

export interface OffsetEntry {
  readonly offset: bigint
  readonly position: number
}

export interface TimeEntry {
  readonly timestamp: bigint
  readonly offset: bigint
}

/**
 * An index read from outside, whole: at most 10 MiB by default, and far less where it is well.
 *
 *     .index       int32 last offset of a batch - base offset | int32 its position
 *     .timeindex   int64 largest timestamp so far             | int32 last offset of the batch that has it - base offset
 *     .txnindex    int16 version | int64 producer id, first offset, last offset, last stable offset
 *
 * An active segment's index has its full length in advance, zeros behind the last entry; they are no entries.
 */
export class IndexBytes {
  readonly bytes: Buffer
  readonly count: number
  readonly entryBytes: number
  readonly sizeBytes: number

  constructor(bytes: Buffer, entryBytes: number) {
    this.bytes = bytes
    this.entryBytes = entryBytes
    this.sizeBytes = bytes.length
    this.count = writtenEntries(bytes, entryBytes)
  }

  /** Null where there is no such file. @throws DiskError */
  static read(path: string, entryBytes: number): IndexBytes | null {
    const disk = new NodeDisk()
    if (!disk.exists(path)) return null
    const bytes = disk.readFile(path)
    return new IndexBytes(bufferOf(bytes), entryBytes)
  }

  get reservedBytes(): number {
    return Math.max(0, this.sizeBytes - this.count * this.entryBytes)
  }

  offsetEntry(entry: number, baseOffset: bigint): OffsetEntry {
    const at = entry * offsetEntryBytes
    return { offset: baseOffset + BigInt(this.bytes.readInt32BE(at)), position: this.bytes.readInt32BE(at + 4) }
  }

  timeEntry(entry: number, baseOffset: bigint): TimeEntry {
    const at = entry * timeEntryBytes
    return { timestamp: this.bytes.readBigInt64BE(at), offset: baseOffset + BigInt(this.bytes.readInt32BE(at + 8)) }
  }

  transactionEntry(entry: number) {
    const at = entry * transactionEntryBytes
    return {
      version: this.bytes.readInt16BE(at),
      producerId: this.bytes.readBigInt64BE(at + 2),
      firstOffset: this.bytes.readBigInt64BE(at + 10),
      lastOffset: this.bytes.readBigInt64BE(at + 18),
      lastStableOffset: this.bytes.readBigInt64BE(at + 26),
    }
  }
}

/** Zeros behind the last entry are found by halves: what was taken in advance is far more than what was written. */
function writtenEntries(bytes: Buffer, entryBytes: number): number {
  const isWritten = (entry: number) =>
    bytes.subarray(entry * entryBytes, (entry + 1) * entryBytes).some((byte) => byte !== 0)
  let written = 0
  let beyond = Math.floor(bytes.length / entryBytes)
  if (beyond > 0 && isWritten(beyond - 1)) return beyond
  while (written < beyond) {
    const middle = (written + beyond) >>> 1
    if (isWritten(middle)) written = middle + 1
    else beyond = middle
  }
  return written
}

export interface Comparison {
  readonly entry: number
  readonly key: bigint
  readonly goesOn: 'lower' | 'higher'
}

export interface IndexSearch {
  /** The last entry whose key is not above the target; null: none. */
  readonly entry: number | null
  readonly compared: readonly Comparison[]
}

/** Of the end of an index Kafka keeps that much in the cache of the processor by looking there first. */
const warmBytes = 8192

/** Kafka's search: the end of the index first, where most readers are, then by halves. */
export function searchIndex(
  { count, entryBytes }: IndexBytes,
  target: bigint,
  keyOf: (entry: number) => bigint,
): IndexSearch {
  if (count === 0) return { entry: null, compared: [] }
  const compared: Comparison[] = []
  const isAbove = (entry: number): boolean => {
    const key = keyOf(entry)
    const goesOn = key > target ? 'lower' : 'higher'
    compared.push({ entry, key, goesOn })
    return goesOn === 'lower'
  }
  const firstWarm = Math.max(0, count - 1 - Math.floor(warmBytes / entryBytes))
  let [low, high] = [0, count - 1]
  if (!isAbove(firstWarm)) low = firstWarm
  else if (firstWarm === 0) return { entry: null, compared }
  else high = firstWarm - 1
  if (low === 0 && firstWarm !== 0 && isAbove(0)) return { entry: null, compared }
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if (isAbove(middle)) high = middle - 1
    else low = middle
  }
  return { entry: low, compared }
}
