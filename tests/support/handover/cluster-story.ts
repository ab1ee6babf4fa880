import { describeConfigs } from '../../../broker/protocol/messages/describe-configs.ts'
import { deleteTopics } from '../../../broker/protocol/messages/delete-topics.ts'
import { incrementalAlterConfigs } from '../../../broker/protocol/messages/incremental-alter-configs.ts'
import { initProducerId } from '../../../broker/protocol/messages/init-producer-id.ts'
import { metadata } from '../../../broker/protocol/messages/metadata.ts'
import { buildBatch, type BatchOptions } from '../../../broker/records/build-batch.ts'
import { codecs } from '../../../broker/records/codec.ts'
import type { RecordInput } from '../../../broker/records/record.ts'
import type { KafkaConnection } from '../kafka-connection.ts'
import { createTopics } from '../../../broker/protocol/messages/create-topics.ts'
import { produceTo, type TopicOptions } from '../kafka-requests.ts'
import { commitOffset, committedOffset } from './committed-offsets.ts'
import { offsetAt, readRecords, recordSeen, type RecordSeen } from './records-seen.ts'
import { addSecurity, securitySeen, type SecuritySeen } from './security-story.ts'
import { addTransactions, committedSeen, transactionTopic } from './transaction-story.ts'
import { untilReady } from './until-ready.ts'

interface TopicKept {
  readonly id: string
  readonly configs: Record<string, string>
  readonly partitions: RecordSeen[][]
}

/** What a cluster says about itself, as plain values. */
export interface ClusterSeen {
  readonly topics: Readonly<Record<string, TopicKept>>
  /** By group: the committed offset of partition 0 of the first topic. */
  readonly committed: Readonly<Record<string, bigint>>
  /** Values of committed transactions. */
  readonly transactions: readonly string[]
  readonly security: SecuritySeen
}

const firstTopic = 'chapter-1'
const topicResourceType = 2
const dynamicTopicConfig = 1
const outOfOrderSequence = 45
const unknownTopic = 3
const invalidReplicationFactor = 38

/**
 * A life in chapters, told over the wire to whoever has the directory. It notes what was acknowledged, and so what every
 * later owner must still say: no more and no less.
 */
export class ClusterStory {
  readonly #topics: Record<string, TopicKept> = {}
  readonly #committed: Record<string, bigint> = {}
  readonly #transactions: string[] = []
  #security: SecuritySeen = { acls: [], users: [], quotas: [] }
  readonly #began = BigInt(Date.now() - 3_600_000)
  #chapter = 0
  #producer: { readonly producerId: bigint; readonly producerEpoch: number } | null = null
  #sequence = 0
  #lastBatch: { readonly bytes: Buffer; readonly baseOffset: bigint } | null = null

  /** What the cluster must say. */
  get expected(): ClusterSeen {
    return {
      topics: this.#topics,
      committed: this.#committed,
      transactions: this.#transactions,
      security: this.#security,
    }
  }

