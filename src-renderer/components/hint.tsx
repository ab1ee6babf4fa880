import { Tooltip } from '@mantine/core'
import type { ReactElement, ReactNode } from 'react'

/** A tooltip; on hover and on keyboard focus. */
export function Hint({ text, children }: { text: ReactNode; children: ReactElement }): ReactNode {
  return (
    <Tooltip
      label={text}
      openDelay={350}
      withArrow={false}
      events={{ hover: true, focus: true, touch: false }}
      multiline
      maw={340}
      fz={12}
      px={8}
      py={4}
      transitionProps={{ duration: 80 }}
    >
      {children}
    </Tooltip>
  )
}
