import { z } from 'zod'
import { procedure } from './base.ts'
import { clusterId, confirmedName } from './clusters.ts'
import { say } from './languages/texts.ts'

const replicas = z.array(z.number().int().min(0)).min(1, say('partitionNeedsReplica')).max(100)

/** A partition that is on its way to other brokers. */
export const reassignment = z.object({
  topic: z.string(),
  partition: z.number(),
  /** All that hold it at the moment, those that come and those that go included. */
  replicas: z.array(z.number()),
  addingReplicas: z.array(z.number()),
  removingReplicas: z.array(z.number()),
  /** Bytes that the new replicas have, and bytes that they need; null where a broker does not tell. */
  copiedBytes: z.bigint().nullable(),
  totalBytes: z.bigint().nullable(),
})
export type Reassignment = z.infer<typeof reassignment>

/** A limit on the copying between brokers, which stays until it is taken away. */
export const throttle = z.object({
  /** By broker; null: not limited in that direction. */
  brokers: z.array(
    z.object({
      nodeId: z.number(),
      leaderBytesPerSecond: z.string().nullable(),
      followerBytesPerSecond: z.string().nullable(),
    }),
  ),
  /** The topics whose replicas are held back. */
  topics: z.array(z.string()),
})
export type Throttle = z.infer<typeof throttle>

export const assignment = z.object({ partition: z.number().int().min(0), replicas })
export type Assignment = z.infer<typeof assignment>

export const plannedAssignment = assignment.extend({
  currentReplicas: z.array(z.number()),
  /** What has to be copied; null where the size is not known. */
  bytesToCopy: z.bigint().nullable(),
})
export type PlannedAssignment = z.infer<typeof plannedAssignment>

const onTopic = z.object({ clusterId, topic: z.string() })
const bytesPerSecond = z.bigint().min(1n, say('throttleAtLeast')).max(9_223_372_036_854_775_807n)

export const reassignments = {
  /** What is being moved in the whole cluster, and the limits that are set for it. */
  list: procedure.input(z.object({ clusterId })).output(z.object({ reassignments: z.array(reassignment), throttle })),
  /**
   * A balanced assignment of a topic to the brokers given, with that many replicas: what can stay stays, leaders are spread.
   * Changes nothing.
   */
  plan: procedure
    .input(
      onTopic.extend({
        replicationFactor: z.number().int().min(1).max(100),
        /** Null: all of the cluster. */
        nodeIds: z.array(z.number().int()).min(1).nullable(),
      }),
    )
    .output(z.object({ rows: z.array(plannedAssignment), nodeIds: z.array(z.number()) })),
  /** Begins to move partitions; the first replica of each is its preferred leader. Limits are set before. */
  start: procedure
    .input(
      onTopic.extend({
        assignments: z.array(assignment).min(1).max(10_000),
        bytesPerSecond: bytesPerSecond.nullable(),
        confirmedName,
      }),
    )
    .output(z.void()),
  /** Partitions go back to where they were. */
  cancel: procedure
    .input(onTopic.extend({ partitions: z.array(z.number().int().min(0)).min(1).max(10_000) }))
    .output(z.void()),
  /** Another limit for the brokers that have one, while they copy. */
  changeThrottle: procedure.input(z.object({ clusterId, bytesPerSecond })).output(z.void()),
  /** Takes all limits away again, also those of other tools. */
  removeThrottle: procedure.input(z.object({ clusterId })).output(z.void()),
}
