import type { Clock } from '../../environment/clock.ts'
import type { Meter } from './meter.ts'
import type { RequestQuotas } from './request-quotas.ts'
import { throttleMs, type RateWindows, type SampledRate } from './sampled-rate.ts'
import type { TokenBucket } from './token-bucket.ts'

/** The measurements that requests count for; null where there is no quota of that kind. */
export interface Meters {
  readonly clock: Clock
  readonly windows: RateWindows
  readonly produce: Meter<SampledRate> | null
  readonly fetch: Meter<SampledRate> | null
  readonly request: Meter<SampledRate> | null
  readonly mutations: Meter<TokenBucket> | null
}

/** The greatest int32, which stands for no limit. */
const unlimitedBytes = 2 ** 31 - 1

/** A request of one user and client, with what it has used. */
export class MeasuredRequest implements RequestQuotas {
  readonly #user: string
  readonly #clientId: string
  readonly #meters: Meters
  #enteredMs: number | null = null
  #spentMs = 0
  #requestThrottleMs: number | null = null
  #mutationThrottleMs = 0

  constructor(user: string, clientId: string, meters: Meters) {
    this.#user = user
    this.#clientId = clientId
    this.#meters = meters
  }

  enter(): void {
    this.#enteredMs = this.#meters.clock.monotonic()
  }

  leave(): void {
    if (this.#enteredMs !== null) this.#spentMs += this.#meters.clock.monotonic() - this.#enteredMs
    this.#enteredMs = null
  }

  produced(bytes: number): number {
    return this.#recordRate(this.#meters.produce, bytes)
  }

  fetched(bytes: number): number {
    return this.#recordRate(this.#meters.fetch, bytes)
  }

  unfetched(bytes: number): void {
    const { fetch, clock } = this.#meters
    fetch?.of(this.#user, this.#clientId).stat.record(-bytes, clock.monotonic())
  }

  get maxFetchBytes(): number {
    const { fetch, windows } = this.#meters
    const limit = fetch?.of(this.#user, this.#clientId).limit ?? null
    if (limit === null) return unlimitedBytes
    return Math.min(unlimitedBytes, Math.floor((limit * (windows.count - 1) * windows.sizeMs) / 1000))
  }

  spentTime(): number {
    if (this.#requestThrottleMs !== null) return this.#requestThrottleMs
    if (this.#enteredMs !== null) {
      this.leave()
      this.enter()
    }
    // A hundred is one thread for the whole of the time.
    const throttle = this.#recordRate(this.#meters.request, (this.#spentMs / 1000) * 100)
    this.#requestThrottleMs = Math.min(throttle, this.#meters.windows.sizeMs)
    return this.#requestThrottleMs
  }

  takeMutations(count: number, { isStrict }: { readonly isStrict: boolean }): boolean {
    const { mutations, clock } = this.#meters
    const { stat, limit = null } = mutations?.of(this.#user, this.#clientId) ?? {}
    if (stat === undefined || limit === null) return true
    const nowMs = clock.monotonic()
    if (isStrict && stat.measure(limit, nowMs) < 0) {
      this.#mutationThrottleMs = stat.throttleMs(limit, nowMs)
      return false
    }
    stat.take(count, limit, nowMs)
    if (!isStrict) this.#mutationThrottleMs = stat.throttleMs(limit, nowMs)
    return true
  }

  get mutationThrottleMs(): number {
    return this.#mutationThrottleMs
  }

  #recordRate(meter: Meter<SampledRate> | null, value: number): number {
    if (meter === null) return 0
    const { stat, limit } = meter.of(this.#user, this.#clientId)
    const nowMs = this.#meters.clock.monotonic()
    stat.record(value, nowMs)
    return limit === null ? 0 : throttleMs(stat, limit, nowMs)
  }
}
