import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback, useMemo, useState } from 'react'
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

/** A list that is found again after a restart; what was kept by another version and is none of its items is left out. */
export function useRememberedList<Item>(
  name: string,
  isItem: (stored: unknown) => stored is Item,
): readonly [readonly Item[], (items: readonly Item[]) => void] {
  const [stored, store] = useRememberedText(name)
  const items = useMemo(() => listIn(stored).filter(isItem), [stored, isItem])
  return [items, (next) => store(next.length === 0 ? '' : JSON.stringify(next))]
}

function listIn(stored: string): readonly unknown[] {
  try {
    const found: unknown = JSON.parse(stored)
    return Array.isArray(found) ? found : []
  } catch {
    return []
  }
}
