import { Popover as MantinePopover } from '@mantine/core'
import type { ReactElement, ReactNode } from 'react'
import { InPopoverProvider } from './in-popover.ts'

export interface PopoverProps {
  /** A button; a click on it opens and closes. */
  readonly trigger: ReactElement
  readonly children: ReactNode
  readonly width?: number
}

/** More about a thing, beside it. Esc and a click elsewhere close it. */
export function Popover({ trigger, children, width = 320 }: PopoverProps): ReactNode {
  return (
    <MantinePopover position="bottom-start" shadow="md" width={width} radius="md" transitionProps={{ duration: 80 }}>
      <MantinePopover.Target>{trigger}</MantinePopover.Target>
      <MantinePopover.Dropdown p={12}>
        <InPopoverProvider value>{children}</InPopoverProvider>
      </MantinePopover.Dropdown>
    </MantinePopover>
  )
}
