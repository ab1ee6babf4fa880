import { z } from 'zod'
import { procedure } from './base.ts'
import { clusterId } from './clusters.ts'
import { offsetInput } from './int64.ts'

export const segmentFile = z.object({
  baseOffset: z.bigint(),
  /** The offset after the last record; null when the file has a damaged tail before it. */
  nextOffset: z.bigint().nullable(),
  sizeBytes: z.bigint(),
  firstTimestamp: z.bigint().nullable(),
  lastTimestamp: z.bigint().nullable(),
  isActive: z.boolean(),
  fileName: z.string(),
  /** The files beside it: indexes, snapshots, with their sizes. */
  companions: z.array(z.object({ fileName: z.string(), sizeBytes: z.bigint() })),
  modifiedAt: z.bigint(),
})
export type SegmentFile = z.infer<typeof segmentFile>

export const batchSummary = z.object({
  /** Where the batch starts in the file, in bytes. */
  position: z.bigint(),
  baseOffset: z.bigint(),
  lastOffset: z.bigint(),
  recordCount: z.number(),
  sizeBytes: z.number(),
  compression: z.string(),
  crc: z.number(),
  isCrcOk: z.boolean(),
  leaderEpoch: z.number(),
  producerId: z.bigint(),
  producerEpoch: z.number(),
  baseSequence: z.number(),
  firstTimestamp: z.bigint(),
  maxTimestamp: z.bigint(),
  timestampType: z.enum(['create-time', 'log-append-time']),
  isTransactional: z.boolean(),
  isControl: z.boolean(),
  hasDeleteHorizon: z.boolean(),
})
export type BatchSummary = z.infer<typeof batchSummary>

export const segmentRecord = z.object({
  offset: z.bigint(),
  timestamp: z.bigint(),
  sizeBytes: z.number(),
  /** Text of the beginning, or hex where it is not UTF-8; null is Kafka's null. */
  key: z.string().nullable(),
  value: z.string().nullable(),
  headerCount: z.number(),
})
export type SegmentRecord = z.infer<typeof segmentRecord>

const onPartition = z.object({ clusterId, topic: z.string(), partition: z.number().int().min(0) })
const onSegment = onPartition.extend({ baseOffset: offsetInput })

/**
 * Only where the files are on this machine: of the local cluster, running or stopped, and of any log directory, named
 * by `directoryClusterPrefix` and its path. `REJECTED` otherwise.
 */
export const segments = {
  /** The topics and partitions that have a directory, also while the cluster is stopped. */
  partitions: procedure
    .input(z.object({ clusterId }))
    .output(
      z.array(z.object({ topic: z.string(), partition: z.number(), directory: z.string(), sizeBytes: z.bigint() })),
    ),
  list: procedure.input(onPartition).output(z.array(segmentFile)),
  /** Batches from a file position on; `nextPosition` null at the end. `damage` explains a tail that cannot be read. */
  batches: procedure
    .input(onSegment.extend({ fromPosition: offsetInput, limit: z.number().int().min(1).max(1000) }))
    .output(
      z.object({ batches: z.array(batchSummary), nextPosition: z.bigint().nullable(), damage: z.string().nullable() }),
    ),
  records: procedure
    .input(onSegment.extend({ position: offsetInput }))
    .output(z.object({ records: z.array(segmentRecord), damage: z.string().nullable() })),
}
