import { crc32 } from 'node:zlib'
import { batchLogOverheadBytes } from './batch-view.ts'
import { buildBatch } from './build-batch.ts'
import { codecs } from './codec.ts'
import { decompress } from './compression.ts'
import { withSoundHeaderChecksum } from './lz4-frame.ts'
import { CorruptBatchError, UnsupportedBatchError } from './record-errors.ts'
import type { RecordInput } from './record.ts'

/**
 * A message as Kafka wrote it before 0.11, magic 0 and 1; integers big-endian:
 *
 *      0  int64   offset
 *      8  int32   length of all that follows this field
 *     12  uint32  CRC-32 of everything from the magic on
 *     16  int8    magic
 *     17  int8    attributes: 0-2 codec (no zstd), 3 timestamp type (magic 1)
 *     18  int64   timestamp, magic 1 only
 *         int32   key length, -1 null | key
 *         int32   value length, -1 null | value
 *
 * The value of a compressed message is a set of messages. Its own offset is that of the last of them; within, magic 0 counts
 * absolutely and magic 1 from the first of them (KIP-31).
 */
interface LegacyMessage {
  readonly offset: bigint
  readonly magic: number
  readonly attributes: number
  /** -1 with magic 0. */
  readonly timestamp: bigint
  readonly key: Buffer | null
  readonly value: Buffer | null
}

const magicPosition = 16
const smallestMessageBytes = 14

/**
 * The same records as batches of magic 2, which everything else here reads. Bytes that hold no older message are given back as they are.
 * Only for reading what other clusters have kept: the log of this broker takes and holds magic 2 alone. A message that is cut off at the end is left
 * out, as the last one of a fetch response may be.
 *
 * @throws CorruptBatchError when a length or a CRC is wrong; UnsupportedBatchError when a codec is unknown.
 */
export function upgradeMessages(bytes: Uint8Array): Buffer {
  const source = Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const upgraded: Buffer[] = []
  let hasOldOnes = false
  let length = 0
  for (const { start, end } of entries(source)) {
    const isOld = source.readInt8(start + magicPosition) < 2
    hasOldOnes ||= isOld
    length = end
    upgraded.push(isOld ? upgrade(parse(source.subarray(start, end))) : source.subarray(start, end))
  }
  if (hasOldOnes) return Buffer.concat(upgraded)
  return length === source.length ? source : source.subarray(0, length)
}

function* entries(source: Buffer): Generator<{ readonly start: number; readonly end: number }> {
  let start = 0
  while (source.length - start > magicPosition) {
    const length = source.readInt32BE(start + 8)
    if (length < smallestMessageBytes) {
      throw new CorruptBatchError(`the message at byte ${start} claims ${length} bytes, fewer than a header has`)
    }
    const end = start + batchLogOverheadBytes + length
    if (end > source.length) return
    yield { start, end }
    start = end
  }
}

function upgrade(message: LegacyMessage): Buffer {
  const isStamped = (message.attributes & 0x08) !== 0
  const records = recordsOf(message)
  return buildBatch(records, {
    baseOffset: records[0]?.offset ?? message.offset,
    lastOffset: message.offset,
    ...(isStamped ? { timestampType: 'LogAppendTime', maxTimestamp: message.timestamp } : {}),
  })
}

function recordsOf(message: LegacyMessage): RecordInput[] {
  const codec = codecs[message.attributes & 0x07]
  if (codec === undefined || codec === 'zstd') {
    throw new UnsupportedBatchError('codec', `the message at offset ${message.offset} names an unknown codec`)
  }
  if (codec === 'none') return [asRecord(message, message.offset)]
  const compressed = message.value ?? Buffer.alloc(0)
  const isOldFrame = codec === 'lz4' && message.magic === 0
  const set = decompress(codec, isOldFrame ? withSoundHeaderChecksum(compressed) : compressed)
  const inner = [...entries(set)].map(({ start, end }) => parse(set.subarray(start, end)))
  const base = message.magic === 0 ? 0n : message.offset - (inner.at(-1)?.offset ?? 0n)
  return inner.map((one) => asRecord(one, base + one.offset))
}

function asRecord({ key, value, timestamp }: LegacyMessage, offset: bigint): RecordInput {
  return { key, value, timestamp, offset }
}

function parse(bytes: Buffer): LegacyMessage {
  if (crc32(bytes.subarray(magicPosition)) !== bytes.readUInt32BE(batchLogOverheadBytes)) {
    throw new CorruptBatchError(`the message at offset ${bytes.readBigInt64BE(0)} does not fit its CRC`)
  }
  const magic = bytes.readInt8(magicPosition)
  const keyAt = magic === 0 ? 18 : 26
  const key = field(bytes, keyAt)
  const value = field(bytes, keyAt + 4 + (key?.length ?? 0))
  return {
    offset: bytes.readBigInt64BE(0),
    magic,
    attributes: bytes.readInt8(17),
    timestamp: magic === 0 ? -1n : bytes.readBigInt64BE(18),
    key,
    value,
  }
}

function field(bytes: Buffer, at: number): Buffer | null {
  const length = at + 4 > bytes.length ? -2 : bytes.readInt32BE(at)
  if (length < -1 || length > bytes.length - at - 4) {
    throw new CorruptBatchError(`a message of ${bytes.length} bytes has a field of ${length} bytes at byte ${at}`)
  }
  return length === -1 ? null : bytes.subarray(at + 4, at + 4 + length)
}
