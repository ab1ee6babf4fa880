import { CorruptBatchError } from './record-errors.ts'

/**
 * Walks the (uncompressed) records of a batch without allocating: `next` moves to the following record and fills the fields.
 *
 *     varint length | int8 attributes | varlong timestamp delta | varint offset delta
 *     varint key length, -1 null | key | varint value length, -1 null | value
 *     varint header count | headers: varint key length | key | varint value length, -1 null | value
 *
 * Invariant: after `next` gave true, every position lies inside the record, and the record inside the bytes.
 */
export class RecordCursor {
  readonly bytes: Buffer
  /** Where the current record starts, its length prefix included, and where it ends. */
  start = 0
  end = 0
  offsetDelta = 0
  /** Exact where `wideTimestampDelta` is null, otherwise rounded. */
  timestampDelta = 0
  /** Set only when the delta does not fit a number exactly. */
  wideTimestampDelta: bigint | null = null
  /** Where the key's length stands: from there on a record does not depend on its batch. */
  fieldsStart = 0
  keyStart = 0
  /** -1 for null. */
  keyLength = 0
  valueStart = 0
  /** -1 for null. */
  valueLength = 0
  headersStart = 0
  headerCount = 0
  #position = 0

  constructor(bytes: Buffer) {
    this.bytes = bytes
  }

  /** False at the end of the bytes. @throws CorruptBatchError when the record contradicts its length. */
  next(): boolean {
    if (this.#position >= this.bytes.length) return false
    this.start = this.#position
    const length = this.#varint()
    const bodyStart = this.#position
    this.end = bodyStart + length
    if (length < 0 || this.end > this.bytes.length) {
      throw new CorruptBatchError(
        `a record claims ${length} bytes, ${this.bytes.length - bodyStart} are left in its batch`,
      )
    }
    this.#position += 1
    this.#timestampDelta()
    this.offsetDelta = this.#varint()
    this.fieldsStart = this.#position
    this.keyLength = this.#varint()
    this.keyStart = this.#position
    this.#skip(this.keyLength)
    this.valueLength = this.#varint()
    this.valueStart = this.#position
    this.#skip(this.valueLength)
    this.headerCount = this.#varint()
    this.headersStart = this.#position
    this.#skipHeaders()
    if (this.#position !== this.end) {
      throw new CorruptBatchError(`a record claims ${length} bytes, but its fields take ${this.#position - bodyStart}`)
    }
    return true
  }

  #skipHeaders(): void {
    if (this.headerCount < 0 || this.headerCount > this.end - this.#position) {
      throw new CorruptBatchError(`a record claims ${this.headerCount} headers`)
    }
    for (let index = 0; index < this.headerCount; index++) {
      const keyLength = this.#varint()
      if (keyLength < 0) throw new CorruptBatchError('a record header has no key')
      this.#skip(keyLength)
      this.#skip(this.#varint())
    }
  }

  /** A length of -1 stands for null and takes no bytes. */
  #skip(length: number): void {
    if (length < -1 || length > this.end - this.#position) {
      throw new CorruptBatchError(`a record field claims ${length} bytes, ${this.end - this.#position} are left`)
    }
    if (length > 0) this.#position += length
  }

  /** Zig-zag varint of up to 32 bits. One byte, by far the most frequent, is read first. */
  #varint(): number {
    const bytes = this.bytes
    let byte = bytes[this.#position++]
    if (byte === undefined) throw endsEarly()
    let raw = byte & 0x7f
    for (let shift = 7; byte >= 0x80; shift += 7) {
      byte = bytes[this.#position++]
      if (byte === undefined) throw endsEarly()
      if (shift > 28 || (shift === 28 && byte > 0x0f)) {
        throw new CorruptBatchError('a record holds a varint of more than 32 bits')
      }
      raw |= (byte & 0x7f) << shift
    }
    return (raw >>> 1) ^ -(raw & 1)
  }

  #timestampDelta(): void {
    const start = this.#position
    const bytes = this.bytes
    let raw = 0
    let scale = 1
    for (let index = 0; index < 10; index++) {
      const byte = bytes[this.#position++]
      if (byte === undefined) throw endsEarly()
      raw += (byte & 0x7f) * scale
      scale *= 128
      if (byte < 0x80) {
        if (index >= 7) return this.#wideDelta(start)
        this.wideTimestampDelta = null
        this.timestampDelta = raw % 2 === 0 ? raw / 2 : -(raw + 1) / 2
        return
      }
    }
    throw new CorruptBatchError('a record holds a varint of more than 64 bits')
  }

  #wideDelta(start: number): void {
    let raw = 0n
    for (let at = start; at < this.#position; at++) {
      raw |= BigInt((this.bytes[at] ?? 0) & 0x7f) << BigInt(7 * (at - start))
    }
    const value = BigInt.asIntN(64, (raw >> 1n) ^ -(raw & 1n))
    this.timestampDelta = Number(value)
    this.wideTimestampDelta = Number.isSafeInteger(this.timestampDelta) ? null : value
  }
}

/** `base` plus the timestamp delta of the cursor's record, wrapping as a 64-bit integer. */
export function timestampAt(cursor: RecordCursor, base: bigint): bigint {
  return BigInt.asIntN(64, base + (cursor.wideTimestampDelta ?? BigInt(cursor.timestampDelta)))
}

function endsEarly(): CorruptBatchError {
  return new CorruptBatchError('the records end within a record')
}
