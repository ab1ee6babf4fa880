import { z } from 'zod'
import { procedure } from './base.ts'
import { clusterId, confirmedName } from './clusters.ts'
import { groupMember } from './group-members.ts'
import { resets } from './group-resets.ts'
import { snapshots } from './offset-snapshots.ts'
import { isolation } from './scans.ts'

export const groupType = z.enum(['classic', 'consumer', 'share', 'streams', 'unknown'])
/** Kafka's own names of states; types of groups have different sets. */
export const groupState = z.string()

export const groupSummary = z.object({
  groupId: z.string(),
  type: groupType,
  state: groupState,
  protocolType: z.string(),
  coordinator: z.number().nullable(),
})
export type GroupSummary = z.infer<typeof groupSummary>

/** What costs further requests; asked for the visible rows only. Null: could not be had. */
export const groupFigures = z.object({
  groupId: z.string(),
  memberCount: z.number().nullable(),
  topicCount: z.number().nullable(),
  totalLag: z.bigint().nullable(),
})
export type GroupFigures = z.infer<typeof groupFigures>

export const groupPartition = z.object({
  topic: z.string(),
  partition: z.number(),
  /** Null: the group has committed no offset here, which is not the same as 0. Of a share group: where it starts. */
  committedOffset: z.bigint().nullable(),
  committedMetadata: z.string().nullable(),
  startOffset: z.bigint().nullable(),
  /** The end, or with `read-committed` the last stable offset. */
  endOffset: z.bigint().nullable(),
  /** End offset minus committed offset, never below 0; null without a committed offset. */
  lag: z.bigint().nullable(),
  /** The member that the partition is assigned to. */
  memberId: z.string().nullable(),
})
export type GroupPartition = z.infer<typeof groupPartition>

export const groupDetail = groupSummary.extend({
  members: z.array(groupMember),
  partitions: z.array(groupPartition),
  /** Null when the end of a partition with a committed offset is not known: a sum without it would be wrong. */
  totalLag: z.bigint().nullable(),
  /** The assignment strategy that the members agreed on: `range`, `cooperative-sticky`. */
  protocol: z.string(),
  /** Counted up when members or subscriptions change; null in groups of the classic protocol. */
  groupEpoch: z.number().nullable(),
  /** The group epoch that the target assignment was made for. */
  assignmentEpoch: z.number().nullable(),
})
export type GroupDetail = z.infer<typeof groupDetail>

/** How long the oldest message that a group has not read has been waiting. */
export const partitionTimeLag = z.object({
  topic: z.string(),
  partition: z.number(),
  /** 0 when everything is read; null when it cannot be told: no offset, or a record without a timestamp. */
  lagMs: z.number().nullable(),
})
export type PartitionTimeLag = z.infer<typeof partitionTimeLag>

const onGroup = z.object({ clusterId, groupId: z.string() })
/** Each broker lists the groups that it coordinates: why those of some are missing. */
const problems = z.array(z.string())

export const groups = {
  list: procedure.input(z.object({ clusterId })).output(z.object({ groups: z.array(groupSummary), problems })),
  figures: procedure
    .input(z.object({ clusterId, groupIds: z.array(z.string()).max(200) }))
    .output(z.array(groupFigures)),
  describe: procedure.input(onGroup.extend({ isolation: isolation.optional() })).output(groupDetail),
  timeLags: procedure.input(onGroup).output(z.array(partitionTimeLag)),
  /** The groups that have committed offsets in a topic or have it assigned, with their lag in it. */
  ofTopic: procedure.input(z.object({ clusterId, topic: z.string() })).output(
    z.object({
      groups: z.array(groupSummary.extend({ lag: z.bigint().nullable(), memberCount: z.number() })),
      problems,
    }),
  ),
  ...resets,
  ...snapshots,
  /** What the group has committed is kept as a snapshot, from which it can be made again. */
  delete: procedure.input(onGroup.extend({ confirmedName })).output(z.object({ snapshotId: z.string().nullable() })),
}
