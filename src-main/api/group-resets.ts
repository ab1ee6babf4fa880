import { z } from 'zod'
import { procedure } from './base.ts'
import { clusterId, confirmedName } from './clusters.ts'
import { groupMember } from './group-members.ts'
import { offsetInput, offsetShift, timestampInput } from './int64.ts'
import { say } from './languages/texts.ts'

const longestCsv = 4_000_000

export const resetStrategy = z.discriminatedUnion('to', [
  z.object({ to: z.literal('earliest') }),
  z.object({ to: z.literal('latest') }),
  /** Where the group is; the end where it has committed nothing. */
  z.object({ to: z.literal('current') }),
  z.object({ to: z.literal('offset'), offset: offsetInput }),
  /** The first record at or after that time; where there is none, the end. */
  z.object({ to: z.literal('timestamp'), timestamp: timestampInput }),
  /** As a time that lies that long before now. */
  z.object({ to: z.literal('duration'), durationMs: timestampInput }),
  /** Forward (positive) or back from the committed offset, kept within what exists. */
  z.object({ to: z.literal('shift'), by: offsetShift }),
  /** Where another group is. */
  z.object({ to: z.literal('group'), groupId: z.string().min(1, say('chooseGroup')) }),
  /** Exactly what a snapshot says, "no offset" included. */
  z.object({ to: z.literal('snapshot'), snapshotId: z.string().min(1, say('chooseSnapshot')) }),
  /** Lines of `topic,partition,offset`, or `group,topic,partition,offset`, as Kafka's own tool writes and reads them. */
  z.object({ to: z.literal('csv'), csv: z.string().max(longestCsv, say('fileTooLarge')) }),
])
export type ResetStrategy = z.infer<typeof resetStrategy>

/** Which partitions a reset concerns; a snapshot and a CSV say so themselves. `partitions` null: all of the topic. */
export const resetScope = z.array(
  z.object({ topic: z.string(), partitions: z.array(z.number().int().min(0)).nullable() }),
)
export type ResetScope = z.infer<typeof resetScope>

export const resetPreviewRow = z.object({
  topic: z.string(),
  partition: z.number(),
  currentOffset: z.bigint().nullable(),
  /** Null: the group will have no offset here. */
  newOffset: z.bigint().nullable(),
  /** Messages (offsets) that the group will read a second time. */
  rereadCount: z.bigint(),
  /** Messages (offsets) that the group will never read. */
  skippedCount: z.bigint(),
  /** Why the new offset is not what was asked for: "offset 500 is after the end; 120 is taken". */
  note: z.string().nullable(),
})
export type ResetPreviewRow = z.infer<typeof resetPreviewRow>

/** A command of Kafka's own tool, and the file that it reads where it reads one. */
export const toolCommand = z.object({
  line: z.string(),
  file: z.object({ name: z.string(), text: z.string() }).nullable(),
})
export type ToolCommand = z.infer<typeof toolCommand>

export const offsetsChanged = z.object({
  changedPartitionCount: z.number(),
  /** Partitions whose offset is what it was, though another was asked for. All others have been changed. */
  refused: z.array(z.object({ topic: z.string(), partition: z.number(), why: z.string() })),
  /** What the offsets were before: what `undoReset` takes. Null where all was refused: there is nothing to undo then. */
  snapshotId: z.string().nullable(),
})
export type OffsetsChanged = z.infer<typeof offsetsChanged>

export const resetPreview = z.object({
  rows: z.array(resetPreviewRow),
  /** Partitions of the scope that the strategy says nothing about: they stay as they are. */
  leftAlone: z.array(z.object({ topic: z.string(), partition: z.number(), why: z.string() })),
  /** Lines of a CSV that cannot be used. Nothing can be applied while there is one. */
  badLines: z.array(z.object({ line: z.number(), why: z.string() })),
  /** `Dead` where there is no such group (any more): a reset makes it. */
  state: z.string(),
  /** Not empty: the group is active and the reset will be refused until they have left. */
  activeMembers: z.array(groupMember),
  /** The same as command lines of Kafka's own tool. */
  commands: z.array(toolCommand),
})
export type ResetPreview = z.infer<typeof resetPreview>

const onGroup = z.object({ clusterId, groupId: z.string().min(1) })

export const resets = {
  previewReset: procedure.input(onGroup.extend({ scope: resetScope, strategy: resetStrategy })).output(resetPreview),
  /**
   * Takes a snapshot, then commits the offsets of a preview. Checked again right before: `CONFLICT` with the members when
   * the group has become active, and then nothing has been changed.
   */
  applyReset: procedure
    .input(
      onGroup.extend({
        /** Where the offsets come from: for the list of snapshots, and for what may lie outside of the log. */
        strategy: resetStrategy,
        offsets: z
          .array(z.object({ topic: z.string(), partition: z.number().int().min(0), offset: offsetInput.nullable() }))
          .min(1),
        /** Asked for where messages are skipped. */
        confirmedName,
      }),
    )
    .output(offsetsChanged),
  /** Forgets what the group has committed; a snapshot is taken before. */
  deleteOffsets: procedure
    .input(onGroup.extend({ scope: resetScope.min(1, say('chooseTopic')), confirmedName }))
    .output(offsetsChanged),
}
