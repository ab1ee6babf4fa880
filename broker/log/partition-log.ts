import { dirname } from 'node:path'
import type { Environment } from '../environment/environment.ts'
import { BatchView } from '../records/batch-view.ts'
import { compactLog } from './compact-log.ts'
import { CompactionPace } from './compaction-pace.ts'
import { compactionNeed, type CompactionNeed } from './compaction.ts'
import { parseDirectoryName } from './directory-name.ts'
import { createLog, loadLog, type LoadedLog, type LoadLogOptions } from './load-log.ts'
import { LogFlush } from './log-flush.ts'
import { LogDirectoryError, OffsetOutOfRangeError } from './log-errors.ts'
import type { LogConfig } from './log-config.ts'
import { abortedTransactions, findMaxTimestamp, findTimestamp, readRange, type FoundRecord } from './log-reads.ts'
import type {
  AppendOptions,
  AppendResult,
  EpochEndOffset,
  ProducerSummary,
  ReadOptions,
  ReadResult,
  SegmentSummary,
  TimestampedOffset,
} from './log-results.ts'
import { LogWriter } from './log-writer.ts'
import { ParentNames } from './parent-names.ts'
import { readTopicId, writeTopicId } from './partition-metadata.ts'
import { deletableSegments } from './retention.ts'

export interface PartitionLogOptions {
  readonly environment: Environment
  /** Absolute path of the partition's directory, made when it is missing. Its name is `<topic>-<partition>`. */
  readonly directory: string
  readonly config: LogConfig
  /** Written into `partition.metadata` where that file is missing. */
  readonly topicId: string | null
  /** What `partition.metadata` says, where somebody has looked already. */
  readonly storedTopicId?: string | null
  /** The names beside its directory; its own where nobody else makes directories there. */
  readonly parentNames?: ParentNames
  /** True after a clean stop: indexes are trusted. False: everything from `recoveryPoint` on is checked and rebuilt. */
  readonly isClean: boolean
  /** After a clean stop: when that was, in milliseconds since 1970. Segments changed later are looked through; none when left out. */
  readonly changedAfterMs?: number
  /** Everything before this offset is known to be on the medium. Default 0. */
  readonly recoveryPoint?: bigint
  /** From the checkpoint; default 0. */
  readonly logStartOffset?: bigint
  /** Base offsets of segments whose checksums were found right since nobody else can have changed them. */
  readonly soundSegments?: ReadonlySet<bigint>
  /** `producer.id.expiration.ms` as it is at the moment, default a day. */
  readonly producerIdExpirationMs?: () => number | undefined
  /** Told what a user should know: what was cut or begun anew. */
  readonly report?: (message: string) => void
}

export interface CompactionOptions {
  readonly isCancelled?: () => boolean
  /** Default 1 MiB: a millisecond or two. */
  readonly stepBytes?: number
  /** As fast as it can when left out. */
  readonly pace?: CompactionPace
}

const dayMs = 86_400_000
const defaultCompactionStepBytes = 1024 * 1024

/**
 * The log of one partition. Everything but `flush`, `close` and `PartitionLog.open` is synchronous: a call runs to its end before another begins.
 *
 * Invariants: offsets of batches grow; `logStartOffset <= lastStableOffset <= highWatermark = logEndOffset`; `recoveryPoint <= logEndOffset`.
 */
export class PartitionLog {
  readonly topic: string
  readonly partition: number
  readonly #options: PartitionLogOptions
  readonly #writer: LogWriter
  readonly #flush: LogFlush
  #directory: string
  #topicId: string | null

