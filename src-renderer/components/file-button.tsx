import { FileButton as MantineFileButton } from '@mantine/core'
import type { ReactNode } from 'react'
import { Button } from './button.tsx'

export interface FileButtonProps {
  readonly children: string
  /** Ends of names, such as `.csv,.jsonl`. */
  readonly accept: string
  readonly onFile: (file: File) => void
}

/** A button that lets a file be chosen, whose contents the page may read. */
export function FileButton({ children, accept, onFile }: FileButtonProps): ReactNode {
  return (
    <MantineFileButton
      accept={accept}
      onChange={(file) => file && onFile(file)}
      inputProps={{ 'aria-label': children }}
    >
      {(props) => <Button onClick={props.onClick}>{children}</Button>}
    </MantineFileButton>
  )
}
