import type { BatchView } from './batch-view.ts'
import { buildBatch } from './build-batch.ts'
import { CorruptBatchError } from './record-errors.ts'
import { recordsIn } from './records-in.ts'

/** Type of a control record: the second int16 of its key, after an int16 version. */
export const controlTypes = {
  abort: 0,
  commit: 1,
  leaderChange: 2,
  snapshotHeader: 3,
  snapshotFooter: 4,
  kraftVersion: 5,
  kraftVoters: 6,
} as const

export interface EndTransactionMarker {
  readonly producerId: bigint
  readonly producerEpoch: number
  readonly result: 'commit' | 'abort'
  readonly coordinatorEpoch: number
  /** Milliseconds since 1970. */
  readonly timestamp: bigint
}

/** Key of a control record: int16 version 0, int16 type. */
export function controlKey(type: number): Buffer {
  const key = Buffer.alloc(4)
  key.writeInt16BE(type, 2)
  return key
}

/** The type that a control record's key names; null when the key is not one. */
export function controlType(key: Uint8Array | null): number | null {
  if (key === null || key.byteLength < 4) return null
  const view = new DataView(key.buffer, key.byteOffset, key.byteLength)
  return view.getInt16(0) < 0 ? null : view.getInt16(2)
}

/** The control batch that ends a transaction in one partition: value int16 version 0, int32 coordinator epoch. */
export function buildEndTransactionMarker(marker: EndTransactionMarker): Buffer {
  const value = Buffer.alloc(6)
  value.writeInt32BE(marker.coordinatorEpoch, 2)
  const record = { key: controlKey(controlTypes[marker.result]), value, timestamp: marker.timestamp }
  return buildBatch([record], {
    producerId: marker.producerId,
    producerEpoch: marker.producerEpoch,
    isTransactional: true,
    isControl: true,
  })
}

/**
 * The marker in a control batch; null when the batch is another kind of control batch, or emptied by compaction.
 * @throws CorruptBatchError when the marker's value is too short.
 */
export function endTransactionMarker(batch: BatchView): EndTransactionMarker | null {
  if (!batch.isControl || batch.recordCount === 0) return null
  const record = recordsIn(batch).next().value
  if (record === undefined) return null
  const type = controlType(record.key)
  if (type !== controlTypes.abort && type !== controlTypes.commit) return null
  if (record.value === null || record.value.byteLength < 6) {
    throw new CorruptBatchError(`the transaction marker at offset ${batch.baseOffset} has no coordinator epoch`)
  }
  return {
    producerId: batch.producerId,
    producerEpoch: batch.producerEpoch,
    result: type === controlTypes.commit ? 'commit' : 'abort',
    coordinatorEpoch: new DataView(record.value.buffer, record.value.byteOffset).getInt32(2),
    timestamp: record.timestamp,
  }
}
