import type { Clock } from '../../environment/clock.ts'
import { quotaEntityTypes, quotaKeys, type Quota } from './quota-entity.ts'
import { SampledRate, throttleMs, type RateWindows } from './sampled-rate.ts'

/** Rates of addresses that are not used any more are dropped at this number. */
const manyAddresses = 10_000

/** How fast each address may make new connections: `connection_creation_rate` of `ip` entities (KIP-612). */
export class ConnectionRates {
  readonly #clock: Clock
  readonly #windows: RateWindows
  readonly #limits = new Map<string, number>()
  readonly #rates = new Map<string, SampledRate>()
  #defaultLimit: number | null = null

  constructor(clock: Clock, windows: RateWindows) {
    this.#clock = clock
    this.#windows = windows
  }

  update(quotas: readonly Quota[]): void {
    this.#limits.clear()
    this.#defaultLimit = null
    for (const { key, entity, value } of quotas) {
      const ip = entity.find(({ entityType }) => entityType === quotaEntityTypes.ip)
      if (key !== quotaKeys.connectionCreationRate || ip === undefined) continue
      if (ip.entityName === null) this.#defaultLimit = Math.trunc(value)
      else this.#limits.set(ip.entityName === 'localhost' ? '127.0.0.1' : ip.entityName, Math.trunc(value))
    }
  }

  /** Counts a connection, unless it is one too many. At most the length of a window. */
  throttleMs(address: string): number {
    const limit = this.#limits.get(address) ?? this.#defaultLimit
    if (limit === null) return 0
    const nowMs = this.#clock.monotonic()
    if (this.#rates.size >= manyAddresses) this.#dropIdle(nowMs)
    const rate = this.#rates.get(address) ?? new SampledRate(this.#windows)
    this.#rates.set(address, rate)
    rate.record(1, nowMs)
    const delayMs = throttleMs(rate, limit, nowMs)
    if (delayMs > 0) rate.record(-1, nowMs)
    return Math.min(delayMs, this.#windows.sizeMs)
  }

  #dropIdle(nowMs: number): void {
    for (const [address, rate] of this.#rates) if (rate.measure(nowMs) === 0) this.#rates.delete(address)
  }
}
