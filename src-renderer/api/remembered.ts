import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback, useState } from 'react'
import { client, queries } from './client.ts'

/** What the last session has left; undefined until it is known. */
export function useRememberedView(): Readonly<Record<string, string>> | undefined {
  return useQuery(queries.application.remembered.queryOptions({ staleTime: Number.POSITIVE_INFINITY })).data
}

/** Keeps a text for the next session. What cannot be kept is no reason to disturb anybody. */
export function useRemember(): (name: string, text: string) => void {
  const cache = useQueryClient()
  return useCallback(
    (name, text) => {
      const key = queries.application.remembered.queryKey()
      cache.setQueryData(key, (before: Record<string, string> | undefined) => ({ ...before, [name]: text }))
      client.application.remember({ name, text }).catch(() => undefined)
    },
    [cache],
  )
}

/** Like `useState`, for a text that is found again after a restart, such as what a list is searched for. */
export function useRememberedText(name: string): [string, (text: string) => void] {
  const remembered = useRememberedView()?.[name] ?? ''
  const remember = useRemember()
  const [typed, setTyped] = useState<string | null>(null)
  const set = (text: string): void => {
    setTyped(text)
    remember(name, text)
  }
  return [typed ?? remembered, set]
}
