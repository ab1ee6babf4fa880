import { texts } from '../languages/texts.ts'
import { ProblemError } from './problem-error.ts'
import type { Services } from './services.ts'

export interface Confirmed {
  readonly clusterId: string
  /** What the user has typed; null: nothing was asked for. */
  readonly confirmedName: string | null
}

/**
 * On a cluster marked as production, what destroys something is done only when its name was typed.
 * @throws ProblemError `REJECTED`
 */
export function requireConfirmation({ savedClusters }: Services, confirmed: Confirmed, name: string): void {
  const { clusterId, confirmedName } = confirmed
  const isNeeded = savedClusters.find(clusterId)?.marks.isProduction === true
  if (confirmedName === name || (confirmedName === null && !isNeeded)) return
  const words = texts.procedures.confirmation
  throw new ProblemError('REJECTED', {
    what: words.what,
    why: confirmedName === null ? words.notTyped : words.otherName,
    remedy: words.type(name),
  })
}
