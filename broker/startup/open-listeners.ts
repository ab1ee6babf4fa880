import type { StaticConfigs } from '../metadata/configs/node-configs.ts'
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

/**
 * The node's own configs as they came to be, which is what administrators are told: where it listens, whoever said so,
 * and that the one node is broker and controller at once.
 */
export function configsInForce(configs: StaticConfigs, open: readonly OpenListener[]): StaticConfigs {
  const told = new Map(configs)
  const line = (name: string, { host, port }: Address): string =>
    `${name}://${host.includes(':') ? `[${host}]` : host}:${port}`
  told.set('listeners', open.map(({ name, listening }) => line(name, listening)).join(','))
  if (configs.has('advertised.listeners')) {
    const advertised = open.flatMap(({ name, advertised: address }) => (address === null ? [] : [line(name, address)]))
    told.set('advertised.listeners', advertised.join(','))
  }
  if (!configs.has('process.roles')) told.set('process.roles', 'broker,controller')
  return told
}

/** By name, as handlers look them up: a listener that is not advertised leads to itself. */
export function endpointsByName(listeners: readonly OpenListener[]): ReadonlyMap<string, Address> {
  return new Map(listeners.map(({ name, advertised, listening }) => [name, advertised ?? listening]))
}
