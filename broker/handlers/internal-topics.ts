import { createTopics, type CreateTopicsResult } from '../metadata/controller/create-topics.ts'
import type { BrokerContext } from './broker-context.ts'

/** Where groups keep their members and offsets. */
export const offsetsTopicName = '__consumer_offsets'

/** Where transactions keep what must survive. */
export const transactionTopicName = '__transaction_state'

const internalTopicNames: ReadonlySet<string> = new Set([offsetsTopicName, transactionTopicName, '__share_group_state'])

/** Topics of the broker's own: clients may read them and cannot write to them. */
export function isInternalTopic(name: string): boolean {
  return internalTopicNames.has(name)
}

/** Makes topics that were only mentioned, with the broker's defaults; internal ones with Kafka's configs for them. */
export function createMissingTopics(broker: BrokerContext, names: readonly string[]): Promise<CreateTopicsResult> {
  const topics = names.map((name) => {
    if (name === offsetsTopicName) return offsetsTopic(broker)
    return name === transactionTopicName ? transactionTopic(broker) : ordinaryTopic(name)
  })
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

function transactionTopic({
  settings: {
    transactionTopic: { partitionCount, segmentBytes },
  },
}: BrokerContext) {
  return {
    name: transactionTopicName,
    partitionCount,
    replicationFactor: 1,
    assignments: [],
    configs: [
      { name: 'unclean.leader.election.enable', value: 'false' },
      { name: 'compression.type', value: 'uncompressed' },
      { name: 'cleanup.policy', value: 'compact' },
      // transaction.state.log.min.isr is 2 by default; there is one replica, and with more than that nothing could be written.
      { name: 'min.insync.replicas', value: '1' },
      { name: 'segment.bytes', value: String(segmentBytes) },
    ],
  }
}

/**
 * Makes sure that `__consumer_offsets` is there: it is made when the first client looks for a group's coordinator.
 * Gives false when it could not be made.
 */
export function ensureOffsetsTopic(broker: BrokerContext): Promise<boolean> {
  return ensureTopic(broker, offsetsTopicName)
}

/** The same for `__transaction_state`, which is made when the first transactional producer shows. */
export function ensureTransactionTopic(broker: BrokerContext): Promise<boolean> {
  return ensureTopic(broker, transactionTopicName)
}

async function ensureTopic(broker: BrokerContext, name: string): Promise<boolean> {
  if (broker.metadata.image.topic(name) !== undefined) return true
  await createMissingTopics(broker, [name])
  return broker.metadata.image.topic(name) !== undefined
}
