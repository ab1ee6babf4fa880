import { IconPencilPlus } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useState } from 'react'
import { Button } from '../../components/button.tsx'
import { ProduceDialog } from './produce-dialog.tsx'

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
        Produce message
      </Button>
      <ProduceDialog {...props} isOpen={isOpen} onClose={() => setIsOpen(false)} />
    </>
  )
}
