import { batchLogOverheadBytes, batchOverheadBytes } from '../../broker/records/batch-view.ts'
import type { Damage } from '../api/segments.ts'
import { isDamage, type BatchPlace, type LogFile } from './log-file.ts'

/** Read at once; a batch that is larger is read by itself. */
const chunkBytes = 1024 * 1024

export type Piece = { readonly bytes: Buffer; readonly at: number; readonly place: BatchPlace } | Damage

/** Whole batches in memory, one after the other: memory that the next one may overwrite. */
export class PieceReader {
  readonly #file: LogFile
  #memory = Buffer.allocUnsafe(chunkBytes)
  #start = 0
  #length = 0

  constructor(file: LogFile) {
    this.#file = file
  }

  /** Null at the end of the file. */
  at(position: number): Piece | null {
    const left = this.#file.sizeBytes - position
    if (left <= 0) return null
    if (this.#has(position, batchOverheadBytes)) {
      const at = position - this.#start
      const length = this.#memory.readInt32BE(at + 8)
      const magic = this.#memory.readInt8(at + 16)
      const sizeBytes = length + batchLogOverheadBytes
      const isSound =
        magic >= 0 && magic <= 2 && length >= (magic === 2 ? batchOverheadBytes - 12 : 14) && sizeBytes <= left
      if (isSound && this.#has(position, sizeBytes)) {
        return { bytes: this.#memory, at, place: { position, sizeBytes, magic } }
      }
    }
    // At the edge of what was read, or damaged: the same judgement as everywhere.
    const place = this.#file.placeAt(position)
    if (place === null || isDamage(place)) return place
    this.#fill(position, place.sizeBytes)
    return { bytes: this.#memory, at: 0, place }
  }

  #has(position: number, length: number): boolean {
    const from = position - this.#start
    return from >= 0 && from + length <= this.#length
  }

  #fill(position: number, atLeast: number): void {
    if (this.#memory.length < atLeast) this.#memory = Buffer.allocUnsafe(atLeast)
    this.#start = position
    this.#length = this.#file.read(this.#memory, position)
  }
}
