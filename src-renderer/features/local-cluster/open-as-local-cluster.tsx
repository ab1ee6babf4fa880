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
import { Phrase } from '../../components/phrase.tsx'
import { texts } from '../../languages/texts.ts'
import { useLocalClusterActions } from './actions.ts'
import { BackupFields } from './backup-fields.tsx'
import { useBackup } from './backup.ts'

/** Makes a directory the local cluster's: says what that means, and offers a backup first. */
export function OpenAsLocalCluster({ directory }: { directory: DataDirectory }): ReactNode {
  const [isOpen, setIsOpen] = useState(false)
  const backup = useBackup(directory)
  const { open, isBusy, error } = useOpening(directory.path)
  const isBackedUp = backup.finishedAs !== null
  const words = texts.localCluster.adopt
  const close = (): void => {
    backup.stop()
    setIsOpen(false)
  }
  return (
    <>
      <Button icon={<IconFlame size={14} />} isDisabled={directory.obstacle !== null} onClick={() => setIsOpen(true)}>
        {words.button}
      </Button>
      <Dialog
        title={words.question}
        isOpen={isOpen}
        onClose={close}
        actions={
          <>
            <Button onClick={close}>{texts.components.cancel}</Button>
            <Button
              tone={isBackedUp ? 'primary' : 'default'}
              isDisabled={backup.isRunning}
              isBusy={isBusy}
              onClick={open}
            >
              {isBackedUp ? words.confirm : words.withoutBackup}
            </Button>
          </>
        }
      >
        <Stack gap={14}>
          <div>
            <Phrase parts={words.whatHappens(<Mono>{directory.path}</Mono>, directory.nodeId)} />
          </div>
          <StopNote />
          <BackupFields directory={directory} backup={backup} />
          {error && <ErrorView problem={problemOf(error, texts.localCluster.directory.notOpened)} />}
        </Stack>
      </Dialog>
    </>
  )
}

function StopNote(): ReactNode {
  const status = useLocalClusterStatus()
  return status?.state === 'running' ? (
    <div>
      <Phrase parts={texts.localCluster.adopt.stopsFirst(<Mono>{status.dataDirectory}</Mono>)} />
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
