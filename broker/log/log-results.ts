export interface AppendOptions {
  /** Put into every batch. */
  readonly leaderEpoch: number
  /**
   * `client` (the default): validated in full, offsets assigned, config applied. `coordinator`: the same, but may hold several batches and
   * control batches (transaction markers), and sequences are not checked. `raft`: the batches' own offsets and epochs are kept; they must
   * not begin before the log's end.
   */
  readonly origin?: 'client' | 'coordinator' | 'raft'
  /** Of a transaction marker, as WriteTxnMarkers says it; 2 demands a newer epoch with each marker (KIP-890). Default 0. */
  readonly transactionVersion?: number
}

/** What happened to an appended record set. Offsets are inclusive. */
export interface AppendResult {
  readonly firstOffset: bigint
  readonly lastOffset: bigint
  /** Milliseconds since 1970 when the log stamps records (LogAppendTime), otherwise -1. */
  readonly logAppendTimeMs: bigint
  readonly logStartOffset: bigint
  /** The batch was there already (a retry of an idempotent producer): nothing was written, the offsets are those of then. */
  readonly isDuplicate: boolean
  /** `flush.messages` or `flush.ms` asks for an fsync: await `log.flush()` before the append is acknowledged. */
  readonly isFlushDue: boolean
}

export type ReadIsolation = 'uncommitted' | 'committed'

export interface ReadOptions {
  /** Upper limit of the answer in bytes; with `minOneBatch` the first batch may exceed it. */
  readonly maxBytes: number
  /** Gives at least one whole batch when there is one, however large. Default false. */
  readonly minOneBatch?: boolean
  /** Default `uncommitted`: up to the high watermark; `committed`: up to the last stable offset. */
  readonly isolation?: ReadIsolation
  /** Gives memory of that length to read into; fresh memory when left out. */
  readonly allocate?: (length: number) => Buffer
}

export interface AbortedTransaction {
  readonly producerId: bigint
  readonly firstOffset: bigint
}

export interface ReadResult {
  /** Whole batches; the first is the one that holds the offset asked for, so it may start before it. Empty at the end of the log. */
  readonly records: Buffer
  /** Whether `maxBytes` has cut off batches that could have been given. */
  readonly isCut: boolean
  readonly highWatermark: bigint
  readonly lastStableOffset: bigint
  readonly logStartOffset: bigint
  /** With isolation `committed`, the aborted transactions that overlap `records`; otherwise null. */
  readonly abortedTransactions: readonly AbortedTransaction[] | null
}

export interface TimestampedOffset {
  readonly offset: bigint
  /** Milliseconds since 1970, -1 where none is known. */
  readonly timestamp: bigint
  /** -1 where none is known. */
  readonly leaderEpoch: number
}

export interface EpochEndOffset {
  readonly leaderEpoch: number
  readonly endOffset: bigint
}

export interface SegmentSummary {
  readonly baseOffset: bigint
  readonly nextOffset: bigint
  readonly sizeInBytes: number
  /** Largest record timestamp, -1 when there is none. */
  readonly maxTimestamp: bigint
  readonly isActive: boolean
}

export interface ProducerSummary {
  readonly producerId: bigint
  readonly producerEpoch: number
  readonly lastSequence: number
  readonly lastTimestamp: bigint
  readonly coordinatorEpoch: number
  /** First offset of the ongoing transaction, null when there is none. */
  readonly currentTransactionFirstOffset: bigint | null
}
