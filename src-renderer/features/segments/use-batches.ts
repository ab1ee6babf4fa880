import { keepPreviousData, useQueries } from '@tanstack/react-query'
import { useCallback, useState } from 'react'
import { queries } from '../../api/client.ts'
import type { BatchSummary } from '../../api/segments.ts'

const PAGE = 100

export interface BatchWindow {
  readonly batchAt: (index: number) => BatchSummary | undefined
  readonly onWindow: (start: number, end: number) => void
}

/** The batches that are in sight, asked for by their numbers as one scrolls. */
export function useBatches(surveyId: string | null, batchCount: number): BatchWindow {
  const [range, setRange] = useState({ first: 0, last: 0 })
  const pages = Array.from({ length: range.last - range.first + 1 }, (_each, at) => range.first + at)
  const answers = useQueries({
    queries: pages.map((page) => {
      const from = page * PAGE
      return queries.segments.batches.queryOptions({
        // The last page has more batches once the survey has seen more.
        input: { surveyId: surveyId ?? '', from, count: Math.max(1, Math.min(PAGE, batchCount - from)) },
        enabled: surveyId !== null && from < batchCount,
        staleTime: Number.POSITIVE_INFINITY,
        gcTime: 20_000,
        placeholderData: keepPreviousData,
      })
    }),
  })
  const batchAt = (index: number): BatchSummary | undefined => {
    const answer = answers[Math.floor(index / PAGE) - range.first]?.data
    return answer?.from === Math.floor(index / PAGE) * PAGE ? answer.batches[index - answer.from] : undefined
  }
  const onWindow = useCallback((start: number, end: number) => {
    const first = Math.floor(start / PAGE)
    const last = Math.max(first, Math.floor(Math.max(start, end - 1) / PAGE))
    setRange((before) => (before.first === first && before.last === last ? before : { first, last }))
  }, [])
  return { batchAt, onWindow }
}
