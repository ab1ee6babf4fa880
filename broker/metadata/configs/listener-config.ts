import { brokerConfigs } from './broker-configs.ts'
import type { ConfigDefinition } from './config-definition.ts'

/** A config that may be set for one listener alone: `listener.name.internal.max.connections`. */
export interface ListenerConfig {
  readonly name: string
  /** The listener that it is set for, in lower case; null where it is set for all. */
  readonly listener: string | null
  /** What is set for it; with the mechanism in front where it is set for one of SASL. */
  readonly baseName: string
  /** Undefined for names that only a plug-in may know. */
  readonly definition: ConfigDefinition | undefined
}

const ofListener = /^listener\.name\.([^.]*)\.(.*)$/

/** What can be set for one mechanism of a listener: `listener.name.internal.plain.sasl.jaas.config`. */
const ofMechanism = [
  'sasl.jaas.config',
  'sasl.login.callback.handler.class',
  'sasl.login.class',
  'sasl.server.callback.handler.class',
  'connections.max.reauth.ms',
]

/** The listener that stands in front of a config's name, and what is left of the name. */
export function splitListener(name: string): Pick<ListenerConfig, 'listener' | 'baseName'> {
  const [, listener = null, baseName = name] = ofListener.exec(name) ?? []
  return { listener, baseName }
}

export function listenerConfig(name: string): ListenerConfig {
  const { listener, baseName } = splitListener(name)
  const own = listener === null ? undefined : ofMechanism.find((each) => baseName.endsWith(each))
  return { name, listener, baseName, definition: brokerConfigs.get(own ?? baseName) }
}
