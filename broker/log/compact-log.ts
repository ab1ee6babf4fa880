import type { Environment } from '../environment/environment.ts'
import type { BatchView } from '../records/batch-view.ts'
import { RecordCursor } from '../records/record-cursor.ts'
import { uncompressedRecords } from '../records/records-in.ts'
import { compactBatch, type CompactBatchContext } from './compact-batch.ts'
import { groupSegments, type CompactionNeed } from './compaction.ts'
import type { CompactionPace } from './compaction-pace.ts'
import { KeyOffsets } from './key-offsets.ts'
import { segmentOptions } from './load-log.ts'
import type { LogWriter } from './log-writer.ts'
import { Segment } from './segment.ts'
import { SegmentAppender } from './segment-appender.ts'
import { TransactionSweep } from './transaction-sweep.ts'

export interface CompactLogOptions {
  readonly environment: Environment
  readonly directory: string
  readonly need: CompactionNeed
  /** Asked between steps: true ends the work without having changed anything further. */
  isCancelled(): boolean
  /** Forces what was appended to the medium. */
  flush(): Promise<void>
  /** Work between two pauses at most, in bytes of log. */
  readonly stepBytes: number
  readonly pace: CompactionPace
}

/** Whatever a batch costs: after that long others have their turn. */
const stepMs = 2

/** Thrown inside only: the log has changed under the work, or nobody wants it any more. */
class CompactionCancelled extends Error {}

/**
 * One round of compaction: reads the dirty part to learn each key's latest offset, then writes everything before its end anew without what has been
 * overtaken. Gives the next first dirty offset, null when the round was cancelled. Works in steps between which the event loop runs; a
 * segment is replaced at once, so readers see either the old one or the new one.
 */
export async function compactLog(writer: LogWriter, options: CompactLogOptions): Promise<bigint | null> {
  const round = new CompactionRound(writer, options)
  try {
    return await round.run()
  } catch (error) {
    // Segments that are gone cannot be read: that is no failure, but the log's will.
    if (error instanceof CompactionCancelled || round.isOvertaken) return null
    throw error
  }
}

class CompactionRound {
  readonly #writer: LogWriter
  readonly #options: CompactLogOptions
  #generation: number
  #bytesSincePause = 0
  #stepBegan: number

  constructor(writer: LogWriter, options: CompactLogOptions) {
    this.#writer = writer
    this.#options = options
    this.#generation = writer.generation
    this.#stepBegan = options.environment.clock.monotonic()
  }

  async run(): Promise<bigint> {
    const { firstUncleanableOffset } = this.#options.need
    // A power cut must not take the record, or the end of a transaction, for whose sake an older record went.
    await this.#options.flush()
    this.#check()
    const keys = await this.#learnKeys()
    const { config, segments } = this.#writer
    const cleaned = segments.all().filter(({ baseOffset }) => baseOffset < keys.end)
    const context = {
      keys,
      lastOfProducer: this.#lastOfProducers(),
      endOfRound: firstUncleanableOffset,
      now: BigInt(this.#options.environment.clock.now()),
      deleteRetentionMs: config.deleteRetentionMs,
      transactions: this.#sweep(0n, keys.end),
    }
    for (const group of groupSegments(cleaned, config, keys.end)) await this.#cleanGroup(group, context)
    return keys.end
  }

  /** Pass 1: the dirty part, or as much of it as fits the memory allowed. */
  async #learnKeys(): Promise<KeyOffsets> {
    const { firstDirtyOffset, firstUncleanableOffset } = this.#options.need
    const keys = new KeyOffsets(firstDirtyOffset)
    const dirty = this.#writer.segments
      .from(firstDirtyOffset)
      .filter(({ baseOffset }) => baseOffset < firstUncleanableOffset)
    const transactions = this.#sweep(firstDirtyOffset, firstUncleanableOffset)
    for (const segment of dirty) {
      for (const { view, sizeInBytes } of segment.scan(0, { whole: true })) {
        if (view.baseOffset >= firstUncleanableOffset) break
        if (view.lastOffset >= firstDirtyOffset && !learn(view, keys, transactions)) return keys
        await this.#pause(sizeInBytes)
      }
    }
    keys.end = firstUncleanableOffset
    return keys
  }

