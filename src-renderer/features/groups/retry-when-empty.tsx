import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useEffect, useEffectEvent, useState } from 'react'
import { queries } from '../../api/client.ts'
import { problemCodeOf } from '../../api/problem.ts'
import { Button } from '../../components/button.tsx'
import { texts } from '../../languages/texts.ts'

interface RetryWhenEmptyProps {
  readonly clusterId: string
  readonly groupId: string
  readonly onEmpty: () => void
}

/** Waits for the last member to leave, and has the preview made anew then. */
export function RetryWhenEmpty({ clusterId, groupId, onEmpty }: RetryWhenEmptyProps): ReactNode {
  const [isWaiting, setIsWaiting] = useState(false)
  const { data, error } = useQuery({
    ...queries.groups.describe.queryOptions({ input: { clusterId, groupId } }),
    enabled: isWaiting,
    refetchInterval: isWaiting ? 1000 : false,
  })
  const isEmpty = isWaiting && (data?.members.length === 0 || problemCodeOf(error) === 'NOT_FOUND')
  const tell = useEffectEvent(onEmpty)
  useEffect(() => {
    if (isEmpty) tell()
  }, [isEmpty])
  return (
    <Button size="small" isBusy={isWaiting && !isEmpty} onClick={() => setIsWaiting(true)}>
      {texts.groups.reset.retryWhenEmpty}
    </Button>
  )
}
