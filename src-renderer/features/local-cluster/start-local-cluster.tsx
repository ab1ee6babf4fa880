import { IconPlayerPlayFilled } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { localClusterId } from '../../api/clusters.ts'
import { problemOf } from '../../api/problem.ts'
import { useLocalClusterStatus } from '../../api/streams.ts'
import { Button, ButtonSkeleton } from '../../components/button.tsx'
import { ErrorView } from '../../components/error-view.tsx'
import { Stack } from '../../components/layout.tsx'
import { texts } from '../../languages/texts.ts'
import { useLocalClusterActions } from './actions.ts'
import styles from './start-local-cluster.module.css'

export interface StartLocalClusterProps {
  /** Goes to the cluster when it runs. */
  readonly opensOverview?: boolean
  readonly size?: 'normal' | 'large'
}

/** The button that starts the local cluster, what it is doing meanwhile, and why it did not where it did not. */
export function StartLocalCluster({ opensOverview = false, size = 'large' }: StartLocalClusterProps): ReactNode {
  const status = useLocalClusterStatus()
  const { start } = useLocalClusterActions()
  const words = texts.localCluster.start
  const navigate = useNavigate()
  const open = (): void => void navigate({ to: '/clusters/$clusterId', params: { clusterId: localClusterId } })
  const isStarting = start.isPending || status?.state === 'starting'
  if (status === undefined) return <ButtonSkeleton size={size} width={166} />
  if (status.state === 'running' && !start.isPending) {
    return (
      <div>
        <Button size={size} tone="primary" onClick={open}>
          {words.open}
        </Button>
      </div>
    )
  }
  return (
    <Stack gap={10} align="flex-start">
      <Button
        tone="primary"
        size={size}
        icon={<IconPlayerPlayFilled size={13} />}
        isBusy={isStarting}
        onClick={() => start.mutate(undefined, opensOverview ? { onSuccess: open } : {})}
      >
        {words.button}
      </Button>
      {isStarting && size === 'large' && (
        <span className={styles.step} role="status">
          {status.state === 'starting' ? status.step : words.starting}
        </span>
      )}
      {start.error && !isStarting && size === 'large' && (
        <ErrorView problem={problemOf(start.error, texts.localCluster.notStarted)} />
      )}
    </Stack>
  )
}
