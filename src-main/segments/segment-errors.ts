/** What was asked for is not on disk (any more): retention, compaction or a deletion has removed it. */
export class SegmentNotFoundError extends Error {
  override readonly name = 'SegmentNotFoundError'
}
