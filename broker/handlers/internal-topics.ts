import { createTopics, type CreateTopicsResult } from '../metadata/controller/create-topics.ts'
import type { BrokerContext } from './broker-context.ts'

/** Where groups keep their members and offsets. */
export const offsetsTopicName = '__consumer_offsets'

const internalTopicNames: ReadonlySet<string> = new Set([
  offsetsTopicName,
  '__transaction_state',
  '__share_group_state',
])

/** Topics of the broker's own: clients may read them and cannot write to them. */
export function isInternalTopic(name: string): boolean {
  return internalTopicNames.has(name)
}

/** Makes topics that were only mentioned, with the broker's defaults; internal ones with Kafka's configs for them. */
export function createMissingTopics(broker: BrokerContext, names: readonly string[]): Promise<CreateTopicsResult> {
  const topics = names.map((name) => (name === offsetsTopicName ? offsetsTopic(broker) : ordinaryTopic(name)))
  return broker.metadata.execute(createTopics, { topics, validateOnly: false })
}

function ordinaryTopic(name: string) {
  return { name, partitionCount: -1, replicationFactor: -1, assignments: [], configs: [] }
}

function offsetsTopic({ settings }: BrokerContext) {
  return {
    name: offsetsTopicName,
    partitionCount: settings.offsetsTopicPartitionCount,
    // offsets.topic.replication.factor is 3 by default and bounded by the number of brokers, of which there is one.
    replicationFactor: 1,
    assignments: [],
    configs: [
      { name: 'cleanup.policy', value: 'compact' },
      { name: 'compression.type', value: 'producer' },
      { name: 'segment.bytes', value: String(settings.offsetsTopicSegmentBytes) },
    ],
  }
}

/**
 * Makes sure that `__consumer_offsets` is there: it is made when the first client looks for a group's coordinator.
 * Gives false when it could not be made.
 */
export async function ensureOffsetsTopic(broker: BrokerContext): Promise<boolean> {
  if (broker.metadata.image.topic(offsetsTopicName) !== undefined) return true
  await createMissingTopics(broker, [offsetsTopicName])
  return broker.metadata.image.topic(offsetsTopicName) !== undefined
}
