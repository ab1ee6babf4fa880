import { z } from 'zod'

const compared = z.object({ entry: z.number(), key: z.bigint(), goesOn: z.enum(['lower', 'higher']) })

/** What was looked at, in the order in which Kafka looks. */
export const lookupStep = z.discriminatedUnion('step', [
  /** By base offset, of so many; or by time: the first whose largest timestamp is not below. */
  z.object({
    step: z.literal('segment'),
    by: z.enum(['offset', 'time']),
    segmentCount: z.number(),
    passedCount: z.number(),
    fileName: z.string(),
    baseOffset: z.bigint(),
    nextBaseOffset: z.bigint().nullable(),
    largestTimestamp: z.bigint().nullable(),
  }),
  /** A binary search. `entry` null: all are above, so the search begins at the start of the segment. */
  z.object({
    step: z.literal('time-index'),
    fileName: z.string(),
    entryCount: z.number(),
    compared: z.array(compared),
    entry: z.number().nullable(),
    timestamp: z.bigint().nullable(),
    offset: z.bigint(),
  }),
  z.object({
    step: z.literal('offset-index'),
    fileName: z.string(),
    entryCount: z.number(),
    target: z.bigint(),
    compared: z.array(compared),
    entry: z.number().nullable(),
    offset: z.bigint().nullable(),
    position: z.number(),
    isMissing: z.boolean(),
    /** No batch begins at the position that it names: the search begins at the start of the file instead. */
    isLie: z.boolean(),
  }),
  /** From there on the file is read, header by header. */
  z.object({
    step: z.literal('scan'),
    fileName: z.string(),
    fromPosition: z.number(),
    toPosition: z.number(),
    passedBatches: z.number(),
    readBytes: z.number(),
  }),
  z.object({
    step: z.literal('batch'),
    fileName: z.string(),
    position: z.number(),
    sizeBytes: z.number(),
    baseOffset: z.bigint(),
    lastOffset: z.bigint(),
    maxTimestamp: z.bigint(),
  }),
  /** In the batch, of so many records. */
  z.object({
    step: z.literal('record'),
    recordNumber: z.number(),
    recordCount: z.number(),
    offset: z.bigint(),
    timestamp: z.bigint(),
  }),
])
export type LookupStep = z.infer<typeof lookupStep>

export const lookup = z.object({
  /**
   * `gone`: the batch is there and the record is not: compaction has taken it, and what follows it is shown.
   * `before-start`, `after-end`: outside of what is on disk. `damaged`: the search ended where the file is damaged.
   */
  outcome: z.enum(['found', 'gone', 'before-start', 'after-end', 'damaged']),
  steps: z.array(lookupStep),
  fileName: z.string().nullable(),
  position: z.number().nullable(),
  offset: z.bigint().nullable(),
  /** What the partition has on disk: the first offset and the one behind the last. */
  firstOffset: z.bigint().nullable(),
  nextOffset: z.bigint().nullable(),
})
export type Lookup = z.infer<typeof lookup>
