export interface ConnectionLimitSettings {
  /** `max.connections` */
  readonly maxConnections: number
  /** `max.connections.per.ip` */
  readonly maxPerAddress: number
  /** `max.connections.per.ip.overrides`, by address. */
  readonly maxByAddress: ReadonlyMap<string, number>
}

/** Counts connections from the first packet on, whether or not they ever get as far as a request. */
export class ConnectionLimits {
  readonly #settings: ConnectionLimitSettings
  readonly #byAddress = new Map<string, number>()
  readonly #byListener = new Map<string, number>()
  #count = 0

  constructor(settings: ConnectionLimitSettings) {
    this.#settings = settings
  }

  /** Takes a place, or says which limit is reached. */
  take(address: string, listener: { readonly name: string; readonly maxConnections: number }): string | null {
    const { maxConnections, maxPerAddress, maxByAddress } = this.#settings
    const fromAddress = this.#byAddress.get(address) ?? 0
    const ofListener = this.#byListener.get(listener.name) ?? 0
    const maxFromAddress = maxByAddress.get(address) ?? maxPerAddress
    if (this.#count >= maxConnections) return `max.connections (${maxConnections}) is reached`
    if (ofListener >= listener.maxConnections) {
      return `max.connections of the listener ${listener.name} (${listener.maxConnections}) is reached`
    }
    if (fromAddress >= maxFromAddress) return `max.connections.per.ip (${maxFromAddress}) is reached`
    this.#count += 1
    this.#byAddress.set(address, fromAddress + 1)
    this.#byListener.set(listener.name, ofListener + 1)
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
