import { z } from 'zod'
import { procedure } from './base.ts'
import { clusterId, confirmedName } from './clusters.ts'
import { offsetsChanged } from './group-resets.ts'
import { say } from './languages/texts.ts'

/** Why there is a snapshot: saved by the user, or taken by Brokkr before it changed something. */
export const snapshotKind = z.enum(['saved', 'before-reset', 'before-undo', 'before-deletion'])

/** What was about to be done. */
export const snapshotReason = z.object({
  act: z.enum([
    'earliest',
    'latest',
    'current',
    'offset',
    'timestamp',
    'duration',
    'shift',
    'group',
    'snapshot',
    'csv',
    'undo',
    'delete-offsets',
    'delete-group',
    'save',
  ]),
  /** An offset, milliseconds since 1970 or of a duration, a shift, or the name of a group or snapshot. */
  detail: z.string(),
})
export type SnapshotReason = z.infer<typeof snapshotReason>

export const snapshotSummary = z.object({
  id: z.string(),
  groupId: z.string(),
  takenAt: z.bigint(),
  kind: snapshotKind,
  /** As the user has called it; null for those that Brokkr took. */
  name: z.string().nullable(),
  why: snapshotReason,
  /** The user of this machine. */
  who: z.string(),
  partitionCount: z.number(),
  /** The cluster behind the address is another one now: wiped, or replaced. */
  isOfAnotherCluster: z.boolean(),
})
export type SnapshotSummary = z.infer<typeof snapshotSummary>

export const snapshotOffset = z.object({
  topic: z.string(),
  partition: z.number(),
  /** Null: the group had no offset here. */
  offset: z.bigint().nullable(),
})
export type SnapshotOffset = z.infer<typeof snapshotOffset>

const onGroup = z.object({ clusterId, groupId: z.string().min(1) })
const onSnapshot = z.object({ clusterId, snapshotId: z.string() })

export const snapshots = {
  /** The newest first. */
  snapshots: procedure.input(onGroup).output(z.array(snapshotSummary)),
  /** Groups that were deleted from here, as they can be made again; the newest first. */
  deletedGroups: procedure.input(z.object({ clusterId })).output(z.array(snapshotSummary)),
  snapshotOffsets: procedure.input(onSnapshot).output(z.array(snapshotOffset)),
  saveSnapshot: procedure
    .input(onGroup.extend({ name: z.string().trim().min(1, say('snapshotNeedsName')).max(100) }))
    .output(snapshotSummary),
  removeSnapshot: procedure.input(onSnapshot).output(z.void()),
  /**
   * Restores exactly what a snapshot says, "no offset", metadata and leader epochs included; a snapshot is taken before.
   * `CONFLICT` as `applyReset`.
   */
  undoReset: procedure.input(onGroup.extend({ snapshotId: z.string(), confirmedName })).output(offsetsChanged),
  /** What the group has committed now, or what a snapshot says, as `kafka-consumer-groups --export` writes it. */
  offsetsAsCsv: procedure
    .input(onGroup.extend({ snapshotId: z.string().nullable() }))
    .output(z.object({ fileName: z.string(), csv: z.string() })),
}
