import type { Environment } from '../environment/environment.ts'
import { DiskError } from '../environment/disk-error.ts'
import { batchesIn } from '../records/batches.ts'
import type { BatchView } from '../records/batch-view.ts'
import { CorruptBatchError, InvalidRecordError } from '../records/record-errors.ts'
import { validateAndAssign } from '../records/validate-produced.ts'
import { DelayedRemoval } from './delayed-removal.ts'
import type { LeaderEpochs } from './leader-epochs.ts'
import { maxOf, newSegment, segmentOptions, type LoadedLog } from './load-log.ts'
import type { LogConfig } from './log-config.ts'
import { LogOfflineError, LogStorageError, RecordListTooLargeError } from './log-errors.ts'
import type { AppendOptions, AppendResult } from './log-results.ts'
import type { ProducerSnapshots } from './producer-snapshots.ts'
import type { ProducerState } from './producer-state.ts'
import type { SegmentList } from './segment-list.ts'
import { Segment } from './segment.ts'

export interface LogWriterOptions {
  readonly environment: Environment
  readonly directory: string
  readonly config: LogConfig
}

/**
 * The parts of a log that change together, and every change of them.
 *
 * Invariants: `logStartOffset <= logEndOffset`; `recoveryPoint <= logEndOffset`; the active segment ends at `logEndOffset`; producers and
 * epochs have seen every batch before it. A change that fails leaves all of that as it was, or takes the log offline.
 */
export class LogWriter {
  readonly segments: SegmentList
  readonly epochs: LeaderEpochs
  readonly producers: ProducerState
  readonly snapshots: ProducerSnapshots
  readonly removal: DelayedRemoval
  config: LogConfig
  logStartOffset: bigint
  logEndOffset: bigint
  recoveryPoint: bigint
  /** A segment file was made since the directory was last synced. */
  hasNewFiles: boolean
  /** Grows whenever segments go or are cut: what was begun on them before is void. */
  generation = 0
  #failure: Error | null = null
  readonly #environment: Environment
  readonly #directory: string

  constructor(options: LogWriterOptions, loaded: LoadedLog) {
    this.#environment = options.environment
    this.#directory = options.directory
    this.config = options.config
    this.removal = new DelayedRemoval(options.environment)
    this.segments = loaded.segments
    this.epochs = loaded.epochs
    this.producers = loaded.producers
    this.snapshots = loaded.snapshots
    this.logStartOffset = loaded.logStartOffset
    this.logEndOffset = loaded.logEndOffset
    this.recoveryPoint = loaded.recoveryPoint
    this.hasNewFiles = !loaded.isUntouched
  }