  private constructor(options: PartitionLogOptions, loaded: LoadedLog) {
    const { environment, directory } = options
    const name = parseDirectoryName(directory)
    if (name === null) throw new LogDirectoryError(`${directory} is not named <topic>-<partition>.`)
    this.topic = name.topic
    this.partition = name.partition
    this.#directory = directory
    this.#options = options
    this.#writer = new LogWriter(options, loaded)
    const parentNames =
      options.parentNames ?? new ParentNames(environment.disk, dirname(directory), { isSynced: false })
    this.#flush = new LogFlush(environment, { directory, writer: this.#writer, parentNames })
    this.#topicId =
      options.storedTopicId === undefined ? readTopicId(environment.disk, directory) : options.storedTopicId
    if (this.#topicId === null && options.topicId !== null) {
      writeTopicId(environment.disk, directory, options.topicId)
      this.#topicId = options.topicId
    }
  }

  /**
   * Opens or creates the log. After an unclean stop this reads everything behind the recovery point, cuts at the last whole
   * batch and rebuilds the indexes, yielding to the event loop in between.
   * @throws LogDirectoryError when what is there is not to be understood; DiskError.
   */
  static async open(options: PartitionLogOptions): Promise<PartitionLog> {
    const { environment, directory } = options
    if (!environment.disk.exists(directory)) return PartitionLog.create(options)
    return new PartitionLog(options, await loadLog(loadOptions(options)))
  }

  /** Makes a new, empty log in a directory that does not exist yet. */
  static create(options: PartitionLogOptions): PartitionLog {
    const log = new PartitionLog({ storedTopicId: null, ...options }, createLog(loadOptions(options)))
    log.#writer.epochs.create()
    return log
  }

  get directory(): string {
    return this.#directory
  }

  get config(): LogConfig {
    return this.#writer.config
  }

  /** From `partition.metadata`; null when that file is missing. */
  get topicId(): string | null {
    return this.#topicId
  }

  get logStartOffset(): bigint {
    return this.#writer.logStartOffset
  }

  /** The offset that the next record gets. */
  get logEndOffset(): bigint {
    return this.#writer.logEndOffset
  }

  get highWatermark(): bigint {
    return this.#writer.logEndOffset
  }

  /** First offset of the oldest ongoing transaction, else the high watermark. */
  get lastStableOffset(): bigint {
    const first = this.#writer.producers.firstUnstableOffset()
    if (first === null) return this.highWatermark
    return first < this.logStartOffset ? this.logStartOffset : first
  }

  /** Everything before this offset has been fsynced. */
  get recoveryPoint(): bigint {
    return this.#writer.recoveryPoint
  }

  /** Of all segments' `.log` files. */
  get sizeInBytes(): number {
    return this.#writer.segments.sizeInBytes
  }

  /** The newest leader epoch that the log knows, null when it knows none. */
  get latestEpoch(): number | null {
    return this.#writer.epochs.latest
  }

  updateConfig(config: LogConfig): void {
    this.#writer.config = config
  }

  /**
   * Appends one or more whole batches, and changes their bytes in place (offsets, epoch, stamped time) on the way.
   *
   * @throws CorruptBatchError, InvalidRecordError, InvalidTimestampError, UnsupportedBatchError, BatchTooLargeError, RecordListTooLargeError,
   * OutOfOrderSequenceError, InvalidProducerEpochError, InvalidTransactionStateError, TransactionCoordinatorFencedError: nothing was written.
   * LogStorageError: the disk is full or failing, nothing was written. LogOfflineError.
   */
  append(records: Uint8Array, options: AppendOptions): AppendResult {
    return this.#writer.append(records, options)
  }

