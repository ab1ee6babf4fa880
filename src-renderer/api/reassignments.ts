import { useQuery, useQueryClient } from '@tanstack/react-query'
import { queries } from './client.ts'

export type { PlannedAssignment, Reassignment, Throttle } from '../../src-main/api/reassignments.ts'

/** To be called when a move of replicas was begun, changed or cancelled. */
export function useReassignmentsChanged(): () => Promise<void> {
  const cache = useQueryClient()
  return async () => {
    await cache.invalidateQueries({ queryKey: queries.reassignments.key() })
    await cache.invalidateQueries({ queryKey: queries.topics.key() })
  }
}

/** What is being moved in a cluster; asked again often while something is. */
export function useReassignments(clusterId: string) {
  return useQuery(
    queries.reassignments.list.queryOptions({
      input: { clusterId },
      refetchInterval: ({ state }) => ((state.data?.reassignments.length ?? 0) > 0 ? 1500 : 10_000),
    }),
  )
}
