import { join } from 'node:path'
import { KeyOffsets } from '../../broker/log/key-offsets.ts'
import type { AbortedTransactionEntry } from '../../broker/log/transaction-index.ts'
import { TransactionSweep } from '../../broker/log/transaction-sweep.ts'
import { BatchView } from '../../broker/records/batch-view.ts'
import { batchesIn } from '../../broker/records/batches.ts'
import { upgradeMessages } from '../../broker/records/legacy-messages.ts'
import { RecordCursor } from '../../broker/records/record-cursor.ts'
import { uncompressedRecords } from '../../broker/records/records-in.ts'
import type { CompactionForecast as Forecast, RecordFate, SegmentForecast } from '../api/segment-forecast.ts'
import type { SegmentFile } from '../api/segments.ts'
import { foretellBatch, type Round } from './foretell-batch.ts'
import { GoneShares } from './gone-shares.ts'
import { LogFile } from './log-file.ts'
import { PieceReader } from './piece-reader.ts'

const bytesBetweenPauses = 256 * 1024
/** So many are remembered for who looks at the records of one. */
const maxObsoleteMarkers = 1_000_000

export interface ForecastInput {
  readonly directory: string
  /** Oldest first, the active one last. */
  readonly segments: readonly SegmentFile[]
  readonly firstDirtyOffset: bigint
  readonly firstUncleanableOffset: bigint
  readonly openTransaction: bigint | null
  readonly lastOfProducer: Round['lastOfProducer']
  readonly aborted: readonly AbortedTransactionEntry[]
  readonly deleteRetentionMs: bigint
  readonly now: bigint
}

interface WholeBatch {
  readonly view: BatchView
  readonly position: number
  readonly sizeBytes: number
}

/** Ends the work: what it came to is told, as it ends the cleaner's. */
class UnreadableBatch extends Error {}

/**
 * One round of compaction played through without writing: the dirty part is read to learn each key's latest offset, then every
 * closed segment before its end is gone over to see what the round would take. Bounded memory: the keys of a round,
 * a byte a batch, and a coarse map of each file.
 */
export class CompactionForecast {
  readonly #input: ForecastInput
  readonly #keys: KeyOffsets
  readonly #segments: SegmentForecast[] = []
  readonly #shares = new Map<string, GoneShares>()
  readonly #obsoleteMarkers = new Set<bigint>()
  readonly #reasons: Partial<Record<RecordFate, number>> = {}
  #readBytes = 0
  #isDone = false
  #isPart = false
  #waiting = { count: 0, firstAt: null as bigint | null }
  #markedCount = 0
  #problem: Forecast['problem'] = null

  constructor(input: ForecastInput) {
    this.#input = input
    this.#keys = new KeyOffsets(input.firstDirtyOffset)
  }

  get status(): Forecast {
    const { firstDirtyOffset, openTransaction, now, deleteRetentionMs } = this.#input
    return {
      readBytes: this.#readBytes,
      totalBytes: sizeOf(this.#dirty) + sizeOf(this.#cleanable),
      isDone: this.#isDone,
      firstDirtyOffset,
      endOffset: this.#keys.end,
      keyCount: this.#keys.count,
      isPart: this.#isPart,
      openTransaction,
      segments: this.#segments.map((each) => ({ ...each })),
      reasons: { ...this.#reasons },
      waiting: { ...this.#waiting },
      marked: { count: this.#markedCount, until: now + deleteRetentionMs },
      problem: this.#problem,
    }
  }

  /** For the records of a batch: the keys that the round knows, and what it knew of the batch's transaction. */
  get round(): Round & { isObsoleteMarker(offset: bigint): boolean } {
    return { ...this.#round, isObsoleteMarker: (offset) => this.#obsoleteMarkers.has(offset) }
  }

  /** Null for a file that the round does not touch. */
  sharesOf(fileName: string): GoneShares | null {
    return this.#shares.get(fileName) ?? null
  }

  /** Does a part of the work at each call of `next`. @throws DiskError */
  *run(): Generator<void, void, undefined> {
    try {
      yield* this.#learnKeys()
      yield* this.#foretell()
    } catch (error) {
      if (!(error instanceof UnreadableBatch)) throw error
    }
    this.#isDone = true
  }

  get #cleanable(): readonly SegmentFile[] {
    const { segments, firstUncleanableOffset } = this.#input
    return segments.slice(0, -1).filter(({ baseOffset }) => baseOffset < firstUncleanableOffset)
  }

  get #dirty(): readonly SegmentFile[] {
    const { segments, firstDirtyOffset } = this.#input
    const endOf = (segment: SegmentFile) => segments[segments.indexOf(segment) + 1]?.baseOffset ?? firstDirtyOffset
    return this.#cleanable.filter((segment) => endOf(segment) > firstDirtyOffset)
  }

  get #round(): Round {
    const { firstUncleanableOffset, lastOfProducer, now } = this.#input
    return { keys: this.#keys, endOfRound: firstUncleanableOffset, lastOfProducer, now }
  }

  /** As much of the dirty part as a round remembers. */
  *#learnKeys(): Generator<void, void, undefined> {
    const { firstDirtyOffset, firstUncleanableOffset } = this.#input
    const transactions = this.#sweep(firstDirtyOffset, firstUncleanableOffset)
    for (const segment of this.#dirty) {
      for (const batch of this.#batchesOf(segment)) {
        if (batch === null) yield
        else if (batch.view.lastOffset >= firstDirtyOffset && !this.#learn(batch, transactions, segment.fileName)) {
          this.#isPart = true
          return
        }
      }
    }
    this.#keys.end = firstUncleanableOffset
  }

  #learn({ view, position }: WholeBatch, transactions: TransactionSweep, fileName: string): boolean {
    const keys = this.#keys
    if (view.isControl) this.#read({ fileName, position }, () => transactions.isMarkerObsolete(view))
    else if (!transactions.isAborted(view)) {
      const isRoom = this.#read({ fileName, position }, () => putAll(view, keys))
      if (!isRoom) return false
    }
    keys.end = view.nextOffset
    return true
  }

  *#foretell(): Generator<void, void, undefined> {
    const transactions = this.#sweep(0n, this.#keys.end)
    for (const segment of this.#cleanable) {
      if (segment.baseOffset >= this.#keys.end) return
      const shares = new GoneShares(segment.sizeBytes)
      this.#shares.set(segment.fileName, shares)
      const sums = emptySums(segment)
      this.#segments.push(sums)
      for (const batch of this.#batchesOf(segment)) {
        if (batch === null) yield
        else this.#add(batch, { transactions, sums, shares })
      }
    }
  }

  #add(
    { view, position, sizeBytes }: WholeBatch,
    { transactions, sums, shares }: { transactions: TransactionSweep; sums: SegmentForecast; shares: GoneShares },
  ): void {
    const { isControl, baseOffset, deleteHorizonMs } = view
    const foretold = this.#read({ fileName: sums.fileName, position }, () => {
      const isObsoleteMarker = isControl && transactions.isMarkerObsolete(view)
      const isAborted = !isControl && transactions.isAborted(view)
      if (isObsoleteMarker && this.#obsoleteMarkers.size < maxObsoleteMarkers) this.#obsoleteMarkers.add(baseOffset)
      return foretellBatch(view, this.#round, { isObsoleteMarker, isAborted, onFate: this.#count })
    })
    const { goneBytes, goneRecords, recordCount, isGone, isEmptied, waiting } = foretold
    shares.add({ position, sizeBytes, goneBytes, share: isGone ? 1 : Math.min(0.99, goneBytes / sizeBytes) })
    sums.batchCount += 1
    sums.recordCount += recordCount
    sums.goneRecords += goneRecords
    sums.goneBytes += goneBytes
    if (isGone) sums.goneBatches += 1
    else if (goneRecords > 0) sums[isEmptied ? 'emptiedBatches' : 'shrunkBatches'] += 1
    if (waiting === 0) return
    if (deleteHorizonMs === null) {
      this.#markedCount += waiting
      return
    }
    this.#waiting.count += waiting
    const { firstAt } = this.#waiting
    if (firstAt === null || deleteHorizonMs < firstAt) this.#waiting.firstAt = deleteHorizonMs
  }

