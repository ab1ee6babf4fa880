import { ByteReader } from '../bytes/byte-reader.ts'
import { ByteWriter } from '../bytes/byte-writer.ts'
import { crc32c } from '../bytes/crc32c.ts'
import { emptyProducer, lastSequenceOf, withBatch, type ProducerEntry } from './producer-entry.ts'

/**
 * `.snapshot`: what is known of producers before an offset, so that a start need not read the whole log.
 *
 *     0  int16   version 1
 *     2  uint32  CRC-32C of all that follows
 *     6  int32   number of entries
 *    10          entries of 46 bytes:
 *                int64 producer id | int16 epoch | int32 last sequence | int64 last offset | int32 offset delta
 *                int64 timestamp | int32 coordinator epoch, -1 none | int64 first offset of the open transaction, -1 none
 */
const version = 1
const headerBytes = 6
const entryBytes = 46

export function encodeProducerSnapshot(producers: Iterable<ProducerEntry>): Buffer {
  // In the order of ids, so that the same producers give the same bytes.
  const entries = [...producers].sort((a, b) => (a.producerId < b.producerId ? -1 : 1))
  const writer = new ByteWriter(headerBytes + 4 + entries.length * entryBytes)
  writer.int16(version)
  writer.uint32(0)
  writer.int32(entries.length)
  for (const entry of entries) {
    const last = entry.batches.at(-1)
    writer.int64(entry.producerId)
    writer.int16(entry.producerEpoch)
    writer.int32(lastSequenceOf(entry))
    writer.int64(last?.lastOffset ?? -1n)
    writer.int32(last?.offsetDelta ?? 0)
    writer.int64(entry.lastTimestamp)
    writer.int32(entry.coordinatorEpoch)
    writer.int64(entry.transactionFirstOffset ?? -1n)
  }
  const bytes = writer.toBytes()
  bytes.writeUInt32BE(crc32c(bytes.subarray(headerBytes)), 2)
  return bytes
}

/** Null when the file is not a sound snapshot: an older one, or the log itself, tells the same. */
export function decodeProducerSnapshot(bytes: Uint8Array): ProducerEntry[] | null {
  const reader = new ByteReader(bytes)
  if (reader.remaining < headerBytes + 4 || reader.int16() !== version) return null
  if (reader.uint32() !== crc32c(bytes.subarray(headerBytes))) return null
  const count = reader.int32()
  if (count < 0 || reader.remaining !== count * entryBytes) return null
  return Array.from({ length: count }, () => readEntry(reader))
}

function readEntry(reader: ByteReader): ProducerEntry {
  const producerId = reader.int64()
  const producerEpoch = reader.int16()
  const lastSequence = reader.int32()
  const lastOffset = reader.int64()
  const offsetDelta = reader.int32()
  const lastTimestamp = reader.int64()
  const coordinatorEpoch = reader.int32()
  const transactionFirstOffset = reader.int64()
  const entry: ProducerEntry = {
    ...emptyProducer(producerId),
    producerEpoch,
    coordinatorEpoch,
    lastTimestamp,
    transactionFirstOffset: transactionFirstOffset < 0n ? null : transactionFirstOffset,
  }
  if (lastOffset < 0n) return entry
  return withBatch(entry, producerEpoch, { lastSequence, lastOffset, offsetDelta, timestamp: lastTimestamp })
}
