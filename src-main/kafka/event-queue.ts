/**
 * A queue between producers that run by themselves and one consumer that iterates. A producer waits while more than
 * `capacity` events are queued, so that memory stays bounded whatever the consumer's pace.
 */
export class EventQueue<T> implements AsyncIterable<T> {
  readonly #capacity: number
  readonly #events: T[] = []
  #waitingProducers: (() => void)[] = []
  #wakeConsumer: (() => void) | null = null
  #end: { readonly error: unknown } | null = null

  constructor(capacity: number) {
    this.#capacity = capacity
  }

  /** Adds an event; resolves when there is room for the next one. */
  async push(event: T): Promise<void> {
    if (this.#end) return
    this.#events.push(event)
    this.#wake()
    if (this.#events.length <= this.#capacity) return
    await new Promise<void>((resolve) => this.#waitingProducers.push(resolve))
  }

  /** No more events come; the consumer ends after those that are queued, with `error` when one is given. */
  close(error: unknown = null): void {
    this.#end ??= { error }
    this.#wake()
    this.#letProducersGo()
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<T, void, undefined> {
    for (;;) {
      const event = this.#events.shift()
      if (event !== undefined) {
        if (this.#events.length <= this.#capacity) this.#letProducersGo()
        yield event
      } else if (this.#end) {
        if (this.#end.error !== null) throw this.#end.error as Error
        return
      } else await new Promise<void>((resolve) => (this.#wakeConsumer = resolve))
    }
  }

  #wake(): void {
    this.#wakeConsumer?.()
    this.#wakeConsumer = null
  }

  #letProducersGo(): void {
    const waiting = this.#waitingProducers
    this.#waitingProducers = []
    for (const go of waiting) go()
  }
}
