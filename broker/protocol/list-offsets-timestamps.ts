/** Timestamps with a meaning of their own in ListOffsets; all others are milliseconds since 1970. */
export const listOffsetsTimestamp = {
  /** The end: the high watermark, or the last stable offset for readers of committed records. */
  latest: -1n,
  /** The log start offset. */
  earliest: -2n,
  /** The record with the largest timestamp (version 7, KIP-734). */
  maxTimestamp: -3n,
  /** The first offset on the broker's own disks (version 8, KIP-405). */
  earliestLocal: -4n,
  /** The last offset in tiered storage (version 9, KIP-1005). */
  latestTiered: -5n,
  /** The first offset that waits to be moved to tiered storage (version 11, KIP-1023). */
  earliestPendingUpload: -6n,
} as const
