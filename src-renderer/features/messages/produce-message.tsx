import { IconPencilPlus } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useWhyNot } from '../../api/access.ts'
import { useAskedDialog } from '../../components/asked-dialog.ts'
import { Button } from '../../components/button.tsx'
import { ProduceDialog } from './produce-dialog.tsx'
import { texts } from '../../languages/texts.ts'

export interface ProduceMessageProps {
  readonly clusterId: string
  readonly topic: string
  readonly onProduced: () => void
}

/** The button that opens the dialog. */
export function ProduceMessage(props: ProduceMessageProps): ReactNode {
  const [dialog, setDialog] = useAskedDialog(['produce'])
  const whyNot = useWhyNot(props.clusterId, props.topic)('write')
  return (
    <>
      <Button
        tone="primary"
        icon={<IconPencilPlus size={14} />}
        whyDisabled={whyNot}
        onClick={() => setDialog('produce')}
      >
        {texts.messages.produceMessage}
      </Button>
      <ProduceDialog {...props} isOpen={dialog === 'produce'} onClose={() => setDialog(null)} />
    </>
  )
}
