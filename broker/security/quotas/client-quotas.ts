import type { Clock } from '../../environment/clock.ts'
import { ConnectionRates } from './connection-rates.ts'
import { MeasuredRequest, type Meters } from './measured-request.ts'
import { renewed } from './meter.ts'
import { quotaKeys, type Quota } from './quota-entity.ts'
import { QuotaLimits } from './quota-limits.ts'
import { noQuotas, type RequestQuotas } from './request-quotas.ts'
import { SampledRate, type RateWindows } from './sampled-rate.ts'
import { TokenBucket } from './token-bucket.ts'

export interface ClientQuotasOptions {
  readonly clock: Clock
  /** `quota.window.num` and `quota.window.size.seconds` */
  readonly windows: RateWindows
  /** `controller.quota.window.num` and `controller.quota.window.size.seconds` */
  readonly controllerWindows: RateWindows
}

/**
 * Measures what clients use and says for how long they have to pause, as Kafka's quota managers do. Without any quota
 * nothing is measured and nothing is allocated.
 */
export class ClientQuotas {
  readonly #options: ClientQuotasOptions
  readonly #connections: ConnectionRates
  /** Null when there is no quota of any kind. */
  #meters: Meters | null = null

  constructor(options: ClientQuotasOptions) {
    this.#options = options
    this.#connections = new ConnectionRates(options.clock, options.windows)
  }

  /** Takes over all quotas that there are now; what was measured so far goes on counting. */
  update(quotas: Iterable<Quota>): void {
    const all = [...quotas]
    const { clock, windows, controllerWindows } = this.#options
    const limitsOf = (key: string): QuotaLimits | null => {
      const own = all.filter((quota) => quota.key === key)
      if (own.length === 0) return null
      const limits = new QuotaLimits()
      for (const quota of own) limits.add(quota)
      return limits
    }
    const rate = { clock, make: () => new SampledRate(windows) }
    const bucket = { clock, make: () => new TokenBucket(controllerWindows) }
    const before = this.#meters
    const produce = renewed(before?.produce, limitsOf(quotaKeys.producerByteRate), rate)
    const fetch = renewed(before?.fetch, limitsOf(quotaKeys.consumerByteRate), rate)
    const request = renewed(before?.request, limitsOf(quotaKeys.requestPercentage), rate)
    const mutations = renewed(before?.mutations, limitsOf(quotaKeys.controllerMutationRate), bucket)
    const isNeeded = [produce, fetch, request, mutations].some((meter) => meter !== null)
    this.#meters = isNeeded ? { clock, windows, produce, fetch, request, mutations } : null
    this.#connections.update(all)
  }

  /** How long a new connection from that address has to be held before it is closed; 0 when it is welcome. */
  connectionThrottleMs(address: string): number {
    return this.#connections.throttleMs(address)
  }

  /** The quotas that apply to a request of that user and client. */
  forRequest(user: string, clientId: string): RequestQuotas {
    return this.#meters === null ? noQuotas : new MeasuredRequest(user, clientId, this.#meters)
  }
}
