import { listenerConfig, type ListenerConfig } from './listener-config.ts'
import { configProblem } from './validate-config.ts'

/** Keys and certificates: each listener has its own, so they change for one listener. */
const securityConfigs: ReadonlySet<string> = new Set([
  'ssl.keystore.type',
  'ssl.keystore.location',
  'ssl.keystore.password',
  'ssl.keystore.key',
  'ssl.keystore.certificate.chain',
  'ssl.key.password',
  'ssl.truststore.type',
  'ssl.truststore.location',
  'ssl.truststore.password',
  'ssl.truststore.certificates',
])

/** What can be set for one listener of all brokers at once. */
const clusterWideOfListeners: ReadonlySet<string> = new Set([
  'max.connections',
  'max.connection.creation.rate',
  'num.network.threads',
])

/**
 * What is wrong with dynamic configs for one broker, or for all when `scope` says so; null when nothing is. Names that
 * are not known pass, as in Kafka, where a plug-in may know them.
 */
export function brokerConfigsProblem(
  values: ReadonlyMap<string, string>,
  scope: 'one-broker' | 'all-brokers',
): string | null {
  const configs = [...values.keys()].map(listenerConfig)
  const lists: readonly (readonly [string, (config: ListenerConfig) => boolean])[] = [
    ['Cannot update these configs dynamically', isFixed],
    [
      'These security configs can be dynamically updated only per-listener using the listener prefix',
      ({ name }) => securityConfigs.has(name),
    ],
    ['Configs cannot be updated dynamically for an existing listener, restart the broker for', isFixedOfListener],
  ]
  for (const [what, isWrong] of lists) {
    const wrong = configs.filter(isWrong)
    if (wrong.length > 0) return `${what}: [${namesOf(wrong)}]`
  }
  for (const { name, definition } of configs) {
    const problem = definition === undefined ? null : configProblem(definition, values.get(name) ?? '')
    if (problem !== null) return problem
  }
  const perBroker = scope === 'all-brokers' ? configs.filter(isPerBroker) : []
  if (perBroker.length === 0) return null
  return `Cannot update these configs at default cluster level, broker id must be specified: [${namesOf(perBroker)}]`
}

function isFixed({ listener, definition }: ListenerConfig): boolean {
  return listener === null && definition?.updateMode === 'read-only'
}

/** What a listener is made from, its certificates and limits apart. */
function isFixedOfListener({ listener, baseName }: ListenerConfig): boolean {
  return listener !== null && !securityConfigs.has(baseName) && !clusterWideOfListeners.has(baseName)
}

function isPerBroker({ listener, baseName, definition }: ListenerConfig): boolean {
  return listener === null ? definition?.updateMode === 'per-broker' : !clusterWideOfListeners.has(baseName)
}

function namesOf(configs: readonly ListenerConfig[]): string {
  return configs.map(({ name }) => name).join(', ')
}
