import { IconTransferOut } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useState } from 'react'
import { useLocalClusterStatus } from '../../api/streams.ts'
import { Button } from '../../components/button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { Stack } from '../../components/layout.tsx'
import { Mono } from '../../components/text.tsx'
import { useLocalClusterActions } from './actions.ts'

/** Stops the local cluster, after asking, and writes what Apache Kafka is started with on its directory. */
export function HandOverToKafka({ tone = 'default' }: { tone?: 'default' | 'quiet' }): ReactNode {
  const [isOpen, setIsOpen] = useState(false)
  const { handOver } = useLocalClusterActions()
  const status = useLocalClusterStatus()
  const close = (): void => setIsOpen(false)
  return (
    <>
      <Button tone={tone} icon={<IconTransferOut size={14} />} onClick={() => setIsOpen(true)}>
        Hand over to Apache Kafka…
      </Button>
      <Dialog
        title="Hand over to Apache Kafka?"
        isOpen={isOpen}
        onClose={close}
        size="small"
        actions={
          <>
            <Button onClick={close}>Cancel</Button>
            <Button
              tone="primary"
              isBusy={handOver.isPending}
              onClick={() => handOver.mutate(undefined, { onSettled: close })}
            >
              {status?.state === 'running' ? 'Stop and hand over' : 'Hand over'}
            </Button>
          </>
        }
      >
        <Stack gap={8}>
          <div>
            {status?.state === 'running' && 'The local cluster stops, and clients lose their connection. '}A{' '}
            <Mono>server.properties</Mono> is written, with which Apache Kafka 4 goes on where it has stopped: the same
            address, topics, messages, groups and offsets.
          </div>
          <div>The files stay where they are, and nothing in them changes. The way back is to start it here again.</div>
        </Stack>
      </Dialog>
    </>
  )
}
