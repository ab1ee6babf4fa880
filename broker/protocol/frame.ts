import type { ByteReader } from '../bytes/byte-reader.ts'
import { ByteWriter } from '../bytes/byte-writer.ts'
import { MalformedBytesError } from '../bytes/malformed-bytes-error.ts'

/** Bytes of the size that precedes every request and response. */
const sizeBytes = 4

/** A writer that has left room for the size. */
export function startFrame(): ByteWriter {
  const writer = new ByteWriter(512)
  writer.int32(0)
  return writer
}

/** What was written since `startFrame`, with its size in front. */
export function finishFrame(writer: ByteWriter): Uint8Array[] {
  const size = writer.length - sizeBytes
  const chunks = writer.chunks()
  const first = chunks[0]
  if (first) new DataView(first.buffer, first.byteOffset, sizeBytes).setInt32(0, size)
  return chunks
}

/** Skips the tagged fields of a header: none are defined (KIP-482). */
export function skipTaggedFields(reader: ByteReader): void {
  const count = reader.unsignedVarint()
  for (let index = 0; index < count; index++) {
    reader.unsignedVarint()
    reader.skip(reader.unsignedVarint())
  }
}

/**
 * Cuts a stream of bytes into frames. A frame that arrived in one piece shares its memory; one that arrived in
 * several is put together once, when it is whole. Memory is bounded by what has arrived, never by what a size claims.
 */
export class FrameSplitter {
  /** May change between frames. */
  maxFrameBytes: number
  #pending: Uint8Array[] = []
  #pendingBytes = 0
  /** Bytes that the pending frame takes with its size, or those of the size while that is not known. */
  #wantedBytes = sizeBytes

  constructor(maxFrameBytes: number) {
    this.maxFrameBytes = maxFrameBytes
  }

  /** Bytes of a frame that has not fully arrived. */
  get pendingBytes(): number {
    return this.#pendingBytes
  }

  /**
   * Takes what arrived and gives the frames that are now whole, without their sizes.
   * @throws MalformedBytesError for a size that is negative or beyond the limit; the stream is of no use then.
   */
  push(chunk: Uint8Array): Uint8Array[] {
    this.#pending.push(chunk)
    this.#pendingBytes += chunk.byteLength
    if (this.#pendingBytes < this.#wantedBytes) return []
    return this.#cut(this.#gather())
  }

  #gather(): Buffer {
    const [only, second] = this.#pending
    if (only && !second) return Buffer.from(only.buffer, only.byteOffset, only.byteLength)
    return Buffer.concat(this.#pending, this.#pendingBytes)
  }

  #cut(bytes: Buffer): Uint8Array[] {
    const frames: Uint8Array[] = []
    let start = 0
    this.#wantedBytes = sizeBytes
    while (bytes.length - start >= sizeBytes) {
      const size = bytes.readInt32BE(start)
      if (size < 0 || size > this.maxFrameBytes) {
        throw new MalformedBytesError(`a frame claims ${size} bytes; at most ${this.maxFrameBytes} are accepted`)
      }
      const end = start + sizeBytes + size
      if (end > bytes.length) {
        this.#wantedBytes = sizeBytes + size
        break
      }
      frames.push(bytes.subarray(start + sizeBytes, end))
      start = end
    }
    this.#pending = start < bytes.length ? [bytes.subarray(start)] : []
    this.#pendingBytes = bytes.length - start
    return frames
  }
}
