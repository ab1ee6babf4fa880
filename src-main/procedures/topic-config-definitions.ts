import { topicConfigs } from '../../broker/metadata/configs/topic-configs.ts'
import type { ConfigEntry } from '../api/configuration.ts'
import type { TopicConfigDefinition } from '../api/topics.ts'
import { describeConfig } from '../kafka/configs.ts'
import { KafkaClientError } from '../kafka/kafka-errors.ts'
import type { WireCluster } from '../kafka/wire-cluster.ts'

/**
 * The configs that a topic can have, in the order of their names. Names and documentation are Kafka 4.3's; the defaults are what a new topic gets on
 * this cluster, as its brokers are configured, where they tell.
 */
export async function topicConfigDefinitions(cluster: WireCluster): Promise<TopicConfigDefinition[]> {
  const ofBroker = await brokerConfigs(cluster)
  return [...topicConfigs.values()]
    .map((definition) => ({
      name: definition.name,
      type: definition.type,
      defaultValue: inForce(definition.synonyms, ofBroker) ?? definition.defaultValue,
      documentation: definition.documentation,
      validValues: validValuesOf(definition),
    }))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
}

async function brokerConfigs(cluster: WireCluster): Promise<ReadonlyMap<string, ConfigEntry>> {
  try {
    const [broker] = (await cluster.metadata()).brokers
    if (broker === undefined) return new Map()
    const entries = await describeConfig(cluster, { type: 'broker', nodeId: broker.nodeId })
    return new Map(entries.map((entry) => [entry.name, entry]))
  } catch (error) {
    // Configs of brokers are often not for everyone to see: Kafka's defaults are the next best.
    if (error instanceof KafkaClientError) return new Map()
    throw error
  }
}

type Synonyms = NonNullable<ReturnType<typeof topicConfigs.get>>['synonyms']

/** The strongest broker config that somebody has set; null where none is. Amounts in other units are converted. */
function inForce(synonyms: Synonyms, ofBroker: ReadonlyMap<string, ConfigEntry>): string | null {
  for (const { name, factor } of synonyms) {
    const entry = ofBroker.get(name)
    if (entry === undefined || entry.value === null || entry.source === 'default') continue
    return factor === 1 ? entry.value : String(BigInt(entry.value) * BigInt(factor))
  }
  return null
}

function validValuesOf({ type, valid }: NonNullable<ReturnType<typeof topicConfigs.get>>): string[] | null {
  if (type === 'boolean') return ['true', 'false']
  return valid.choices === undefined ? null : [...valid.choices]
}
