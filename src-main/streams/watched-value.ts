/**
 * A value that changes, and those who want to see it change. A watcher that is slower than the changes misses the ones
 * in between and always gets the latest: what is kept for it never grows.
 */
export class WatchedValue<T> {
  #value: T
  #version = 0
  readonly #wakeUps = new Set<() => void>()

  constructor(value: T) {
    this.#value = value
  }

  get value(): T {
    return this.#value
  }

  set(value: T): void {
    this.#value = value
    this.#version++
    for (const wakeUp of this.#wakeUps) wakeUp()
  }

  /** The value at once, then after each change; ends when `signal` is aborted. */
  async *watch(signal?: AbortSignal): AsyncGenerator<T, void, undefined> {
    let seen = -1
    for (;;) {
      if (signal?.aborted === true) return
      if (seen === this.#version) await this.#nextChange(signal)
      else {
        seen = this.#version
        yield this.#value
      }
    }
  }

  /** The first value, now or later, that `matches`; rejects with the signal's reason when it is aborted before. */
  async until(matches: (value: T) => boolean, signal?: AbortSignal): Promise<T> {
    for await (const value of this.watch(signal)) {
      if (matches(value)) return value
    }
    throw signal?.reason instanceof Error ? signal.reason : new Error('Nobody waits any more.')
  }

  #nextChange(signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve) => {
      const wakeUp = () => {
        this.#wakeUps.delete(wakeUp)
        signal?.removeEventListener('abort', wakeUp)
        resolve()
      }
      this.#wakeUps.add(wakeUp)
      signal?.addEventListener('abort', wakeUp, { once: true })
    })
  }
}
