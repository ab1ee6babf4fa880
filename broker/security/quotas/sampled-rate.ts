export interface RateWindows {
  /** `quota.window.num`: over how many windows a rate is taken. */
  readonly count: number
  /** `quota.window.size.seconds` */
  readonly sizeMs: number
}

interface Sample {
  startMs: number
  lastMs: number
  sum: number
}

/**
 * A rate over the last few windows, as Kafka's quotas measure it: values are summed in samples of one window each, and
 * the sum is divided by the time since the oldest sample began, but never by less than all windows but one. So a single
 * burst at the start counts as if it had come over that time.
 *
 * One sample more than there are windows is kept: the oldest may overlap the time that is looked at.
 */
export class SampledRate {
  readonly #windows: RateWindows
  readonly #samples: Sample[] = []
  #current = 0

  constructor(windows: RateWindows) {
    this.#windows = windows
  }

  record(value: number, nowMs: number): void {
    const sample = this.#sampleAt(nowMs)
    sample.sum += value
    sample.lastMs = nowMs
  }

  /** Per second. */
  measure(nowMs: number): number {
    this.#forgetOld(nowMs)
    let sum = 0
    for (const sample of this.#samples) sum += sample.sum
    return (sum * 1000) / this.elapsedMs(nowMs)
  }

  /** The time by which the sum is divided. */
  elapsedMs(nowMs: number): number {
    this.#forgetOld(nowMs)
    const { count, sizeMs } = this.#windows
    const sinceOldestMs = this.#samples.reduce((longest, { startMs }) => Math.max(longest, nowMs - startMs), 0)
    const missing = count - 1 - Math.floor(sinceOldestMs / sizeMs)
    return Math.max(1, sinceOldestMs + Math.max(0, missing) * sizeMs)
  }

  #sampleAt(nowMs: number): Sample {
    const current = this.#samples[this.#current]
    if (current !== undefined && nowMs - current.startMs < this.#windows.sizeMs) return current
    if (current !== undefined) this.#current = (this.#current + 1) % (this.#windows.count + 1)
    const fresh = { startMs: nowMs, lastMs: nowMs, sum: 0 }
    this.#samples[this.#current] = fresh
    return fresh
  }

  #forgetOld(nowMs: number): void {
    const ageMs = this.#windows.count * this.#windows.sizeMs
    for (const sample of this.#samples) {
      if (nowMs - sample.lastMs < ageMs) continue
      sample.startMs = nowMs
      sample.lastMs = nowMs
      sample.sum = 0
    }
  }
}

/** How long nothing may come until the rate is down to `limit`; 0 when it is not above. */
export function throttleMs(rate: SampledRate, limit: number, nowMs: number): number {
  const measured = rate.measure(nowMs)
  return measured <= limit ? 0 : Math.round(((measured - limit) / limit) * rate.elapsedMs(nowMs))
}
