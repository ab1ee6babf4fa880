import { codecs } from '../../broker/records/codec.ts'
import type { SegmentMap } from '../api/segments.ts'

const codecSlots = 8
const kindSlots = 4
/** In `kindBits`, beside a bit for each kind. */
export const deleteHorizonBit = 1 << kindSlots

/** What a map knows of a batch. `codec` is the number in its attributes. */
export interface MappedBatch {
  /** Where the part of it begins that is on the map, and where the whole of it does. */
  readonly position: number
  readonly start: number
  readonly sizeBytes: number
  readonly codec: number
  readonly kind: number
  readonly hasDeleteHorizon: boolean
  /** -1: none. */
  readonly timestamp: number
}

/** A stretch of a file in cells of one length, and what batches are in each. A batch larger than a cell is in several. */
export class MapCells {
  readonly #from: number
  #cellBytes: number
  readonly #limit: number
  readonly #counts: Uint32Array
  readonly #codecBytes: Float64Array
  readonly #kindBytes: Float64Array
  readonly #bits: Uint8Array
  readonly #timestamps: Float64Array
  /** Where the first batch starts that begins in the cell; -1: none does. */
  readonly #starts: Float64Array
  #used = 0

  constructor({ from, cellBytes, count }: { from: number; cellBytes: number; count: number }) {
    this.#from = from
    this.#cellBytes = cellBytes
    this.#limit = count
    this.#counts = new Uint32Array(count)
    this.#codecBytes = new Float64Array(count * codecSlots)
    this.#kindBytes = new Float64Array(count * kindSlots)
    this.#bits = new Uint8Array(count)
    this.#timestamps = new Float64Array(count).fill(-1)
    this.#starts = new Float64Array(count).fill(-1)
  }

  add(batch: MappedBatch): void {
    const start = batch.position - this.#from
    const end = start + batch.sizeBytes
    while (Math.ceil(end / this.#cellBytes) > this.#limit) this.#halve()
    const first = Math.max(0, Math.floor(start / this.#cellBytes))
    const last = Math.max(first, Math.ceil(end / this.#cellBytes) - 1)
    if (start >= 0) this.#counts[first] = (this.#counts[first] ?? 0) + 1
    if ((this.#starts[first] ?? -1) < 0) this.#starts[first] = batch.start
    for (let cell = first; cell <= last; cell++) {
      const part = Math.min(end, (cell + 1) * this.#cellBytes) - Math.max(start, cell * this.#cellBytes)
      const codecAt = cell * codecSlots + batch.codec
      const kindAt = cell * kindSlots + batch.kind
      this.#codecBytes[codecAt] = (this.#codecBytes[codecAt] ?? 0) + part
      this.#kindBytes[kindAt] = (this.#kindBytes[kindAt] ?? 0) + part
      this.#bits[cell] = (this.#bits[cell] ?? 0) | (1 << batch.kind) | (batch.hasDeleteHorizon ? deleteHorizonBit : 0)
      if (batch.timestamp > (this.#timestamps[cell] ?? -1)) this.#timestamps[cell] = batch.timestamp
    }
    this.#used = Math.max(this.#used, last + 1)
  }

  /** The cells from one position to another as so many pieces at most. */
  pieces(from: number, to: number, count: number): SegmentMap {
    const first = Math.max(0, Math.floor((from - this.#from) / this.#cellBytes))
    const end = Math.min(this.#used, Math.ceil((to - this.#from) / this.#cellBytes))
    const step = Math.max(1, Math.ceil((end - first) / count))
    const map = emptyMap(from, to)
    for (let cell = first; cell < end; cell += step) this.#addPiece(map, cell, Math.min(end, cell + step))
    return map
  }

  #addPiece(map: SegmentMap, first: number, end: number): void {
    const codecBytes = new Float64Array(codecSlots)
    const kindBytes = new Float64Array(kindSlots)
    let [count, bits, timestamp, start] = [0, 0, -1, -1]
    for (let cell = first; cell < end; cell++) {
      count += this.#counts[cell] ?? 0
      if (start < 0) start = this.#starts[cell] ?? -1
      bits |= this.#bits[cell] ?? 0
      timestamp = Math.max(timestamp, this.#timestamps[cell] ?? -1)
      for (let slot = 0; slot < codecSlots; slot++) {
        codecBytes[slot] = (codecBytes[slot] ?? 0) + (this.#codecBytes[cell * codecSlots + slot] ?? 0)
      }
      for (let slot = 0; slot < kindSlots; slot++) {
        kindBytes[slot] = (kindBytes[slot] ?? 0) + (this.#kindBytes[cell * kindSlots + slot] ?? 0)
      }
    }
    map.positions.push(Math.max(map.from, Math.floor(this.#from + first * this.#cellBytes)))
    map.starts.push(start)
    map.batchCounts.push(count)
    map.codecs.push(largest(codecBytes))
    map.kinds.push(largest(kindBytes))
    map.kindBits.push(bits)
    map.timestamps.push(timestamp)
  }

  /** Twice the length for each: the file is longer than was thought. */
  #halve(): void {
    const half = Math.ceil(this.#used / 2)
    for (let cell = 0; cell < half; cell++) {
      const [left, right] = [cell * 2, cell * 2 + 1]
      const isRight = right < this.#used
      this.#counts[cell] = (this.#counts[left] ?? 0) + (isRight ? (this.#counts[right] ?? 0) : 0)
      this.#bits[cell] = (this.#bits[left] ?? 0) | (isRight ? (this.#bits[right] ?? 0) : 0)
      this.#timestamps[cell] = Math.max(this.#timestamps[left] ?? -1, isRight ? (this.#timestamps[right] ?? -1) : -1)
      const leftStart = this.#starts[left] ?? -1
      this.#starts[cell] = leftStart >= 0 || !isRight ? leftStart : (this.#starts[right] ?? -1)
      joinSlots(this.#codecBytes, { cell, slots: codecSlots, isRight })
      joinSlots(this.#kindBytes, { cell, slots: kindSlots, isRight })
    }
    this.#counts.fill(0, half)
    this.#bits.fill(0, half)
    this.#timestamps.fill(-1, half)
    this.#starts.fill(-1, half)
    this.#codecBytes.fill(0, half * codecSlots)
    this.#kindBytes.fill(0, half * kindSlots)
    this.#used = half
    this.#cellBytes *= 2
  }
}

function joinSlots(
  bytes: Float64Array,
  { cell, slots, isRight }: { cell: number; slots: number; isRight: boolean },
): void {
  for (let slot = 0; slot < slots; slot++) {
    const left = bytes[cell * 2 * slots + slot] ?? 0
    bytes[cell * slots + slot] = left + (isRight ? (bytes[(cell * 2 + 1) * slots + slot] ?? 0) : 0)
  }
}

/** Names of the numbers that attributes can hold. */
export const codecNames: readonly string[] = Array.from(
  { length: codecSlots },
  (_each, slot) => codecs[slot] ?? String(slot),
)

export function emptyMap(from: number, to: number): SegmentMap {
  return {
    from,
    to,
    positions: [],
    starts: [],
    batchCounts: [],
    codecs: [],
    kinds: [],
    kindBits: [],
    timestamps: [],
    codecNames: [...codecNames],
  }
}

function largest(values: Float64Array): number {
  let found = 0
  for (let slot = 1; slot < values.length; slot++) if ((values[slot] ?? 0) > (values[found] ?? 0)) found = slot
  return found
}
