import { z } from 'zod'
import { procedure } from './base.ts'
import { clusterId } from './clusters.ts'
import { timestampInput } from './int64.ts'

const onGroup = z.object({ clusterId, groupId: z.string().min(1) })

/** Lag over time: arrays of the same length, null where nothing was recorded. */
export const lagSeries = z.object({
  topic: z.string(),
  partition: z.number(),
  messages: z.array(z.bigint().nullable()),
  milliseconds: z.array(z.number().nullable()),
})
export type LagSeries = z.infer<typeof lagSeries>

export const lagHistory = z.object({
  isPinned: z.boolean(),
  /** Milliseconds since 1970 of each point; every gap in the recording has a point of its own, with nulls. */
  times: z.array(z.bigint()),
  /** The sum of all partitions. */
  messages: z.array(z.bigint().nullable()),
  /** The longest of all partitions. */
  milliseconds: z.array(z.number().nullable()),
  /** The partitions with the largest lag in that time, at most twelve. */
  partitions: z.array(lagSeries),
  /** How many there are in all. */
  partitionCount: z.number(),
  /** Of the oldest sample that is kept; null when nothing was recorded. */
  recordedSince: z.bigint().nullable(),
  /** Why the last attempt to look failed; null when it did not. */
  problem: z.string().nullable(),
})
export type LagHistory = z.infer<typeof lagHistory>

export const lag = {
  /** The groups of a cluster whose lag is recorded. */
  pinned: procedure.input(z.object({ clusterId })).output(z.array(z.string())),
  /** Records the lag from now on, as long as Brokkr runs. What was recorded before an earlier unpinning is still there. */
  pin: procedure.input(onGroup).output(z.void()),
  /** Records no more. What was recorded stays until it is too old. */
  unpin: procedure.input(onGroup).output(z.void()),
  history: procedure.input(onGroup.extend({ from: timestampInput, to: timestampInput })).output(lagHistory),
}
