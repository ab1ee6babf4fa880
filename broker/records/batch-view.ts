import { crc32c } from '../bytes/crc32c.ts'
import { codecs, type Codec } from './codec.ts'

/**
 * Record batch v2 ("magic 2"), integers big-endian:
 *
 *      0  int64   base offset
 *      8  int32   length of all that follows this field
 *     12  int32   partition leader epoch, set by the log, not covered by the CRC
 *     16  int8    magic, 2
 *     17  uint32  CRC-32C of everything from the attributes on
 *     21  int16   attributes: 0-2 codec, 3 timestamp type, 4 transactional, 5 control, 6 delete horizon
 *     23  int32   last offset delta
 *     27  int64   base timestamp (the delete horizon when attribute bit 6 is set)
 *     35  int64   max timestamp
 *     43  int64   producer id, -1 none
 *     51  int16   producer epoch, -1 none
 *     53  int32   base sequence, -1 none
 *     57  int32   record count
 *     61          records, compressed as one blob when the codec is not `none`
 */
export const batchOverheadBytes = 61

/** Bytes of base offset and length, which every magic shares. */
export const batchLogOverheadBytes = 12

export type TimestampType = 'CreateTime' | 'LogAppendTime'

export const noProducerId = -1n
export const noTimestamp = -1n

/**
 * The header of one batch, read by position from bytes that hold it; nothing is copied.
 *
 * Invariant: `bytes` holds at least the 61 header bytes from `position` on. Whether it holds the whole batch, and whether
 * that is sound, is for the caller to know: `batchesIn` yields whole batches, `isCrcValid` checks the rest.
 */
export class BatchView {
  /** The bytes that hold the batch, and perhaps others. */
  readonly source: Buffer
  /** Where in `source` the batch starts. */
  readonly position: number

  constructor(bytes: Uint8Array, position = 0) {
    this.source = Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    this.position = position
  }

  get baseOffset(): bigint {
    return this.source.readBigInt64BE(this.position)
  }

  /** Of the whole batch, header included. */
  get sizeInBytes(): number {
    return this.source.readInt32BE(this.position + 8) + batchLogOverheadBytes
  }

  get partitionLeaderEpoch(): number {
    return this.source.readInt32BE(this.position + 12)
  }

  get magic(): number {
    return this.source.readInt8(this.position + 16)
  }

  get crc(): number {
    return this.source.readUInt32BE(this.position + 17)
  }

  get attributes(): number {
    return this.source.readInt16BE(this.position + 21)
  }

  /** Null when the batch names a codec that does not exist. */
  get codec(): Codec | null {
    return codecs[this.attributes & 0x07] ?? null
  }

  get timestampType(): TimestampType {
    return (this.attributes & 0x08) === 0 ? 'CreateTime' : 'LogAppendTime'
  }

  get isTransactional(): boolean {
    return (this.attributes & 0x10) !== 0
  }

  get isControl(): boolean {
    return (this.attributes & 0x20) !== 0
  }

  get hasDeleteHorizon(): boolean {
    return (this.attributes & 0x40) !== 0
  }

  /** When tombstones and markers of this batch may go, in milliseconds since 1970; null before compaction has set it. */
  get deleteHorizonMs(): bigint | null {
    return this.hasDeleteHorizon ? this.baseTimestamp : null
  }

  get lastOffsetDelta(): number {
    return this.source.readInt32BE(this.position + 23)
  }

  get lastOffset(): bigint {
    return this.baseOffset + BigInt(this.lastOffsetDelta)
  }

  /** The offset that the next batch may start at. */
  get nextOffset(): bigint {
    return this.lastOffset + 1n
  }

  get baseTimestamp(): bigint {
    return this.source.readBigInt64BE(this.position + 27)
  }

  get maxTimestamp(): bigint {
    return this.source.readBigInt64BE(this.position + 35)
  }

  get producerId(): bigint {
    return this.source.readBigInt64BE(this.position + 43)
  }

  get hasProducerId(): boolean {
    return this.producerId > noProducerId
  }

  get producerEpoch(): number {
    return this.source.readInt16BE(this.position + 51)
  }

  get baseSequence(): number {
    return this.source.readInt32BE(this.position + 53)
  }

  /** Sequences wrap from 2^31-1 to 0. */
  get lastSequence(): number {
    const base = this.baseSequence
    return base < 0 ? base : addSequence(base, this.lastOffsetDelta)
  }

  get recordCount(): number {
    return this.source.readInt32BE(this.position + 57)
  }

  /** The whole batch, sharing memory with its source. */
  get bytes(): Buffer {
    return this.source.subarray(this.position, this.position + this.sizeInBytes)
  }

  /** The records as they are stored: compressed where the batch has a codec. */
  get recordBytes(): Buffer {
    return this.source.subarray(this.position + batchOverheadBytes, this.position + this.sizeInBytes)
  }

  computeCrc(): number {
    return crc32c(this.source.subarray(this.position + 21, this.position + this.sizeInBytes))
  }

  isCrcValid(): boolean {
    return this.computeCrc() === this.crc
  }
}

/** `sequence + increment`, wrapping from 2^31-1 to 0. */
export function addSequence(sequence: number, increment: number): number {
  return (sequence + increment) % 2 ** 31
}
