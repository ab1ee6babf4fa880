import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { procedure } from './base.ts'
import { clusterId } from './clusters.ts'
import { compressionCodec } from './producing.ts'
import { scanRequest } from './scans.ts'
import { jobOpened } from './transfers.ts'

const headerChange = z.discriminatedUnion('change', [
  /** All headers of that name give way to this one. */
  z.object({ change: z.literal('set'), key: z.string().min(1), value: z.string() }),
  /** A name with `*` at its end: all that begin so. */
  z.object({ change: z.literal('remove'), key: z.string().min(1) }),
  z.object({ change: z.literal('rename'), key: z.string().min(1), to: z.string().min(1) }),
])
export type HeaderChange = z.infer<typeof headerChange>

/** Many messages, from one topic to others: which, where to, and what is changed on the way. Keys and values stay as they are. */
export const redriveOrder = z.object({
  /** Its end is fixed when the redrive begins: what is written to the topic meanwhile is not among them. */
  source: scanRequest,
  targetClusterId: clusterId,
  target: z.discriminatedUnion('from', [
    z.object({ from: z.literal('name'), topic: z.string().min(1) }),
    /** Each message goes to the topic that this header names; `otherwise`: where there is none. */
    z.object({ from: z.literal('header'), header: z.string().min(1), otherwise: z.string().min(1).nullable() }),
  ]),
  headers: z.array(headerChange).max(100),
  /** `key`: as Java's partitioner does it; `source`: the partition of the same number. */
  partitioning: z.enum(['key', 'source']),
  keepsTimestamps: z.boolean(),
  compression: compressionCodec,
  /** Messages a second; null: as fast as it goes. */
  ratePerSecond: z.number().min(0.1).nullable(),
})
export type RedriveOrder = z.infer<typeof redriveOrder>

const redriveError = z.object({ partition: z.number(), offset: z.bigint(), why: z.string() })
export type RedriveError = z.infer<typeof redriveError>

const counts = {
  scannedCount: z.number(),
  matchedCount: z.number(),
  /** Acknowledged; of a dry run: what would be written. */
  writtenCount: z.number(),
  failedCount: z.number(),
}

export const redriveEvent = z.discriminatedUnion('type', [
  jobOpened,
  z.object({
    type: z.literal('progress'),
    ...counts,
    /** What a batch is waited for, where that takes longer than it should. */
    waitingFor: z.string().nullable(),
  }),
  z.object({
    type: z.literal('report'),
    ...counts,
    isComplete: z.boolean(),
    explanation: z.string(),
    /** By this it can be gone on with; null: there is nothing left to do, or it was a dry run. */
    redriveId: z.string().nullable(),
    /** The first hundred messages that could not be sent on. */
    errors: z.array(redriveError),
    targets: z.array(z.object({ topic: z.string(), partition: z.number(), count: z.number() })),
    /** Of a dry run: the first messages as they would be written. */
    samples: z.array(
      z.object({
        partition: z.number(),
        offset: z.bigint(),
        topic: z.string(),
        targetPartition: z.number(),
        key: z.string().nullable(),
        headers: z.array(z.object({ key: z.string(), value: z.string().nullable() })),
      }),
    ),
  }),
])
export type RedriveEvent = z.infer<typeof redriveEvent>
export type RedriveReport = Extract<RedriveEvent, { type: 'report' }>

const unfinishedRedrive = z.object({
  redriveId: z.string(),
  clusterId: z.string(),
  topic: z.string(),
  /** The topic, or the header that names it. */
  target: z.string(),
  startedAt: z.bigint(),
  writtenCount: z.number(),
})
export type UnfinishedRedrive = z.infer<typeof unfinishedRedrive>

export const redrives = {
  /** Goes over everything and writes nothing. */
  dryRun: procedure.input(redriveOrder).output(eventIterator(redriveEvent)),
  /**
   * Sends the messages on. How far it is stands in a journal, so that what was stopped, failed or crashed is gone on with
   * where it stood: no message is missing, and none is written twice while the cluster remembers the producer. Is stopped
   * by `transfers.stop`.
   */
  run: procedure.input(redriveOrder).output(eventIterator(redriveEvent)),
  unfinished: procedure.output(z.array(unfinishedRedrive)),
  resume: procedure.input(z.object({ redriveId: z.uuid() })).output(eventIterator(redriveEvent)),
  /** Forgets one that is not to be gone on with. What was written stays. */
  discard: procedure.input(z.object({ redriveId: z.uuid() })).output(z.void()),
}
