/** Remembers that something has changed until somebody asks; what is not urgent waits for its turn. */
export class NewsInTurns {
  readonly #isUrgent: () => boolean
  readonly #turnMs: number
  #isTold = false
  #turnIsAt = 0
  #waiting: { readonly wake: () => void; readonly timer: NodeJS.Timeout } | null = null

  constructor(isUrgent: () => boolean, turnMs: number) {
    this.#isUrgent = isUrgent
    this.#turnMs = turnMs
  }

  tell(): void {
    this.#isTold = true
    if (this.#waiting !== null && (Date.now() >= this.#turnIsAt || this.#isUrgent())) this.#waiting.wake()
  }

  /** Waits until something has changed since the last time, and is urgent or has its turn. */
  async next(): Promise<void> {
    this.#turnIsAt = Date.now() + this.#turnMs
    if (!this.#isTold || !this.#isUrgent()) {
      await new Promise<void>((wake) => {
        const timer = setTimeout(() => {
          // By this clock it may be a moment early: from now on nothing waits any more.
          this.#turnIsAt = 0
          if (this.#isTold) wake()
        }, this.#turnMs)
        this.#waiting = { wake, timer }
      })
      clearTimeout(this.#waiting?.timer)
      this.#waiting = null
    }
    this.#isTold = false
  }
}
