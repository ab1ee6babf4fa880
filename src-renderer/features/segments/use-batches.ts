import { keepPreviousData, useQueries } from '@tanstack/react-query'
import { useCallback, useState } from 'react'
import { queries } from '../../api/client.ts'
import type { BatchSummary } from '../../api/segments.ts'
import type { ForecastInHand } from './use-forecast.ts'

const PAGE = 100

/** A batch, and which part of it the next round of compaction takes; null: not asked for, or not touched. */
export interface BatchRow extends BatchSummary {
  readonly goneShare: number | null
}

export interface BatchWindow {
  readonly batchAt: (index: number) => BatchRow | undefined
  readonly onWindow: (start: number, end: number) => void
}

interface Batches {
  readonly surveyId: string | null
  readonly batchCount: number
  readonly fileName: string
  readonly forecast: ForecastInHand
}

/** The batches that are in sight, asked for by their numbers as one scrolls. */
export function useBatches({ surveyId, batchCount, fileName, forecast: { forecastId } }: Batches): BatchWindow {
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
  const foretold = useQueries({
    queries: pages.map((page) =>
      queries.segments.foretoldBatches.queryOptions({
        input: { forecastId: forecastId ?? '', fileName, from: page * PAGE, count: PAGE },
        enabled: forecastId !== null,
        staleTime: Number.POSITIVE_INFINITY,
        gcTime: 20_000,
      }),
    ),
  })
  const batchAt = (index: number): BatchRow | undefined => {
    const page = Math.floor(index / PAGE) - range.first
    const answer = answers[page]?.data
    const batch = answer?.from === Math.floor(index / PAGE) * PAGE ? answer.batches[index - answer.from] : undefined
    const goneShare = forecastId === null ? null : (foretold[page]?.data?.shares[index % PAGE] ?? null)
    return batch && { ...batch, goneShare }
  }
  const onWindow = useCallback((start: number, end: number) => {
    const first = Math.floor(start / PAGE)
    const last = Math.max(first, Math.floor(Math.max(start, end - 1) / PAGE))
    setRange((before) => (before.first === first && before.last === last ? before : { first, last }))
  }, [])
  return { batchAt, onWindow }
}
