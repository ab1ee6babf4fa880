import { IconRefresh } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { connectionStateOf, useConnectionState } from '../../api/streams.ts'
import { Button } from '../../components/button.tsx'
import { ErrorView } from '../../components/error-view.tsx'
import styles from './unreachable-banner.module.css'

/** Says that a cluster does not answer, why, and what to do; what is known of it stays on screen below. */
export function UnreachableBanner({ clusterId }: { clusterId: string }): ReactNode {
  const connection = useConnectionState(clusterId)
  const cache = useQueryClient()
  if (connection?.state !== 'unreachable') return null
  const retry = (): void => {
    connectionStateOf(clusterId).restart()
    void cache.invalidateQueries()
  }
  return (
    <div className={styles.banner}>
      <ErrorView
        problem={{ what: 'The cluster does not answer.', why: connection.why, remedy: connection.remedy }}
        actions={
          <Button size="small" icon={<IconRefresh size={13} />} onClick={retry}>
            Try again
          </Button>
        }
      />
    </div>
  )
}
