export interface ConnectionLimitSettings {
  /** `max.connections` */
  readonly maxConnections: number
  /** `max.connections.per.ip` */
  readonly maxPerAddress: number
  /** `max.connections.per.ip.overrides`, by address. */
  readonly maxByAddress: ReadonlyMap<string, number>
}

export interface LimitedListener {
  /** Its name in `listeners`, such as PLAINTEXT. */
  readonly name: string
  /** `max.connections` of this listener alone. */
  readonly maxConnections: number
  /** The broker's limit does not count for it: brokers must reach each other, however many clients there are. */
  readonly isProtected: boolean
}

/** Counts connections from the first packet on, whether or not they ever get as far as a request. */
export class ConnectionLimits {
  #settings: ConnectionLimitSettings
  readonly #byAddress = new Map<string, number>()
  readonly #byListener = new Map<string, number>()
  #count = 0

  constructor(settings: ConnectionLimitSettings) {
    this.#settings = settings
  }

  /** From now on it goes by these; who is there already has a place. */
  follow(settings: ConnectionLimitSettings): void {
    this.#settings = settings
  }

  /** Whether `max.connections`, the broker's and the listener's, leave a place. */
  hasRoom({ name, maxConnections, isProtected }: LimitedListener): boolean {
    if ((this.#byListener.get(name) ?? 0) >= maxConnections) return false
    return isProtected || this.#count < this.#settings.maxConnections
  }

  /** How many there are beyond the broker's `max.connections`. */
  get excess(): number {
    return Math.max(0, this.#count - this.#settings.maxConnections)
  }

  /** Takes a place, or says that the address has too many already. */
  take(address: string, listenerName: string): string | null {
    const { maxPerAddress, maxByAddress } = this.#settings
    const fromAddress = this.#byAddress.get(address) ?? 0
    const maxFromAddress = maxByAddress.get(address) ?? maxPerAddress
    if (fromAddress >= maxFromAddress) return `max.connections.per.ip (${maxFromAddress}) is reached`
    this.#count += 1
    this.#byAddress.set(address, fromAddress + 1)
    this.#byListener.set(listenerName, (this.#byListener.get(listenerName) ?? 0) + 1)
    return null
  }

  /** Gives back the place that was taken. */
  release(address: string, listenerName: string): void {
    this.#count -= 1
    const fromAddress = (this.#byAddress.get(address) ?? 1) - 1
    if (fromAddress === 0) this.#byAddress.delete(address)
    else this.#byAddress.set(address, fromAddress)
    this.#byListener.set(listenerName, (this.#byListener.get(listenerName) ?? 1) - 1)
  }
}
