import type { Environment } from '../environment/environment.ts'
import type { LogConfig } from './log-config.ts'
import type {
  AppendResult,
  EpochEndOffset,
  ProducerSummary,
  ReadOptions,
  ReadResult,
  SegmentSummary,
  TimestampedOffset,
} from './log-results.ts'

export interface PartitionLogOptions {
  readonly environment: Environment
  /** Absolute path of the partition's directory, made when it is missing. Its name is `<topic>-<partition>`. */
  readonly directory: string
  readonly config: LogConfig
  /** Written into `partition.metadata` of a new log, and compared with that of an existing one. */
  readonly topicId: string | null
  /** True after a clean stop: indexes are trusted. False: everything from `recoveryPoint` on is checked and rebuilt. */
  readonly isClean: boolean
  /** Everything before this offset is known to be on the medium. Default 0. */
  readonly recoveryPoint?: bigint
  /** From the checkpoint; default 0. */
  readonly logStartOffset?: bigint
  /** `producer.id.expiration.ms`, default a day. */
  readonly producerIdExpirationMs?: number
}

export interface AppendOptions {
  /** Put into every batch. */
  readonly leaderEpoch: number
  /**
   * `client`: validated in full, offsets assigned, config applied. `coordinator`: the same without limits on timestamps, may hold
   * control batches (transaction markers). `raft`: the batches' own offsets and epochs are kept; they must follow the log's end.
   */
  readonly origin?: 'client' | 'coordinator' | 'raft'
}

/**
 * The log of one partition. Everything but `flush` and `PartitionLog.open` is synchronous: a call runs to its end before another begins.
 *
 * Invariants: offsets of batches grow; `logStartOffset <= lastStableOffset <= highWatermark = logEndOffset`; `recoveryPoint <= logEndOffset`.
 */
export class PartitionLog {
  readonly topic: string
  readonly partition: number
  readonly directory: string
  readonly #options: PartitionLogOptions

  private constructor(options: PartitionLogOptions) {
    this.directory = options.directory
    this.topic = ''
    this.partition = 0
    this.#options = options
  }

  /**
   * Opens or creates the log. After an unclean stop this reads everything behind the recovery point, cuts at the last whole
   * batch and rebuilds the indexes, yielding to the event loop in between.
   */
  static async open(options: PartitionLogOptions): Promise<PartitionLog> {
    return new PartitionLog(options)
  }

  get config(): LogConfig {
    return this.#options.config
  }

  /** From `partition.metadata`; null when that file is missing. */
  get topicId(): string | null {
    return this.#options.topicId
  }

  get logStartOffset(): bigint {
    throw new Error('not yet')
  }

  /** The offset that the next record gets. */
  get logEndOffset(): bigint {
    throw new Error('not yet')
  }

  get highWatermark(): bigint {
    return this.logEndOffset
  }

  /** First offset of the oldest ongoing transaction, else the high watermark. */
  get lastStableOffset(): bigint {
    throw new Error('not yet')
  }

  /** Everything before this offset has been fsynced. */
  get recoveryPoint(): bigint {
    throw new Error('not yet')
  }

  /** Of all segments' `.log` files. */
  get sizeInBytes(): number {
    throw new Error('not yet')
  }

  /** The newest leader epoch that the log knows, null when it knows none. */
  get latestEpoch(): number | null {
    throw new Error('not yet')
  }

  updateConfig(config: LogConfig): void {
    throw new Error(`not yet: ${config.segmentBytes}`)
  }

  /**
   * Appends one or more whole batches, and changes their bytes in place (offsets, epoch, stamped time) on the way.
   *
   * @throws CorruptBatchError, InvalidRecordError, InvalidTimestampError, UnsupportedBatchError, BatchTooLargeError, RecordListTooLargeError,
   * OutOfOrderSequenceError, InvalidProducerEpochError, DuplicateSequenceError, InvalidTransactionStateError, TransactionCoordinatorFencedError:
   * nothing was written. LogStorageError: the disk is full or failing, nothing was written. LogOfflineError.
   */
  append(records: Uint8Array, options: AppendOptions): AppendResult {
    throw new Error(`not yet: ${records.length} ${options.leaderEpoch}`)
  }

  /** @throws OffsetOutOfRangeError when `offset` is before the log start or behind the end. */
  read(offset: bigint, options: ReadOptions): ReadResult {
    throw new Error(`not yet: ${offset} ${options.maxBytes}`)
  }

  /** The first record whose timestamp is at least `timestamp` (milliseconds since 1970); null when there is none. */
  offsetForTimestamp(timestamp: bigint): TimestampedOffset | null {
    throw new Error(`not yet: ${timestamp}`)
  }

  /** The first record that carries the largest timestamp of the log; null when the log has no timestamps. */
  offsetOfMaxTimestamp(): TimestampedOffset | null {
    throw new Error('not yet')
  }

  /** The epoch that `offset` was written in, null when it is not known. */
  epochForOffset(offset: bigint): number | null {
    throw new Error(`not yet: ${offset}`)
  }

  /** Where the largest epoch not above `leaderEpoch` ends, as OffsetForLeaderEpoch wants it; null when it is not known. */
  endOffsetForEpoch(leaderEpoch: number): EpochEndOffset | null {
    throw new Error(`not yet: ${leaderEpoch}`)
  }

  /**
   * Moves the log start (DeleteRecords) and gives the new one; segments wholly before it go at the next upkeep. An offset before
   * the log start changes nothing.
   * @throws OffsetOutOfRangeError when `offset` is behind the high watermark.
   */
  deleteRecordsBefore(offset: bigint): bigint {
    throw new Error(`not yet: ${offset}`)
  }

  /** Cuts everything from `offset` on. */
  truncateTo(offset: bigint): void {
    throw new Error(`not yet: ${offset}`)
  }

  /** Drops everything and starts anew at `offset`, as after loading a snapshot. */
  truncateFullyAndStartAt(offset: bigint): void {
    throw new Error(`not yet: ${offset}`)
  }

  /** Forces everything appended so far to the medium. Calls that overlap share one fsync where they can. */
  flush(): Promise<void> {
    throw new Error('not yet')
  }

  segments(): SegmentSummary[] {
    throw new Error('not yet')
  }

  producers(): ProducerSummary[] {
    throw new Error('not yet')
  }

  /** Flushes and closes all files; a log that is closed this way may be opened with `isClean`. */
  async close(): Promise<void> {
    throw new Error('not yet')
  }
}
