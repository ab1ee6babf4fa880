import type { MetadataImage } from '../image/metadata-image.ts'
import type { NodeConfigs } from './node-configs.ts'
import { brokerSources, effectiveTopicValue } from './resolve-config.ts'
import { topicConfigs } from './topic-configs.ts'
import { configProblem } from './validate-config.ts'

/** What is wrong with a topic on which `values` are set, or null when nothing is. */
export function topicConfigsProblem(
  image: MetadataImage,
  values: ReadonlyMap<string, string>,
  node: NodeConfigs,
): string | null {
  for (const [name, value] of values) {
    const definition = topicConfigs.get(name)
    if (definition === undefined) return `Unknown topic config name: ${name}`
    const problem = configProblem(definition, value)
    if (problem !== null) return problem
  }
  if (values.get('remote.storage.enable')?.trim().toLowerCase() === 'true') {
    return 'Tiered Storage functionality is disabled in the broker. Topic cannot be configured with remote log storage.'
  }
  return values.size === 0 ? null : compactionLagProblem(image, values, node)
}

function compactionLagProblem(
  image: MetadataImage,
  values: ReadonlyMap<string, string>,
  node: NodeConfigs,
): string | null {
  const sources = brokerSources(image, node)
  const effective = (name: string): bigint => {
    const definition = topicConfigs.get(name)
    if (definition === undefined) return 0n
    return BigInt(effectiveTopicValue(definition, values, sources).trim())
  }
  const min = effective('min.compaction.lag.ms')
  const max = effective('max.compaction.lag.ms')
  if (min <= max) return null
  return `conflict topic config setting min.compaction.lag.ms (${min}) > max.compaction.lag.ms (${max})`
}
