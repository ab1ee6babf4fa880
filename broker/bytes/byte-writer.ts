import { parseUuid } from './uuid.ts'

/** Byte strings from this size on are handed over as they are instead of being copied. */
const passThroughBytes = 4096

/**
 * Writes Kafka's primitive types into chunks. All fixed-width integers are big-endian.
 *
 * Small values go into a growing buffer; large byte strings (record batches) become chunks of their own, so that a
 * fetch response reaches the socket without its records having been copied.
 */
export class ByteWriter {
  readonly #done: Uint8Array[] = []
  #doneLength = 0
  #buffer: Buffer
  #used = 0

  /** `capacity` is the expected size in bytes of everything but pass-through chunks. */
  constructor(capacity = 256) {
    this.#buffer = Buffer.allocUnsafe(capacity)
  }

  /** Bytes written up to now. */
  get length(): number {
    return this.#doneLength + this.#used
  }

  int8(value: number): void {
    const at = this.#reserve(1)
    this.#buffer.writeInt8(value, at)
  }

  uint8(value: number): void {
    const at = this.#reserve(1)
    this.#buffer[at] = value
  }

  int16(value: number): void {
    const at = this.#reserve(2)
    this.#buffer.writeInt16BE(value, at)
  }

  uint16(value: number): void {
    const at = this.#reserve(2)
    this.#buffer.writeUInt16BE(value, at)
  }

  int32(value: number): void {
    const at = this.#reserve(4)
    this.#buffer.writeInt32BE(value, at)
  }

  uint32(value: number): void {
    const at = this.#reserve(4)
    this.#buffer.writeUInt32BE(value, at)
  }

  int64(value: bigint): void {
    const at = this.#reserve(8)
    this.#buffer.writeBigInt64BE(value, at)
  }

  float64(value: number): void {
    const at = this.#reserve(8)
    this.#buffer.writeDoubleBE(value, at)
  }

  boolean(value: boolean): void {
    this.uint8(value ? 1 : 0)
  }

  uuid(value: string): void {
    this.bytes(parseUuid(value))
  }

  /** The bytes as they are, without a length before them. Large ones are not copied: leave them unchanged. */
  bytes(value: Uint8Array): void {
    if (value.byteLength >= passThroughBytes) {
      this.#seal()
      this.#done.push(value)
      this.#doneLength += value.byteLength
      return
    }
    const at = this.#reserve(value.byteLength)
    this.#buffer.set(value, at)
  }

  /** UTF-8 without a length before it. `byteLength` is `Buffer.byteLength(value)`, which the caller has at hand. */
  utf8(value: string, byteLength: number): void {
    const at = this.#reserve(byteLength)
    this.#buffer.write(value, at, byteLength, 'utf8')
  }

  unsignedVarint(value: number): void {
    let rest = value >>> 0
    while (rest > 0x7f) {
      this.uint8((rest & 0x7f) | 0x80)
      rest >>>= 7
    }
    this.uint8(rest)
  }

  varint(value: number): void {
    this.unsignedVarint((value << 1) ^ (value >> 31))
  }

  varlong(value: bigint): void {
    let rest = BigInt.asUintN(64, (value << 1n) ^ (value >> 63n))
    while (rest > 0x7fn) {
      this.uint8(Number(rest & 0x7fn) | 0x80)
      rest >>= 7n
    }
    this.uint8(Number(rest))
  }

  /** Everything written, as chunks in order. The writer must not be used afterwards. */
  chunks(): Uint8Array[] {
    this.#seal()
    return this.#done
  }

  /** Everything written, as one piece. The writer must not be used afterwards. */
  toBytes(): Buffer {
    if (this.#done.length === 0) return this.#buffer.subarray(0, this.#used)
    return Buffer.concat(this.chunks(), this.#doneLength)
  }

  #reserve(length: number): number {
    const at = this.#used
    const needed = at + length
    if (needed > this.#buffer.length) {
      const larger = Buffer.allocUnsafe(Math.max(needed, this.#buffer.length * 2))
      this.#buffer.copy(larger, 0, 0, at)
      this.#buffer = larger
    }
    this.#used = needed
    return at
  }

  #seal(): void {
    if (this.#used === 0) return
    this.#done.push(this.#buffer.subarray(0, this.#used))
    this.#doneLength += this.#used
    this.#buffer = this.#buffer.subarray(this.#used)
    this.#used = 0
  }
}
