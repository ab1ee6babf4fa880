import { brokerConfigs } from './broker-configs.ts'
import { configProblem } from './validate-config.ts'

/**
 * What is wrong with dynamic configs for one broker, or for all when `scope` says so; null when nothing is. Names that
 * are not known pass, as in Kafka, where a plug-in may know them.
 */
export function brokerConfigsProblem(
  values: ReadonlyMap<string, string>,
  scope: 'one-broker' | 'all-brokers',
): string | null {
  const definitions = [...values.keys()].flatMap((name) => brokerConfigs.get(name) ?? [])
  const readOnly = definitions.filter(({ updateMode }) => updateMode === 'read-only')
  if (readOnly.length > 0) return `Cannot update these configs dynamically: ${names(readOnly)}`
  const perBroker = definitions.filter(({ updateMode }) => updateMode === 'per-broker')
  if (scope === 'all-brokers' && perBroker.length > 0) {
    return `Cannot update these configs at default cluster level, broker configs must be specified per-broker: ${names(perBroker)}`
  }
  for (const definition of definitions) {
    const problem = configProblem(definition, values.get(definition.name) ?? '')
    if (problem !== null) return problem
  }
  return null
}

function names(definitions: readonly { readonly name: string }[]): string {
  return definitions.map(({ name }) => name).join(', ')
}
