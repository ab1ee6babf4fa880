import { z } from 'zod'
import { procedure } from './base.ts'
import { clusterId, confirmedName } from './clusters.ts'
import { offsetInput } from './int64.ts'

const place = z.object({ topic: z.string(), partition: z.number() })

/** A transactional id and what its coordinator says of it. */
export const transaction = z.object({
  transactionalId: z.string(),
  producerId: z.bigint(),
  producerEpoch: z.number().nullable(),
  /** Kafka's own names: `Ongoing`, `PrepareCommit`, `CompleteAbort`. */
  state: z.string(),
  coordinator: z.number(),
  timeoutMs: z.number().nullable(),
  /** Milliseconds since 1970, of the transaction that is under way; null: none is. */
  startedAt: z.bigint().nullable(),
  /** What it has written to; while it is being ended, what has no marker yet. */
  partitions: z.array(place),
  /** It is open for longer than its timeout, and its coordinator has not ended it. */
  isOverdue: z.boolean(),
  /** Why something is missing. */
  problem: z.string().nullable(),
})
export type Transaction = z.infer<typeof transaction>

/**
 * Why an open transaction will not end by itself.
 *
 * - `no-coordinator`: no coordinator knows its producer.
 * - `not-part`: the coordinator's transaction of that producer does not hold this partition.
 * - `overdue`: it is open for longer than any transaction may be.
 */
export const hangingReason = z.enum(['no-coordinator', 'not-part', 'overdue'])
export type HangingReason = z.infer<typeof hangingReason>

/** A producer that a partition remembers (KIP-664). */
export const producerState = place.extend({
  producerId: z.bigint(),
  producerEpoch: z.number(),
  lastSequence: z.number(),
  /** Milliseconds since 1970; null: not known. */
  lastTimestamp: z.bigint().nullable(),
  /** Null: it has no transaction here, or none was ended yet. */
  coordinatorEpoch: z.number().nullable(),
  /** Of the transaction that is open here; null: none is. Readers of committed records wait before it. */
  openSinceOffset: z.bigint().nullable(),
  transactionalId: z.string().nullable(),
  hanging: hangingReason.nullable(),
})
export type ProducerState = z.infer<typeof producerState>

const withProblems = { problems: z.array(z.string()) }

export const transactions = {
  /** All transactional ids of all coordinators. `problems`: brokers that could not be asked. */
  list: procedure
    .input(z.object({ clusterId }))
    .output(z.object({ transactions: z.array(transaction), ...withProblems })),
  /** The producers that the partitions of a topic remember. */
  activeProducers: procedure
    .input(z.object({ clusterId, topic: z.string() }))
    .output(z.object({ producers: z.array(producerState), ...withProblems })),
  /** Open transactions of all topics that will not end by themselves. */
  findHanging: procedure
    .input(z.object({ clusterId }))
    .output(z.object({ producers: z.array(producerState), partitionCount: z.number(), ...withProblems })),
  /**
   * Ends the transaction that is open in one partition since an offset, as aborted: its messages there are lost to readers of committed
   * records. `NOT_FOUND` when none is open since then.
   */
  abort: procedure
    .input(
      z.object({
        clusterId,
        topic: z.string(),
        partition: z.number().int().min(0),
        openSinceOffset: offsetInput,
        confirmedName,
      }),
    )
    .output(z.void()),
}
