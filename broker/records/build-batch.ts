import type { TimestampType } from './batch-view.ts'
import type { Codec } from './codec.ts'
import type { RecordInput } from './record.ts'

export interface BatchOptions {
  /** Default 0. The log assigns its own when the batch is appended as a producer's. */
  readonly baseOffset?: bigint
  /** Default -1: not known. */
  readonly partitionLeaderEpoch?: number
  /** Default `none`. */
  readonly codec?: Codec
  /** Default `CreateTime`. */
  readonly timestampType?: TimestampType
  /** Default -1: none. */
  readonly producerId?: bigint
  readonly producerEpoch?: number
  readonly baseSequence?: number
  readonly isTransactional?: boolean
  readonly isControl?: boolean
  /** Replaces the base timestamp; set by compaction only. */
  readonly deleteHorizonMs?: bigint
  /** The last offset that the batch covers, where records behind the last kept one were compacted away. */
  readonly lastOffset?: bigint
}

/** One batch (magic 2) that holds `records` in order, ready to be sent or appended; its CRC is right. */
export function buildBatch(records: readonly RecordInput[], options: BatchOptions = {}): Buffer {
  throw new Error(`not yet: ${records.length} ${options.codec ?? 'none'}`)
}
