import type { Address, ListenerAddress } from './listener-address.ts'
import { advertisedAddress } from './listener-address.ts'
import type { BrokerConfiguration } from './broker-configuration.ts'

/** A listener that clients can come to. */
export interface OpenListener {
  readonly name: string
  readonly securityProtocol: ListenerAddress['securityProtocol']
  /** Where the broker listens. */
  readonly listening: Address
  /** What clients are told to connect to; null when they are told nothing. */
  readonly advertised: Address | null
}

/** The listeners with the ports that they got. */
export function openListeners(configuration: BrokerConfiguration, ports: readonly number[]): OpenListener[] {
  const { listeners, staticConfigs, override } = configuration
  return listeners.map(({ name, securityProtocol, host, port: wanted }, index) => {
    const port = ports[index] ?? wanted
    // The command line's port is that of the first listener.
    const ownOverride = index === 0 ? override : { ...override, port: null }
    const advertised = advertisedAddress(staticConfigs, { name, host, port }, ownOverride)
    return { name, securityProtocol, listening: { host, port }, advertised }
  })
}

/** By name, as handlers look them up: a listener that is not advertised leads to itself. */
export function endpointsByName(listeners: readonly OpenListener[]): ReadonlyMap<string, Address> {
  return new Map(listeners.map(({ name, advertised, listening }) => [name, advertised ?? listening]))
}
