import type { RateWindows } from './sampled-rate.ts'

/**
 * Credits that come back at the rate of a quota, and are full after all windows together (KIP-599). What is taken may
 * go below zero; nothing more is given before they are back.
 */
export class TokenBucket {
  readonly #windows: RateWindows
  #tokens: number | null = null
  #lastMs = 0

  constructor(windows: RateWindows) {
    this.#windows = windows
  }

  /** @param limit credits per second @returns how many there are; negative when too many were taken. */
  measure(limit: number, nowMs: number): number {
    const most = (limit * this.#windows.count * this.#windows.sizeMs) / 1000
    const regained = this.#tokens === null ? most : this.#tokens + (limit * (nowMs - this.#lastMs)) / 1000
    this.#tokens = Math.min(most, regained)
    this.#lastMs = nowMs
    return this.#tokens
  }

  take(count: number, limit: number, nowMs: number): void {
    this.#tokens = this.measure(limit, nowMs) - count
  }

  /** How long until there is no debt. */
  throttleMs(limit: number, nowMs: number): number {
    return Math.max(0, Math.round((-this.measure(limit, nowMs) / limit) * 1000))
  }
}
