import { z } from 'zod'

/** What a file of a log directory is. */
export const segmentFileKind = z.enum([
  'log',
  'index',
  'timeindex',
  'txnindex',
  'snapshot',
  'leader-epochs',
  'partition-metadata',
  'quorum-state',
  'metadata-snapshot',
  'bootstrap',
  'recovery-points',
  'log-start-offsets',
  'high-watermarks',
  'cleaner-offsets',
  'meta-properties',
  'clean-marker',
  'lock',
  'unknown',
])
export type SegmentFileKind = z.infer<typeof segmentFileKind>

/**
 * `deleted`: waits to be removed. `cleaned`: compaction is writing it. `swap`: compaction has written it, and it takes its
 * place. `part`: a snapshot that is being written. `temporary`: a checkpoint that is being written.
 */
export const fileState = z.enum(['current', 'deleted', 'cleaned', 'swap', 'part', 'temporary'])
export type FileState = z.infer<typeof fileState>

const paged = { total: z.number(), from: z.number() }

const producerEntry = z.object({
  producerId: z.bigint(),
  producerEpoch: z.number(),
  lastSequence: z.number(),
  firstSequence: z.number(),
  lastOffset: z.bigint(),
  offsetDelta: z.number(),
  lastTimestamp: z.bigint(),
  coordinatorEpoch: z.number(),
  /** Null: no transaction is open. */
  transactionFirstOffset: z.bigint().nullable(),
})
export type ProducerSnapshotEntry = z.infer<typeof producerEntry>

/** A file that holds no batches, decoded. `problem`: what of it cannot be read, in Kafka's or the system's words. */
export const fileContents = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('index'),
    ...paged,
    /** Zeros behind the last entry, in bytes: room that was taken in advance. */
    reservedBytes: z.number(),
    entries: z.array(z.object({ offset: z.bigint(), position: z.number() })),
    problem: z.string().nullable(),
  }),
  z.object({
    type: z.literal('timeindex'),
    ...paged,
    reservedBytes: z.number(),
    entries: z.array(z.object({ timestamp: z.bigint(), offset: z.bigint() })),
    problem: z.string().nullable(),
  }),
  z.object({
    type: z.literal('txnindex'),
    ...paged,
    entries: z.array(
      z.object({
        version: z.number(),
        producerId: z.bigint(),
        firstOffset: z.bigint(),
        lastOffset: z.bigint(),
        lastStableOffset: z.bigint(),
      }),
    ),
    problem: z.string().nullable(),
  }),
  z.object({ type: z.literal('snapshot'), ...paged, entries: z.array(producerEntry), problem: z.string().nullable() }),
  z.object({
    type: z.literal('leader-epochs'),
    ...paged,
    /** `endOffset` null: the epoch goes on. */
    entries: z.array(z.object({ epoch: z.number(), startOffset: z.bigint(), endOffset: z.bigint().nullable() })),
    problem: z.string().nullable(),
  }),
  z.object({
    type: z.literal('checkpoint'),
    ...paged,
    entries: z.array(z.object({ topic: z.string(), partition: z.number(), offset: z.bigint() })),
    problem: z.string().nullable(),
  }),
  /** Names and values: properties, or the fields of a line of JSON. */
  z.object({
    type: z.literal('facts'),
    facts: z.array(z.object({ name: z.string(), value: z.string() })),
    text: z.string(),
    problem: z.string().nullable(),
  }),
  z.object({ type: z.literal('empty') }),
  /** The first bytes, as hex. */
  z.object({ type: z.literal('bytes'), hex: z.string(), sizeBytes: z.number() }),
])
export type FileContents = z.infer<typeof fileContents>
