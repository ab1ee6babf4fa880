import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useCallback, useState } from 'react'
import { queries } from '../../api/client.ts'
import type { GroupFigures, GroupSummary } from '../../api/groups.ts'

type KnownFigures = ReadonlyMap<string, GroupFigures>

/** As many as the back end answers for at once. */
const MOST_ASKED = 200

/** Members and lag of the groups on screen, kept up to date; what was seen once stays until it is asked again. */
export function useGroupFigures(clusterId: string): {
  readonly figures: KnownFigures
  readonly onVisibleRows: (rows: readonly GroupSummary[]) => void
} {
  const [groupIds, setGroupIds] = useState<readonly string[]>([])
  const [figures, setFigures] = useState<KnownFigures>(new Map())
  const { data } = useQuery(
    queries.groups.figures.queryOptions({
      input: { clusterId, groupIds: [...groupIds] },
      enabled: groupIds.length > 0,
      refetchInterval: 4000,
      placeholderData: keepPreviousData,
    }),
  )
  const [merged, setMerged] = useState(data)
  if (data !== undefined && data !== merged) {
    setMerged(data)
    setFigures(new Map([...figures, ...data.map((each) => [each.groupId, each] as const)]))
  }
  const onVisibleRows = useCallback((rows: readonly GroupSummary[]) => {
    setGroupIds(
      rows
        .map(({ groupId }) => groupId)
        .sort()
        .slice(0, MOST_ASKED),
    )
  }, [])
  return { figures, onVisibleRows }
}
