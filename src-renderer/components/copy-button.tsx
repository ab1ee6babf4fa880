import { CopyButton as MantineCopyButton } from '@mantine/core'
import { IconCheck, IconCopy } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { texts } from '../languages/texts.ts'
import { IconButton } from './button.tsx'

/** Copies a text and says so for a moment. */
export function CopyButton({ text, label }: { text: string; label?: string }): ReactNode {
  const words = texts.components
  return (
    <MantineCopyButton value={text} timeout={1400}>
      {({ copied, copy }) => (
        <IconButton label={copied ? words.copied : (label ?? words.copy)} onClick={copy} size={24}>
          {copied ? <IconCheck size={14} color="var(--ok)" /> : <IconCopy size={14} />}
        </IconButton>
      )}
    </MantineCopyButton>
  )
}
