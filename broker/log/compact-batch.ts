import type { BatchView } from '../records/batch-view.ts'
import { RecordCursor, timestampAt } from '../records/record-cursor.ts'
import { CorruptBatchError } from '../records/record-errors.ts'
import { uncompressedRecords } from '../records/records-in.ts'
import { retainRecords, withoutRecords, type RetainedRecord } from '../records/retain-records.ts'
import type { KeyOffsets } from './key-offsets.ts'
import type { TransactionSweep } from './transaction-sweep.ts'

export interface CompactBatchContext {
  readonly keys: KeyOffsets
  readonly transactions: TransactionSweep
  /** By producer: the offset of its last data, null where only a marker of that epoch is left of it. */
  readonly lastOfProducer: ReadonlyMap<bigint, { readonly lastOffset: bigint | null; readonly producerEpoch: number }>
  /** Where this round of compaction ends: the batch that ends there is kept, if only as a header, so that no offset is lost. */
  readonly endOfRound: bigint
  /** Milliseconds since 1970. */
  readonly now: bigint
  readonly deleteRetentionMs: number
}

/**
 * What is left of a batch, null when nothing is. Tombstones and markers stay for `delete.retention.ms` after they were first met here: the moment
 * at which they may go (their delete horizon) is noted in the batch. A producer's last batch stays as an empty header, because it
 * carries the producer's last sequence.
 */
export function compactBatch(batch: BatchView, context: CompactBatchContext): Buffer | null {
  const { transactions, now } = context
  const isObsoleteMarker = batch.isControl && transactions.isMarkerObsolete(batch)
  const isDiscarded = batch.isControl
    ? isObsoleteMarker && batch.deleteHorizonMs !== null && batch.deleteHorizonMs <= now
    : transactions.isAborted(batch)
  const kept = isDiscarded ? nothing : keptRecords(batch, context)
  if (kept.retained.length === 0) return isHeaderNeeded(batch, context) ? withoutRecords(batch) : null

  const needsHorizon = (kept.hasTombstones || isObsoleteMarker) && batch.deleteHorizonMs === null
  if (kept.retained.length === batch.recordCount && !needsHorizon) return batch.bytes
  const deleteHorizonMs = needsHorizon ? now + BigInt(context.deleteRetentionMs) : batch.deleteHorizonMs
  return retainRecords(batch, kept.retained, { records: kept.records, deleteHorizonMs })
}

interface Kept {
  readonly retained: readonly RetainedRecord[]
  readonly hasTombstones: boolean
  /** Uncompressed: what the positions of `retained` mean. */
  readonly records: Buffer
}

const nothing: Kept = { retained: [], hasTombstones: false, records: Buffer.alloc(0) }

/** Goes through the records without making anything of those that go, which are most of them. */
function keptRecords(batch: BatchView, { keys, now }: CompactBatchContext): Kept {
  const records = uncompressedRecords(batch)
  const cursor = new RecordCursor(records)
  const { baseOffset, baseTimestamp, maxTimestamp, isControl } = batch
  const appendTime = batch.timestampType === 'LogAppendTime' ? maxTimestamp : null
  const isTombstoneDue = batch.deleteHorizonMs !== null && batch.deleteHorizonMs <= now
  // Distances are numbers: comparing offsets as such would cost more than all the rest.
  const offsetFromStart = Number(baseOffset - keys.start)
  const endFromStart = Number(keys.end - keys.start)
  const retained: RetainedRecord[] = []
  let hasTombstones = false
  let count = 0
  while (cursor.next()) {
    count += 1
    const { offsetDelta, keyLength, valueLength } = cursor
    const isTombstone = !isControl && valueLength < 0
    const fromStart = offsetFromStart + offsetDelta
    const isKept =
      isControl ||
      fromStart >= endFromStart ||
      (keyLength >= 0 && !(isTombstone && isTombstoneDue) && keys.isLatest(cursor, fromStart))
    if (!isKept) continue
    hasTombstones ||= isTombstone
    const timestamp = appendTime ?? timestampAt(cursor, baseTimestamp)
    retained.push({ offsetDelta, timestamp, fieldsStart: cursor.fieldsStart, end: cursor.end })
  }
  if (count !== batch.recordCount) {
    throw new CorruptBatchError(`the batch at offset ${baseOffset} holds ${count} records, not ${batch.recordCount}`)
  }
  return { retained, hasTombstones, records }
}

function isHeaderNeeded(batch: BatchView, { lastOfProducer, endOfRound }: CompactBatchContext): boolean {
  if (batch.nextOffset === endOfRound) return true
  const last = batch.hasProducerId ? lastOfProducer.get(batch.producerId) : undefined
  if (last === undefined) return false
  if (last.lastOffset !== null) return batch.lastOffset === last.lastOffset
  return batch.isControl && batch.producerEpoch === last.producerEpoch
}