  checkOnline(): void {
    if (this.#failure === null) return
    throw new LogOfflineError(`The log in ${this.#directory} is offline since: ${this.#failure.message}`)
  }

  /** What is on disk is not known any more: nothing is read or written until the log is opened anew. */
  takeOffline(reason: Error): void {
    this.generation += 1
    this.#failure ??= reason
  }

  append(records: Uint8Array, options: AppendOptions): AppendResult {
    this.checkOnline()
    const now = this.#environment.clock.now()
    const batches = this.#take(records, options, BigInt(now))
    const bytes = joined(batches)
    if (bytes.length > this.config.segmentBytes) {
      throw new RecordListTooLargeError(
        `The batches have ${bytes.length} bytes together, a segment takes ${this.config.segmentBytes} (segment.bytes).`,
      )
    }
    const isClient = (options.origin ?? 'client') === 'client'
    const duplicate = isClient ? this.producers.findDuplicate(batches) : null
    if (duplicate !== null) {
      const { firstOffset, batch } = duplicate
      return { ...this.#result(firstOffset, batch.lastOffset), logAppendTimeMs: batch.timestamp, isDuplicate: true }
    }
    const changes = this.producers.prepare(batches, {
      check: isClient ? 'client' : 'coordinator',
      transactionVersion: options.transactionVersion ?? 0,
    })
    const firstOffset = batches[0]?.baseOffset ?? this.logEndOffset
    const lastOffset = batches.at(-1)?.lastOffset ?? firstOffset
    const segment = orStorageError(() =>
      this.#segmentFor(batches, { bytes: bytes.length, firstOffset, lastOffset, now }),
    )
    this.#write(segment, bytes, batches)
    this.logEndOffset = lastOffset + 1n
    for (const batch of batches) this.epochs.assign(batch.partitionLeaderEpoch, batch.baseOffset)
    for (const aborted of this.producers.apply(changes)) segment.transactionIndex.append(aborted)
    const isStamped = isClient && this.config.messageTimestampType === 'LogAppendTime'
    return { ...this.#result(firstOffset, lastOffset), logAppendTimeMs: isStamped ? BigInt(now) : -1n }
  }

  /** Begins a new segment at the end of the log, or at `baseOffset` where the incoming batches leave a gap. */
  roll(baseOffset = this.logEndOffset): Segment {
    const { active } = this.segments
    if (active.baseOffset === baseOffset) {
      // Nothing was written into it: it stays, but does not count its age from long ago.
      if (active.size > 0) throw new RangeError(`A segment at ${baseOffset} has records already.`)
      this.#remove([active], { delayMs: 0 })
    } else {
      active.finish()
    }
    try {
      this.takeSnapshot(baseOffset)
      const segment = newSegment(
        { environment: this.#environment, directory: this.#directory, config: this.config },
        baseOffset,
      )
      this.segments.add(segment)
      this.hasNewFiles = true
      return segment
    } catch (error) {
      if (this.segments.count === 0) this.takeOffline(error instanceof Error ? error : new Error(String(error)))
      throw error
    }
  }

  /** Notes what is known of producers before `offset`, unless a snapshot says so already or there is nothing before it. */
  takeSnapshot(offset = this.logEndOffset): void {
    const newest = this.snapshots.offsets().at(-1) ?? this.logStartOffset
    if (offset > newest) this.snapshots.write(offset, this.producers.entries())
  }

  /** Drops the oldest segments; the log starts behind them. `count` are in order from the first. */
  removeOldest(removed: readonly Segment[]): void {
    if (removed.length === 0) return
    if (removed.length === this.segments.count) this.roll()
    this.#remove(removed, { delayMs: this.config.fileDeleteDelayMs })
    this.moveLogStart(maxOf(this.segments.first.baseOffset, this.logStartOffset))
  }

  moveLogStart(offset: bigint): void {
    if (offset <= this.logStartOffset) return
    this.logStartOffset = offset
    this.epochs.truncateFromStart(offset)
  }

  /**
   * Compacted files take the place of segments. They are `.cleaned` and on the medium; renamed to `.swap` they are valid, so that a crash
   * in between leaves either the old segments or the new one (see `finishInterruptedSwaps`).
   */
  replaceCompacted(removed: readonly Segment[], cleaned: Segment): void {
    const { disk } = this.#environment
    const kinds = (['index', 'timeindex', 'txnindex', 'log'] as const).filter((kind) => disk.exists(cleaned.path(kind)))
    cleaned.release()
    const finalPath = (path: string) => path.slice(0, -'.cleaned'.length)
    for (const kind of kinds) disk.rename(cleaned.path(kind), `${finalPath(cleaned.path(kind))}.swap`)
    const { baseOffset } = cleaned
    this.#remove(removed, { delayMs: this.config.fileDeleteDelayMs, keepSnapshotAt: baseOffset })
    for (const kind of kinds) disk.rename(`${finalPath(cleaned.path(kind))}.swap`, finalPath(cleaned.path(kind)))
    const options = { environment: this.#environment, directory: this.#directory, config: this.config }
    this.segments.replace(new Set(), [new Segment(segmentOptions(options, baseOffset))])
    this.hasNewFiles = true
  }

  /** Drops every batch that holds `offset` or lies behind it. */
  truncateTo(offset: bigint): void {
    if (offset >= this.logEndOffset) return
    this.generation += 1
    if (offset <= this.segments.first.baseOffset) {
      this.restartAt(offset)
      return
    }
    const behind = this.segments.all().filter(({ baseOffset }) => baseOffset >= offset)
    this.#remove(behind, { delayMs: 0 })
    this.segments.active.truncateTo(offset)
    this.logEndOffset = this.segments.active.nextOffset()
    this.recoveryPoint = this.recoveryPoint < offset ? this.recoveryPoint : offset
    if (this.logStartOffset > this.logEndOffset) this.logStartOffset = this.logEndOffset
    this.epochs.truncateFromEnd(offset)
    this.snapshots.removeWhere((snapshot) => snapshot > this.logEndOffset)
    this.#reloadProducers()
  }

  /** Drops everything and begins anew at `offset`. */
  restartAt(offset: bigint): void {
    this.#remove(this.segments.all().slice(), { delayMs: 0 })
    this.producers.clear()
    this.snapshots.removeWhere(() => true)
    this.epochs.clear()
    const options = { environment: this.#environment, directory: this.#directory, config: this.config }
    this.segments.add(newSegment(options, offset))
    this.hasNewFiles = true
    this.logStartOffset = this.logEndOffset = this.recoveryPoint = offset
  }

  #take(records: Uint8Array, options: AppendOptions, now: bigint): BatchView[] {
    const { config } = this
    const origin = options.origin ?? 'client'
    if (origin === 'raft') return takeAsTheyAre(records, this.logEndOffset)
    const rules = {
      maxMessageBytes: config.maxMessageBytes,
      timestampType: config.messageTimestampType,
      timestampBeforeMaxMs: config.messageTimestampBeforeMaxMs,
      timestampAfterMaxMs: config.messageTimestampAfterMaxMs,
      requiresKeys: config.cleanupPolicy.compact,
      compressionType: config.compressionType,
      compressionLevels: config.compressionLevels,
      origin,
    }
    return validateAndAssign(records, rules, { firstOffset: this.logEndOffset, leaderEpoch: options.leaderEpoch, now })
  }

  #segmentFor(
    batches: readonly BatchView[],
    incoming: { bytes: number; firstOffset: bigint; lastOffset: bigint; now: number },
  ): Segment {
    const { active } = this.segments
    let incomingMaxTimestamp = -1n
    for (const { maxTimestamp } of batches) incomingMaxTimestamp = maxOf(incomingMaxTimestamp, maxTimestamp)
    const isFull = active.shouldRoll({
      incomingBytes: incoming.bytes,
      incomingMaxTimestamp,
      incomingLastOffset: incoming.lastOffset,
      config: this.config,
      now: incoming.now,
    })
    return isFull ? this.roll(incoming.firstOffset) : active
  }

  #write(segment: Segment, bytes: Uint8Array, batches: readonly BatchView[]): void {
    try {
      segment.append(bytes, batches)
    } catch (error) {
      if (!(error instanceof DiskError)) throw error
      try {
        segment.cutTail()
      } catch (second) {
        this.takeOffline(second instanceof Error ? second : error)
      }
      throw new LogStorageError(error.code, `The records could not be written: ${error.message}`)
    }
  }

  #result(firstOffset: bigint, lastOffset: bigint): AppendResult {
    const unflushed = Number(this.logEndOffset - this.recoveryPoint)
    return {
      firstOffset,
      lastOffset,
      logAppendTimeMs: -1n,
      logStartOffset: this.logStartOffset,
      isDuplicate: false,
      isFlushDue: unflushed >= this.config.flushMessages,
    }
  }

  #remove(
    removed: readonly Segment[],
    { delayMs, keepSnapshotAt }: { delayMs: number; keepSnapshotAt?: bigint },
  ): void {
    this.generation += 1
    for (const segment of removed) {
      segment.release()
      for (const kind of ['log', 'index', 'timeindex', 'txnindex'] as const) {
        if (delayMs > 0) this.removal.add(segment.path(kind), delayMs)
        else this.#environment.disk.removeFile(segment.path(kind))
      }
      if (segment.baseOffset !== keepSnapshotAt) this.snapshots.remove(segment.baseOffset)
    }
    this.segments.replace(new Set(removed))
  }

  #reloadProducers(): void {
    const snapshot = this.snapshots.newest({ after: this.logStartOffset, upTo: this.logEndOffset })
    this.producers.load(snapshot?.producers ?? [])
    const from = snapshot?.offset ?? this.logStartOffset
    for (const segment of this.segments.from(from)) {
      for (const { view } of segment.scan(segment.positionOf(from) ?? segment.size, { whole: true })) {
        this.producers.replay(view)
      }
    }
  }
}

