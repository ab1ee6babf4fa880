import type { Disk, DiskFile } from '../environment/disk.ts'
import { batchOverheadBytes, BatchView } from '../records/batch-view.ts'
import type { LogConfig } from './log-config.ts'
import { OffsetIndex } from './offset-index.ts'
import { segmentFile, type SegmentFileKind } from './segment-files.ts'
import { readSegment, type SegmentReadOptions, type SegmentReadResult } from './segment-read.ts'
import { readChunk, scanBatches, type ScannedBatch } from './segment-scan.ts'
import { TimeIndex, type TimeIndexEntry } from './time-index.ts'
import { TransactionIndex } from './transaction-index.ts'

export interface SegmentOptions {
  readonly disk: Disk
  readonly directory: string
  readonly baseOffset: bigint
  readonly indexIntervalBytes: number
  /** Taken off `segment.ms`, so that not every log rolls at once. */
  readonly rollJitterMs: number
  /** Milliseconds since 1970. */
  readonly now: number
  /** Behind the names of all files, while compaction writes them. Default none. */
  readonly suffix?: '.cleaned'
  /** Room that the file of a new segment has from the beginning (`preallocate`); what is not used is cut when the segment is closed. */
  readonly preallocatedBytes?: number
  /** Told when an index turns out to be wrong, and is built again. */
  readonly report?: (message: string) => void
}

export interface RollQuestion {
  readonly incomingBytes: number
  readonly incomingMaxTimestamp: bigint
  readonly incomingLastOffset: bigint
  readonly config: LogConfig
  /** Milliseconds since 1970. */
  readonly now: number
}

const maxRelativeOffset = 2n ** 31n - 1n
const maxHints = 32

/**
 * One stretch of a partition's log: `.log` and its indexes.
 *
 * Invariants: every offset lies in [baseOffset, baseOffset + 2^31 - 1]; `size` is the length of the whole batches in the file; the first
 * batch has no index entry, every further one gets one when more than `index.interval.bytes` were written since the last.
 */
export class Segment {
  readonly baseOffset: bigint
  readonly offsetIndex: OffsetIndex
  readonly timeIndex: TimeIndex
  readonly transactionIndex: TransactionIndex
  /** When its file was last changed before it was opened, in milliseconds since 1970. */
  readonly changedBeforeMs: number
  readonly #options: SegmentOptions
  #file: DiskFile | null = null
  #size: number
  #bytesSinceIndexEntry = 0
  #largestTimestamp: TimeIndexEntry | null = null
  /** Largest timestamp of the first batch, from which `segment.ms` counts; undefined until it has been looked up. */
  #firstTimestamp: bigint | undefined
  #createdAtMs: number
  #isIdle = false
  #wasCut = false
  #hasUnusedRoom = false
  /** Offsets that reads are likely to go on at, with their positions: sequential readers need no index. */
  readonly #hints = new Map<bigint, number>()

  /** Opens the segment whose files are there; `create` makes them. */
  constructor(options: SegmentOptions) {
    const { disk, baseOffset } = options
    this.baseOffset = baseOffset
    this.#options = options
    this.offsetIndex = new OffsetIndex(disk, this.path('index'), this)
    this.timeIndex = new TimeIndex(disk, this.path('timeindex'), baseOffset)
    this.transactionIndex = new TransactionIndex(disk, this.path('txnindex'))
    const status = disk.status(this.path('log'))
    this.#size = status?.size ?? 0
    this.changedBeforeMs = status?.modifiedAtMs ?? options.now
    this.#createdAtMs = options.now
  }

  static create(options: SegmentOptions): Segment {
    const segment = new Segment(options)
    const file = options.disk.open(segment.path('log'), 'create')
    segment.#hasUnusedRoom = options.preallocatedBytes !== undefined
    if (options.preallocatedBytes !== undefined) file.truncate(options.preallocatedBytes)
    file.close()
    segment.offsetIndex.file.create()
    segment.timeIndex.file.create()
    segment.#forgetContents()
    return segment
  }

