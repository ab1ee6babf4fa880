import { z } from 'zod'
import { procedure } from './base.ts'
import { clusterId } from './clusters.ts'
import { offsetInput, offsetShift, timestampInput } from './int64.ts'
import { say } from './languages/texts.ts'

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

export const groupMember = z.object({
  memberId: z.string(),
  groupInstanceId: z.string().nullable(),
  clientId: z.string(),
  clientHost: z.string(),
  /** Null where the assignment is not one of consumers. */
  assignment: z.array(z.object({ topic: z.string(), partitions: z.array(z.number()) })).nullable(),
})
export type GroupMember = z.infer<typeof groupMember>

export const groupPartition = z.object({
  topic: z.string(),
  partition: z.number(),
  /** Null: the group has committed no offset here, which is not the same as 0. */
  committedOffset: z.bigint().nullable(),
  committedMetadata: z.string().nullable(),
  startOffset: z.bigint().nullable(),
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
  totalLag: z.bigint(),
  /** The assignment strategy that the members agreed on: `range`, `cooperative-sticky`. */
  protocol: z.string(),
})
export type GroupDetail = z.infer<typeof groupDetail>

export const resetStrategy = z.discriminatedUnion('to', [
  z.object({ to: z.literal('earliest') }),
  z.object({ to: z.literal('latest') }),
  z.object({ to: z.literal('offset'), offset: offsetInput }),
  /** The first record at or after that time; where there is none, the end. */
  z.object({ to: z.literal('timestamp'), timestamp: timestampInput }),
  /** Forward (positive) or back from the committed offset, kept within what exists. */
  z.object({ to: z.literal('shift'), by: offsetShift }),
])
export type ResetStrategy = z.infer<typeof resetStrategy>

/** Which partitions a reset concerns. `partitions` null: all of the topic. */
export const resetScope = z
  .array(z.object({ topic: z.string(), partitions: z.array(z.number().int().min(0)).nullable() }))
  .min(1, say('chooseTopic'))

export const resetPreviewRow = z.object({
  topic: z.string(),
  partition: z.number(),
  currentOffset: z.bigint().nullable(),
  newOffset: z.bigint(),
  /** Messages (offsets) that the group will read a second time. */
  rereadCount: z.bigint(),
  /** Messages (offsets) that the group will never read. */
  skippedCount: z.bigint(),
  /** Why the new offset is not what was asked for: "offset 500 is after the end; 120 is taken". */
  note: z.string().nullable(),
})
export type ResetPreviewRow = z.infer<typeof resetPreviewRow>

export const resetPreview = z.object({
  rows: z.array(resetPreviewRow),
  state: groupState,
  /** Not empty: the group is active and the reset will be refused until they have left. */
  activeMembers: z.array(groupMember),
  /** The same as a command line of Kafka's own tool. */
  commandLine: z.string(),
})
export type ResetPreview = z.infer<typeof resetPreview>

const onGroup = z.object({ clusterId, groupId: z.string() })

export const groups = {
  list: procedure.input(z.object({ clusterId })).output(z.array(groupSummary)),
  figures: procedure
    .input(z.object({ clusterId, groupIds: z.array(z.string()).max(200) }))
    .output(z.array(groupFigures)),
  describe: procedure.input(onGroup).output(groupDetail),
  /** The groups that have committed offsets in a topic or have it assigned, with their lag in it. */
  ofTopic: procedure
    .input(z.object({ clusterId, topic: z.string() }))
    .output(z.array(groupSummary.extend({ lag: z.bigint().nullable(), memberCount: z.number() }))),
  previewReset: procedure.input(onGroup.extend({ scope: resetScope, strategy: resetStrategy })).output(resetPreview),
  /**
   * Commits the offsets of a preview. Checked again right before: `CONFLICT` with the members when the group has
   * become active, and then nothing has been changed.
   */
  applyReset: procedure
    .input(
      onGroup.extend({
        offsets: z
          .array(z.object({ topic: z.string(), partition: z.number().int().min(0), offset: offsetInput }))
          .min(1),
      }),
    )
    .output(z.object({ changedPartitionCount: z.number() })),
  delete: procedure.input(onGroup).output(z.void()),
}
