import { MalformedBytesError } from '../../broker/bytes/malformed-bytes-error.ts'
import { texts } from '../languages/texts.ts'

/** Size and correlation id. */
const headBytes = 8
const sizeBytes = 4
/** More memory is taken only when so much has arrived: a size may claim anything. */
const firstBytes = 16 * 1024 * 1024

/** Memory for a response of that many bytes, by whoever waits for it. */
export type TakeMemory = (correlationId: number, byteCount: number) => Buffer

/**
 * Puts responses together from what arrives, in memory that `take` gives: the memory in which it arrives is used again at
 * once.
 */
export class ResponseFrames {
  readonly #maxFrameBytes: number
  readonly #take: TakeMemory
  readonly #head = Buffer.alloc(headBytes)
  #headCount = 0
  #frame: Buffer | null = null
  #frameBytes = 0
  #filledBytes = 0

  constructor(maxFrameBytes: number, take: TakeMemory) {
    this.#maxFrameBytes = maxFrameBytes
    this.#take = take
  }

  /**
   * Gives the responses that are whole now, without their sizes.
   * @throws MalformedBytesError for a size that cannot be, or is beyond the limit; the stream is of no use then
   */
  *push(chunk: Uint8Array): Generator<Buffer, void, undefined> {
    let at = 0
    while (at < chunk.length) {
      if (this.#frame === null) at += this.#begin(chunk.subarray(at))
      else at += this.#fill(chunk.subarray(at))
      const whole = this.#finished()
      if (whole !== null) yield whole
    }
  }

  /** Gives how much of the bytes was taken. A size that cannot be is refused before anything else has come. */
  #begin(bytes: Uint8Array): number {
    const count = Math.min(headBytes - this.#headCount, bytes.length)
    this.#head.set(bytes.subarray(0, count), this.#headCount)
    this.#headCount += count
    if (this.#headCount < sizeBytes) return count
    const byteCount = this.#head.readInt32BE(0)
    if (byteCount < headBytes - sizeBytes || byteCount > this.#maxFrameBytes) {
      throw new MalformedBytesError(texts.kafka.frameTooLarge(byteCount, this.#maxFrameBytes))
    }
    if (this.#headCount < headBytes) return count
    this.#frameBytes = byteCount
    this.#frame = this.#take(this.#head.readInt32BE(sizeBytes), Math.min(byteCount, firstBytes))
    this.#filledBytes = this.#head.copy(this.#frame, 0, sizeBytes)
    this.#headCount = 0
    return count
  }

  /** Gives how much of the bytes was taken. */
  #fill(bytes: Uint8Array): number {
    const count = Math.min(bytes.length, this.#frameBytes - this.#filledBytes)
    this.#roomFor(count).set(bytes.subarray(0, count), this.#filledBytes)
    this.#filledBytes += count
    return count
  }

  #roomFor(count: number): Buffer {
    const frame = this.#frame ?? Buffer.alloc(0)
    if (this.#filledBytes + count <= frame.length) return frame
    const larger = Buffer.allocUnsafeSlow(Math.min(this.#frameBytes, frame.length * 2))
    frame.copy(larger, 0, 0, this.#filledBytes)
    this.#frame = larger
    return larger
  }

  #finished(): Buffer | null {
    const frame = this.#frame
    if (frame === null || this.#filledBytes < this.#frameBytes) return null
    this.#frame = null
    return frame
  }
}
