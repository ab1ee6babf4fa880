import { IconTransferOut } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useLocalClusterStatus } from '../../api/streams.ts'
import { useAskedDialog } from '../../components/asked-dialog.ts'
import { Button } from '../../components/button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { Stack } from '../../components/layout.tsx'
import { Mono } from '../../components/text.tsx'
import { Phrase } from '../../components/phrase.tsx'
import { texts } from '../../languages/texts.ts'
import { useLocalClusterActions } from './actions.ts'

/** Stops the local cluster, after asking, and writes what Apache Kafka is started with on its directory. */
export function HandOverToKafka({ tone = 'default' }: { tone?: 'default' | 'quiet' }): ReactNode {
  const [dialog, setDialog] = useAskedDialog(['hand-over'])
  const { handOver } = useLocalClusterActions()
  const status = useLocalClusterStatus()
  const close = (): void => setDialog(null)
  const words = texts.localCluster.handOver
  return (
    <>
      <Button tone={tone} icon={<IconTransferOut size={14} />} onClick={() => setDialog('hand-over')}>
        {words.button}
      </Button>
      <Dialog
        title={words.question}
        isOpen={dialog === 'hand-over'}
        onClose={close}
        size="small"
        actions={
          <>
            <Button onClick={close}>{texts.components.cancel}</Button>
            <Button
              tone="primary"
              isBusy={handOver.isPending}
              onClick={() => handOver.mutate(undefined, { onSettled: close })}
            >
              {status?.state === 'running' ? words.stopAndConfirm : words.confirm}
            </Button>
          </>
        }
      >
        <Stack gap={8}>
          <div>
            {status?.state === 'running' && `${words.stops} `}
            <Phrase parts={words.whatIsWritten(<Mono>server.properties</Mono>)} />
          </div>
          <div>{words.filesStay}</div>
        </Stack>
      </Dialog>
    </>
  )
}
