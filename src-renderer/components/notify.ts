import { notifications } from '@mantine/notifications'
import { texts } from '../languages/texts.ts'
import type { ErrorParts } from './error-view.tsx'

const close = () => ({ closeButtonProps: { 'aria-label': texts.components.dismiss } })

/** Says in a corner, for a few seconds, that something was done. */
export function notifyDone(message: string): void {
  notifications.show({ message, color: 'green', autoClose: 4000, withBorder: true, role: 'status', ...close() })
}

/** Says in a corner that something failed, where there is no better place for it. */
export function notifyProblem(problem: ErrorParts): void {
  notifications.show({
    title: problem.what,
    message: `${problem.why} ${problem.remedy}`.trim(),
    color: 'red',
    autoClose: 10_000,
    withBorder: true,
    ...close(),
  })
}
