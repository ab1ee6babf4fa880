import type { Clock } from '../environment/clock.ts'

/** However long it has to wait: after that long it looks whether it is still wanted. */
const longestWaitMs = 100

/** Holds compaction down to so many bytes a second, read and written together (`log.cleaner.io.max.bytes.per.second`). */
export class CompactionPace {
  readonly #clock: Clock
  readonly #maxBytesPerSecond: () => number
  /** By the monotonic clock: until then it has had its share. */
  #restsUntil = 0

  constructor(clock: Clock, maxBytesPerSecond: () => number) {
    this.#clock = clock
    this.#maxBytesPerSecond = maxBytesPerSecond
  }

  spend(bytes: number): void {
    this.#restsUntil = Math.max(this.#restsUntil, this.#clock.monotonic()) + (bytes / this.#maxBytesPerSecond()) * 1000
  }

  /** Waits a part of what there is to wait for; null when there is nothing. */
  rest(): Promise<void> | null {
    const leftMs = this.#restsUntil - this.#clock.monotonic()
    if (leftMs <= 0) return null
    return new Promise((resolve) => this.#clock.setTimer(Math.min(leftMs, longestWaitMs), resolve))
  }
}