  /** What the cluster says. */
  async seenBy(client: KafkaConnection): Promise<ClusterSeen> {
    const topics: Record<string, TopicKept> = {}
    const described = await client.request(metadata, 12, { topics: null })
    for (const { name, topicId, partitions, isInternal } of described.topics) {
      if (name === null || isInternal || name === transactionTopic) continue
      const read: RecordSeen[][] = []
      for (const { partitionIndex } of partitions) {
        read[partitionIndex] = await readRecords(client, { topic: name, partition: partitionIndex })
      }
      topics[name] = { id: topicId, configs: await configsOf(client, name), partitions: read }
    }
    const committed: Record<string, bigint> = {}
    for (const group of Object.keys(this.#committed)) {
      committed[group] = await committedOffset(client, { group, topic: firstTopic })
    }
    const transactions = this.#chapter === 0 ? [] : await committedSeen(client)
    return { topics, committed, transactions, security: await securitySeen(client) }
  }

  /** One more chapter: new topics, records in every codec, a deletion, configs, offsets, an idempotent producer that goes on. */
  async goOn(client: KafkaConnection): Promise<void> {
    this.#chapter += 1
    await this.#createTopics(client)
    await this.#produceToAll(client)
    await this.#goOnProducing(client)
    await this.#alterConfig(client)
    await this.#commit(client)
    if (this.#chapter === 1) await createTopicWhenReady(client, transactionTopic)
    this.#transactions.push(...(await addTransactions(client, this.#chapter)))
    await this.#secure(client)
  }

  async #secure(client: KafkaConnection): Promise<void> {
    const { acls, users, quotas } = await addSecurity(client, this.#chapter)
    this.#security = {
      acls: [...this.#security.acls, ...acls].toSorted(),
      users: [...this.#security.users, ...users].toSorted(),
      quotas: [...this.#security.quotas, ...quotas].toSorted(),
    }
  }

  async #createTopics(client: KafkaConnection): Promise<void> {
    const configs = { 'segment.bytes': '1048576', 'retention.ms': '-1' }
    await this.#createTopic(client, `chapter-${this.#chapter}`, configs)
    if (this.#chapter === 1) await this.#createTopic(client, 'compacted', { 'cleanup.policy': 'compact' })
    // A name that comes again is another topic.
    const name = 'now-and-then'
    if (this.#topics[name] === undefined) return this.#createTopic(client, name, {})
    const { responses } = await client.request(deleteTopics, 6, { topics: [{ name }], timeoutMs: 10_000 })
    if (responses[0]?.errorCode !== 0) throw new Error(`${name} was not deleted: error ${responses[0]?.errorCode}`)
    delete this.#topics[name]
  }

  async #createTopic(client: KafkaConnection, name: string, configs: Record<string, string>): Promise<void> {
    const id = await createTopicWhenReady(client, name, { partitions: 2, configs })
    this.#topics[name] = { id, configs: { ...configs }, partitions: [[], []] }
  }

  async #produceToAll(client: KafkaConnection): Promise<void> {
    for (const topic of Object.keys(this.#topics)) {
      for (const partition of [0, 1]) {
        for (const codec of codecs) await this.#produce(client, { topic, partition, options: { codec } })
      }
    }
  }

  async #produce(
    client: KafkaConnection,
    {
      topic,
      partition,
      options,
    }: { readonly topic: string; readonly partition: number; readonly options: BatchOptions },
  ): Promise<{ readonly bytes: Buffer; readonly baseOffset: bigint }> {
    const records = this.#records(partition)
    const bytes = buildBatch(records, options)
    const { baseOffset } = await untilReady(() => produceTo(client, { topic, partition }, bytes))
    const kept = this.#topics[topic]?.partitions[partition]
    kept?.push(...records.map((record, index) => recordSeen({ ...record, offset: baseOffset + BigInt(index) })))
    return { bytes, baseOffset }
  }

  #records(partition: number): RecordInput[] {
    // Of today: what a producer did long ago is forgotten with its sequences.
    const timestamp = this.#began + BigInt(1000 * this.#chapter + partition)
    const headers = [
      { key: 'chapter', value: Buffer.from(String(this.#chapter)) },
      { key: 'empty', value: null },
    ]
    return [
      { key: Buffer.from(`key-${this.#chapter}`), value: Buffer.from('Æther '.repeat(40)), timestamp, headers },
      { key: Buffer.from('gone'), value: null, timestamp: timestamp + 1n },
      { key: Buffer.from('short'), value: Buffer.alloc(0), timestamp: timestamp - 5n },
    ]
  }

  /** The same idempotent producer through all owners: what it repeats is known, what it skips is refused. */
  async #goOnProducing(client: KafkaConnection): Promise<void> {
    const target = { topic: firstTopic, partition: 0 }
    this.#producer ??= await untilReady(() =>
      client.request(initProducerId, 4, { transactionalId: null, transactionTimeoutMs: 0 }),
    )
    const { producerId, producerEpoch } = this.#producer
    const options = (baseSequence: number): BatchOptions => ({ producerId, producerEpoch, baseSequence })
    if (this.#lastBatch !== null) {
      const { bytes, baseOffset } = this.#lastBatch
      const repeated = await untilReady(() => produceTo(client, target, bytes))
      if (repeated.baseOffset !== baseOffset) {
        throw new Error(`The batch at offset ${baseOffset}, repeated, was answered with ${repeated.baseOffset}.`)
      }
      const skipping = await produceTo(client, target, buildBatch(this.#records(0), options(this.#sequence + 100)))
      if (skipping.errorCode !== outOfOrderSequence) {
        throw new Error(`A batch behind a gap was answered with ${skipping.errorCode}.`)
      }
    }
    this.#lastBatch = await this.#produce(client, { ...target, options: options(this.#sequence) })
    this.#sequence += 3
  }

  async #alterConfig(client: KafkaConnection): Promise<void> {
    const kept = this.#topics[firstTopic]
    if (kept === undefined) return
    const value = String(900_000 + this.#chapter)
    const configs = [{ name: 'max.message.bytes', configOperation: 0, value }]
    const resources = [{ resourceType: topicResourceType, resourceName: firstTopic, configs }]
    await client.request(incrementalAlterConfigs, 1, { resources, validateOnly: false })
    kept.configs['max.message.bytes'] = value
  }

  async #commit(client: KafkaConnection): Promise<void> {
    const group = `group-${this.#chapter % 3}`
    const offset = await offsetAt(client, { topic: firstTopic, partition: 0 }, -1n)
    await commitOffset(client, { group, topic: firstTopic, offset })
    this.#committed[group] = offset
  }
}

/**
 * Creates the topic, once there is a broker that is not fenced (one that was late with its heartbeats is, for a moment), and
 * waits until the broker that is asked knows it, and not an earlier one of that name. Gives its id.
 */
async function createTopicWhenReady(
  client: KafkaConnection,
  name: string,
  options: TopicOptions = {},
): Promise<string> {
  const configs = Object.entries(options.configs ?? {}).map(([key, value]) => ({ name: key, value }))
  const topic = { name, numPartitions: options.partitions ?? 1, replicationFactor: 1, assignments: [], configs }
  const { topicId } = await untilReady(async () => {
    const { topics } = await client.request(createTopics, 7, { topics: [topic] })
    return topics[0] ?? { errorCode: -1, topicId: '' }
  }, [invalidReplicationFactor])
  await untilReady(async () => {
    const { topics } = await client.request(metadata, 12, { topics: [{ name }], allowAutoTopicCreation: false })
    const [known] = topics
    if (known === undefined || known.errorCode !== 0) return { errorCode: known?.errorCode ?? unknownTopic }
    return { errorCode: known.topicId === topicId ? 0 : unknownTopic }
  })
  return topicId
}

async function configsOf(client: KafkaConnection, topic: string): Promise<Record<string, string>> {
  const resources = [{ resourceType: topicResourceType, resourceName: topic, configurationKeys: null }]
  const { results } = await client.request(describeConfigs, 4, { resources })
  const own = results[0]?.configs.filter(({ configSource }) => configSource === dynamicTopicConfig) ?? []
  return Object.fromEntries(own.map(({ name, value }) => [name, value ?? '']))
}
