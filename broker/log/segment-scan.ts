import type { Disk, DiskFile } from '../environment/disk.ts'
import { batchLogOverheadBytes, batchOverheadBytes, BatchView } from '../records/batch-view.ts'

/** For a look at a few batches, and for reading all of a file. */
const chunkBytes = 64 * 1024
const longScanChunkBytes = 512 * 1024

export interface ScanOptions {
  readonly from: number
  /** Exclusive. */
  readonly to: number
  /** Reads whole batches, so that CRC and records can be looked at; otherwise only headers are sure to be there. */
  readonly whole?: boolean
}

/** Asked for its file at each read: an idle segment's handle may have been given back in between. */
export interface ScanSource {
  readonly file: DiskFile
}

/** A batch in a file: its header, and the position where it starts in the file. `view.position` is a position in memory. */
export interface ScannedBatch {
  readonly view: BatchView
  readonly position: number
  readonly sizeInBytes: number
}

/**
 * The batches of a segment file between two positions, read in chunks. Ends at the first batch that is not all there or whose size, magic
 * or place among the offsets cannot be: what it did not reach is not part of the log. CRCs are not checked here.
 *
 * Each batch is valid until the next one is asked for: a long scan goes through one buffer.
 */
export function* scanBatches(source: ScanSource, options: ScanOptions): Generator<ScannedBatch, void, undefined> {
  const buffer = new ChunkBuffer(source, options.to - options.from > chunkBytes * 16 ? longScanChunkBytes : chunkBytes)
  let chunk: Buffer = Buffer.alloc(0)
  let chunkStart = 0
  let position = options.from
  for (;;) {
    let at = position - chunkStart
    if (position + batchOverheadBytes > options.to) return
    if (at + batchOverheadBytes > chunk.length) {
      chunk = buffer.read(position, options.to - position)
      chunkStart = position
      at = 0
      if (chunk.length < batchOverheadBytes) return
    }
    const sizeInBytes = chunk.readInt32BE(at + 8) + batchLogOverheadBytes
    if (sizeInBytes < batchOverheadBytes || position + sizeInBytes > options.to) return
    if (chunk.readInt8(at + 16) !== 2 || chunk.readInt32BE(at + 23) < 0) return
    if (options.whole === true && at + sizeInBytes > chunk.length) {
      chunk = buffer.read(position, options.to - position, sizeInBytes)
      chunkStart = position
      at = 0
      if (chunk.length < sizeInBytes) return
    }
    yield { view: new BatchView(chunk, at), position, sizeInBytes }
    position += sizeInBytes
  }
}

/** Reads pieces of a file into the same memory again and again. */
class ChunkBuffer {
  readonly #source: ScanSource
  readonly #chunkBytes: number
  #memory: Buffer = Buffer.alloc(0)

  constructor(source: ScanSource, size: number) {
    this.#source = source
    this.#chunkBytes = size
  }

  /** As much as a chunk has and the file goes on, but at least `wanted`. */
  read(position: number, available: number, wanted = 0): Buffer {
    const length = Math.max(wanted, Math.min(this.#chunkBytes, available))
    if (this.#memory.length < length) this.#memory = Buffer.allocUnsafe(length)
    const chunk = this.#memory.subarray(0, length)
    return chunk.subarray(0, this.#source.file.read(chunk, position))
  }
}

export function readChunk(file: DiskFile, position: number, length: number): Buffer {
  const chunk = Buffer.allocUnsafe(length)
  return chunk.subarray(0, file.read(chunk, position))
}

/** Whether recovery would keep anything of the file: it begins with a whole batch whose checksum is right. */
export function beginsWithSoundBatch(disk: Disk, path: string): boolean {
  const file = disk.open(path, 'read')
  try {
    return isSoundAt(file, 0)
  } finally {
    file.close()
  }
}

/** Whether there is a whole batch whose checksum is right. */
export function isSoundAt(file: DiskFile, position: number): boolean {
  const first = scanBatches({ file }, { from: position, to: file.size(), whole: true }).next().value
  return first?.view.isCrcValid() === true
}
