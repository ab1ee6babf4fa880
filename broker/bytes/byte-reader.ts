import { bufferOf } from './buffer-of.ts'
import { MalformedBytesError } from './malformed-bytes-error.ts'

/**
 * Reads Kafka's primitive types from a byte range, front to back. All fixed-width integers are big-endian.
 *
 * Invariant: `0 <= position <= end`. Every read checks the range before it touches a byte, so a hostile length can
 * neither read outside nor allocate more than the bytes that are there.
 */
export class ByteReader {
  readonly #buffer: Buffer
  #position: number
  readonly #end: number
  #elementsLeft: number

  /**
   * Reads all of `bytes`; nothing is copied, and slices handed out share its memory. `maxElements` bounds what arrays
   * may hold in all: elements of a byte or two become objects of dozens of bytes, so that the size of a hostile
   * message alone is no bound of the memory that it takes.
   */
  constructor(bytes: Uint8Array, maxElements = Number.MAX_SAFE_INTEGER) {
    this.#elementsLeft = maxElements
    this.#buffer = bufferOf(bytes)
    this.#position = 0
    this.#end = bytes.byteLength
  }

  get position(): number {
    return this.#position
  }

  get remaining(): number {
    return this.#end - this.#position
  }

  /** To be called with the count of an array before it is read. */
  claimElements(count: number): void {
    // Every element takes at least a byte.
    if (count > this.remaining) {
      throw new MalformedBytesError(`an array claims ${count} elements in ${this.remaining} bytes`)
    }
    this.#elementsLeft -= count
    if (this.#elementsLeft < 0) throw new MalformedBytesError('the arrays hold more elements than a message may')
  }

  /** A reader of the next `length` bytes, with the same bound. */
  part(length: number): ByteReader {
    return new ByteReader(this.bytes(length), this.#elementsLeft)
  }

  /** Moves past `length` bytes and gives the position where they start. */
  skip(length: number): number {
    const start = this.#position
    if (length < 0 || length > this.#end - start) {
      throw new MalformedBytesError(
        `${length} bytes wanted at position ${start}, but only ${this.#end - start} of ${this.#end} are left`,
      )
    }
    this.#position = start + length
    return start
  }

  int8(): number {
    return this.#buffer.readInt8(this.skip(1))
  }

  int16(): number {
    return this.#buffer.readInt16BE(this.skip(2))
  }

  uint16(): number {
    return this.#buffer.readUInt16BE(this.skip(2))
  }

  int32(): number {
    return this.#buffer.readInt32BE(this.skip(4))
  }

  uint32(): number {
    return this.#buffer.readUInt32BE(this.skip(4))
  }

  int64(): bigint {
    return this.#buffer.readBigInt64BE(this.skip(8))
  }

  float64(): number {
    return this.#buffer.readDoubleBE(this.skip(8))
  }

  boolean(): boolean {
    return this.int8() !== 0
  }

  /** 16 bytes as Kafka prints them: 22 characters of URL-safe base64. */
  uuid(): string {
    const start = this.skip(16)
    return this.#buffer.toString('base64url', start, start + 16)
  }

  /** The next `length` bytes, sharing memory with the source. */
  bytes(length: number): Buffer {
    const start = this.skip(length)
    return this.#buffer.subarray(start, start + length)
  }

  utf8(length: number): string {
    const start = this.skip(length)
    return this.#buffer.toString('utf8', start, start + length)
  }

  /** Unsigned LEB128 of up to 32 bits, as in compact lengths and tags (KIP-482). */
  unsignedVarint(): number {
    let value = 0
    for (let shift = 0; shift < 35; shift += 7) {
      const byte = this.#buffer.readUInt8(this.skip(1))
      value += (byte & 0x7f) * 2 ** shift
      if (byte < 0x80) {
        if (value > 0xffffffff) break
        return value
      }
    }
    throw new MalformedBytesError(`the variable-length integer before position ${this.#position} exceeds 32 bits`)
  }

  /** Zig-zag LEB128 of up to 32 bits, as in records. */
  varint(): number {
    const raw = this.unsignedVarint()
    return (raw >>> 1) ^ -(raw & 1)
  }

  /** Zig-zag LEB128 of up to 64 bits, as in records. */
  varlong(): bigint {
    const first = this.#end > this.#position ? this.#buffer.readUInt8(this.#position) : 0x80
    if (first < 0x80) {
      this.#position += 1
      return BigInt((first >>> 1) ^ -(first & 1))
    }
    let low = 0
    let raw = 0n
    for (let index = 0; index < 10; index++) {
      const byte = this.#buffer.readUInt8(this.skip(1))
      // Four 7-bit groups fit a small integer; only longer values pay for big integers.
      if (index < 4) low |= (byte & 0x7f) << (index * 7)
      else raw |= BigInt(byte & 0x7f) << BigInt(index * 7)
      if (byte < 0x80) {
        if (index === 9 && byte > 1) break
        raw |= BigInt(low)
        return BigInt.asIntN(64, (raw >> 1n) ^ -(raw & 1n))
      }
    }
    throw new MalformedBytesError(`the variable-length integer before position ${this.#position} exceeds 64 bits`)
  }
}
