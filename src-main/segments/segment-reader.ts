import { open, type FileHandle } from 'node:fs/promises'
import { crc32c } from '../../broker/bytes/crc32c.ts'
import { batchLogOverheadBytes, batchOverheadBytes, BatchView } from '../../broker/records/batch-view.ts'
import { SegmentNotFoundError } from './segment-errors.ts'

/** A batch's header, and where it stands in its file. The records are not in memory. */
export interface BatchAt {
  readonly position: number
  readonly sizeBytes: number
  readonly header: BatchView
}

/** What cannot be read, and from where on. */
export interface Damage {
  readonly position: number
  readonly text: string
}

// Batches are walked through a window of the file: a header costs no read of its own where batches are small.
const WINDOW_BYTES = 256 * 1024

/**
 * One `.log` file, read by position. Memory is bounded whatever the file says, and damage is told, never thrown. Invariant: nothing behind the
 * size that the file had when it was opened is looked at, so a batch that is being appended does not look like damage.
 */
export class SegmentReader implements AsyncDisposable {
  readonly sizeBytes: number
  readonly #file: FileHandle
  #window: Buffer = Buffer.alloc(0)
  #windowStart = 0

  private constructor(file: FileHandle, sizeBytes: number) {
    this.#file = file
    this.sizeBytes = sizeBytes
  }

  /** @throws SegmentNotFoundError */
  static async open(path: string): Promise<SegmentReader> {
    try {
      const file = await open(path, 'r')
      const { size } = await file.stat()
      return new SegmentReader(file, size)
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') {
        throw new SegmentNotFoundError(`${path} does not exist (any more).`)
      }
      throw error
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#file.close()
  }

  /** The header of the batch at `position`; damage where there is none; null at the end of the file. */
  async headerAt(position: number): Promise<BatchAt | Damage | null> {
    const left = this.sizeBytes - position
    if (left <= 0) return null
    if (left < batchOverheadBytes) {
      return { position, text: `The file ends in the middle of a batch header: ${left} bytes are left at ${position}.` }
    }
    const bytes = await this.#read(position, batchOverheadBytes)
    const header = new BatchView(bytes)
    const { sizeInBytes, magic } = header
    if (magic !== 2) return { position, text: magicText(bytes, position) }
    if (sizeInBytes < batchOverheadBytes) {
      return {
        position,
        text: `The batch at ${position} says that it has ${sizeInBytes} bytes, fewer than its header.`,
      }
    }
    if (sizeInBytes > left) {
      const text = `The batch at ${position} says that it has ${sizeInBytes} bytes, but the file has ${left} left: its end was not written.`
      return { position, text }
    }
    return { position, sizeBytes: sizeInBytes, header }
  }

  /** The whole batch, records included. */
  async batch({ position, sizeBytes }: BatchAt): Promise<BatchView> {
    return new BatchView(await this.#readFresh(position, sizeBytes))
  }

  /** Whether the CRC of the batch fits its bytes, computed piece by piece. */
  async isCrcOk({ position, sizeBytes, header }: BatchAt): Promise<boolean> {
    const end = position + sizeBytes
    let crc = 0
    for (let at = position + CRC_START; at < end; at += WINDOW_BYTES) {
      crc = crc32c(await this.#read(at, Math.min(WINDOW_BYTES, end - at)), crc)
    }
    return crc === header.crc
  }

  /** From the window where it holds them; otherwise the window moves there. */
  async #read(position: number, length: number): Promise<Buffer> {
    const from = position - this.#windowStart
    if (from >= 0 && from + length <= this.#window.length) return this.#window.subarray(from, from + length)
    this.#window = await this.#readFresh(position, Math.min(WINDOW_BYTES, this.sizeBytes - position))
    this.#windowStart = position
    return this.#window.subarray(0, length)
  }

  async #readFresh(position: number, length: number): Promise<Buffer> {
    const bytes = Buffer.allocUnsafe(length)
    let filled = 0
    while (filled < length) {
      const { bytesRead } = await this.#file.read(bytes, filled, length - filled, position + filled)
      // The file was cut while it was read: zeros are no batch and are told as damage.
      if (bytesRead === 0) {
        bytes.fill(0, filled)
        break
      }
      filled += bytesRead
    }
    return bytes
  }
}

/** The CRC covers everything from the attributes on. */
const CRC_START = 21

export function isDamage(found: BatchAt | Damage): found is Damage {
  return 'text' in found
}

function magicText(bytes: Buffer, position: number): string {
  const isZero = bytes.every((byte) => byte === 0)
  if (isZero) return `From ${position} on the file holds zeros: space that was reserved but never written.`
  const magic = bytes.readInt8(16)
  const isOld = (magic === 0 || magic === 1) && bytes.readInt32BE(8) > batchLogOverheadBytes
  return isOld
    ? `The batch at ${position} has the old message format ${magic}, which Kafka has not written since 0.11.`
    : `There is no batch at ${position}: the bytes there are something else.`
}
