import type { ReactNode } from 'react'
import { problemOf } from '../../api/problem.ts'
import { useSettings } from '../../api/settings.ts'
import { Button } from '../../components/button.tsx'
import { notifyProblem } from '../../components/notify.ts'
import { texts } from '../../languages/texts.ts'
import { useLocalClusterActions } from './actions.ts'

/** Where the local cluster works in a directory that was opened: the way back to its own. */
export function OwnDirectory(): ReactNode {
  const { openOwnDirectory } = useLocalClusterActions()
  if (useSettings().localClusterDirectory === null) return null
  const onError = (error: Error): void => notifyProblem(problemOf(error))
  return (
    <Button
      tone="quiet"
      isBusy={openOwnDirectory.isPending}
      onClick={() => openOwnDirectory.mutate(undefined, { onError })}
    >
      {texts.localCluster.directory.goBack}
    </Button>
  )
}