/** A disk that does not let a new segment begin takes no records. @throws LogStorageError */
function orStorageError<Result>(action: () => Result): Result {
  try {
    return action()
  } catch (error) {
    if (!(error instanceof DiskError)) throw error
    throw new LogStorageError(error.code, `The records could not be written: ${error.message}`)
  }
}

/** Batches of a log that assigns its own offsets and epochs. @throws CorruptBatchError, InvalidRecordError */
function takeAsTheyAre(records: Uint8Array, logEndOffset: bigint): BatchView[] {
  const batches = [...batchesIn(records)]
  let expected = logEndOffset
  let bytes = 0
  for (const batch of batches) {
    if (!batch.isCrcValid()) throw new CorruptBatchError(`The batch at offset ${batch.baseOffset} has a wrong CRC.`)
    if (batch.baseOffset < expected) {
      throw new InvalidRecordError(
        `The batch begins at offset ${batch.baseOffset}, but the log goes on at ${expected}.`,
      )
    }
    expected = batch.nextOffset
    bytes += batch.sizeInBytes
  }
  if (bytes !== records.byteLength || bytes === 0) {
    throw new CorruptBatchError('The records do not end with a whole batch.')
  }
  return batches
}

/** The batches as one piece: without copying where they stand side by side already. */
function joined(batches: readonly BatchView[]): Buffer {
  const first = batches[0]
  const last = batches.at(-1)
  if (first === undefined || last === undefined) return Buffer.alloc(0)
  if (batches.every(({ source }) => source === first.source)) {
    return first.source.subarray(first.position, last.position + last.sizeInBytes)
  }
  return Buffer.concat(batches.map(({ bytes }) => bytes))
}
