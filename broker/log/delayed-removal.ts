import type { Environment } from '../environment/environment.ts'

/**
 * Files that are out of use and go after `file.delete.delay.ms`: until then they carry `.deleted` behind their names, so that a program that has
 * listed the directory can still open them. A start removes what is left of them.
 */
export class DelayedRemoval {
  readonly #environment: Environment
  #waiting: { readonly path: string; readonly dueAt: number }[] = []

  constructor(environment: Environment) {
    this.#environment = environment
  }

  /** Marks the file; nothing happens when it is not there. */
  add(path: string, delayMs: number): void {
    const { disk, clock } = this.#environment
    if (!disk.exists(path)) return
    const marked = `${path}.deleted`
    disk.rename(path, marked)
    this.#waiting.push({ path: marked, dueAt: clock.monotonic() + delayMs })
  }

  /** Removes what has waited long enough. */
  sweep(): void {
    if (this.#waiting.length === 0) return
    const now = this.#environment.clock.monotonic()
    for (const { path } of this.#waiting.filter(({ dueAt }) => dueAt <= now)) this.#environment.disk.removeFile(path)
    this.#waiting = this.#waiting.filter(({ dueAt }) => dueAt > now)
  }
}
