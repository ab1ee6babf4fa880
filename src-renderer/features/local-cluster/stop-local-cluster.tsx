import { IconPlayerStopFilled } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { problemOf } from '../../api/problem.ts'
import { Button } from '../../components/button.tsx'
import { notifyProblem } from '../../components/notify.ts'
import { texts } from '../../languages/texts.ts'
import { useLocalClusterActions } from './actions.ts'

/** Stops the local cluster cleanly; its data stays, so nothing is asked. */
export function StopLocalCluster(): ReactNode {
  const { stop } = useLocalClusterActions()
  const words = texts.localCluster.stop
  const onError = (error: Error): void => notifyProblem(problemOf(error, words.failed))
  return (
    <Button
      label={words.label}
      hint={words.hint}
      icon={<IconPlayerStopFilled size={12} />}
      isBusy={stop.isPending}
      onClick={() => stop.mutate(undefined, { onError })}
    >
      {words.button}
    </Button>
  )
}
