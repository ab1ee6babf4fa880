import { bufferOf } from '../../broker/bytes/buffer-of.ts'
import { addSequence } from '../../broker/records/batch-view.ts'
import { listOffsetsTimestamp } from '../../broker/protocol/list-offsets-timestamps.ts'
import type { ReadField, ReadMessage } from '../api/messages.ts'
import { decodedFieldOf } from '../decoding/shown-field.ts'
import type { Reading, TopicDecoder } from '../decoding/topic-decoder.ts'
import { listOffsets } from '../kafka/offsets.ts'
import { readRecordAt, type ReadRecord } from '../kafka/partition-reader.ts'
import type { WireCluster } from '../kafka/wire-cluster.ts'
import { controlReading } from './control-marker.ts'
import { texts } from '../languages/texts.ts'

export interface RecordAddress {
  readonly topic: string
  readonly partition: number
  readonly offset: bigint
}

const mostBytes = 256 * 1024
/** Larger fields are shown as they are: text of that size can be looked at, a tree of it cannot. */
const largestDecodedBytes = 8 * 1024 * 1024

/** One record with what became of its transaction. @throws NotFoundError when there is none (any more) */
export async function readRecord(cluster: WireCluster, address: RecordAddress): Promise<ReadRecord> {
  const { topic, partition } = address
  const question = { topic, partition, timestamp: listOffsetsTimestamp.latest, isolationLevel: 1 } as const
  const [stable] = await listOffsets(cluster, [question])
  const stableOffset = stable?.offset ?? null
  return readRecordAt(cluster, { ...address, ...(stableOffset === null ? {} : { stableOffset }) })
}

/** Whether a part of it is too large to be shown at once, so that the rest will be asked for. */
export function isShownInParts({ sizeBytes }: ReadRecord): boolean {
  return sizeBytes > mostBytes
}

export async function shownRecord(record: ReadRecord, decoder: TopicDecoder): Promise<ReadMessage> {
  await decoder.prepare([record])
  const { partition, offset, timestamp, timestampType, sizeBytes, batch, state } = record
  const sequence = batch.baseSequence < 0 ? -1 : addSequence(batch.baseSequence, Number(offset - batch.baseOffset))
  const marker = (part: 'key' | 'value') => (batch.isControl ? controlReading(part, record) : null)
  const readField = (part: 'key' | 'value'): ReadField => {
    const bytes = record[part]
    const isLarge = (bytes?.byteLength ?? 0) > largestDecodedBytes
    return shownField(bytes, isLarge ? tooLarge(bytes) : (marker(part) ?? decoder.read(part, record)))
  }
  return {
    partition,
    offset,
    timestamp,
    timestampType,
    sizeBytes,
    sequence,
    batch,
    state,
    key: readField('key'),
    value: readField('value'),
    headers: record.headers.map(({ key, value }) => ({
      key,
      ...shownField(value, decoder.readHeader(value)),
    })),
  }
}

function tooLarge(bytes: Uint8Array | null): Reading {
  const why = texts.scans.tooLarge(largestDecodedBytes / 1024 / 1024)
  return { format: null, content: bytes, label: texts.decoding.labels.bytes, attempts: [{ format: 'auto', why }] }
}

function shownField(bytes: Uint8Array | null, reading: Reading): ReadField {
  const shown = bytes?.subarray(0, mostBytes) ?? new Uint8Array(0)
  const sizeBytes = bytes?.byteLength ?? 0
  return {
    isNull: bytes === null,
    sizeBytes,
    base64: bufferOf(shown).toString('base64'),
    isCut: shown.byteLength < sizeBytes,
    decoded: decodedFieldOf(bytes, reading),
  }
}
