import { ByteWriter } from '../bytes/byte-writer.ts'
import { crc32c } from '../bytes/crc32c.ts'
import {
  batchLogOverheadBytes,
  batchOverheadBytes,
  noProducerId,
  noTimestamp,
  type TimestampType,
} from './batch-view.ts'
import { codecs, type Codec, type CompressionLevels } from './codec.ts'
import { compress } from './compression.ts'
import type { RecordHeader, RecordInput } from './record.ts'

export interface BatchOptions {
  /** Default 0. The log assigns its own when the batch is appended as a producer's. */
  readonly baseOffset?: bigint
  /** Default -1: not known. */
  readonly partitionLeaderEpoch?: number
  /** Default `none`. */
  readonly codec?: Codec
  /** Default: Kafka's. */
  readonly compressionLevels?: CompressionLevels
  /** Default `CreateTime`. */
  readonly timestampType?: TimestampType
  /** Default -1: none. */
  readonly producerId?: bigint
  readonly producerEpoch?: number
  readonly baseSequence?: number
  readonly isTransactional?: boolean
  readonly isControl?: boolean
  /** Replaces the base timestamp; set by compaction only. */
  readonly deleteHorizonMs?: bigint
  /** The last offset that the batch covers, where records behind the last kept one were compacted away. */
  readonly lastOffset?: bigint
  /** Default: the largest timestamp of the records, -1 without any. */
  readonly maxTimestamp?: bigint
}

/** One batch (magic 2) that holds `records` in order, ready to be sent or appended; its CRC is right. */
export function buildBatch(records: readonly RecordInput[], options: BatchOptions = {}): Buffer {
  const baseOffset = options.baseOffset ?? 0n
  const baseTimestamp = options.deleteHorizonMs ?? records[0]?.timestamp ?? noTimestamp
  const body = writeRecords(records, baseOffset, baseTimestamp)
  return encloseRecords(body, {
    ...options,
    recordCount: records.length,
    baseTimestamp,
    lastOffset: options.lastOffset ?? lastOffsetOf(records, baseOffset),
    maxTimestamp: options.maxTimestamp ?? maxTimestampOf(records),
  })
}

export interface EnclosedRecords extends BatchOptions {
  readonly recordCount: number
  readonly baseTimestamp: bigint
  readonly lastOffset: bigint
  readonly maxTimestamp: bigint
}

/** The batch around records that are written already, uncompressed and with deltas to its base offset and timestamp. */
export function encloseRecords(body: Buffer, options: EnclosedRecords): Buffer {
  const baseOffset = options.baseOffset ?? 0n
  const codec = options.codec ?? 'none'
  const stored = options.recordCount === 0 ? body.subarray(0, 0) : compress(codec, body, options.compressionLevels)
  const batch = Buffer.allocUnsafe(batchOverheadBytes + stored.length)
  batch.writeBigInt64BE(baseOffset, 0)
  batch.writeInt32BE(batch.length - batchLogOverheadBytes, 8)
  batch.writeInt32BE(options.partitionLeaderEpoch ?? -1, 12)
  batch.writeInt8(2, 16)
  batch.writeInt16BE(attributesOf(options), 21)
  batch.writeInt32BE(Number(options.lastOffset - baseOffset), 23)
  batch.writeBigInt64BE(options.baseTimestamp, 27)
  batch.writeBigInt64BE(options.maxTimestamp, 35)
  batch.writeBigInt64BE(options.producerId ?? noProducerId, 43)
  batch.writeInt16BE(options.producerEpoch ?? -1, 51)
  batch.writeInt32BE(options.baseSequence ?? -1, 53)
  batch.writeInt32BE(options.recordCount, 57)
  stored.copy(batch, batchOverheadBytes)
  batch.writeUInt32BE(crc32c(batch.subarray(21)), 17)
  return batch
}

function attributesOf(options: BatchOptions): number {
  return (
    codecs.indexOf(options.codec ?? 'none') |
    (options.timestampType === 'LogAppendTime' ? 0x08 : 0) |
    (options.isTransactional === true ? 0x10 : 0) |
    (options.isControl === true ? 0x20 : 0) |
    (options.deleteHorizonMs === undefined ? 0 : 0x40)
  )
}

function lastOffsetOf(records: readonly RecordInput[], baseOffset: bigint): bigint {
  const last = records[records.length - 1]
  return last === undefined ? baseOffset : (last.offset ?? baseOffset + BigInt(records.length - 1))
}

function maxTimestampOf(records: readonly RecordInput[]): bigint {
  let max = noTimestamp
  for (const record of records) if (record.timestamp > max) max = record.timestamp
  return max
}

function writeRecords(records: readonly RecordInput[], baseOffset: bigint, baseTimestamp: bigint): Buffer {
  const writer = new ByteWriter(256 + records.length * 64)
  records.forEach((record, index) => {
    const offsetDelta = record.offset === undefined ? index : Number(record.offset - baseOffset)
    writeRecord(writer, record, { offsetDelta, timestampDelta: BigInt.asIntN(64, record.timestamp - baseTimestamp) })
  })
  return writer.toBytes()
}

function writeRecord(
  writer: ByteWriter,
  record: RecordInput,
  { offsetDelta, timestampDelta }: { offsetDelta: number; timestampDelta: bigint },
): void {
  const headers = record.headers ?? []
  const length =
    1 +
    varlongBytes(timestampDelta) +
    varintBytes(offsetDelta) +
    fieldBytes(record.key) +
    fieldBytes(record.value) +
    varintBytes(headers.length) +
    headers.reduce((sum, header) => sum + headerBytes(header), 0)
  writer.varint(length)
  writer.int8(0)
  writer.varlong(timestampDelta)
  writer.varint(offsetDelta)
  writeField(writer, record.key)
  writeField(writer, record.value)
  writer.varint(headers.length)
  for (const header of headers) {
    const keyBytes = Buffer.byteLength(header.key)
    writer.varint(keyBytes)
    writer.utf8(header.key, keyBytes)
    writeField(writer, header.value)
  }
}

function writeField(writer: ByteWriter, bytes: Uint8Array | null): void {
  writer.varint(bytes === null ? -1 : bytes.byteLength)
  if (bytes !== null) writer.bytes(bytes)
}

function headerBytes(header: RecordHeader): number {
  const keyBytes = Buffer.byteLength(header.key)
  return varintBytes(keyBytes) + keyBytes + fieldBytes(header.value)
}

function fieldBytes(bytes: Uint8Array | null): number {
  return bytes === null ? 1 : varintBytes(bytes.byteLength) + bytes.byteLength
}

export function varintBytes(value: number): number {
  const raw = ((value << 1) ^ (value >> 31)) >>> 0
  if (raw < 0x80) return 1
  if (raw < 0x4000) return 2
  if (raw < 0x200000) return 3
  return raw < 0x10000000 ? 4 : 5
}

export function varlongBytes(value: bigint): number {
  let raw = BigInt.asUintN(64, (value << 1n) ^ (value >> 63n))
  let length = 1
  for (; raw >= 0x80n; raw >>= 7n) length += 1
  return length
}
