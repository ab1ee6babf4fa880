import type { Disk, DiskFile } from '../../environment/disk.ts'
import { parseSegmentFile, segmentFile } from '../../log/segment-files.ts'
import { readChunk, scanBatches } from '../../log/segment-scan.ts'
import { batchOverheadBytes, BatchView } from '../../records/batch-view.ts'
import type { MetadataRecord } from '../records/metadata-records.ts'
import { decodeMetadataRecord } from '../records/record-codec.ts'
import { recordsIn } from '../../records/records-in.ts'
import { MetadataStorageError } from './metadata-storage-error.ts'

/**
 * The metadata log as its files hold it, read without changing anything: what a directory says is understood before one
 * byte of it is written.
 *
 * The log ends at the first batch that is not sound. That may be the end of a write that a crash has torn; but when
 * sound batches follow that were written after the broken one was on the medium, something that was acknowledged is
 * damaged, and to cut it off would lose all that came later.
 */
export class MetadataLogFiles {
  readonly directory: string
  readonly #disk: Disk
  readonly #baseOffsets: readonly bigint[]
  #endOffset: bigint

  constructor(disk: Disk, directory: string) {
    this.#disk = disk
    this.directory = directory
    this.#baseOffsets = listBaseOffsets(disk, directory)
    this.#endOffset = this.startOffset
  }

  get startOffset(): bigint {
    return this.#baseOffsets[0] ?? 0n
  }

  /** Behind the last sound batch; known when `batchesFrom` has come to its end. */
  get endOffset(): bigint {
    return this.#endOffset
  }

  /** Every batch from `offset` on. One that only ends behind `offset` comes too. @throws MetadataStorageError */
  *batchesFrom(offset: bigint): Generator<BatchView, void, undefined> {
    for (const [index, baseOffset] of this.#baseOffsets.entries()) {
      const path = segmentFile(this.directory, baseOffset, 'log')
      const file = this.#disk.open(path, 'read')
      try {
        let end = 0
        if (baseOffset < this.#endOffset) this.#refuse(path, 0)
        for (const { view, position, sizeInBytes } of scanBatches(
          { file },
          { from: 0, to: file.size(), whole: true },
        )) {
          if (view.baseOffset < this.#endOffset || !view.isCrcValid()) break
          this.#endOffset = view.nextOffset
          end = position + sizeInBytes
          if (view.nextOffset > offset) yield view
        }
        if (end === file.size()) continue
        if (this.#isProof(soundBatchesBehind(file, end, this.#endOffset), index + 1)) this.#refuse(path, end)
        return
      } finally {
        file.close()
      }
    }
  }

  #isProof(rest: Iterable<BatchView>, laterSegments: number): boolean {
    for (const batch of rest) if (!mayPrecedeFlush(batch)) return true
    for (const baseOffset of this.#baseOffsets.slice(laterSegments)) {
      const file = this.#disk.open(segmentFile(this.directory, baseOffset, 'log'), 'read')
      try {
        for (const batch of soundBatchesBehind(file, -1, this.#endOffset)) if (!mayPrecedeFlush(batch)) return true
      } finally {
        file.close()
      }
    }
    return false
  }

  #refuse(path: string, position: number): never {
    throw new MetadataStorageError(
      path,
      `is damaged at byte ${position}, where offset ${this.#endOffset} should begin, and what follows is sound: this is no torn end of a write. Restore the directory from a backup, or choose another one. Nothing was changed.`,
    )
  }
}

function listBaseOffsets(disk: Disk, directory: string): bigint[] {
  if (!disk.exists(directory)) return []
  return disk
    .list(directory)
    .map(({ name }) => parseSegmentFile(name))
    .flatMap((parsed) => (parsed?.kind === 'log' && parsed.suffix === '' ? [parsed.offset] : []))
}

/** Sound batches of later offsets anywhere behind `position`; how long the broken ones before them are is not known. */
function* soundBatchesBehind(file: DiskFile, position: number, offset: bigint): Generator<BatchView, void, undefined> {
  const bytes = readChunk(file, position + 1, Math.max(file.size() - position - 1, 0))
  for (let at = 0; at + batchOverheadBytes <= bytes.length; at++) {
    // Cheap questions first: nearly every byte fails the first one.
    if (bytes[at + 16] !== 2) continue
    const batch = new BatchView(bytes, at)
    const isPossible = batch.sizeInBytes >= batchOverheadBytes && at + batch.sizeInBytes <= bytes.length
    if (!isPossible || batch.baseOffset < offset || !batch.isCrcValid()) continue
    yield batch
    at += batch.sizeInBytes - 1
  }
}

/** What a start writes before it flushes for the first time; after a power cut any part of that may be there. */
const registering: ReadonlySet<string> = new Set([
  'AbortTransaction',
  'BeginTransaction',
  // What eligible leader replicas need to be set.
  'Config',
  'EndTransaction',
  'FeatureLevel',
  // Of partitions that get their leader back.
  'PartitionChange',
  'RegisterController',
  'RegisterBroker',
])

/**
 * Whether a batch may have been written while one before it had not been flushed yet. Everything else follows a flush:
 * the first batch of an epoch, every command, the fence for a broker that was lost, and the records of an orderly stop.
 */
function mayPrecedeFlush(batch: BatchView): boolean {
  if (batch.isControl) return false
  try {
    return [...recordsIn(batch)].every(({ value }) => value !== null && isRegistering(decodeMetadataRecord(value)))
  } catch {
    // Not ours, whatever it is.
    return false
  }
}

function isRegistering({ type, value }: MetadataRecord): boolean {
  if (type === 'BrokerRegistrationChange') return value.fenced < 0 || value.cordonedLogDirs !== null
  return registering.has(type)
}
