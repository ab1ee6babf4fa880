import { IconFlame } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useState } from 'react'
import { localClusterId } from '../../api/clusters.ts'
import type { DataDirectory } from '../../api/data-directories.ts'
import { problemOf } from '../../api/problem.ts'
import { useLocalClusterStatus } from '../../api/streams.ts'
import { Button } from '../../components/button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { ErrorView } from '../../components/error-view.tsx'
import { Stack } from '../../components/layout.tsx'
import { Mono } from '../../components/text.tsx'
import { useLocalClusterActions } from './actions.ts'
import { BackupFields } from './backup-fields.tsx'
import { useBackup } from './backup.ts'

/** Makes a directory the local cluster's: says what that means, and offers a backup first. */
export function OpenAsLocalCluster({ directory }: { directory: DataDirectory }): ReactNode {
  const [isOpen, setIsOpen] = useState(false)
  const backup = useBackup(directory)
  const { open, isBusy, error } = useOpening(directory.path)
  const isBackedUp = backup.finishedAs !== null
  const close = (): void => {
    backup.stop()
    setIsOpen(false)
  }
  return (
    <>
      <Button icon={<IconFlame size={14} />} isDisabled={directory.obstacle !== null} onClick={() => setIsOpen(true)}>
        Open as the local cluster…
      </Button>
      <Dialog
        title="Open as the local cluster?"
        isOpen={isOpen}
        onClose={close}
        actions={
          <>
            <Button onClick={close}>Cancel</Button>
            <Button
              tone={isBackedUp ? 'primary' : 'default'}
              isDisabled={backup.isRunning}
              isBusy={isBusy}
              onClick={open}
            >
              {isBackedUp ? 'Open as the local cluster' : 'Open without a backup'}
            </Button>
          </>
        }
      >
        <Stack gap={14}>
          <div>
            From then on Brokkr’s broker runs on <Mono>{directory.path}</Mono> and writes there, as node{' '}
            {directory.nodeId}. Apache Kafka can open it again afterwards.
          </div>
          <StopNote />
          <BackupFields directory={directory} backup={backup} />
          {error && <ErrorView problem={problemOf(error, 'The directory was not opened.')} />}
        </Stack>
      </Dialog>
    </>
  )
}

function StopNote(): ReactNode {
  const status = useLocalClusterStatus()
  return status?.state === 'running' ? (
    <div>
      The local cluster that runs now stops first. Its own data stays in <Mono>{status.dataDirectory}</Mono>.
    </div>
  ) : null
}

/** Stops what runs, makes the directory the local cluster's, and goes to where it is started. */
function useOpening(path: string): { open: () => void; isBusy: boolean; error: Error | null } {
  const navigate = useNavigate()
  const { stop, openDirectory } = useLocalClusterActions()
  const open = async (): Promise<void> => {
    await stop.mutateAsync()
    await openDirectory.mutateAsync({ path })
    await navigate({ to: '/clusters/$clusterId', params: { clusterId: localClusterId } })
  }
  return {
    // Why it failed stands in the dialog.
    open: () => void open().catch(() => {}),
    isBusy: stop.isPending || openDirectory.isPending,
    error: stop.error ?? openDirectory.error,
  }
}
