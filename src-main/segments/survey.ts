import type { BatchSummary, Damage, SegmentMap, SurveyStatus } from '../api/segments.ts'
import { batchKinds, type AbortedTransactions } from './aborted-transactions.ts'
import { isCrcRightInFile } from './batch-crc.ts'
import { headerOf } from './batch-header.ts'
import { isDamage, type BatchPlace, type LogFile } from './log-file.ts'
import { codecNames, deleteHorizonBit, emptyMap, MapCells, type MappedBatch } from './map-cells.ts'

/** The position of each so-many-th batch is kept: any other is found from there. */
const batchesPerMark = 64
const cellCount = 8192
const smallestCellBytes = 128

/** A part of the file that is gone over again to be drawn batch by batch. */
const exactBytes = 32 * 1024 * 1024
const exactBatches = 30_000

/**
 * A file of batches gone over header by header, in steps. Keeps marks and a coarse map in bounded memory, however many
 * batches there are; what is asked in detail is read from the file again.
 */
export class Survey implements Disposable {
  readonly #file: LogFile
  readonly #aborted: AbortedTransactions
  readonly #marks: number[] = []
  readonly #cells: MapCells
  readonly #codecs = codecNames.map((name) => ({ name, sizeBytes: 0, batchCount: 0 }))
  readonly #kinds = batchKinds.map((name) => ({ name, sizeBytes: 0, batchCount: 0 }))
  #position = 0
  #batchCount = 0
  #recordCount = 0
  #damage: Damage | null = null
  #isDone = false
  #minTimestamp: bigint | null = null
  #maxTimestamp: bigint | null = null
  #largestBatchBytes = 0

  constructor(file: LogFile, aborted: AbortedTransactions) {
    this.#file = file
    this.#aborted = aborted
    const cellBytes = Math.max(smallestCellBytes, 2 ** Math.ceil(Math.log2(Math.max(1, file.sizeBytes) / cellCount)))
    this.#cells = new MapCells({ from: 0, cellBytes, count: cellCount })
  }

  [Symbol.dispose](): void {
    this.#file[Symbol.dispose]()
  }

  get isDone(): boolean {
    return this.#isDone
  }

  get status(): SurveyStatus {
    return {
      readBytes: this.#position,
      sizeBytes: this.#file.sizeBytes,
      batchCount: this.#batchCount,
      recordCount: this.#recordCount,
      isDone: this.#isDone,
      damage: this.#damage,
      codecs: this.#codecs.filter(({ batchCount }) => batchCount > 0).map((each) => ({ ...each })),
      kinds: this.#kinds.map((each) => ({ ...each })),
      minTimestamp: this.#minTimestamp,
      maxTimestamp: this.#maxTimestamp,
      largestBatchBytes: this.#largestBatchBytes,
    }
  }

  /** Goes on for so many milliseconds, or to the end. */
  step(forMs: number): void {
    const until = performance.now() + forMs
    for (let count = 1; !this.#isDone; count++) {
      const place = this.#file.placeAt(this.#position)
      if (place === null || isDamage(place)) {
        this.#damage = place
        this.#isDone = true
        return
      }
      this.#add(place)
      if (count % 256 === 0 && performance.now() > until) return
    }
  }

