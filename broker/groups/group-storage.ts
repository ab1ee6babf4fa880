/** One record of `__consumer_offsets`, as bytes. A null value deletes what the key named. */
export interface GroupLogRecord {
  readonly key: Uint8Array
  readonly value: Uint8Array | null
}

/** Where groups keep what must survive: the topic `__consumer_offsets`, as the coordinator sees it. */
export interface GroupStorage {
  /** Partitions of `__consumer_offsets`; which of them a group lives in follows from its name and this number. */
  readonly partitionCount: number
  /**
   * Appends records to a partition of `__consumer_offsets`, all or none, in one batch. When it returns, the records are
   * in the log and the coordinator answers its clients. Whatever it throws is reported to `onStorageError`; clients are
   * told `coordinator-not-available` and nothing changes. `timestamp` is in milliseconds since 1970.
   */
  append(partition: number, records: readonly GroupLogRecord[], timestamp: bigint): void
  /** The same within a producer's transaction: the records count once a marker in the same partition commits it. */
  appendInTransaction(partition: number, records: readonly GroupLogRecord[], append: TransactionalAppend): void
}

/** The producer whose transaction records belong to. */
export interface GroupTransaction {
  readonly producerId: bigint
  readonly producerEpoch: number
}

export interface TransactionalAppend extends GroupTransaction {
  /** Milliseconds since 1970. */
  readonly timestamp: bigint
}
