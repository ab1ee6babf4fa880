import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { procedure } from './base.ts'
import { clusterId } from './clusters.ts'
import { fieldFormat, topicDecoding } from './decoding.ts'
import { filter, filterErrors, learnedPath } from './filters.ts'
import { offsetInput, timestampInput } from './int64.ts'
import { messageRow, partitionProgress, scanVerdict } from './messages.ts'

const partitionNumber = z.number().int().min(0)

/** Where a scan begins in each partition. What does not exist becomes the nearest that does. */
export const scanStart = z.discriminatedUnion('at', [
  z.object({ at: z.literal('beginning') }),
  /** Only what is written from now on. With the end `never`: a live tail. */
  z.object({ at: z.literal('end') }),
  z.object({ at: z.literal('offset'), offset: offsetInput }),
  /** An offset for each partition; those that are not named begin at their beginning. */
  z.object({
    at: z.literal('offsets'),
    offsets: z.array(z.object({ partition: partitionNumber, offset: offsetInput })).max(100_000),
  }),
  z.object({ at: z.literal('timestamp'), timestamp: timestampInput }),
  /** Where a group stands; partitions without a committed offset begin at their beginning. */
  z.object({ at: z.literal('group'), groupId: z.string() }),
])
export type ScanStart = z.infer<typeof scanStart>

/** Where a scan ends in each partition, exclusive. */
export const scanEnd = z.discriminatedUnion('at', [
  /** At what was the end when the scan began. */
  z.object({ at: z.literal('now') }),
  z.object({ at: z.literal('offset'), offset: offsetInput }),
  z.object({ at: z.literal('timestamp'), timestamp: timestampInput }),
  /** A live tail: goes on until it is closed. Needs the order `oldest`. */
  z.object({ at: z.literal('never') }),
])
export type ScanEnd = z.infer<typeof scanEnd>

/**
 * Of `read-uncommitted`, the records of aborted and of undecided transactions are among the rows, marked as such. Of
 * `read-committed` they are not, and a scan ends before the first undecided transaction, as a consumer would.
 */
export const isolation = z.enum(['read-uncommitted', 'read-committed'])
export type Isolation = z.infer<typeof isolation>

export const scanRequest = z.object({
  clusterId,
  topic: z.string(),
  /** Null: all. */
  partitions: z.array(partitionNumber).nullable(),
  start: scanStart,
  end: scanEnd,
  /** The order of the rows, by time over all partitions; within a partition always by offset. */
  order: z.enum(['newest', 'oldest']),
  filter: filter.nullable(),
  isolation,
  /** Whether the markers of transactions, which no consumer sees, are rows as well. */
  showsControlRecords: z.boolean(),
  /** Null: as it is remembered for the topic. */
  decoding: topicDecoding.nullable().default(null),
  /** Pauses with the verdict `limit` when there are that many rows; `more` goes on. A live tail keeps that many of the newest. */
  limit: z.number().int().min(1).max(1_000_000),
})
export type ScanRequest = z.infer<typeof scanRequest>

/** `control`: the marker that ends a transaction. `undecided`: its transaction had not ended when it was read. */
export const recordState = z.enum(['plain', 'committed', 'aborted', 'undecided', 'control'])
export type RecordState = z.infer<typeof recordState>

/** A field of key or value that is shown in a column of its own; `path` as in a condition on a field. */
export const rowField = z.object({ subject: z.enum(['key', 'value']), path: z.string().max(1000) })
export type RowField = z.infer<typeof rowField>

export const scanRow = messageRow.extend({
  /** Which row of the scan it is, counted from 0. */
  index: z.number(),
  state: recordState,
  /** It was deleted after the scan had found it, and its contents were not kept: they cannot be shown. */
  isGone: z.boolean(),
  /** What key and value were read as; null: nothing fits, or there are no bytes. */
  keyFormat: fieldFormat.nullable(),
  valueFormat: fieldFormat.nullable(),
  /** Why key or value is not shown as it was chosen, or as its schema says. */
  decodingProblem: z.string().nullable(),
  /** Of each field that was asked for its value, cut where it is long; null: the record has no such field. */
  fields: z.array(z.string().nullable()),
})
export type ScanRow = z.infer<typeof scanRow>

/** Why the number of offsets is not the number of rows: `offsetCount` is the sum of the others. */
export const scanAccount = z.object({
  /** Offsets that were gone over. */
  offsetCount: z.bigint(),
  /** Records that were looked at: the ones that a filter is asked about. */
  recordCount: z.bigint(),
  /** Markers of transactions, left out. */
  controlCount: z.bigint(),
  /** Records of aborted transactions, left out. */
  abortedCount: z.bigint(),
  /** Offsets without a record: compaction has removed it, or it never was one. */
  gapCount: z.bigint(),
})
export type ScanAccount = z.infer<typeof scanAccount>

