import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { queries } from '../../api/client.ts'
import type { ResetPreview, ResetStrategy } from '../../api/groups.ts'
import { useSettled } from '../../components/use-settled.ts'

interface PreviewInput {
  readonly clusterId: string
  readonly groupId: string
  /** Null while what is written means nothing yet. */
  readonly wish: {
    readonly scope: { topic: string; partitions: number[] | null }[]
    readonly strategy: ResetStrategy
  } | null
  /** It is asked for at once, not when the writing has come to rest. */
  readonly isReviewed: boolean
}

interface ShownPreview {
  readonly shown: ResetPreview | undefined
  /** It belongs to what is written now, and nothing newer is on its way. */
  readonly isOfWish: boolean
  readonly isFetching: boolean
  readonly error: Error | null
  /** Asks the cluster once more: what is shown may be some moments old. */
  readonly again: () => void
}

const SETTLES_AFTER_MS = 250

/** What a reset would do, for what is written at the moment; until that is known, what it was before. */
export function useResetPreview({ clusterId, groupId, wish, isReviewed }: PreviewInput): ShownPreview {
  const key = wish === null ? null : keyOf(wish)
  const isSettled = useSettled(key, SETTLES_AFTER_MS) === key
  const { data, error, isFetching, isPlaceholderData, refetch } = useQuery(
    queries.groups.previewReset.queryOptions({
      input: { clusterId, groupId, scope: wish?.scope ?? [], strategy: wish?.strategy ?? { to: 'earliest' } },
      enabled: key !== null && (isSettled || isReviewed),
      placeholderData: keepPreviousData,
      refetchOnWindowFocus: false,
      staleTime: 0,
      gcTime: 0,
      retry: false,
    }),
  )
  const shown = key === null ? undefined : data
  return {
    shown,
    isOfWish: shown !== undefined && !isPlaceholderData && !isFetching,
    isFetching,
    error: key === null ? null : error,
    again: () => {
      if (data !== undefined || error !== null) void refetch()
    },
  }
}

function keyOf(wish: object): string {
  return JSON.stringify(wish, (_name, value: unknown) => (typeof value === 'bigint' ? `${value}n` : value))
}
