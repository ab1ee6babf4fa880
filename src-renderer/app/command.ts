import type { Icon } from '@tabler/icons-react'
import { notifyProblem } from '../components/notify.ts'
import { texts } from '../languages/texts.ts'

/** Something that the palette can do. */
export interface Command {
  readonly id: string
  readonly label: string
  readonly detail: string
  readonly icon: Icon
  readonly run: () => void
}

/** The command as it is where it must not be run: it says why, before and after it is chosen. */
export function refused(command: Command, why: string): Command {
  const run = (): void => notifyProblem({ what: texts.app.problem.what, why, remedy: '' })
  return { ...command, detail: why, run }
}
