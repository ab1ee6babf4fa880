import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { Settings } from '../../src-main/api/settings.ts'
import { defaultSettings } from '../../src-main/api/settings.ts'
import { queries } from './client.ts'

export type { Settings } from '../../src-main/api/settings.ts'

/** The preferences, and those of a new user until they are known. */
export function useSettings(): Settings {
  return useKnownSettings() ?? defaultSettings
}

/** The preferences; undefined until they are known. */
export function useKnownSettings(): Settings | undefined {
  return useQuery(queries.settings.get.queryOptions({ staleTime: Number.POSITIVE_INFINITY })).data
}

/** Changes some preferences. The screen shows the new ones at once, and the old ones again if they cannot be saved. */
export function useChangeSettings(): (change: Partial<Settings>) => void {
  const cache = useQueryClient()
  const key = queries.settings.get.queryKey()
  const { mutate } = useMutation(
    queries.settings.change.mutationOptions({
      onMutate: (change) => {
        const before = cache.getQueryData<Settings>(key) ?? defaultSettings
        cache.setQueryData(key, { ...before, ...definedFields(change) })
        return before
      },
      onSuccess: (saved) => cache.setQueryData(key, saved),
      onError: (_error, _change, before) => cache.setQueryData(key, before),
    }),
  )
  return mutate
}

function definedFields(change: { [Field in keyof Settings]?: Settings[Field] | undefined }): Partial<Settings> {
  return Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined))
}