  readonly #count = (fate: RecordFate): void => {
    if (fate !== 'stays') this.#reasons[fate] = (this.#reasons[fate] ?? 0) + 1
  };

  /** The batches of a file, whole, and `null` now and then. A torn end ends it. */
  *#batchesOf({ fileName }: SegmentFile): Generator<WholeBatch | null, void, undefined> {
    using file = new LogFile(join(this.#input.directory, fileName))
    const pieces = new PieceReader(file)
    let bytesSincePause = 0
    for (let position = 0; ;) {
      const piece = pieces.at(position)
      if (piece === null) return
      if ('kind' in piece) return this.#fail({ fileName, position }, piece.kind)
      const { bytes, at, place } = piece
      const { sizeBytes, magic } = place
      if (magic === 2) yield { view: new BatchView(bytes, at), position, sizeBytes }
      else {
        const old = bytes.subarray(at, at + sizeBytes)
        const views = this.#read({ fileName, position }, () => [...batchesIn(upgradeMessages(old))])
        for (const view of views) yield { view, position, sizeBytes }
      }
      position += sizeBytes
      this.#readBytes += sizeBytes
      bytesSincePause += sizeBytes
      if (bytesSincePause < bytesBetweenPauses) continue
      bytesSincePause = 0
      yield null
    }
  }

  #read<Result>(at: { readonly fileName: string; readonly position: number }, act: () => Result): Result {
    try {
      return act()
    } catch (error) {
      return this.#fail(at, error instanceof Error ? error.message : String(error))
    }
  }

  #fail({ fileName, position }: { readonly fileName: string; readonly position: number }, why: string): never {
    this.#problem = { fileName, position, why }
    throw new UnreadableBatch(why)
  }

  /** The aborted transactions that a walk from `from` on meets, also those whose marker lies in a later segment. */
  #sweep(from: bigint, end: bigint): TransactionSweep {
    return new TransactionSweep(
      this.#input.aborted.filter(({ firstOffset, lastOffset }) => firstOffset < end && lastOffset >= from),
    )
  }
}

function putAll(view: BatchView, keys: KeyOffsets): boolean {
  const fromStart = Number(view.baseOffset - keys.start)
  const cursor = new RecordCursor(uncompressedRecords(view))
  while (cursor.next()) {
    const at = fromStart + cursor.offsetDelta
    if (cursor.keyLength >= 0 && at >= 0 && !keys.put(cursor, at)) return false
  }
  return true
}

function emptySums({ fileName, sizeBytes }: SegmentFile): SegmentForecast {
  return {
    fileName,
    sizeBytes,
    batchCount: 0,
    recordCount: 0,
    goneBatches: 0,
    emptiedBatches: 0,
    shrunkBatches: 0,
    goneRecords: 0,
    goneBytes: 0,
  }
}

function sizeOf(segments: readonly SegmentFile[]): number {
  return segments.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)
}
