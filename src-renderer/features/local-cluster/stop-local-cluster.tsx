import { IconPlayerStopFilled } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { problemOf } from '../../api/problem.ts'
import { Button } from '../../components/button.tsx'
import { notifyProblem } from '../../components/notify.ts'
import { useLocalClusterActions } from './actions.ts'

/** Stops the local cluster cleanly; its data stays, so nothing is asked. */
export function StopLocalCluster(): ReactNode {
  const { stop } = useLocalClusterActions()
  const onError = (error: Error): void => notifyProblem(problemOf(error, 'The local cluster was not stopped.'))
  return (
    <Button
      label="Stop local cluster"
      hint="Stop local cluster. The data stays."
      icon={<IconPlayerStopFilled size={12} />}
      isBusy={stop.isPending}
      onClick={() => stop.mutate(undefined, { onError })}
    >
      Stop
    </Button>
  )
}
