import { useQueryClient } from '@tanstack/react-query'
import { queries } from './client.ts'

export type { GroupMember } from '../../src-main/api/group-members.ts'
export type {
  OffsetsChanged,
  ResetPreview,
  ResetPreviewRow,
  ResetStrategy,
  ToolCommand,
} from '../../src-main/api/group-resets.ts'
export type { GroupDetail, GroupFigures, GroupPartition, GroupSummary } from '../../src-main/api/groups.ts'
export type { LagHistory } from '../../src-main/api/lag.ts'
export type { SnapshotSummary } from '../../src-main/api/offset-snapshots.ts'
export type { Isolation } from '../../src-main/api/scans.ts'

/** To be called when a group's offsets were reset or the group was deleted: everything shown of groups is asked again. */
export function useGroupsChanged(): () => Promise<void> {
  const cache = useQueryClient()
  return () => cache.invalidateQueries({ queryKey: queries.groups.key() })
}