  /** Whether the file has become longer; then there are more steps. */
  hasGrown(): boolean {
    const before = this.#file.sizeBytes
    this.#file.refresh()
    if (this.#file.sizeBytes === before) return false
    this.#isDone = false
    this.#damage = null
    return true
  }

  /** Batches by their number, their CRCs checked. */
  batches(from: number, count: number): BatchSummary[] {
    const found: BatchSummary[] = []
    for (const place of this.#walkFrom(from)) {
      if (found.length >= count) break
      const header = headerOf(this.#file, place)
      const isCrcOk = isCrcRightInFile(this.#file, place)
      found.push({ ...header, kind: this.#aborted.kindOf(header), isCrcOk })
    }
    return found
  }

  /** The number of the batch that holds `position`; null where nobody has been yet. */
  numberAt(position: number): number | null {
    if (position >= this.#position) return null
    let number = this.#markBefore(position) * batchesPerMark
    for (const place of this.#walkFrom(number)) {
      if (place.position + place.sizeBytes > position) return number
      number += 1
    }
    return null
  }

  map({ from, to, pieces }: { from: number; to: number; pieces: number }): SegmentMap {
    const end = Math.min(to, this.#position)
    if (end <= from) return emptyMap(from, from)
    const firstMark = this.#markBefore(from)
    const atMost = (this.#markBefore(end) - firstMark + 1) * batchesPerMark
    if (end - from > exactBytes && atMost > exactBatches) return this.#cells.pieces(from, end, pieces)
    const batches: MappedBatch[] = []
    for (const place of this.#walkFrom(firstMark * batchesPerMark)) {
      if (place.position >= end) break
      if (place.position + place.sizeBytes > from) batches.push(this.#mapped(place))
    }
    if (batches.length <= pieces) return eachBatch(batches, from, end)
    const cells = new MapCells({ from, cellBytes: (end - from) / pieces, count: pieces + 1 })
    for (const batch of batches) cells.add(cutAt(batch, from, end))
    return cells.pieces(from, end, pieces)
  }

  *#walkFrom(number: number): Generator<BatchPlace, void, undefined> {
    const mark = Math.floor(number / batchesPerMark)
    let position = this.#marks[mark]
    for (let at = mark * batchesPerMark; position !== undefined && at < this.#batchCount; at++) {
      const place = this.#file.placeAt(position)
      if (place === null || isDamage(place)) return
      if (at >= number) yield place
      position += place.sizeBytes
    }
  }

  /** The last mark that is not behind the position. */
  #markBefore(position: number): number {
    let low = 0
    let high = this.#marks.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((this.#marks[middle] ?? 0) <= position) low = middle + 1
      else high = middle
    }
    return Math.max(0, low - 1)
  }

  #add(place: BatchPlace): void {
    const batch = this.#mapped(place)
    if (this.#batchCount % batchesPerMark === 0) this.#marks.push(place.position)
    this.#cells.add(batch)
    this.#position = place.position + place.sizeBytes
    this.#batchCount += 1
    if (place.magic === 2) this.#recordCount += this.#file.memory.readInt32BE(this.#file.headerIn(place) + 57)
    for (const sum of [this.#codecs[batch.codec], this.#kinds[batch.kind]]) {
      if (sum === undefined) continue
      sum.sizeBytes += place.sizeBytes
      sum.batchCount += 1
    }
    this.#largestBatchBytes = Math.max(this.#largestBatchBytes, place.sizeBytes)
    const { timestamp } = batch
    if (timestamp < 0) return
    if (this.#minTimestamp === null || timestamp < this.#minTimestamp) this.#minTimestamp = BigInt(timestamp)
    if (this.#maxTimestamp === null || timestamp > this.#maxTimestamp) this.#maxTimestamp = BigInt(timestamp)
  }

  #mapped(place: BatchPlace): MappedBatch {
    const { position, sizeBytes, magic } = place
    const { memory } = this.#file
    const at = this.#file.headerIn(place)
    if (magic < 2) {
      const timestamp = magic === 0 ? -1 : Number(memory.readBigInt64BE(at + 18))
      return {
        position,
        start: position,
        sizeBytes,
        codec: memory.readInt8(at + 17) & 7,
        kind: 0,
        hasDeleteHorizon: false,
        timestamp,
      }
    }
    const attributes = memory.readInt16BE(at + 21)
    const timestamp = Number(memory.readBigInt64BE(at + 35))
    const kind = this.#kindAt(at, attributes)
    return {
      position,
      start: position,
      sizeBytes,
      codec: attributes & 7,
      kind,
      hasDeleteHorizon: (attributes & 0x40) !== 0,
      timestamp,
    }
  }

  #kindAt(at: number, attributes: number): number {
    if ((attributes & 0x20) !== 0) return 3
    if ((attributes & 0x10) === 0) return 0
    const { memory } = this.#file
    return this.#aborted.has(memory.readBigInt64BE(at + 43), memory.readBigInt64BE(at)) ? 2 : 1
  }
}

function eachBatch(batches: readonly MappedBatch[], from: number, to: number): SegmentMap {
  const map = emptyMap(from, to)
  for (const { position, codec, kind, hasDeleteHorizon, timestamp } of batches) {
    map.positions.push(position)
    map.starts.push(position)
    map.batchCounts.push(1)
    map.codecs.push(codec)
    map.kinds.push(kind)
    map.kindBits.push((1 << kind) | (hasDeleteHorizon ? deleteHorizonBit : 0))
    map.timestamps.push(timestamp)
  }
  return map
}

/** The part of a batch between two positions. */
function cutAt(batch: MappedBatch, from: number, to: number): MappedBatch {
  const position = Math.max(from, batch.position)
  return { ...batch, position, sizeBytes: Math.min(to, batch.position + batch.sizeBytes) - position }
}
