import { IconPencil, IconRefresh } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useEffect, useState } from 'react'
import { queries } from '../../api/client.ts'
import { useConnectionState } from '../../api/streams.ts'
import { Button } from '../../components/button.tsx'
import { ErrorView } from '../../components/error-view.tsx'
import { texts } from '../../languages/texts.ts'
import { EditDialog } from './edit-dialog.tsx'
import { UnlockForm } from './keep-secrets.tsx'
import styles from './unreachable-banner.module.css'

/** Says that a cluster does not answer, why, when it is tried again, and what to do; what is known of it stays on screen below. */
export function UnreachableBanner({ clusterId }: { clusterId: string }): ReactNode {
  const connection = useConnectionState(clusterId)
  const [isEditing, setIsEditing] = useState(false)
  const retry = useMutation(queries.clusters.retry.mutationOptions())
  if (connection?.state !== 'reconnecting' && connection?.state !== 'failed') return null
  const { why, remedy } = connection
  const needs = connection.state === 'failed' ? connection.needs : null
  const isPassing = connection.state === 'reconnecting'
  return (
    <div className={styles.banner}>
      <ErrorView
        problem={{
          what: isPassing ? texts.clusters.doesNotAnswer : texts.clusters.notConnected,
          why,
          remedy,
        }}
        actions={
          needs === 'passphrase' ? (
            <UnlockForm />
          ) : (
            <>
              {needs === null && (
                <Button
                  size="small"
                  icon={<IconRefresh size={13} />}
                  isBusy={retry.isPending}
                  onClick={() => retry.mutate({ clusterId })}
                >
                  {texts.clusters.tryAgain}
                </Button>
              )}
              <Button size="small" icon={<IconPencil size={13} />} onClick={() => setIsEditing(true)}>
                {texts.clusters.editConnection}
              </Button>
              {isPassing && <NextTry at={connection.retryAt} />}
            </>
          )
        }
      />
      <EditDialog clusterId={clusterId} isOpen={isEditing} onClose={() => setIsEditing(false)} />
    </div>
  )
}

/** Counts the seconds down until it is tried again. */
function NextTry({ at }: { at: number }): ReactNode {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 500)
    return () => clearInterval(timer)
  }, [])
  const seconds = Math.ceil((at - now) / 1000)
  return <span className={styles.next}>{seconds > 0 ? texts.clusters.nextTry(seconds) : texts.clusters.tryingNow}</span>
}
