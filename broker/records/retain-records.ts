import { ByteWriter } from '../bytes/byte-writer.ts'
import { noTimestamp, type BatchView } from './batch-view.ts'
import { encloseRecords, varintBytes, varlongBytes, type BatchOptions } from './build-batch.ts'

/** One record of a batch that stays when others go. */
export interface RetainedRecord {
  readonly offsetDelta: number
  readonly timestamp: bigint
  /** Where its key, value and headers stand in the (uncompressed) records: they stay as they are. */
  readonly fieldsStart: number
  readonly end: number
}

/**
 * The batch with these of its records only, as compaction leaves it: everything that its header says of offsets, producer and
 * transaction stays. `records` are the uncompressed ones of the batch. Timestamps count from the horizon, or else from the first record's.
 */
export function retainRecords(
  batch: BatchView,
  retained: readonly RetainedRecord[],
  { records, deleteHorizonMs }: { readonly records: Buffer; readonly deleteHorizonMs: bigint | null },
): Buffer {
  const baseTimestamp = deleteHorizonMs ?? retained[0]?.timestamp ?? noTimestamp
  const writer = new ByteWriter(retained.reduce((sum, { fieldsStart, end }) => sum + end - fieldsStart + 16, 0))
  let maxTimestamp = noTimestamp
  for (const { offsetDelta, timestamp, fieldsStart, end } of retained) {
    const timestampDelta = BigInt.asIntN(64, timestamp - baseTimestamp)
    writer.varint(1 + varlongBytes(timestampDelta) + varintBytes(offsetDelta) + end - fieldsStart)
    writer.int8(0)
    writer.varlong(timestampDelta)
    writer.varint(offsetDelta)
    writer.bytes(records.subarray(fieldsStart, end))
    if (timestamp > maxTimestamp) maxTimestamp = timestamp
  }
  return encloseRecords(writer.toBytes(), {
    ...headerOf(batch),
    codec: batch.codec ?? 'none',
    recordCount: retained.length,
    baseTimestamp,
    maxTimestamp: batch.timestampType === 'LogAppendTime' ? batch.maxTimestamp : maxTimestamp,
    lastOffset: batch.lastOffset,
    ...(deleteHorizonMs === null ? {} : { deleteHorizonMs }),
  })
}

/** The batch without any record: a header that keeps its offsets and its producer's last sequence. */
export function withoutRecords(batch: BatchView): Buffer {
  return encloseRecords(Buffer.alloc(0), {
    ...headerOf(batch),
    recordCount: 0,
    baseTimestamp: noTimestamp,
    maxTimestamp: batch.maxTimestamp,
    lastOffset: batch.lastOffset,
  })
}

function headerOf(batch: BatchView): BatchOptions {
  return {
    baseOffset: batch.baseOffset,
    partitionLeaderEpoch: batch.partitionLeaderEpoch,
    timestampType: batch.timestampType,
    producerId: batch.producerId,
    producerEpoch: batch.producerEpoch,
    baseSequence: batch.baseSequence,
    isTransactional: batch.isTransactional,
    isControl: batch.isControl,
  }
}
