import { useQueryClient } from '@tanstack/react-query'
import { queries } from './client.ts'

export { mayLoseMessages, type ConfigEntry } from '../../src-main/api/configuration.ts'
export type {
  GroupHit,
  PartitionDetail,
  PurgePreviewRow,
  PurgeTarget,
  TopicConfigDefinition,
  TopicDetail,
  TopicFigures,
  TopicSummary,
} from '../../src-main/api/topics.ts'

/** To be called when topics of a cluster have been created, changed or deleted: everything shown of them is asked again. */
export function useTopicsChanged(): () => Promise<void> {
  const cache = useQueryClient()
  return () => cache.invalidateQueries({ queryKey: queries.topics.key() })
}
