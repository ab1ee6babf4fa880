import type { TopicSummary } from '../../api/topics.ts'
import { holdsWords } from '../../components/words.ts'

export interface TopicFilter {
  readonly search: string
  readonly showsInternal: boolean
}

/** The topics whose name holds every word of the search, whatever its case. */
export function filterTopics(topics: readonly TopicSummary[], { search, showsInternal }: TopicFilter): TopicSummary[] {
  const isWanted = holdsWords(search)
  return topics.filter(({ name, isInternal }) => (showsInternal || !isInternal) && isWanted(name))
}
