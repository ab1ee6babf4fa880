import { z } from 'zod'

/**
 * Why compaction takes a record: a later one has its key; it is a tombstone whose time is over; its transaction was
 * aborted; it ends a transaction of which nothing is left; it has no key. Or why it stays, so far.
 */
export const recordFate = z.enum(['stays', 'overtaken', 'tombstone', 'aborted', 'marker', 'no-key'])
export type RecordFate = z.infer<typeof recordFate>
export const takenFates = recordFate.exclude(['stays']).options

/** What one round of compaction does to a segment. */
export const segmentForecast = z.object({
  fileName: z.string(),
  sizeBytes: z.number(),
  batchCount: z.number(),
  recordCount: z.number(),
  /** Batches that go whole, those of which the header stays alone (it carries a producer's last sequence), those that lose records. */
  goneBatches: z.number(),
  emptiedBatches: z.number(),
  shrunkBatches: z.number(),
  goneRecords: z.number(),
  /** Exact where nothing is compressed; of a compressed batch that loses records a part as large as theirs. */
  goneBytes: z.number(),
})
export type SegmentForecast = z.infer<typeof segmentForecast>

export const compactionForecast = z.object({
  readBytes: z.number(),
  totalBytes: z.number(),
  isDone: z.boolean(),
  /** Keys of these offsets, the second exclusive, are compared with everything before. */
  firstDirtyOffset: z.bigint(),
  endOffset: z.bigint(),
  keyCount: z.number(),
  /** There are more keys than a round remembers: it ends earlier, and another one follows. */
  isPart: z.boolean(),
  /** First offset of the oldest transaction that is open: compaction leaves alone what comes from there on. */
  openTransaction: z.bigint().nullable(),
  segments: z.array(segmentForecast),
  /** Records that go, by why. */
  reasons: z.partialRecord(recordFate, z.number()),
  /** Tombstones and markers that stay until their delete horizon: how many, and the first of these times; null: none has one. */
  waiting: z.object({ count: z.number(), firstAt: z.bigint().nullable() }),
  /** Those that this round gives a delete horizon, and which. */
  marked: z.object({ count: z.number(), until: z.bigint() }),
  /** A batch that cannot be read: there compaction fails, and the partition is compacted no more. */
  problem: z.object({ fileName: z.string(), position: z.number(), why: z.string() }).nullable(),
})
export type CompactionForecast = z.infer<typeof compactionForecast>

/** What happens to a record, and which later offset has its key. */
export const foretoldRecord = z.object({
  fate: recordFate,
  overtakenBy: z.bigint().nullable(),
  /** Until then a tombstone or a marker stays; null: nobody has set it. */
  horizonMs: z.bigint().nullable(),
})
export type ForetoldRecord = z.infer<typeof foretoldRecord>
