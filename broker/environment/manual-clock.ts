import type { Clock, Timer } from './clock.ts'

/** A clock that stands still until it is told: `advance` moves it and fires the timers on the way, in order. */
export class ManualClock implements Clock {
  #now: number
  #monotonic = 0
  #timers: { readonly at: number; readonly action: () => void }[] = []

  /** `now` in milliseconds since 1970. */
  constructor(now = 1_700_000_000_000) {
    this.#now = now
  }

  now(): number {
    return this.#now
  }

  monotonic(): number {
    return this.#monotonic
  }

  setTimer(delayMs: number, action: () => void): Timer {
    const timer = { at: this.#monotonic + Math.max(delayMs, 0), action }
    this.#timers.push(timer)
    return {
      cancel: () => {
        this.#timers = this.#timers.filter((other) => other !== timer)
      },
    }
  }

  yield(): Promise<void> {
    return Promise.resolve()
  }

  advance(ms: number): void {
    const end = this.#monotonic + ms
    for (;;) {
      const next = this.#timers.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0]
      if (next === undefined) break
      this.#timers = this.#timers.filter((other) => other !== next)
      this.#moveTo(Math.max(next.at, this.#monotonic))
      next.action()
    }
    this.#moveTo(end)
  }

  /** The wall clock is set to another time, as by a user or by NTP; timers do not notice. */
  jumpTo(now: number): void {
    this.#now = now
  }

  #moveTo(monotonic: number): void {
    this.#now += monotonic - this.#monotonic
    this.#monotonic = monotonic
  }
}
