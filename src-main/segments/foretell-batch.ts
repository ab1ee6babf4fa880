import type { KeyOffsets } from '../../broker/log/key-offsets.ts'
import { batchOverheadBytes, type BatchView } from '../../broker/records/batch-view.ts'
import { RecordCursor } from '../../broker/records/record-cursor.ts'
import { uncompressedRecords } from '../../broker/records/records-in.ts'
import type { RecordFate } from '../api/segment-forecast.ts'

/** A batch that decompresses to more is not held in memory for a look at it. */
const maxDecompressedBytes = 256 * 1024 * 1024

export interface Round {
  readonly keys: KeyOffsets
  /** Exclusive: where the round was to end. The batch before it is kept, if only as a header. */
  readonly endOfRound: bigint
  /** Milliseconds since 1970. */
  readonly now: bigint
  /** By producer: the offset of its last data; null where only a marker of that epoch is left of it. */
  readonly lastOfProducer: ReadonlyMap<bigint, { readonly lastOffset: bigint | null; readonly producerEpoch: number }>
}

/** What is known of a batch by those before it. */
export interface BatchContext {
  readonly isAborted: boolean
  /** It ends a transaction of which no data is left. */
  readonly isObsoleteMarker: boolean
}

export interface ForetoldBatch {
  readonly recordCount: number
  readonly goneRecords: number
  /** Nothing of its records is left: then the header stays, or nothing. */
  readonly isEmptied: boolean
  readonly isGone: boolean
  readonly goneBytes: number
  /** Tombstones and markers that stay for their delete horizon. */
  readonly waiting: number
}

export type FateListener = (fate: RecordFate, cursor: RecordCursor) => void

/**
 * What a round of compaction leaves of a batch, as Kafka's cleaner decides it: nothing is written, and nothing made of the
 * records. @throws CorruptBatchError, UnsupportedBatchError
 */
export function foretellBatch(
  batch: BatchView,
  round: Round,
  { isAborted, isObsoleteMarker, onFate }: BatchContext & { readonly onFate: FateListener },
): ForetoldBatch {
  const { keys, now } = round
  const { isControl, deleteHorizonMs, sizeInBytes, recordCount } = batch
  const records = uncompressedRecords(batch, { maxDecompressedBytes })
  const cursor = new RecordCursor(records)
  const isHorizonOver = deleteHorizonMs !== null && deleteHorizonMs <= now
  const offsetFromStart = Number(batch.baseOffset - keys.start)
  const endFromStart = Number(keys.end - keys.start)
  let [count, goneRecords, goneRecordBytes, waiting] = [0, 0, 0, 0]
  while (cursor.next()) {
    count += 1
    const isTombstone = !isControl && cursor.valueLength < 0
    const fate = isControl
      ? isObsoleteMarker && isHorizonOver
        ? 'marker'
        : 'stays'
      : isAborted
        ? 'aborted'
        : fateOfData(cursor, {
            keys,
            fromStart: offsetFromStart + cursor.offsetDelta,
            endFromStart,
            isTombstone,
            isHorizonOver,
          })
    onFate(fate, cursor)
    if (fate === 'stays') {
      if (isTombstone || (isControl && isObsoleteMarker)) waiting += 1
      continue
    }
    goneRecords += 1
    goneRecordBytes += cursor.end - cursor.start
  }
  const isEmptied = count === goneRecords
  const isGone = isEmptied && !isHeaderNeeded(batch, round)
  const share = records.length === 0 ? 0 : goneRecordBytes / records.length
  const goneBytes = isGone ? sizeInBytes : Math.round((sizeInBytes - batchOverheadBytes) * share)
  return { recordCount, goneRecords, isEmptied, isGone, goneBytes, waiting }
}

interface DataContext {
  readonly keys: KeyOffsets
  readonly fromStart: number
  readonly endFromStart: number
  readonly isTombstone: boolean
  readonly isHorizonOver: boolean
}

/** What lies behind the round stays; what has no key cannot be compared and goes. */
function fateOfData(cursor: RecordCursor, context: DataContext): RecordFate {
  const { keys, fromStart, endFromStart, isTombstone, isHorizonOver } = context
  if (fromStart >= endFromStart) return 'stays'
  if (cursor.keyLength < 0) return 'no-key'
  if (!keys.isLatest(cursor, fromStart)) return 'overtaken'
  return isTombstone && isHorizonOver ? 'tombstone' : 'stays'
}

function isHeaderNeeded(batch: BatchView, { lastOfProducer, endOfRound }: Round): boolean {
  if (batch.nextOffset === endOfRound) return true
  const last = batch.hasProducerId ? lastOfProducer.get(batch.producerId) : undefined
  if (last === undefined) return false
  if (last.lastOffset !== null) return batch.lastOffset === last.lastOffset
  return batch.isControl && batch.producerEpoch === last.producerEpoch
}
