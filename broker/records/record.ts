export interface RecordHeader {
  readonly key: string
  readonly value: Uint8Array | null
}

/** A record to be written into a batch. */
export interface RecordInput {
  readonly key: Uint8Array | null
  readonly value: Uint8Array | null
  readonly headers?: readonly RecordHeader[]
  /** Milliseconds since 1970. */
  readonly timestamp: bigint
  /** Absolute offset; the base offset plus the record's index when left out (compacted batches have gaps). */
  readonly offset?: bigint
}

/** A record read from a batch. Key and value share memory with the batch, or with its decompressed records. */
export interface RecordView {
  readonly offset: bigint
  /** Milliseconds since 1970; the batch's max timestamp where the log stamps its records (LogAppendTime). */
  readonly timestamp: bigint
  readonly key: Uint8Array | null
  readonly value: Uint8Array | null
  /** In order, duplicates included; parsed at the first call. */
  readonly headers: readonly RecordHeader[]
  /** Of the record inside its (uncompressed) batch, its length prefix included. */
  readonly sizeInBytes: number
}
