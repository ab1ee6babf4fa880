import { addPartitionsToTxn } from '../../../broker/protocol/messages/add-partitions-to-txn.ts'
import { endTxn } from '../../../broker/protocol/messages/end-txn.ts'
import { fetch } from '../../../broker/protocol/messages/fetch.ts'
import { initProducerId } from '../../../broker/protocol/messages/init-producer-id.ts'
import { produce } from '../../../broker/protocol/messages/produce.ts'
import { batchesIn } from '../../../broker/records/batches.ts'
import type { BatchView } from '../../../broker/records/batch-view.ts'
import type { KafkaClient } from '../kafka-connection.ts'
import { batchOf, fetchRequest, recordsOf, type FetchOptions, type Target } from '../kafka-requests.ts'

/* The requests of a transactional producer, in one line each. */

export interface Producer {
  readonly transactionalId: string
  readonly producerId: bigint
  readonly producerEpoch: number
}

export interface InitOptions {
  readonly timeoutMs?: number
  /** Who the producer was so far. */
  readonly before?: Producer
  readonly version?: number
}

/** The answer to InitProducerId, with the transactional id beside it. */
export async function initTransactions(client: KafkaClient, transactionalId: string, options: InitOptions = {}) {
  const { producerId = -1n, producerEpoch = -1 } = options.before ?? {}
  const version = options.version ?? 5
  const expected = version >= 3 ? { producerId, producerEpoch } : {}
  const request = { transactionalId, transactionTimeoutMs: options.timeoutMs ?? 60_000, ...expected }
  return { transactionalId, ...(await client.request(initProducerId, version, request)) }
}

/** Takes partitions into the transaction as older clients do, and gives the error codes. */
export async function addPartitions(
  client: KafkaClient,
  producer: Producer,
  topics: Readonly<Record<string, readonly number[]>>,
  version = 3,
): Promise<readonly number[]> {
  const { resultsByTopicV3AndBelow } = await client.request(addPartitionsToTxn, version, {
    v3AndBelowTransactionalId: producer.transactionalId,
    v3AndBelowProducerId: producer.producerId,
    v3AndBelowProducerEpoch: producer.producerEpoch,
    v3AndBelowTopics: Object.entries(topics).map(([name, partitions]) => ({ name, partitions })),
  })
  return resultsByTopicV3AndBelow.flatMap(({ resultsByPartition }) =>
    resultsByPartition.map(({ partitionErrorCode }) => partitionErrorCode),
  )
}

export interface TransactionalTarget extends Target {
  /** 12: the broker takes the partition into the transaction itself; 11 and below: it only looks. */
  readonly version?: number
  readonly sequence?: number
}

/** Produces within the producer's transaction and gives the partition's error code. */
export async function produceIn(
  client: KafkaClient,
  producer: Producer,
  target: TransactionalTarget,
  values: readonly string[],
): Promise<number | undefined> {
  const { producerId, producerEpoch, transactionalId } = producer
  const baseSequence = target.sequence ?? 0
  const records = batchOf(values, { producerId, producerEpoch, baseSequence, isTransactional: true })
  const partitionData = [{ index: target.partition ?? 0, records }]
  const topicData = [{ name: target.topic, partitionData }]
  const request = { transactionalId, acks: target.acks ?? -1, timeoutMs: 10_000, topicData }
  const { responses } = await client.request(produce, target.version ?? 12, request)
  return responses[0]?.partitionResponses[0]?.errorCode
}

/** Ends the transaction and gives the answer: from version 5 on with who the producer is from then on. */
export async function end(client: KafkaClient, producer: Producer, outcome: 'commit' | 'abort', version = 5) {
  const { transactionalId, producerId, producerEpoch } = producer
  const committed = outcome === 'commit'
  return client.request(endTxn, version, { transactionalId, producerId, producerEpoch, committed })
}

/** What a consumer of committed records is sent: the partition's part of the answer. */
export async function fetchCommitted(client: KafkaClient, options: FetchOptions) {
  const { responses } = await client.request(fetch, 12, { ...fetchRequest(options), isolationLevel: 1 })
  const answer = responses[0]?.partitions[0]
  if (answer === undefined) throw new Error('The answer has no partition.')
  return answer
}

/** The values that a consumer of committed records would give out: without markers, without what was aborted. */
export async function readCommitted(client: KafkaClient, topic: string, partition = 0): Promise<string[]> {
  return committedValues(await fetchCommitted(client, { topic, partition }))
}

type Fetched = Awaited<ReturnType<typeof fetchCommitted>>

/** Does what consumers do with the list of aborted transactions. */
export function committedValues(fetched: Fetched): string[] {
  return committedBatches(fetched).flatMap(({ bytes }) => recordsOf({ records: bytes }).map(([, value]) => value))
}

/** The batches of it that such a consumer would give out. */
export function committedBatches({ records, abortedTransactions }: Fetched): BatchView[] {
  const waiting = (abortedTransactions ?? []).toSorted((a, b) => Number(a.firstOffset - b.firstOffset))
  const aborted = new Set<bigint>()
  return [...batchesIn(records ?? new Uint8Array(0))].filter((batch) => {
    while (waiting[0] !== undefined && waiting[0].firstOffset <= batch.lastOffset) {
      aborted.add(waiting.shift()!.producerId)
    }
    if (batch.isControl) aborted.delete(batch.producerId)
    return !batch.isControl && !(batch.isTransactional && aborted.has(batch.producerId))
  })
}
