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

  /** How large the frame will be that has not fully arrived, with its size; 0 when there is none, or it is not known yet. */
  get arrivingBytes(): number {
    return this.#wantedBytes > sizeBytes ? this.#wantedBytes : 0
  }

  /**
   * Takes what arrived and gives the frames that are now whole, without their sizes.
   * @throws MalformedBytesError for a size that is negative or beyond the limit; the stream is of no use then.
   */
  push(chunk: Uint8Array): Uint8Array[] {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength)
    const frames: Uint8Array[] = []
    const start = this.#pendingBytes === 0 ? 0 : this.#complete(bytes, frames)
    this.#cut(bytes, start, frames)
    return frames
  }

  /** Gives the frame under way what it lacks, and no more: the rest of the chunk is not copied. Gives what it has taken. */
  #complete(bytes: Buffer, frames: Uint8Array[]): number {
    let taken = 0
    while (this.#pendingBytes > 0) {
      const part = bytes.subarray(taken, taken + this.#wantedBytes - this.#pendingBytes)
      this.#pending.push(part)
      this.#pendingBytes += part.byteLength
      taken += part.byteLength
      if (this.#pendingBytes < this.#wantedBytes) break
      const whole = Buffer.concat(this.#pending, this.#pendingBytes)
      const wantedBytes = sizeBytes + this.#sizeAt(whole, 0)
      if (whole.length < wantedBytes) {
        this.#hold(whole, wantedBytes)
      } else {
        frames.push(whole.subarray(sizeBytes))
        this.#hold(null, sizeBytes)
      }
    }
    return taken
  }

  /** Cuts the frames that are whole from `start` on, sharing the chunk's memory, and keeps the beginning of the next. */
  #cut(bytes: Buffer, from: number, frames: Uint8Array[]): void {
    let start = from
    let wantedBytes = sizeBytes
    while (bytes.length - start >= sizeBytes) {
      wantedBytes = sizeBytes + this.#sizeAt(bytes, start)
      if (start + wantedBytes > bytes.length) break
      frames.push(bytes.subarray(start + sizeBytes, start + wantedBytes))
      start += wantedBytes
      wantedBytes = sizeBytes
    }
    if (start < bytes.length) this.#hold(bytes.subarray(start), wantedBytes)
  }

  #hold(part: Buffer | null, wantedBytes: number): void {
    this.#pending = part === null ? [] : [part]
    this.#pendingBytes = part?.byteLength ?? 0
    this.#wantedBytes = wantedBytes
  }

  #sizeAt(bytes: Buffer, at: number): number {
    const size = bytes.readInt32BE(at)
    if (size >= 0 && size <= this.maxFrameBytes) return size
    throw new MalformedBytesError(`a frame claims ${size} bytes; at most ${this.maxFrameBytes} are accepted`)
  }
}
