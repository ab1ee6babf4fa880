import { configResourceType } from '../../broker/protocol/config-terms.ts'
import { describeConfigs } from '../../broker/protocol/messages/describe-configs.ts'
import { KafkaClientError } from './kafka-errors.ts'
import type { WireCluster } from './wire-cluster.ts'

/**
 * One config of many topics in one request, by topic. A topic whose config cannot be had is left out, and so are all when the cluster does not answer that
 * question at all.
 */
export async function topicConfigValues(
  cluster: WireCluster,
  topics: readonly string[],
  name: string,
): Promise<ReadonlyMap<string, string | null>> {
  if (topics.length === 0) return new Map()
  const resources = topics.map((resourceName) => ({
    resourceType: configResourceType.topic,
    resourceName,
    configurationKeys: [name],
  }))
  try {
    const { results } = await cluster.request({ to: 'any' }, describeConfigs, { resources })
    const described = results.filter((result) => result.errorCode === 0)
    return new Map(described.map((result) => [result.resourceName, result.configs[0]?.value ?? null]))
  } catch (error) {
    if (error instanceof KafkaClientError) return new Map()
    throw error
  }
}
