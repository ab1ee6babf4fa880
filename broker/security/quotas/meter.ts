import type { Clock } from '../../environment/clock.ts'
import type { ClientLimit, QuotaLimits } from './quota-limits.ts'

/** Measurements that nobody has touched for so long are forgotten, as in Kafka. */
const forgetAfterMs = 3_600_000

export interface MeterOptions<Stat> {
  readonly clock: Clock
  readonly make: () => Stat
}

/** The measurements of one kind of quota, one for all clients that share a limit. */
export class Meter<Stat> {
  readonly #options: MeterOptions<Stat>
  readonly #stats = new Map<string, { readonly stat: Stat; lastMs: number }>()
  limits: QuotaLimits
  #nextSweepMs: number

  constructor(limits: QuotaLimits, options: MeterOptions<Stat>) {
    this.limits = limits
    this.#options = options
    this.#nextSweepMs = options.clock.monotonic() + forgetAfterMs
  }

  of(user: string, clientId: string): { readonly stat: Stat; readonly limit: number | null } {
    const nowMs = this.#options.clock.monotonic()
    if (nowMs >= this.#nextSweepMs) this.#sweep(nowMs)
    const found = this.limits.find(user, clientId)
    const key = keyOf(found)
    const measured = this.#stats.get(key) ?? { stat: this.#options.make(), lastMs: nowMs }
    measured.lastMs = nowMs
    this.#stats.set(key, measured)
    return { stat: measured.stat, limit: found.limit }
  }

  /** Client ids are whatever clients make up: measurements must not add up for ever. */
  #sweep(nowMs: number): void {
    for (const [key, { lastMs }] of this.#stats) if (nowMs - lastMs >= forgetAfterMs) this.#stats.delete(key)
    this.#nextSweepMs = nowMs + forgetAfterMs / 4
  }
}

function keyOf({ user, clientId }: ClientLimit): string {
  return JSON.stringify([user, clientId])
}

/** The meter with these limits; what it has measured goes on counting. Null without any limit. */
export function renewed<Stat>(
  meter: Meter<Stat> | null | undefined,
  limits: QuotaLimits | null,
  options: MeterOptions<Stat>,
): Meter<Stat> | null {
  if (limits === null) return null
  if (!meter) return new Meter(limits, options)
  meter.limits = limits
  return meter
}
