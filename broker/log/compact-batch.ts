import type { BatchView } from '../records/batch-view.ts'
import { buildBatch, type BatchOptions } from '../records/build-batch.ts'
import type { RecordView } from '../records/record.ts'
import { recordsIn } from '../records/records-in.ts'
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
  const kept = isDiscarded ? [] : keptRecords(batch, context)
  if (kept.length === 0) return isHeaderNeeded(batch, context) ? emptied(batch) : null

  const hasTombstones = !batch.isControl && kept.some(({ value }) => value === null)
  const needsHorizon = (hasTombstones || isObsoleteMarker) && batch.deleteHorizonMs === null
  if (kept.length === batch.recordCount && !needsHorizon) return batch.bytes
  const horizon = needsHorizon ? now + BigInt(context.deleteRetentionMs) : batch.deleteHorizonMs
  return buildBatch(kept, {
    ...headerOf(batch),
    codec: batch.codec ?? 'none',
    ...(horizon === null ? {} : { deleteHorizonMs: horizon }),
    ...(batch.timestampType === 'LogAppendTime' ? { maxTimestamp: batch.maxTimestamp } : {}),
  })
}

function keptRecords(batch: BatchView, { keys, now }: CompactBatchContext): RecordView[] {
  const records = [...recordsIn(batch)]
  if (batch.isControl) return records
  const isTombstoneDue = batch.deleteHorizonMs !== null && batch.deleteHorizonMs <= now
  return records.filter(({ key, value, offset }) => {
    if (offset >= keys.end) return true
    return key !== null && keys.isLatest(key, offset) && (value !== null || !isTombstoneDue)
  })
}

function isHeaderNeeded(batch: BatchView, { lastOfProducer, endOfRound }: CompactBatchContext): boolean {
  if (batch.nextOffset === endOfRound) return true
  const last = batch.hasProducerId ? lastOfProducer.get(batch.producerId) : undefined
  if (last === undefined) return false
  if (last.lastOffset !== null) return batch.lastOffset === last.lastOffset
  return batch.isControl && batch.producerEpoch === last.producerEpoch
}

function headerOf(batch: BatchView): BatchOptions {
  return {
    baseOffset: batch.baseOffset,
    lastOffset: batch.lastOffset,
    partitionLeaderEpoch: batch.partitionLeaderEpoch,
    timestampType: batch.timestampType,
    producerId: batch.producerId,
    producerEpoch: batch.producerEpoch,
    baseSequence: batch.baseSequence,
    isTransactional: batch.isTransactional,
    isControl: batch.isControl,
  }
}

function emptied(batch: BatchView): Buffer {
  return buildBatch([], { ...headerOf(batch), maxTimestamp: batch.maxTimestamp })
}