export const scanStatus = z.object({
  /** `running` goes on by itself; `paused` is a live tail that was paused; `ended` has a verdict. */
  phase: z.enum(['running', 'paused', 'ended']),
  /** Another number: rows may be others than before, also ones that were given already. */
  revision: z.number(),
  /** The rows that can be asked for are `firstRow` up to, not including, `rowCount`. */
  firstRow: z.number(),
  rowCount: z.number(),
  /** Rows below this one keep their place; the ones above may still move, until the order by time is certain. */
  settledRowCount: z.number(),
  scannedCount: z.bigint(),
  scannedBytes: z.bigint(),
  /** All that ever matched; in a live tail also those that the view has dropped. */
  matchCount: z.number(),
  /** Of a live tail: rows that had to make room for newer ones. */
  droppedCount: z.number(),
  /** Of a paused live tail: offsets written since. They are not lost: `resume` reads them. */
  waitingCount: z.bigint(),
  /** Offsets that are not part of a scan of committed records, because a transaction before them has not ended. */
  heldBackCount: z.bigint(),
  elapsedMs: z.number(),
  partitions: z.array(partitionProgress),
  filterErrors,
  account: scanAccount,
  verdict: scanVerdict.nullable(),
  /** Whether `more` can go on where the scan stands: after a limit, a stop, a failure. */
  canContinue: z.boolean(),
})
export type ScanStatus = z.infer<typeof scanStatus>

export const scanEvent = z.discriminatedUnion('type', [
  z.object({ type: z.literal('opened'), scanId: z.string() }),
  z.object({ type: z.literal('status'), status: scanStatus }),
])

const onScan = z.object({ scanId: z.string() })

export const histogramBucket = z.object({ start: z.bigint(), scannedCount: z.number(), matchCount: z.number() })

export const filterTrial = z.object({
  outcome: z.enum(['match', 'no-match', 'error']),
  /** Of an error: what is wrong, with the place where it is known. */
  why: z.string(),
  tookMs: z.number(),
  /** What the expression sees: `value` and so on, as JSON. */
  variables: z.array(z.object({ name: z.string(), json: z.string() })),
})
export type FilterTrial = z.infer<typeof filterTrial>

/** Reading without a consumer group, without a commit, without a trace; the rows stay at the back end. */
export const scans = {
  /**
   * Starts a scan. The first event names it; then its status follows, at once and at most ten times a second while it
   * changes. Closing the iterator closes the scan and frees its rows: its id is not known any more.
   */
  open: procedure.input(scanRequest).output(eventIterator(scanEvent)),
  /** The rows from index `from` on; fewer where there are none. */
  rows: procedure
    .input(
      onScan.extend({
        from: z.number().int().min(0),
        count: z.number().int().min(1).max(1000),
        fields: z.array(rowField).max(20).default([]),
      }),
    )
    .output(z.object({ revision: z.number(), rows: z.array(scanRow) })),
  /** Goes on where the scan stands, for `limit` further rows: neither repeats nor misses one. */
  more: procedure.input(onScan.extend({ limit: z.number().int().min(1).max(1_000_000) })).output(z.void()),
  /** Shows the rows otherwise. What a filter has found already stays as it was found. */
  decode: procedure.input(onScan.extend({ decoding: topicDecoding })).output(z.void()),
  /** Ends a running scan with the verdict `stopped`; its rows stay, and `more` goes on. */
  stop: procedure.input(onScan).output(z.void()),
  /** Of a live tail. While it is paused nothing is read, and nothing is lost. */
  pause: procedure.input(onScan).output(z.void()),
  resume: procedure.input(onScan).output(z.void()),
  /** What was looked at and found over time, in at most `bucketCount` buckets of the same width. */
  histogram: procedure
    .input(onScan.extend({ bucketCount: z.number().int().min(1).max(500) }))
    .output(z.object({ bucketMs: z.bigint(), buckets: z.array(histogramBucket) })),
  /** The paths that rows of the scan have, most frequent first. */
  paths: procedure.input(onScan).output(z.array(learnedPath)),
  /** Asks a filter about one record. */
  tryFilter: procedure
    .input(
      z.object({
        clusterId,
        topic: z.string(),
        partition: partitionNumber,
        offset: offsetInput,
        filter,
      }),
    )
    .output(filterTrial),
  /**
   * How many messages (offsets) a topic has over time, from the indexes of the brokers: no message is read. Without a
   * range: from the first to the last message.
   */
  timeline: procedure
    .input(
      z.object({
        clusterId,
        topic: z.string(),
        partitions: z.array(partitionNumber).nullable(),
        from: timestampInput.nullable(),
        to: timestampInput.nullable(),
        bucketCount: z.number().int().min(1).max(200),
      }),
    )
    .output(
      z.object({ bucketMs: z.bigint(), buckets: z.array(z.object({ start: z.bigint(), offsetCount: z.bigint() })) }),
    ),
}
