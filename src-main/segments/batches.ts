import type { BatchSummary, SegmentRecord } from '../api/segments.ts'
import type { BatchView } from '../../broker/records/batch-view.ts'
import { codecs } from '../../broker/records/codec.ts'
import { recordsIn } from '../../broker/records/records-in.ts'
import { SegmentNotFoundError } from './segment-errors.ts'
import { isDamage, SegmentReader, type BatchAt } from './segment-reader.ts'

export interface BatchPage {
  readonly batches: BatchSummary[]
  /** Null at the end of what can be read. */
  readonly nextPosition: bigint | null
  readonly damage: string | null
}

export interface PageOptions {
  readonly fromPosition: bigint
  readonly limit: number
}

/** Up to `limit` batches of the file `path` from a batch's position on, their CRCs checked. @throws SegmentNotFoundError */
export async function readBatches(path: string, { fromPosition, limit }: PageOptions): Promise<BatchPage> {
  await using reader = await SegmentReader.open(path)
  const batches: BatchSummary[] = []
  let position = Number(fromPosition)
  while (batches.length < limit) {
    const found = await reader.headerAt(position)
    if (found === null) return { batches, nextPosition: null, damage: null }
    if (isDamage(found)) return { batches, nextPosition: null, damage: found.text }
    batches.push(summaryOf(found, await reader.isCrcOk(found)))
    position += found.sizeBytes
  }
  return { batches, nextPosition: position < reader.sizeBytes ? BigInt(position) : null, damage: null }
}

function summaryOf({ position, sizeBytes, header }: BatchAt, isCrcOk: boolean): BatchSummary {
  return {
    position: BigInt(position),
    baseOffset: header.baseOffset,
    lastOffset: header.lastOffset,
    recordCount: header.recordCount,
    sizeBytes,
    compression: compressionName(header),
    crc: header.crc,
    isCrcOk,
    leaderEpoch: header.partitionLeaderEpoch,
    producerId: header.producerId,
    producerEpoch: header.producerEpoch,
    baseSequence: header.baseSequence,
    firstTimestamp: header.baseTimestamp,
    maxTimestamp: header.maxTimestamp,
    timestampType: header.timestampType === 'CreateTime' ? 'create-time' : 'log-append-time',
    isTransactional: header.isTransactional,
    isControl: header.isControl,
    hasDeleteHorizon: header.hasDeleteHorizon,
  }
}

function compressionName(header: BatchView): string {
  return header.codec ?? `unknown (${header.attributes & 0x07}; known are ${codecs.join(', ')})`
}

export interface RecordPage {
  readonly records: SegmentRecord[]
  readonly damage: string | null
}

/** What makes a record readable to people. Its bytes can be anything. */
export type ShortText = (bytes: Uint8Array | null) => string | null

// A hostile or broken batch must not take the console with it, nor a screen be asked to show more than anyone reads.
const MAX_BATCH_BYTES = 256 * 1024 * 1024
const MAX_RECORDS = 10_000

export interface RecordsOptions {
  readonly position: bigint
  readonly shortText: ShortText
}

/** The records of the batch at `position` of the file `path`; those before a damaged one are given. @throws SegmentNotFoundError */
export async function readRecords(path: string, { position, shortText }: RecordsOptions): Promise<RecordPage> {
  await using reader = await SegmentReader.open(path)
  const found = await reader.headerAt(Number(position))
  if (found === null) throw new SegmentNotFoundError(`${path} ends before ${position}.`)
  if (isDamage(found)) return { records: [], damage: found.text }
  if (found.sizeBytes > MAX_BATCH_BYTES) {
    return { records: [], damage: `The batch has ${found.sizeBytes} bytes, more than is read for a look at it.` }
  }
  const records: SegmentRecord[] = []
  try {
    for (const record of recordsIn(await reader.batch(found), { maxDecompressedBytes: MAX_BATCH_BYTES })) {
      if (records.length === MAX_RECORDS) return { records, damage: onlyFirst(found) }
      records.push({
        offset: record.offset,
        timestamp: record.timestamp,
        sizeBytes: record.sizeInBytes,
        key: shortText(record.key),
        value: shortText(record.value),
        headerCount: record.headers.length,
      })
    }
    return { records, damage: null }
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    return { records, damage: `The records of this batch cannot be read to the end: ${why}.` }
  }
}

function onlyFirst({ header }: BatchAt): string {
  return `Only the first ${MAX_RECORDS} of the ${header.recordCount} records are shown.`
}
