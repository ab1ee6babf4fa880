/** Remembers that something has changed until somebody asks; what is not urgent waits for its turn. */
export class NewsInTurns {
  readonly #isUrgent: () => boolean
  readonly #turnMs: number
  #isTold = false
  #hasTurn = false
  #wake: (() => void) | null = null

  constructor(isUrgent: () => boolean, turnMs: number) {
    this.#isUrgent = isUrgent
    this.#turnMs = turnMs
  }

  tell(): void {
    this.#isTold = true
    this.#wakeIfDue()
  }

  /** Waits until something has changed since the last time, and is urgent or has its turn. */
  async next(): Promise<void> {
    this.#hasTurn = false
    const turn = setTimeout(() => {
      this.#hasTurn = true
      this.#wakeIfDue()
    }, this.#turnMs)
    await new Promise<void>((wake) => {
      this.#wake = wake
      this.#wakeIfDue()
    })
    clearTimeout(turn)
    this.#wake = null
    this.#isTold = false
  }

  #wakeIfDue(): void {
    if (this.#wake !== null && this.#isTold && (this.#hasTurn || this.#isUrgent())) this.#wake()
  }
}
