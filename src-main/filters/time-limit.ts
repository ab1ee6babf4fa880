import { createContext, Script } from 'node:vm'

/**
 * Ends synchronous work that takes too long, whatever it is stuck in: a regular expression that goes back and forth, an
 * expression over lists of lists. The engine itself interrupts it.
 */
export class TimeLimit {
  readonly #timeoutMs: number
  readonly #scope: { work: () => void } = { work: () => undefined }
  readonly #context = createContext(this.#scope)
  readonly #script = new Script('work()')

  constructor(timeoutMs: number) {
    this.#timeoutMs = timeoutMs
  }

  /** False when the work was cut off. @throws what the work throws */
  run(work: () => void): boolean {
    this.#scope.work = work
    try {
      this.#script.runInContext(this.#context, { timeout: this.#timeoutMs })
      return true
    } catch (error) {
      if (isTimeout(error)) return false
      throw error
    }
  }
}

/** The error belongs to the other context, whose `Error` is not ours. */
function isTimeout(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT'
}
