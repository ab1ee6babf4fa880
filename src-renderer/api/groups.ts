import { useQueryClient } from '@tanstack/react-query'
import { queries } from './client.ts'

export type {
  GroupDetail,
  GroupFigures,
  GroupMember,
  GroupPartition,
  GroupSummary,
  ResetPreview,
  ResetPreviewRow,
  ResetStrategy,
} from '../../src-main/api/groups.ts'

/** To be called when a group's offsets were reset or the group was deleted: everything shown of groups is asked again. */
export function useGroupsChanged(): () => Promise<void> {
  const cache = useQueryClient()
  return () => cache.invalidateQueries({ queryKey: queries.groups.key() })
}
