import { bufferOf } from '../../broker/bytes/buffer-of.ts'
import { addSequence, BatchView } from '../../broker/records/batch-view.ts'
import { batchesIn } from '../../broker/records/batches.ts'
import { upgradeMessages } from '../../broker/records/legacy-messages.ts'
import type { RecordView } from '../../broker/records/record.ts'
import { recordsIn } from '../../broker/records/records-in.ts'
import type { BatchRecords, SegmentRecord } from '../api/segments.ts'
import { internalReader } from '../decoding/internal-topics.ts'
import { exactJsonText } from '../decoding/exact-json.ts'
import { shortText } from '../decoding/preview.ts'
import { texts } from '../languages/texts.ts'
import type { AbortedTransactions } from './aborted-transactions.ts'
import { isCrcRightInFile } from './batch-crc.ts'
import { headerOf } from './batch-header.ts'
import { controlRecord, metadataRecord } from './decoded-record.ts'
import { isDamage, type BatchPlace, type LogFile } from './log-file.ts'
import { SegmentNotFoundError } from './segment-errors.ts'

// A hostile or broken batch must not take the console with it, nor a screen be asked to show more than anyone reads.
const maxBatchBytes = 256 * 1024 * 1024
const maxRecords = 10_000

const metadataTopic = '__cluster_metadata'

export interface RecordsOptions {
  readonly position: number
  /** Says how the records of Kafka's own topics are read. */
  readonly topic: string | null
  readonly aborted: AbortedTransactions
}

/** The batch at a position and its records; those before a damaged one are given. @throws SegmentNotFoundError */
export function readBatch(file: LogFile, { position, topic, aborted }: RecordsOptions): BatchRecords {
  const place = file.placeAt(position)
  if (place === null) throw new SegmentNotFoundError(texts.segments.gone.endsBefore(file.path, position))
  if (isDamage(place)) return { batch: null, records: [], isCut: false, problem: place.kind }
  const header = headerOf(file, place)
  const isCrcOk = isCrcRightInFile(file, place)
  const batch = { ...header, kind: aborted.kindOf(header), isCrcOk }
  const records: SegmentRecord[] = []
  const shown = describeRecord(topic, header)
  try {
    for (const record of recordsOf(file, place)) {
      if (records.length === maxRecords) return { batch, records, isCut: true, problem: null }
      records.push(shown(record))
    }
    return { batch, records, isCut: false, problem: null }
  } catch (error) {
    return { batch, records, isCut: false, problem: error instanceof Error ? error.message : String(error) }
  }
}

/** The records of a batch in whatever format. @throws CorruptBatchError, UnsupportedBatchError */
export function* recordsOf(file: LogFile, place: BatchPlace): Generator<RecordView, void, undefined> {
  if (place.sizeBytes > maxBatchBytes) {
    throw new Error(`the batch has ${place.sizeBytes} bytes, more than is read for a look at it`)
  }
  const bytes = file.bytes(place.position, place.sizeBytes)
  const limits = { maxDecompressedBytes: maxBatchBytes }
  if (place.magic === 2) return yield* recordsIn(new BatchView(bytes), limits)
  for (const upgraded of batchesIn(upgradeMessages(bytes))) yield* recordsIn(upgraded, limits)
}

function describeRecord(
  topic: string | null,
  header: { readonly isControl: boolean; readonly baseSequence: number; readonly baseOffset: bigint },
): (record: RecordView) => SegmentRecord {
  const { isControl, baseSequence, baseOffset } = header
  const readInternal = topic === null || isControl || topic === metadataTopic ? null : internalReader(topic)
  const textOf = (part: 'key' | 'value', record: RecordView): string | null => {
    if (readInternal === null) return shortText(record[part])
    if (record[part] === null) return null
    try {
      const both = { key: bufferOrNull(record.key), value: bufferOrNull(record.value) }
      return exactJsonText(readInternal(part, both))
    } catch {
      return shortText(record[part])
    }
  }
  return (record) => ({
    offset: record.offset,
    timestamp: record.timestamp,
    sequence: baseSequence < 0 ? -1 : addSequence(baseSequence, Number(record.offset - baseOffset)),
    sizeBytes: record.sizeInBytes,
    keyBytes: record.key?.byteLength ?? -1,
    valueBytes: record.value?.byteLength ?? -1,
    key: textOf('key', record),
    value: textOf('value', record),
    headers: record.headers.map(({ key, value }) => ({ key, value: shortText(value) })),
    decoded: isControl ? controlRecord(record) : topic === metadataTopic ? metadataRecord(record) : null,
  })
}

function bufferOrNull(bytes: Uint8Array | null): Buffer | null {
  return bytes === null ? null : bufferOf(bytes)
}
