import type { TopicSummary } from '../../api/topics.ts'

export interface TopicFilter {
  readonly search: string
  readonly showsInternal: boolean
}

/** The topics whose name holds every word of the search, whatever its case. */
export function filterTopics(topics: readonly TopicSummary[], { search, showsInternal }: TopicFilter): TopicSummary[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean)
  return topics.filter(({ name, isInternal }) => {
    if (isInternal && !showsInternal) return false
    const lower = name.toLowerCase()
    return words.every((word) => lower.includes(word))
  })
}
