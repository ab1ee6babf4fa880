import { hostname } from 'node:os'
import { listMembers } from '../metadata/configs/validate-config.ts'
import type { StaticConfigs } from '../metadata/configs/node-configs.ts'
import { StartFailure } from './start-failure.ts'

export interface Address {
  readonly host: string
  readonly port: number
}

/** `PLAINTEXT://host:port`; the host may be empty, and an IPv6 one stands in brackets. */
const listenerPattern = /^([A-Za-z0-9_-]+):\/\/(?:\[([0-9a-fA-F:.%]+)\]|([^:]*)):(\d{1,5})$/

interface Listener extends Address {
  readonly name: string
}

const defaultAddress: Address = { host: '127.0.0.1', port: 9092 }

/**
 * Where to listen for clients: the command line, then `listeners` without those of the controller, then loopback. An
 * empty host in `listeners` means every interface, as in Kafka.
 * @throws StartFailure
 */
export function listenAddress(
  configs: StaticConfigs,
  { host, port }: { readonly host: string | null; readonly port: number | null },
): Address {
  const configured = clientListener(configs, 'listeners')
  const anywhere = configured?.host === '' ? '0.0.0.0' : configured?.host
  return {
    host: host ?? anywhere ?? defaultAddress.host,
    port: port ?? configured?.port ?? defaultAddress.port,
  }
}

/**
 * What clients are told to connect to: `advertised.listeners`, otherwise where the broker listens. A port or host of the
 * command line counts for both: clients must not be sent to the port of the file, where somebody else may listen.
 */
export function advertisedAddress(
  configs: StaticConfigs,
  {
    listening,
    host,
    port,
  }: { readonly listening: Address; readonly host: string | null; readonly port: number | null },
): Address {
  const advertised = clientListener(configs, 'advertised.listeners')
  const isEverywhere = listening.host === '0.0.0.0' || listening.host === '::'
  const ownHost = isEverywhere ? hostname() : listening.host
  if (advertised === null) return { host: ownHost, port: listening.port }
  return {
    host: host !== null || advertised.host === '' ? ownHost : advertised.host,
    port: port === null ? advertised.port : listening.port,
  }
}

function clientListener(configs: StaticConfigs, property: string): Listener | null {
  const text = configs.get(property)
  if (text === undefined) return null
  const controllers = new Set(listMembers(configs.get('controller.listener.names') ?? 'CONTROLLER'))
  const listeners = listMembers(text).map((each) => parseListener(each, property))
  const [first, ...more] = listeners.filter(({ name }) => !controllers.has(name))
  if (first === undefined) return null
  if (more.length > 0) {
    throw new StartFailure(
      'configuration',
      `${property} names several listeners for clients; Brokkr serves one so far.`,
    )
  }
  const protocol = securityProtocol(configs, first.name)
  if (protocol === 'PLAINTEXT') return first
  throw new StartFailure(
    'configuration',
    `${property} asks for ${protocol} on ${first.name}; Brokkr speaks PLAINTEXT only so far.`,
  )
}

function parseListener(text: string, property: string): Listener {
  const match = listenerPattern.exec(text)
  const port = Number(match?.[4])
  if (match === null || port > 65535) {
    throw new StartFailure('configuration', `${property} holds '${text}', which is not of the form NAME://host:port.`)
  }
  return { name: match[1] ?? '', host: match[2] ?? match[3] ?? '', port }
}

function securityProtocol(configs: StaticConfigs, listenerName: string): string {
  const pairs = listMembers(configs.get('listener.security.protocol.map') ?? '')
  const mapped = pairs.find((pair) => pair.startsWith(`${listenerName}:`))
  return mapped === undefined ? listenerName : mapped.slice(listenerName.length + 1)
}
