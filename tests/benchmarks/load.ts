import { setTimeout as delay } from 'node:timers/promises'
import { createTopics } from '../../broker/protocol/messages/create-topics.ts'
import { errorCode as codes } from '../../broker/protocol/error-codes.ts'
import { metadata } from '../../broker/protocol/messages/metadata.ts'
import { produce } from '../../broker/protocol/messages/produce.ts'
import { buildBatch } from '../../broker/records/build-batch.ts'
import { connectToKafka, type KafkaConnection } from '../support/kafka-connection.ts'

export interface NewTopics {
  readonly prefix: string
  readonly count: number
  readonly partitions: number
  readonly configs?: Readonly<Record<string, string>>
}

/** Topics `<prefix>-0` to `<prefix>-<count - 1>`, some hundred at a time. */
export async function makeTopics(port: number, { prefix, count, partitions, configs = {} }: NewTopics): Promise<void> {
  await using client = await connectToKafka('127.0.0.1', port)
  const given = Object.entries(configs).map(([name, value]) => ({ name, value }))
  for (let from = 0; from < count; from += TOPICS_AT_ONCE) {
    const topics = Array.from({ length: Math.min(TOPICS_AT_ONCE, count - from) }, (_, index) => ({
      name: `${prefix}-${from + index}`,
      numPartitions: partitions,
      replicationFactor: 1,
      assignments: [],
      configs: given,
    }))
    const answer = await client.request(createTopics, 7, { topics, timeoutMs: 300_000 })
    const refused = answer.topics.find(({ errorCode }) => errorCode !== 0)
    if (refused !== undefined) throw new Error(`${refused.name} was not created: ${refused.errorMessage}`)
  }
  await untilThere(client, `${prefix}-${count - 1}`)
}

/** Apache Kafka answers when the controller has decided; its broker learns of that a moment later. */
async function untilThere(client: KafkaConnection, name: string): Promise<void> {
  for (;;) {
    const { topics } = await client.request(metadata, 9, { topics: [{ name }], allowAutoTopicCreation: false })
    if (topics[0]?.partitions.every((partition) => partition.errorCode === 0) && topics[0].errorCode === 0) return
    await delay(20)
  }
}

const TOPICS_AT_ONCE = 250

const RECORD_BYTES = 1024
/** As a producer of Apache Kafka sends them when nothing is said: `batch.size` is 16 KiB. */
const RECORDS_PER_BATCH = 16
/** As many requests are under way at once as a producer allows itself. */
const CONNECTIONS = 5

export interface Load {
  readonly topic: string
  /** Each request has a batch for each of them. */
  readonly partitions: number
  readonly bytes: number
  /** How many keys there are; null for records without one. */
  readonly keys: number | null
}

/** Appends that many bytes of values with acks=all. Gives the number of records. */
export async function fill(port: number, load: Load): Promise<number> {
  const requests = Math.ceil(load.bytes / (RECORD_BYTES * RECORDS_PER_BATCH * load.partitions))
  let sent = 0
  const send = async () => {
    await using client = await connectToKafka('127.0.0.1', port)
    while (sent < requests) {
      const number = sent++
      const partitionData = Array.from({ length: load.partitions }, (_, index) => ({
        index,
        records: batchNumber(number * load.partitions + index, load.keys),
      }))
      await append(client, [{ name: load.topic, partitionData }])
    }
  }
  await Promise.all(Array.from({ length: CONNECTIONS }, send))
  return requests * load.partitions * RECORDS_PER_BATCH
}

interface TopicData {
  readonly name: string
  readonly partitionData: readonly { readonly index: number; readonly records: Buffer }[]
}

async function append(client: KafkaConnection, topicData: readonly TopicData[]): Promise<void> {
  for (;;) {
    const answer = await client.request(produce, 12, { acks: -1, timeoutMs: 60_000, topicData })
    const refused = answer.responses[0]?.partitionResponses.find(({ errorCode }) => errorCode !== 0)
    if (refused === undefined) return
    const isLeading = refused.errorCode !== codes.NOT_LEADER_OR_FOLLOWER
    if (isLeading) throw new Error(`Records were refused: ${refused.errorCode} ${refused.errorMessage}`)
    // As after a topic's creation: a moment later it does lead.
    await delay(20)
  }
}

/** Batches without keys are all the same, so that making them costs nothing. */
let plain: { readonly madeAt: number; readonly bytes: Buffer } | null = null

function batchNumber(number: number, keys: number | null): Buffer {
  const now = Date.now()
  if (keys === null) {
    if (plain === null || now - plain.madeAt > 1000) plain = { madeAt: now, bytes: batchOf(now, () => null) }
    return plain.bytes
  }
  // Multiplying by an odd number visits the keys in an order that looks like none.
  return batchOf(now, (index) => {
    const key = Math.imul(number * RECORDS_PER_BATCH + index, 0x9e3779b1) >>> 0
    return Buffer.from(`key-${key % keys}`)
  })
}

function batchOf(now: number, keyOf: (index: number) => Buffer | null): Buffer {
  const records = Array.from({ length: RECORDS_PER_BATCH }, (_, index) => ({
    key: keyOf(index),
    value: filler,
    timestamp: BigInt(now),
  }))
  return buildBatch(records)
}

const filler = Buffer.alloc(RECORD_BYTES, 'Brokkr and Sindri made Draupnir, Gullinbursti and Mjölnir. ')