  /** @throws OffsetOutOfRangeError when `offset` is before the log start or behind the end; LogOfflineError. */
  read(offset: bigint, options: ReadOptions): ReadResult {
    this.#writer.checkOnline()
    const { logStartOffset, highWatermark, lastStableOffset } = this
    if (offset < logStartOffset || offset > highWatermark) {
      throw new OffsetOutOfRangeError(
        `Offset ${offset} of ${this.topic}-${this.partition} is out of range: the log holds ${logStartOffset} to ${highWatermark}.`,
      )
    }
    const isCommitted = options.isolation === 'committed'
    const { records, isCut } = readRange(this.#writer.segments, {
      offset,
      upTo: isCommitted ? lastStableOffset : highWatermark,
      maxBytes: options.maxBytes,
      minOneBatch: options.minOneBatch ?? false,
      allocate: options.allocate ?? freshMemory,
    })
    const aborted = isCommitted ? this.#abortedIn(records, offset) : null
    return { records, isCut, highWatermark, lastStableOffset, logStartOffset, abortedTransactions: aborted }
  }

  /** The first record whose timestamp is at least `timestamp` (milliseconds since 1970); null when there is none. */
  offsetForTimestamp(timestamp: bigint): TimestampedOffset | null {
    this.#writer.checkOnline()
    return timestamped(findTimestamp(this.#writer.segments, timestamp, this.logStartOffset))
  }

  /** The first record that carries the largest timestamp of the log; null when the log has no timestamps. */
  offsetOfMaxTimestamp(): TimestampedOffset | null {
    this.#writer.checkOnline()
    return timestamped(findMaxTimestamp(this.#writer.segments, this.logStartOffset))
  }

  /** The epoch that `offset` was written in, null when it is not known. */
  epochForOffset(offset: bigint): number | null {
    return this.#writer.epochs.epochFor(offset)
  }

  /** Where the largest epoch not above `leaderEpoch` ends, as OffsetForLeaderEpoch wants it; null when it is not known. */
  endOffsetForEpoch(leaderEpoch: number): EpochEndOffset | null {
    return this.#writer.epochs.endOffsetFor(leaderEpoch, this.logEndOffset)
  }

  /**
   * Moves the log start (DeleteRecords) and gives the new one; segments wholly before it go at the next `deleteOldSegments`. An offset
   * before the log start changes nothing.
   * @throws OffsetOutOfRangeError when `offset` is behind the high watermark.
   */
  deleteRecordsBefore(offset: bigint): bigint {
    this.#writer.checkOnline()
    if (offset > this.highWatermark) {
      throw new OffsetOutOfRangeError(`Offset ${offset} is behind the high watermark ${this.highWatermark}.`)
    }
    this.#writer.moveLogStart(offset)
    return this.logStartOffset
  }

  /** Cuts everything from `offset` on; a batch that holds it goes as a whole. */
  truncateTo(offset: bigint): void {
    this.#writer.truncateTo(offset)
  }

  /** Drops everything and starts anew at `offset`, as after loading a snapshot. */
  truncateFullyAndStartAt(offset: bigint): void {
    this.#writer.restartAt(offset)
  }

  /** Begins a new segment, unless the active one is empty. */
  roll(): void {
    if (this.#writer.segments.active.size > 0) this.#writer.roll()
  }

  /** Applies `retention.*` and the log start, and gives the number of segments that went. Their files go later (`file.delete.delay.ms`). */
  deleteOldSegments(): number {
    const removed = deletableSegments(this.#writer.segments, {
      config: this.config,
      logStartOffset: this.logStartOffset,
      highWatermark: this.highWatermark,
      now: this.#options.environment.clock.now(),
    })
    this.#writer.removeOldest(removed)
    return removed.length
  }

  /** How much there is to compact; null when `cleanup.policy` does not ask for it. `checkpoint` is what the last round gave, else 0. */
  compactionNeed(checkpoint: bigint): CompactionNeed | null {
    if (!this.config.cleanupPolicy.compact) return null
    const now = this.#options.environment.clock.now()
    return compactionNeed(this.#writer, { checkpoint, lastStableOffset: this.lastStableOffset, now })
  }

  /**
   * One round of compaction, in steps between which everything else goes on. Gives the next first dirty offset, null when the round
   * was cancelled or overtaken by a change of the log.
   */
  compact(need: CompactionNeed, options: CompactionOptions = {}): Promise<bigint | null> {
    const { environment } = this.#options
    return compactLog(this.#writer, {
      isCancelled: () => false,
      stepBytes: defaultCompactionStepBytes,
      pace: new CompactionPace(environment.clock, () => Number.POSITIVE_INFINITY),
      ...options,
      environment,
      directory: this.#directory,
      need,
      flush: () => (this.recoveryPoint < this.logEndOffset ? this.flush() : Promise.resolve()),
    })
  }

  /**
   * Small things to be done every second or so: due fsyncs, files whose time has come, idle handles, silent producers. Null when all is
   * done: most of many logs have nothing to do, and should cost nothing.
   */
  upkeep(): Promise<void> | null {
    const { environment, producerIdExpirationMs } = this.#options
    this.#writer.removal.sweep()
    this.#writer.producers.expire(BigInt(environment.clock.now()), producerIdExpirationMs?.() ?? dayMs)
    for (const segment of this.#writer.segments.all()) segment.releaseIfIdle()
    return this.#flush.isDue ? this.#flush.run() : null
  }

  /**
   * Forces everything appended so far to the medium. Calls that overlap share one fsync.
   * @throws LogOfflineError: an fsync failed, so what is on the medium is not known; the log is offline from then on.
   */
  flush(): Promise<void> {
    return this.#flush.run()
  }

  /** The same, blocking, for what must be on the medium before anything else happens. @throws LogOfflineError */
  flushNow(): void {
    this.#flush.runNow()
  }

  segments(): SegmentSummary[] {
    const all = this.#writer.segments.all()
    return all.map((segment, index) => ({
      baseOffset: segment.baseOffset,
      nextOffset: all[index + 1]?.baseOffset ?? this.logEndOffset,
      sizeInBytes: segment.size,
      maxTimestamp: segment.largestTimestamp.timestamp,
      isActive: index === all.length - 1,
    }))
  }

  producers(): ProducerSummary[] {
    return this.#writer.producers.summaries()
  }

  /** What is known of one producer; null when it is nothing. */
  producer(producerId: bigint): ProducerSummary | null {
    return this.#writer.producers.summary(producerId)
  }

  /** Flushes and closes all files; a log that is closed this way may be opened with `isClean`. */
  async close(): Promise<void> {
    this.#writer.segments.active.finish()
    this.#writer.takeSnapshot()
    // A start after this one believes the snapshot, and reads nothing that would say the same.
    if (await this.#writer.snapshots.sync()) this.#writer.hasNewFiles = true
    await this.flush()
    this.release()
  }

  /** Closes all files as they are, without an fsync. What is used again is opened again. */
  release(): void {
    for (const segment of this.#writer.segments.all()) segment.release()
  }

  /** Closes all files as they are, and lets the directory go by another name (delete, stray). */
  abandon(newDirectory: string): void {
    this.release()
    this.#writer.takeOffline(new Error(`its directory was renamed to ${newDirectory}`))
    this.#options.environment.disk.rename(this.#directory, newDirectory)
    this.#directory = newDirectory
  }

  #abortedIn(records: Buffer, offset: bigint) {
    if (records.length === 0) return []
    let end = offset
    for (let at = 0; at < records.length;) {
      const batch = new BatchView(records, at)
      end = batch.nextOffset
      at += batch.sizeInBytes
    }
    return abortedTransactions(this.#writer.segments, offset, end)
  }
}

function freshMemory(length: number): Buffer {
  return Buffer.allocUnsafe(length)
}

function loadOptions(options: PartitionLogOptions): LoadLogOptions {
  return {
    environment: options.environment,
    directory: options.directory,
    config: options.config,
    isClean: options.isClean,
    ...(options.changedAfterMs === undefined ? {} : { changedAfterMs: options.changedAfterMs }),
    recoveryPoint: options.recoveryPoint ?? 0n,
    logStartOffset: options.logStartOffset ?? 0n,
    report: options.report ?? (() => {}),
    soundSegments: options.soundSegments ?? new Set(),
  }
}

function timestamped(found: FoundRecord | null): TimestampedOffset | null {
  if (found === null) return null
  return { offset: found.offset, timestamp: found.timestamp, leaderEpoch: found.partitionLeaderEpoch }
}
