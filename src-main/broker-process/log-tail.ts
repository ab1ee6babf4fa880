/** The last lines that a process wrote, and those who follow them. Invariant: holds `capacity` lines at most. */
export class LogTail {
  readonly #capacity: number
  #lines: string[] = []
  readonly #followers = new Set<(line: string) => void>()

  constructor(capacity: number) {
    this.#capacity = capacity
  }

  add(line: string): void {
    this.#lines.push(line)
    if (this.#lines.length > this.#capacity) this.#lines.shift()
    for (const follower of this.#followers) follower(line)
  }

  /** Oldest first. */
  last(count = this.#capacity): string[] {
    return this.#lines.slice(-count)
  }

  clear(): void {
    this.#lines = []
  }

  /**
   * The lines kept so far at once, then new ones as they come; ends when `signal` is aborted. A follower who is slower than the log
   * loses the oldest lines and is told how many.
   */
  async *follow(signal?: AbortSignal): AsyncGenerator<string[], void, undefined> {
    let waiting = this.last()
    let lost = 0
    let wakeUp: (() => void) | undefined
    const onLine = (line: string) => {
      waiting.push(line)
      if (waiting.length > this.#capacity) {
        waiting.shift()
        lost++
      }
      wakeUp?.()
    }
    const onAbort = () => wakeUp?.()
    this.#followers.add(onLine)
    signal?.addEventListener('abort', onAbort)
    try {
      for (let first = true; ; first = false) {
        if (signal?.aborted === true) return
        if (waiting.length > 0 || first) {
          const lines = lost > 0 ? [`… ${lost} lines were left out …`, ...waiting] : waiting
          waiting = []
          lost = 0
          yield lines
        } else {
          await new Promise<void>((resolve) => {
            wakeUp = resolve
          })
        }
      }
    } finally {
      this.#followers.delete(onLine)
      signal?.removeEventListener('abort', onAbort)
    }
  }
}
