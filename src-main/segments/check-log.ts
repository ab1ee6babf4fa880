import type { Finding } from '../api/segment-check.ts'
import { isCrcRight } from './batch-crc.ts'
import { batchOverheadBytes, BatchView } from '../../broker/records/batch-view.ts'
import { isDamage, type LogFile } from './log-file.ts'

/** Read at once; a batch that is larger is read by itself. */
const chunkBytes = 1024 * 1024
const bytesBetweenPauses = 16 * 1024 * 1024

/** What is wrong, before it is said in which file. */
export type Found = Pick<Finding, 'kind'> & Partial<Omit<Finding, 'kind' | 'folder' | 'fileName'>>

/** How far a check is: shared with who tells it. */
export interface CheckCounts {
  checkedBytes: number
  batchCount: number
  entryCount: number
}

/**
 * Checks every batch of a file: place, CRC, order of offsets. Reads large pieces into one memory and computes the CRCs
 * where they lie. Yields what it finds, and `null` now and then so that others get a turn.
 */
export function* checkLog(file: LogFile, counts: CheckCounts): Generator<Found | null, void, undefined> {
  const memory = new PieceReader(file)
  let position = 0
  let paused = 0
  let nextOffset: bigint | null = null
  for (;;) {
    const piece = memory.at(position)
    if (piece === null) return
    if ('damage' in piece) return yield piece.damage
    const { bytes, at, place } = piece
    const { found, next } = checkBatch(bytes, at, { place, nextOffset })
    yield* found
    nextOffset = next ?? nextOffset
    position += place.sizeBytes
    counts.checkedBytes += place.sizeBytes
    counts.batchCount += 1
    if (position - paused < bytesBetweenPauses) continue
    paused = position
    yield null
  }
}

interface Place {
  readonly position: number
  readonly sizeBytes: number
  readonly magic: number
}

function checkBatch(
  bytes: Buffer,
  at: number,
  { place, nextOffset }: { readonly place: Place; readonly nextOffset: bigint | null },
): { readonly found: Found[]; readonly next: bigint | null } {
  const { position, magic } = place
  const found: Found[] = []
  const baseOffset = bytes.readBigInt64BE(at)
  if (!isCrcRight(bytes, at, place)) {
    const stored = bytes.readUInt32BE(at + (magic < 2 ? 12 : 17))
    found.push({ kind: 'crc', position, offset: baseOffset, found: BigInt(stored) })
  }
  if (magic < 2) return { found, next: null }
  const { lastOffset } = new BatchView(bytes, at)
  if (nextOffset !== null && baseOffset < nextOffset) {
    found.push({ kind: 'offset-order', position, offset: baseOffset, expected: nextOffset, found: baseOffset })
  }
  return { found, next: lastOffset + 1n }
}

type Piece = { readonly bytes: Buffer; readonly at: number; readonly place: Place } | { readonly damage: Found }

/** Whole batches in memory, one after the other. */
class PieceReader {
  readonly #file: LogFile
  #memory = Buffer.allocUnsafe(chunkBytes)
  #start = 0
  #length = 0

  constructor(file: LogFile) {
    this.#file = file
  }

  at(position: number): Piece | null {
    const left = this.#file.sizeBytes - position
    if (left <= 0) return null
    if (this.#has(position, batchOverheadBytes)) {
      const at = position - this.#start
      const length = this.#memory.readInt32BE(at + 8)
      const magic = this.#memory.readInt8(at + 16)
      const sizeBytes = length + 12
      const isSound =
        magic >= 0 && magic <= 2 && length >= (magic === 2 ? batchOverheadBytes - 12 : 14) && sizeBytes <= left
      if (isSound && this.#has(position, sizeBytes)) {
        return { bytes: this.#memory, at, place: { position, sizeBytes, magic } }
      }
    }
    // At the edge of what was read, or damaged: the same judgement as everywhere.
    const place = this.#file.placeAt(position)
    if (place === null) return null
    if (isDamage(place)) {
      const { kind, leftBytes, sizeBytes, magic } = place
      const found = kind === 'unknown-magic' ? BigInt(magic ?? 0) : sizeBytes === undefined ? null : BigInt(sizeBytes)
      return { damage: { kind, position, leftBytes, found } }
    }
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
