import { Progress } from '@mantine/core'
import type { ReactNode } from 'react'

/** How far something is, between 0 and 1; null: nobody knows, but it goes on. */
export function ProgressBar({ label, part }: { label: string; part: number | null }): ReactNode {
  return (
    <Progress.Root size="sm">
      <Progress.Section
        value={part === null ? 100 : Math.min(1, part) * 100}
        color="ember"
        animated={part === null}
        striped={part === null}
        aria-label={label}
      />
    </Progress.Root>
  )
}
