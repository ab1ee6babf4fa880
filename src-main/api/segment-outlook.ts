import { z } from 'zod'

/** The configs of a topic that say how long its segments stay. */
export const outlookConfigName = z.enum([
  'cleanup.policy',
  'retention.ms',
  'retention.bytes',
  'segment.bytes',
  'segment.ms',
  'min.cleanable.dirty.ratio',
  'min.compaction.lag.ms',
  'max.compaction.lag.ms',
  'delete.retention.ms',
  'file.delete.delay.ms',
])
export type OutlookConfigName = z.infer<typeof outlookConfigName>

/** What the user assumes instead of what is known. */
export const outlookAssumptions = z.partialRecord(outlookConfigName, z.string().max(60))

export const outlookConfig = z.object({
  name: outlookConfigName,
  value: z.string(),
  /** `metadata`: as the directory's metadata says. `default`: Kafka's own. `assumed`: the user's. */
  source: z.enum(['topic', 'broker', 'default', 'assumed']),
})

/**
 * Why a segment goes: all of it lies before the log start; there is more than `retention.bytes`; it is older than
 * `retention.ms`. Why it stays: the policy does not delete; no limit; it is young; there is room; an older one stays;
 * nothing was written to it; its youngest timestamp lies in the future.
 */
export const retentionReason = z.enum([
  'log-start',
  'size',
  'time',
  'not-deleted',
  'no-limit',
  'young',
  'behind-older',
  'empty',
  'future',
])

export const segmentOutlook = z.object({
  baseOffset: z.bigint(),
  fileName: z.string(),
  sizeBytes: z.number(),
  /** What its age is counted from: its largest timestamp, or when its file was last written. */
  ageTimestamp: z.bigint(),
  isAgeOfFile: z.boolean(),
  /** Whether the next check of retention takes it. */
  isNext: z.boolean(),
  reason: retentionReason,
  /** When it goes by its age, as things are now; null: never by itself. */
  deleteAt: z.bigint().nullable(),
  /** How much must be written until it goes by size; null: never. */
  bytesUntilDeleted: z.bigint().nullable(),
  /** To compaction: all before it is compacted already; compared with others by the next round; left alone, for its age or for a transaction that is open. */
  compaction: z.enum(['clean', 'dirty', 'too-young', 'in-transaction', 'active', 'not-compacted']),
})
export type SegmentOutlook = z.infer<typeof segmentOutlook>

export const outlook = z.object({
  configs: z.array(outlookConfig),
  now: z.bigint(),
  segments: z.array(segmentOutlook),
  /** Of the active segment: how many bytes are left in it, and when it is closed for its age, if something is written. */
  roll: z.object({ leftBytes: z.bigint(), rollAt: z.bigint().nullable() }).nullable(),
  /** Null: the policy does not compact. */
  compaction: z
    .object({
      firstDirtyOffset: z.bigint(),
      firstUncleanableOffset: z.bigint(),
      /** Where the open transaction begins that holds compaction back; null: none does. */
      openTransaction: z.bigint().nullable(),
      dirtyBytes: z.bigint(),
      totalBytes: z.bigint(),
      dirtyRatio: z.number(),
      isDue: z.boolean(),
      /** Due by `max.compaction.lag.ms` at this time, however little is dirty; null: there is no such limit. */
      dueAt: z.bigint().nullable(),
      /** How much more must become dirty; null: no share is enough, as `min.cleanable.dirty.ratio` is 1. */
      bytesUntilDue: z.bigint().nullable(),
    })
    .nullable(),
})
export type Outlook = z.infer<typeof outlook>
