import { addSequence, BatchView } from '../../broker/records/batch-view.ts'
import { codecs } from '../../broker/records/codec.ts'
import type { BatchHeader } from '../api/segments.ts'
import type { BatchPlace, LogFile } from './log-file.ts'

/*
 * What a header says, in whatever format. Before Kafka 0.11 a batch was a message, of one record or of a set of them,
 * compressed:
 *
 *      0  int64   offset: of the last record in it
 *      8  int32   length of all that follows this field
 *     12  uint32  CRC-32 of everything from the magic on
 *     16  int8    magic, 0 or 1
 *     17  int8    attributes: 0-2 codec, 3 timestamp type (magic 1)
 *     18  int64   timestamp, magic 1 only
 */

/** Every field of the batch's header. */
export function headerOf(file: LogFile, place: BatchPlace): BatchHeader {
  const bytes = file.header(place)
  return place.magic < 2 ? oldHeader(bytes, place) : newHeader(new BatchView(bytes), place)
}

function newHeader(view: BatchView, { position, sizeBytes, magic }: BatchPlace): BatchHeader {
  const { attributes, baseSequence, lastOffsetDelta } = view
  const hasSequence = baseSequence >= 0
  return {
    position,
    sizeBytes,
    magic,
    baseOffset: view.baseOffset,
    lastOffset: view.lastOffset,
    recordCount: view.recordCount,
    compression: compressionName(attributes),
    crc: view.crc,
    leaderEpoch: view.partitionLeaderEpoch,
    producerId: view.producerId,
    producerEpoch: view.producerEpoch,
    baseSequence,
    lastSequence: hasSequence ? addSequence(baseSequence, lastOffsetDelta) : baseSequence,
    baseTimestamp: view.baseTimestamp,
    maxTimestamp: view.maxTimestamp,
    timestampType: view.timestampType === 'CreateTime' ? 'create-time' : 'log-append-time',
    isTransactional: view.isTransactional,
    isControl: view.isControl,
    deleteHorizonMs: view.deleteHorizonMs,
  }
}

function oldHeader(bytes: Buffer, { position, sizeBytes, magic }: BatchPlace): BatchHeader {
  const attributes = bytes.readInt8(17)
  const offset = bytes.readBigInt64BE(0)
  const timestamp = magic === 0 || bytes.length < 26 ? -1n : bytes.readBigInt64BE(18)
  const isStamped = magic === 1 && (attributes & 0x08) !== 0
  return {
    position,
    sizeBytes,
    magic,
    baseOffset: offset,
    lastOffset: offset,
    recordCount: null,
    compression: compressionName(attributes),
    crc: bytes.readUInt32BE(12),
    leaderEpoch: -1,
    producerId: -1n,
    producerEpoch: -1,
    baseSequence: -1,
    lastSequence: -1,
    baseTimestamp: timestamp,
    maxTimestamp: timestamp,
    timestampType: magic === 0 ? 'none' : isStamped ? 'log-append-time' : 'create-time',
    isTransactional: false,
    isControl: false,
    deleteHorizonMs: null,
  }
}

/** By the three lowest bits of the attributes; what has no name is its number. */
function compressionName(attributes: number): string {
  return codecs[attributes & 0x07] ?? String(attributes & 0x07)
}