  get size(): number {
    return this.#size
  }

  /** The largest timestamp of its batches and the last offset of the batch that has it; timestamp -1 when there is none. */
  get largestTimestamp(): TimeIndexEntry {
    if (this.#largestTimestamp === null) {
      const last = this.timeIndex.last()
      if (this.#isTrue(last)) this.#largestTimestamp = last
      else this.#distrust('timeindex')
    }
    return this.#largestTimestamp ?? { timestamp: -1n, offset: this.baseOffset }
  }

  /** The largest record timestamp, and where there is none when the file was last changed: what `retention.ms` looks at. */
  get ageTimestamp(): bigint {
    const { timestamp } = this.largestTimestamp
    return timestamp >= 0n ? timestamp : BigInt(this.modifiedAtMs)
  }

  /** Largest timestamp of the first batch; -1 when there is none. */
  get firstBatchTimestamp(): bigint {
    this.#firstTimestamp ??= this.scan(0).next().value?.view.maxTimestamp
    return this.#firstTimestamp ?? -1n
  }

  get modifiedAtMs(): number {
    return this.#options.disk.status(this.path('log'))?.modifiedAtMs ?? this.#createdAtMs
  }

  path(kind: SegmentFileKind): string {
    return segmentFile(this.#options.directory, this.baseOffset, kind) + (this.#options.suffix ?? '')
  }

  get file(): DiskFile {
    this.#isIdle = false
    this.#file ??= this.#options.disk.open(this.path('log'), 'write')
    return this.#file
  }

  /** Whether the incoming batches belong into a new segment. */
  shouldRoll(question: RollQuestion): boolean {
    const { config } = question
    const indexEntries = Math.floor(config.segmentIndexBytes / 8)
    const timeEntries = Math.floor(config.segmentIndexBytes / 12) - 1
    return (
      this.#size > config.segmentBytes - question.incomingBytes ||
      (this.#size > 0 && this.#waitedMs(question) > maxSegmentMs(config) - this.#options.rollJitterMs) ||
      this.offsetIndex.file.count >= indexEntries ||
      this.timeIndex.file.count >= timeEntries ||
      question.incomingLastOffset - this.baseOffset > maxRelativeOffset
    )
  }

  /**
   * Writes `bytes`, which are `batches` one after the other, behind the last batch.
   * @throws DiskError: any part may be in the file; call `cutTail` before anything else.
   */
  append(bytes: Uint8Array, batches: readonly BatchView[]): void {
    this.file.write(bytes, this.#size)
    for (const batch of batches) this.#index(batch, this.#size)
  }

  /** Cuts what a failed `append` left behind the last whole batch. */
  cutTail(): void {
    this.file.truncate(this.#size)
    this.#wasCut = true
    this.#hasUnusedRoom = false
  }

  /** Whole batches from the one on that holds `offset`, or the first behind it. */
  read(offset: bigint, options: Omit<SegmentReadOptions, 'offset' | 'from' | 'isExact' | 'size'>): SegmentReadResult {
    const hint = this.#hints.get(offset)
    const from = hint ?? this.#indexedPosition(offset)
    const isExact = hint !== undefined
    const result = readSegment(this.file, { ...options, from, isExact, size: this.#size, offset })
    if (result.isFound && result.records.length > 0) this.#remember(offset, result)
    return result
  }

  /** Position of the batch that holds `offset`, or the first behind it; null when there is none. */
  positionOf(offset: bigint): number | null {
    for (const { view, position } of this.scan(this.#indexedPosition(offset))) {
      if (view.lastOffset >= offset) return position
    }
    return null
  }

  scan(from: number, options: { readonly whole?: boolean } = {}): Generator<ScannedBatch, void, undefined> {
    return scanBatches(this, { from, to: this.#size, ...options })
  }

  /** Where to look for the first record that is not older than `timestamp`. */
  positionForTimestamp(timestamp: bigint, fromOffset: bigint): number {
    if (!this.#isTrue(this.timeIndex.lookup(timestamp))) this.#distrust('timeindex')
    const { offset } = this.timeIndex.lookup(timestamp)
    return this.#indexedPosition(offset > fromOffset ? offset : fromOffset)
  }

  /** The offset behind the last batch; the base offset when there is none. */
  nextOffset(): bigint {
    let next = this.baseOffset
    if (this.#size === 0) return next
    for (const { view } of this.scan(this.offsetIndex.last()?.position ?? 0)) next = view.nextOffset
    return next
  }

  /** Drops every batch that holds `offset` or lies behind it. */
  truncateTo(offset: bigint): void {
    const position = this.positionOf(offset)
    this.offsetIndex.truncateTo(offset)
    this.timeIndex.truncateTo(offset)
    this.transactionIndex.truncateTo(offset)
    if (position !== null) this.truncateToPosition(position)
    this.#bytesSinceIndexEntry = 0
    if (this.#size === 0) this.#createdAtMs = this.#options.now
    this.#findLargestTimestamp()
  }

  /** Cuts the file; `position` is where a batch starts, and no index entry points behind it. */
  truncateToPosition(position: number): void {
    this.file.truncate(position)
    this.#wasCut = true
    this.#hasUnusedRoom = false
    this.#size = position
    this.#hints.clear()
    if (position === 0) this.#firstTimestamp = undefined
  }

  /** Empties the indexes, as before the first batch; `indexAgain` fills them. */
  resetIndexes(): void {
    this.offsetIndex.file.truncate(0)
    this.timeIndex.file.truncate(0)
    this.#forgetContents()
  }

  #forgetContents(): void {
    this.#largestTimestamp = { timestamp: -1n, offset: this.baseOffset }
    this.#bytesSinceIndexEntry = 0
    this.#hints.clear()
  }

  /** Indexes a batch that is in the file already, as recovery and rebuilding do from the first to the last. */
  indexAgain(batch: BatchView, position: number): void {
    this.#index(batch, position)
  }

  /** Sets `size` to what recovery has found to be sound, starting from nothing. */
  beginIndexAgain(): number {
    const end = this.#size
    this.resetIndexes()
    this.#size = 0
    return end
  }

  /** The last word on the largest timestamp goes into the time index when the segment is closed or no longer active. */
  finish(): void {
    const { timestamp, offset } = this.largestTimestamp
    this.timeIndex.maybeAppend(timestamp, offset)
    this.#bytesSinceIndexEntry = 0
    if (this.#hasUnusedRoom) this.cutTail()
    this.writeIndexes()
  }

  writeIndexes(): void {
    this.offsetIndex.file.write()
    this.timeIndex.file.write()
    this.transactionIndex.file.write()
  }

  /** Whether the file was cut or an index written since the last `sync`. Appending does not count: the recovery point tells of that. */
  get hasUnsyncedChanges(): boolean {
    const indexes = [this.offsetIndex, this.timeIndex, this.transactionIndex]
    return this.#wasCut || indexes.some(({ file }) => !file.isSynced)
  }

  async sync(): Promise<void> {
    this.writeIndexes()
    this.#wasCut = false
    await Promise.all([
      this.file.sync(),
      this.offsetIndex.file.sync(),
      this.timeIndex.file.sync(),
      this.transactionIndex.file.sync(),
    ])
  }

  /** The same, blocking. */
  syncNow(): void {
    this.file.syncNow()
    this.#wasCut = false
    for (const { file } of [this.offsetIndex, this.timeIndex, this.transactionIndex]) file.syncNow()
  }

  /** Gives back file handle and index memory; the next use takes them again. */
  release(): void {
    this.offsetIndex.file.unload()
    this.timeIndex.file.unload()
    this.transactionIndex.file.unload()
    this.#hints.clear()
    this.#file?.close()
    this.#file = null
  }

  /** As `release`, unless the segment was used since the last call. */
  releaseIfIdle(): void {
    if (this.#isIdle) this.release()
    this.#isIdle = true
  }

  #index(batch: BatchView, position: number): void {
    const { maxTimestamp, lastOffset, sizeInBytes } = batch
    if (maxTimestamp > this.largestTimestamp.timestamp) {
      this.#largestTimestamp = { timestamp: maxTimestamp, offset: lastOffset }
    }
    if (this.#bytesSinceIndexEntry > this.#options.indexIntervalBytes) {
      this.offsetIndex.append(lastOffset, position)
      this.timeIndex.maybeAppend(this.largestTimestamp.timestamp, this.largestTimestamp.offset)
      this.#bytesSinceIndexEntry = 0
    }
    this.#firstTimestamp ??= position === 0 ? maxTimestamp : undefined
    this.#bytesSinceIndexEntry += sizeInBytes
    this.#size = position + sizeInBytes
  }

  /**
   * The position of the index entry below `offset`. An entry that does not fit the file, as a crashed or foreign writer may leave it after a "clean"
   * stop, makes the indexes be built again: an index is a hint, never the truth.
   */
  #indexedPosition(offset: bigint): number {
    const position = this.offsetIndex.lookup(offset)
    if (position === 0) return 0
    if (position + batchOverheadBytes <= this.#size) {
      const { baseOffset, lastOffset } = new BatchView(readChunk(this.file, position, batchOverheadBytes))
      if (baseOffset > this.baseOffset && lastOffset <= offset && baseOffset <= lastOffset) return position
    }
    this.#distrust('index')
    return this.offsetIndex.lookup(offset)
  }

  #distrust(kind: 'index' | 'timeindex'): void {
    this.#options.report?.(
      `${this.path(kind)} does not fit its log. It is built again from the log, of which nothing is changed.`,
    )
    this.rebuildIndexes()
  }

  /** Fills the indexes from the log as it is: for one that has no batch as they say, or more of them. */
  rebuildIndexes(): void {
    const end = this.beginIndexAgain()
    for (const { view, position } of scanBatches(this, { from: 0, to: end })) this.#index(view, position)
    this.#size = end
    const { timestamp, offset } = this.largestTimestamp
    this.timeIndex.maybeAppend(timestamp, offset)
  }

  /** Whether there is a batch at the entry's offset that has its timestamp: retention would believe any. */
  #isTrue({ timestamp, offset }: TimeIndexEntry): boolean {
    if (timestamp < 0n) return true
    for (const { view } of this.scan(this.#indexedPosition(offset))) {
      if (view.lastOffset >= offset) return view.baseOffset <= offset && view.maxTimestamp === timestamp
    }
    return false
  }

  #findLargestTimestamp(): void {
    let largest = this.timeIndex.last()
    for (const { view } of this.scan(this.#indexedPosition(largest.offset))) {
      if (view.maxTimestamp > largest.timestamp) largest = { timestamp: view.maxTimestamp, offset: view.lastOffset }
    }
    this.#largestTimestamp = largest
  }

  /** From the first batch's largest timestamp to the incoming one's; without timestamps, since the segment was made. */
  #waitedMs({ incomingMaxTimestamp, now }: RollQuestion): number {
    const first = this.firstBatchTimestamp
    return first >= 0n ? Number(incomingMaxTimestamp - first) : now - this.#createdAtMs
  }

  #remember(offset: bigint, { records, end, lastBatchAt }: SegmentReadResult): void {
    this.#hints.delete(offset)
    if (this.#hints.size >= maxHints) {
      const oldest = this.#hints.keys().next().value
      if (oldest !== undefined) this.#hints.delete(oldest)
    }
    this.#hints.set(new BatchView(records, lastBatchAt).nextOffset, end)
  }
}

function maxSegmentMs(config: LogConfig): number {
  const isBounded = config.cleanupPolicy.compact && config.maxCompactionLagMs > 0
  return isBounded ? Math.min(config.maxCompactionLagMs, config.segmentMs) : config.segmentMs
}
