import { IconPin, IconPinnedOff } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { queries } from '../../api/client.ts'
import { problemOf } from '../../api/problem.ts'
import { Button } from '../../components/button.tsx'
import { notifyProblem } from '../../components/notify.ts'
import { texts } from '../../languages/texts.ts'

/** Whether Brokkr records the lag of the group. */
export function PinButton({ clusterId, groupId }: { clusterId: string; groupId: string }): ReactNode {
  const cache = useQueryClient()
  const { data: pinned } = useQuery(queries.lag.pinned.queryOptions({ input: { clusterId } }))
  const change = {
    onSettled: () => cache.invalidateQueries({ queryKey: queries.lag.key() }),
    onError: (error: unknown) => notifyProblem(problemOf(error, texts.groups.lag.notPinnedError)),
  }
  const pin = useMutation(queries.lag.pin.mutationOptions(change))
  const unpin = useMutation(queries.lag.unpin.mutationOptions(change))
  const isPinned = pinned?.includes(groupId) ?? false
  return isPinned ? (
    <Button
      icon={<IconPinnedOff size={14} />}
      hint={texts.groups.lag.unpinHint}
      isBusy={unpin.isPending}
      onClick={() => unpin.mutate({ clusterId, groupId })}
    >
      {texts.groups.lag.unpin}
    </Button>
  ) : (
    <Button
      icon={<IconPin size={14} />}
      hint={texts.groups.lag.pinHint}
      isBusy={pin.isPending}
      onClick={() => pin.mutate({ clusterId, groupId })}
    >
      {texts.groups.lag.pin}
    </Button>
  )
}
