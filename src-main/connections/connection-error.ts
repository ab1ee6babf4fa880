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

  /** `outOfReach`: why the keychain that has them cannot be asked; null where it has none. */
  constructor(clusterName: string, needs: 'passphrase' | 'secrets', outOfReach: string | null = null) {
    const words = texts.connections.missing
    const [why, remedy] =
      needs === 'passphrase'
        ? [words.locked, words.unlock]
        : outOfReach === null
          ? [words.gone, words.enter]
          : [words.inKeychain(outOfReach), words.unlockKeychain]
    super({ what: words.what(clusterName), why, remedy }, 'CONFLICT')
    this.needs = needs
  }
}
