import { clientMetricsResource } from '../image/config-resource.ts'
import type { MetadataImage } from '../image/metadata-image.ts'
import type { ConfigDefinition } from './config-definition.ts'
import type { EffectiveConfig } from './effective-config.ts'
import { configProblem, listMembers } from './validate-config.ts'

const ofCluster = { valid: {}, updateMode: 'cluster-wide' } as const

/**
 * What a subscription of client metrics can say (KIP-714). It is kept for the Kafka that the directory may be handed to:
 * this broker asks no client for metrics.
 */
const definitions: readonly ConfigDefinition[] = [
  {
    name: 'metrics',
    type: 'list',
    defaultValue: '',
    documentation: 'Prefixes of the metrics that clients report.',
    ...ofCluster,
  },
  {
    name: 'interval.ms',
    type: 'int',
    defaultValue: '300000',
    documentation: 'How often they report, in milliseconds.',
    ...ofCluster,
  },
  {
    name: 'match',
    type: 'list',
    defaultValue: '',
    documentation: 'Which clients are asked: name=expression.',
    ...ofCluster,
  },
]

/** By name. */
export const clientMetricsConfigs: ReadonlyMap<string, ConfigDefinition> = new Map(
  definitions.map((definition) => [definition.name, definition]),
)

const matchable = [
  'client_instance_id',
  'client_id',
  'client_software_name',
  'client_software_version',
  'client_source_address',
  'client_source_port',
]

/** What is wrong with a subscription that says `values`, as Kafka tells it; null when nothing is. */
export function clientMetricsProblem(
  values: ReadonlyMap<string, string>,
): { readonly kind: 'invalid-request' | 'invalid-config'; readonly message: string } | null {
  for (const [name, value] of values) {
    const definition = clientMetricsConfigs.get(name)
    if (definition === undefined) {
      return { kind: 'invalid-request', message: `Unknown client metrics configuration: ${name}` }
    }
    const problem = configProblem(definition, value)
    if (problem !== null) return { kind: 'invalid-config', message: problem }
  }
  const interval = values.get('interval.ms')
  if (interval !== undefined && (Number(interval) < 100 || Number(interval) > 3_600_000)) {
    const message = `Invalid value ${interval} for interval.ms, interval must be between 100 and 3600000 (1 hour)`
    return { kind: 'invalid-request', message }
  }
  const illegal = listMembers(values.get('match') ?? '').find((pattern) => !isPattern(pattern))
  return illegal === undefined
    ? null
    : { kind: 'invalid-config', message: `Illegal client matching pattern: ${illegal}` }
}

function isPattern(text: string): boolean {
  const [name = '', value = '', ...more] = text.split('=')
  if (more.length > 0 || value === '' || !matchable.includes(name.trim())) return false
  try {
    return new RegExp(value.trim(), 'u') instanceof RegExp
  } catch {
    return false
  }
}

/** Every config of the subscription. Any has them, whether it exists or not. */
export function describeClientMetricsConfigs(image: MetadataImage, name: string): readonly EffectiveConfig[] {
  const values = image.configsOf(clientMetricsResource(name))
  return definitions.map((definition) => {
    const own = values.get(definition.name)
    const source = own === undefined ? 'default' : 'dynamic-client-metrics'
    const value = own ?? definition.defaultValue
    return {
      name: definition.name,
      value,
      source,
      isSensitive: false,
      readOnly: false,
      type: definition.type,
      documentation: definition.documentation,
      synonyms: own === undefined ? [] : [{ name: definition.name, value, source }],
    }
  })
}
