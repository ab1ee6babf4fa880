import { IconPin, IconPinnedOff } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { queries } from '../../api/client.ts'
import { Button } from '../../components/button.tsx'
import { texts } from '../../languages/texts.ts'
import { usePinning } from './pinning.ts'

/** Whether Brokkr records the lag of the group. */
export function PinButton({ clusterId, groupId }: { clusterId: string; groupId: string }): ReactNode {
  const { data: pinned } = useQuery(queries.lag.pinned.queryOptions({ input: { clusterId } }))
  const { pin, unpin } = usePinning()
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