  /** Pass 2, for segments that become one. */
  async #cleanGroup(group: readonly Segment[], context: CompactBatchContext): Promise<void> {
    const first = group[0]
    const last = group.at(-1)
    if (first === undefined || last === undefined) return
    const { environment, directory } = this.#options
    const { disk } = environment
    const { config } = this.#writer
    const options = segmentOptions({ environment, directory, config }, first.baseOffset)
    const cleaned = Segment.create({ ...options, suffix: '.cleaned' })
    try {
      const appender = new SegmentAppender(cleaned)
      for (const segment of group) await this.#cleanInto(appender, segment, context)
      appender.flush()
      for (const entry of context.transactions.kept.splice(0)) cleaned.transactionIndex.append(entry)
      cleaned.finish()
      await cleaned.sync()
      this.#check()
      const { modifiedAtMs } = last
      this.#writer.replaceCompacted(group, cleaned)
      disk.setModifiedAt(first.path('log'), modifiedAtMs)
      this.#generation = this.#writer.generation
    } catch (error) {
      cleaned.release()
      for (const kind of ['log', 'index', 'timeindex', 'txnindex'] as const) disk.removeFile(cleaned.path(kind))
      throw error
    }
  }

  async #cleanInto(cleaned: SegmentAppender, segment: Segment, context: CompactBatchContext): Promise<void> {
    for (const { view, sizeInBytes } of segment.scan(0, { whole: true })) {
      const kept = compactBatch(view, context)
      if (kept !== null) cleaned.append(kept)
      await this.#pause(sizeInBytes + (kept?.byteLength ?? 0))
    }
  }

  /**
   * The aborted transactions that a scan from `from` on meets. The marker of one, and with it the index entry, may lie in a later segment
   * than its data, so all segments are asked; one whose marker lies before the scan has ended before it.
   */
  #sweep(from: bigint, endOffset: bigint): TransactionSweep {
    const entries = this.#writer.segments.all().flatMap((segment) => segment.transactionIndex.entries())
    return new TransactionSweep(
      entries.filter(({ firstOffset, lastOffset }) => firstOffset < endOffset && lastOffset >= from),
    )
  }

  #lastOfProducers() {
    const last = new Map<bigint, { lastOffset: bigint | null; producerEpoch: number }>()
    for (const { producerId, producerEpoch, batches } of this.#writer.producers.entries()) {
      last.set(producerId, { lastOffset: batches.at(-1)?.lastOffset ?? null, producerEpoch })
    }
    return last
  }

  async #pause(bytes: number): Promise<void> {
    const { pace, environment } = this.#options
    const { clock } = environment
    this.#bytesSincePause += bytes
    const isStepOver = this.#bytesSincePause >= this.#options.stepBytes || clock.monotonic() - this.#stepBegan >= stepMs
    if (!isStepOver) return
    pace.spend(this.#bytesSincePause)
    this.#bytesSincePause = 0
    await clock.yield()
    this.#check()
    for (let rest = pace.rest(); rest !== null; rest = pace.rest()) {
      await rest
      this.#check()
    }
    this.#stepBegan = clock.monotonic()
  }

  get isOvertaken(): boolean {
    return this.#writer.generation !== this.#generation
  }

  #check(): void {
    this.#writer.checkOnline()
    if (this.#options.isCancelled() || this.isOvertaken) throw new CompactionCancelled()
  }
}

/** Takes over the keys of a batch; false when there is no room for all of them. */
function learn(batch: BatchView, keys: KeyOffsets, transactions: TransactionSweep): boolean {
  if (batch.isControl) transactions.isMarkerObsolete(batch)
  else if (!transactions.isAborted(batch)) {
    const offsetFromStart = Number(batch.baseOffset - keys.start)
    const cursor = new RecordCursor(uncompressedRecords(batch))
    while (cursor.next()) {
      const fromStart = offsetFromStart + cursor.offsetDelta
      if (cursor.keyLength >= 0 && fromStart >= 0 && !keys.put(cursor, fromStart)) return false
    }
  }
  keys.end = batch.nextOffset
  return true
}
