import type { TransactionMarker } from './transaction-messages.ts'

/** One record of `__transaction_state`, as bytes. A null value deletes what the key named. */
export interface TransactionLogRecord {
  readonly key: Uint8Array
  readonly value: Uint8Array | null
}

/** Where transactions keep what must survive: the topic `__transaction_state`, as the coordinator sees it. */
export interface TransactionStorage {
  /** Partitions of `__transaction_state`; which of them an id lives in follows from the id and this number. */
  readonly partitionCount: number
  /** The leader epoch of a partition of `__transaction_state`, which markers carry. What it throws counts as a failed marker. */
  leaderEpoch(partition: number): number
  /**
   * Appends a record to a partition of `__transaction_state`. When it returns, the record is in the log. Whatever it throws
   * is reported to `onStorageError`; nothing was written then and nothing changes. `timestamp` is in milliseconds since 1970.
   */
  append(partition: number, record: TransactionLogRecord, timestamp: bigint): void
}

/** Where markers go: the partitions that take part in transactions. */
export interface TransactionMarkerWriter {
  /**
   * Appends the marker to its partition. A partition that is gone for good, or where a newer coordinator has written, needs
   * none: then it just returns. Whatever it throws is reported, and the same marker comes again later.
   */
  write(marker: TransactionMarker): void
}
