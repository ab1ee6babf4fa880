import type { BatchView } from '../../broker/records/batch-view.ts'
import type { RecordHeader, RecordView } from '../../broker/records/record.ts'
import type { Message, MessageRow } from '../api/messages.ts'

/** A record as a reader finds it. Its bytes share memory with what was fetched: copy what is to be kept. */
export interface ScannedRecord {
  readonly partition: number
  readonly offset: bigint
  /** Milliseconds since 1970, or -1. */
  readonly timestamp: bigint
  readonly timestampType: MessageRow['timestampType']
  readonly key: Uint8Array | null
  readonly value: Uint8Array | null
  /** In the order they were written, duplicates included. */
  readonly headers: readonly RecordHeader[]
  /** Of key, value and headers together. */
  readonly sizeBytes: number
}

/** What a record's batch says about it. */
export type BatchFacts = Message['batch']

export function scannedRecord(partition: number, batch: BatchView, record: RecordView): ScannedRecord {
  const { offset, timestamp, key, value, headers } = record
  return {
    partition,
    offset,
    timestamp,
    timestampType: batch.timestampType === 'LogAppendTime' ? 'log-append-time' : 'create-time',
    key,
    value,
    headers,
    sizeBytes: sizeOf(key) + sizeOf(value) + headers.reduce((sum, each) => sum + headerSize(each), 0),
  }
}

export function batchFacts(batch: BatchView): BatchFacts {
  return {
    baseOffset: batch.baseOffset,
    recordCount: batch.recordCount,
    sizeBytes: batch.sizeInBytes,
    compression: batch.codec ?? 'unknown',
    leaderEpoch: batch.partitionLeaderEpoch,
    producerId: batch.producerId,
    producerEpoch: batch.producerEpoch,
    baseSequence: batch.baseSequence,
    isTransactional: batch.isTransactional,
    isControl: batch.isControl,
  }
}

function headerSize({ key, value }: RecordHeader): number {
  return Buffer.byteLength(key) + sizeOf(value)
}

function sizeOf(bytes: Uint8Array | null): number {
  return bytes?.byteLength ?? 0
}
