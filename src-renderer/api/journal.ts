import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { JournalOutcome } from '../../src-main/api/journal.ts'
import { queries } from './client.ts'

export type { JournalEntry, JournalOutcome } from '../../src-main/api/journal.ts'

export interface JournalFilter {
  /** Null: of all clusters. */
  readonly clusterId: string | null
  /** Null: however it went. */
  readonly outcome: JournalOutcome | null
  readonly search: string
}

const SHOWN = 2000

/** The changes that fit, the newest first, and asked again every few seconds: other windows change things too. */
export function useJournal(filter: JournalFilter) {
  return useQuery(
    queries.journal.list.queryOptions({
      input: { ...filter, limit: SHOWN },
      refetchInterval: 5000,
      placeholderData: keepPreviousData,
    }),
  )
}
