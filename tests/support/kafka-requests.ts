import { createTopics } from '../../broker/protocol/messages/create-topics.ts'
import { fetch, type FetchRequestInput } from '../../broker/protocol/messages/fetch.ts'
import { listOffsets } from '../../broker/protocol/messages/list-offsets.ts'
import { produce } from '../../broker/protocol/messages/produce.ts'
import { batchesIn } from '../../broker/records/batches.ts'
import { buildBatch, type BatchOptions } from '../../broker/records/build-batch.ts'
import { recordsIn } from '../../broker/records/records-in.ts'
import type { KafkaClient } from './kafka-connection.ts'

/* The requests that most tests need, in one line each. Versions are ones that name topics, not their ids. */

/** One batch of records with these values. */
export function batchOf(
  values: readonly string[],
  options: BatchOptions & { readonly timestamp?: bigint } = {},
): Buffer {
  const timestamp = options.timestamp ?? BigInt(Date.now())
  return buildBatch(
    values.map((value) => ({ key: null, value: Buffer.from(value), timestamp })),
    options,
  )
}

export interface TopicOptions {
  readonly partitions?: number
  readonly configs?: Readonly<Record<string, string>>
}

/** Creates the topic and gives its id. */
export async function createTopic(client: KafkaClient, name: string, options: TopicOptions = {}): Promise<string> {
  const configs = Object.entries(options.configs ?? {}).map(([key, value]) => ({ name: key, value }))
  const topic = { name, numPartitions: options.partitions ?? 1, replicationFactor: 1, assignments: [], configs }
  const { topics } = await client.request(createTopics, 7, { topics: [topic] })
  const created = topics[0]
  if (created?.errorCode !== 0) throw new Error(`${name} was not created: ${created?.errorMessage}`)
  return created.topicId
}

export interface Target {
  readonly topic: string
  readonly partition?: number
  readonly acks?: number
}

/** Produces `records` to one partition and gives the partition's part of the answer. */
export async function produceTo(client: KafkaClient, target: Target, records: Uint8Array) {
  const partitionData = [{ index: target.partition ?? 0, records }]
  const request = { acks: target.acks ?? -1, timeoutMs: 10_000, topicData: [{ name: target.topic, partitionData }] }
  const { responses } = await client.request(produce, 12, request)
  const answer = responses[0]?.partitionResponses[0]
  if (answer === undefined) throw new Error('The answer has no partition.')
  return answer
}

export interface FetchOptions extends Target {
  readonly offset?: bigint
  readonly maxWaitMs?: number
  readonly minBytes?: number
  readonly maxBytes?: number
  readonly partitionMaxBytes?: number
  readonly currentLeaderEpoch?: number
}

export function fetchRequest(options: FetchOptions): FetchRequestInput {
  const { topic, partition = 0, offset = 0n } = options
  const wanted = {
    partition,
    fetchOffset: offset,
    partitionMaxBytes: options.partitionMaxBytes ?? 1024 * 1024,
    currentLeaderEpoch: options.currentLeaderEpoch ?? -1,
  }
  return {
    maxWaitMs: options.maxWaitMs ?? 0,
    minBytes: options.minBytes ?? 1,
    maxBytes: options.maxBytes ?? 50 * 1024 * 1024,
    sessionEpoch: -1,
    topics: [{ topic, partitions: [wanted] }],
  }
}

/** Fetches from one partition and gives the partition's part of the answer. */
export async function fetchFrom(client: KafkaClient, options: FetchOptions) {
  const { responses } = await client.request(fetch, 12, fetchRequest(options))
  const answer = responses[0]?.partitions[0]
  if (answer === undefined) throw new Error('The answer has no partition.')
  return answer
}

/** Offsets and values of fetched records. */
export function recordsOf({ records }: { readonly records: Uint8Array | null }): [bigint, string][] {
  return [...batchesIn(records ?? new Uint8Array(0))].flatMap((batch) =>
    [...recordsIn(batch)].map(({ offset, value }): [bigint, string] => [offset, Buffer.from(value ?? '').toString()]),
  )
}

/** The values of a whole partition, in order. */
export async function readAll(client: KafkaClient, topic: string, partition = 0): Promise<string[]> {
  const values: string[] = []
  let offset = await offsetOf(client, { topic, partition }, -2n)
  for (;;) {
    const records = recordsOf(await fetchFrom(client, { topic, partition, offset })).filter(([each]) => each >= offset)
    const last = records.at(-1)
    if (last === undefined) return values
    values.push(...records.map(([, value]) => value))
    offset = last[0] + 1n
  }
}

/** The offset that belongs to a timestamp; -1n is the end, -2n the start. */
export async function offsetOf(client: KafkaClient, target: Target, timestamp: bigint): Promise<bigint> {
  const partitions = [{ partitionIndex: target.partition ?? 0, timestamp }]
  const topics = [{ name: target.topic, partitions }]
  const { topics: answers } = await client.request(listOffsets, 7, { replicaId: -1, isolationLevel: 0, topics })
  const answer = answers[0]?.partitions[0]
  if (answer?.errorCode !== 0) throw new Error(`The offset cannot be told: error ${answer?.errorCode}.`)
  return answer.offset
}
