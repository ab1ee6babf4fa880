import { IconPencilPlus } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useState } from 'react'
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
  const [isOpen, setIsOpen] = useState(false)
  return (
    <>
      <Button tone="primary" icon={<IconPencilPlus size={14} />} onClick={() => setIsOpen(true)}>
        {texts.messages.produceMessage}
      </Button>
      <ProduceDialog {...props} isOpen={isOpen} onClose={() => setIsOpen(false)} />
    </>
  )
}
