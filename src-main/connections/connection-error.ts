import type { Problem } from '../api/problem.ts'
import { texts } from '../languages/texts.ts'

/** A connection cannot even be tried as it is set up; the problem says what is wrong with it. */
export class ConnectionError extends Error {
  override readonly name = 'ConnectionError'
  readonly code: 'REJECTED' | 'CONFLICT'
  readonly problem: Problem

  constructor(problem: Problem, code: 'REJECTED' | 'CONFLICT' = 'REJECTED') {
    super(`${problem.what} ${problem.why}`)
    this.code = code
    this.problem = problem
  }
}

/** Secrets are needed that are not there: locked under a passphrase, or gone with the run of the program that had them. */
export class MissingSecretError extends ConnectionError {
  readonly needs: 'passphrase' | 'secrets'

  constructor(clusterName: string, needs: 'passphrase' | 'secrets') {
    super(
      {
        what: texts.connections.missing.what(clusterName),
        why: needs === 'passphrase' ? texts.connections.missing.locked : texts.connections.missing.gone,
        remedy: needs === 'passphrase' ? texts.connections.missing.unlock : texts.connections.missing.enter,
      },
      'CONFLICT',
    )
    this.needs = needs
  }
}
