import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useCallback, useState } from 'react'
import { queries } from '../../api/client.ts'
import type { TopicFigures, TopicSummary } from '../../api/topics.ts'

type KnownFigures = ReadonlyMap<string, TopicFigures>

/**
 * Messages and sizes of the topics on screen. They cost requests to every broker, so they are asked for the visible
 * rows only; what was seen once stays until it is asked again.
 */
export function useTopicFigures(clusterId: string): {
  readonly figures: KnownFigures
  /** When they were asked for, in milliseconds since 1970. */
  readonly figuresAt: number
  readonly onVisibleRows: (rows: readonly TopicSummary[]) => void
} {
  const [topics, setTopics] = useState<readonly string[]>([])
  const [figures, setFigures] = useState<KnownFigures>(new Map())
  const { data, dataUpdatedAt } = useQuery(
    queries.topics.figures.queryOptions({
      input: { clusterId, topics: [...topics] },
      enabled: topics.length > 0,
      refetchInterval: 5000,
      placeholderData: keepPreviousData,
    }),
  )
  const [merged, setMerged] = useState(data)
  if (data !== undefined && data !== merged) {
    setMerged(data)
    setFigures(new Map([...figures, ...data.map((each) => [each.name, each] as const)]))
  }
  const onVisibleRows = useCallback((rows: readonly TopicSummary[]) => {
    setTopics(rows.map(({ name }) => name).sort())
  }, [])
  return { figures, figuresAt: dataUpdatedAt, onVisibleRows }
}
