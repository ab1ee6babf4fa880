import { QueryClient } from '@tanstack/react-query'
import { transport } from './client.ts'
import { problemCodeOf } from './problem.ts'

/**
 * The cache of everything asked of the back end. What the contract answers with a defined error is not asked again by
 * itself: the answer would be the same. When the connection to the back end comes back, whatever is on screen is.
 */
export function createQueryClient(): QueryClient {
  const cache = new QueryClient({
    defaultOptions: {
      queries: {
        queryKeyHashFn: hashQueryKey,
        staleTime: 2000,
        gcTime: 5 * 60_000,
        refetchOnWindowFocus: true,
        networkMode: 'always',
        retry: (failures, error) => failures < 2 && problemCodeOf(error) === undefined,
        retryDelay: 300,
      },
      mutations: { networkMode: 'always' },
    },
  })
  let wasLost = false
  transport.subscribe(() => {
    const state = transport.state()
    if (state === 'lost') wasLost = true
    if (state !== 'open' || !wasLost) return
    wasLost = false
    void cache.invalidateQueries()
  })
  return cache
}

/** Offsets and timestamps are bigints, which JSON does not know. Objects are the same whatever the order of their members. */
function hashQueryKey(key: readonly unknown[]): string {
  return JSON.stringify(key, (_name, value: unknown) => {
    if (typeof value === 'bigint') return `${value}n`
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
    return Object.fromEntries(Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1)))
  })
}
