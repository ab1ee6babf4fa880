import type { DiskFile } from '../../broker/environment/disk.ts'
import { NodeDisk } from '../../broker/environment/node-disk.ts'
import { batchLogOverheadBytes, batchOverheadBytes } from '../../broker/records/batch-view.ts'
import type { Damage } from '../api/segments.ts'

/** Offset, length and, at the same place in every format, the magic: as much as Kafka reads to find the next batch. */
const headerUpToMagicBytes = 17
/** Of what was written before Kafka 0.11; what follows the length field, without key and value. */
const smallestMessageBytes = 14

/** Small batches are gone over in windows; of large ones only the header is read. */
const windowBytes = 256 * 1024
const headerWindowBytes = 4096

/** Where a batch lies, and its magic. What the header says beyond that is for others to read. */
export interface BatchPlace {
  readonly position: number
  readonly sizeBytes: number
  readonly magic: number
}

/**
 * A file of batches (`.log`, `.checkpoint`), opened for reading only, read by position and without waiting: this runs in a
 * thread of its own. Memory is bounded whatever the file says, and damage is told, never thrown.
 *
 * Invariant: nothing behind `sizeBytes` is looked at, so a batch that is being appended does not look like damage.
 */
export class LogFile implements Disposable {
  readonly path: string
  readonly #file: DiskFile
  /** What was read last; `headerIn` says where in it. */
  readonly memory = Buffer.allocUnsafe(windowBytes)
  #sizeBytes: number
  #windowStart = 0
  #windowLength = 0
  #lastSize = 0

  /** @throws DiskError */
  constructor(path: string) {
    this.path = path
    this.#file = new NodeDisk().open(path, 'read')
    this.#sizeBytes = this.#file.size()
  }

  [Symbol.dispose](): void {
    this.#file.close()
  }

  /** As it was when the file was opened or last looked at anew. */
  get sizeBytes(): number {
    return this.#sizeBytes
  }

  /** Looks how long the file has become, and forgets what was read of it. */
  refresh(): void {
    this.#sizeBytes = this.#file.size()
    this.#windowLength = 0
  }

  /** The batch at `position`; damage where there is none; null at the end of the file. */
  placeAt(position: number): BatchPlace | Damage | null {
    const left = this.#sizeBytes - position
    if (left <= 0) return null
    const isShort = left < headerUpToMagicBytes
    const at = this.#window(position, Math.min(left, batchOverheadBytes))
    if (isShort) return { kind: 'torn-header', position, leftBytes: left }
    const length = this.memory.readInt32BE(at + 8)
    const magic = this.memory.readInt8(at + 16)
    const sizeBytes = length + batchLogOverheadBytes
    if (length < smallestMessageBytes || (magic >= 2 && sizeBytes < batchOverheadBytes)) {
      return this.#isZeros(position)
        ? { kind: 'zeros', position, leftBytes: left }
        : { kind: 'impossible-size', position, sizeBytes, leftBytes: left }
    }
    if (magic < 0 || magic > 2) return { kind: 'unknown-magic', position, magic, sizeBytes, leftBytes: left }
    if (sizeBytes > left) return { kind: 'torn-batch', position, sizeBytes, leftBytes: left }
    this.#lastSize = sizeBytes
    return { position, sizeBytes, magic }
  }

  /** The 61 bytes of a header (17 and more in old formats): memory that the next call overwrites. */
  header({ position, sizeBytes }: BatchPlace): Buffer {
    const length = Math.min(batchOverheadBytes, sizeBytes)
    const at = this.#window(position, length)
    return this.memory.subarray(at, at + length)
  }

  /** The same header where it lies in `memory`: for walks over very many of them. */
  headerIn({ position, sizeBytes }: BatchPlace): number {
    return this.#window(position, Math.min(batchOverheadBytes, sizeBytes))
  }

  /** So many bytes from `position` on, in memory of their own; fewer where the file ends. */
  bytes(position: number, length: number): Buffer {
    const bytes = Buffer.allocUnsafe(Math.max(0, Math.min(length, this.#sizeBytes - position)))
    return bytes.subarray(0, this.#file.read(bytes, position))
  }

  /** Fills `target`, which is the caller's, and says how much of it. */
  read(target: Uint8Array, position: number): number {
    const wanted = Math.max(0, Math.min(target.byteLength, this.#sizeBytes - position))
    return this.#file.read(target.subarray(0, wanted), position)
  }

  /** Makes sure that the window holds `length` bytes from `position` on, and says where in its memory. */
  #window(position: number, length: number): number {
    const from = position - this.#windowStart
    if (from >= 0 && from + length <= this.#windowLength) return from
    // Where batches are larger than that, the rest of a window would be read for nothing.
    const reach = this.#lastSize > windowBytes / 8 ? headerWindowBytes : windowBytes
    const wanted = Math.min(Math.max(length, reach), this.#sizeBytes - position)
    const read = this.#file.read(this.memory.subarray(0, wanted), position)
    // The file was cut while it was read: zeros are no batch and are told as damage.
    this.memory.fill(0, read, wanted)
    this.#windowStart = position
    this.#windowLength = wanted
    return 0
  }

  #isZeros(position: number): boolean {
    const length = Math.min(headerWindowBytes, this.#sizeBytes - position)
    return this.bytes(position, length).every((byte) => byte === 0)
  }
}

export function isDamage(found: BatchPlace | Damage): found is Damage {
  return 'kind' in found
}
