import { hostname } from 'node:os'
import { securityProtocols } from '../metadata/image/broker-image.ts'
import { listMembers } from '../metadata/configs/validate-config.ts'
import type { StaticConfigs } from '../metadata/configs/node-configs.ts'
import { StartFailure } from './start-failure.ts'

export interface Address {
  readonly host: string
  readonly port: number
}

export type SecurityProtocol = keyof typeof securityProtocols

/** One listener for clients, as the command line and the file want it. */
export interface ListenerAddress extends Address {
  /** In capital letters, as Kafka compares names. */
  readonly name: string
  readonly securityProtocol: SecurityProtocol
}

/** What the command line has of an address; stronger than the file. */
export interface AddressOverride {
  readonly host: string | null
  readonly port: number | null
}

/** `PLAINTEXT://host:port`; the host may be empty, and an IPv6 one stands in brackets. */
const listenerPattern = /^([A-Za-z0-9_-]+):\/\/(?:\[([0-9a-fA-F:.%]+)\]|([^:]*)):(\d{1,5})$/

interface NamedAddress extends Address {
  readonly name: string
}

const defaultListener: NamedAddress = { name: 'PLAINTEXT', host: '127.0.0.1', port: 9092 }

/**
 * Where to listen for clients: `listeners` without those of the controller, otherwise loopback. A host of the command
 * line counts for all of them, a port for the first. An empty host in `listeners` means every interface, as in Kafka.
 * @throws StartFailure
 */
export function listenerAddresses(configs: StaticConfigs, { host, port }: AddressOverride): ListenerAddress[] {
  const configured = clientListeners(configs, 'listeners')
  const addresses = configured.length === 0 ? [defaultListener] : configured
  const listeners = addresses.map((listener, index) => ({
    name: listener.name,
    host: host ?? (listener.host === '' ? '0.0.0.0' : listener.host),
    port: index === 0 && port !== null ? port : listener.port,
    securityProtocol: securityProtocolOf(configs, listener.name),
  }))
  requireDistinct(listeners)
  requireInterBrokerListener(configs, listeners)
  // Read here too, so that what is wrong with them is told before anything is opened.
  advertisedOf(configs, listeners)
  return listeners
}

/**
 * What clients of `listener` are told to connect to: `advertised.listeners`, otherwise where the broker listens. A port
 * or host of the command line counts for both: clients must not be sent to the port of the file, where somebody else
 * may listen. Null when the listener is not advertised at all.
 */
export function advertisedAddress(
  configs: StaticConfigs,
  listening: NamedAddress,
  override: AddressOverride,
): Address | null {
  const all = clientListeners(configs, 'advertised.listeners')
  const advertised = all.find(({ name }) => name === listening.name)
  const isEverywhere = listening.host === '0.0.0.0' || listening.host === '::'
  const ownHost = isEverywhere ? hostname() : listening.host
  if (advertised === undefined) return all.length === 0 ? { host: ownHost, port: listening.port } : null
  return {
    host: override.host !== null || advertised.host === '' ? ownHost : advertised.host,
    port: override.port === null && advertised.port !== 0 ? advertised.port : listening.port,
  }
}

function advertisedOf(configs: StaticConfigs, listeners: readonly NamedAddress[]): void {
  const advertised = clientListeners(configs, 'advertised.listeners')
  for (const { name, host } of advertised) {
    if (!listeners.some((listener) => listener.name === name)) {
      throw wrong(`advertised.listeners names ${name}, which listeners does not have.`)
    }
    if (host === '0.0.0.0' || host === '::') {
      throw wrong(`advertised.listeners tells clients to connect to ${host}, which is no address of a machine.`)
    }
  }
}

function clientListeners(configs: StaticConfigs, property: string): NamedAddress[] {
  const controllers = controllerListeners(configs)
  const listeners = listMembers(configs.get(property) ?? '').map((each) => parseListener(each, property))
  return listeners.filter(({ name }) => !controllers.has(name))
}

/** They are accepted and not opened: the one controller that there is speaks to itself. */
function controllerListeners(configs: StaticConfigs): ReadonlySet<string> {
  const names = listMembers(configs.get('controller.listener.names') ?? 'CONTROLLER')
  return new Set(names.map((name) => name.toUpperCase()))
}

function parseListener(text: string, property: string): NamedAddress {
  const match = listenerPattern.exec(text)
  const port = Number(match?.[4])
  if (match === null || port > 65535) {
    throw wrong(`${property} holds '${text}', which is not of the form NAME://host:port.`)
  }
  return { name: (match[1] ?? '').toUpperCase(), host: match[2] ?? match[3] ?? '', port }
}

function securityProtocolOf(configs: StaticConfigs, listenerName: string): SecurityProtocol {
  const property = 'listener.security.protocol.map'
  const text = configs.get(property)
  const pairs = listMembers(text ?? '').map((pair) => pair.split(':').map((part) => part.trim().toUpperCase()))
  const mapped = text === undefined ? listenerName : pairs.find(([name]) => name === listenerName)?.[1]
  if (mapped === undefined) throw wrong(`${property} has no security protocol for the listener ${listenerName}.`)
  if (isSecurityProtocol(mapped)) return mapped
  const known = Object.keys(securityProtocols).join(', ')
  if (text === undefined) {
    throw wrong(`The listener ${listenerName} needs a security protocol (${known}) in ${property}.`)
  }
  throw wrong(`${property} names '${mapped}', which is no security protocol; there are ${known}.`)
}

function isSecurityProtocol(name: string): name is SecurityProtocol {
  return Object.hasOwn(securityProtocols, name)
}

function requireDistinct(listeners: readonly ListenerAddress[]): void {
  const names = listeners.map(({ name }) => name)
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  if (twice !== undefined) throw wrong(`listeners names ${twice} twice.`)
  const addresses = listeners.filter(({ port }) => port !== 0).map(({ host, port }) => `${host}:${port}`)
  const taken = addresses.find((address, index) => addresses.indexOf(address) !== index)
  if (taken !== undefined) throw wrong(`listeners has two listeners on ${taken}; each needs a port of its own.`)
}

function requireInterBrokerListener(configs: StaticConfigs, listeners: readonly ListenerAddress[]): void {
  const name = configs.get('inter.broker.listener.name')
  if (name === undefined) return
  if (configs.has('security.inter.broker.protocol')) {
    throw wrong('Only one of inter.broker.listener.name and security.inter.broker.protocol may be set.')
  }
  if (listeners.some((listener) => listener.name === name.trim().toUpperCase())) return
  throw wrong(`inter.broker.listener.name is ${name}, which listeners does not have.`)
}

function wrong(message: string): StartFailure {
  return new StartFailure('configuration', message)
}
