import { fetch } from '../../broker/protocol/messages/fetch.ts'
import { listOffsets } from '../../broker/protocol/messages/list-offsets.ts'
import { metadata } from '../../broker/protocol/messages/metadata.ts'
import { BatchView } from '../../broker/records/batch-view.ts'
import { buildBatch, type BatchOptions } from '../../broker/records/build-batch.ts'
import type { RecordInput } from '../../broker/records/record.ts'
import { answer, startFakeBroker, type Answer, type FakeBroker } from './fake-broker.ts'

/** A partition as a fake broker serves it. Tests change it while it is served. */
export interface FakePartition {
  batches: Buffer[]
  logStart: bigint
  /** The high watermark; the end of the last batch when null. */
  end: bigint | null
  leader: number
  /** What every Fetch of the partition is refused with; 0 for none. */
  fetchError: number
  /** A Fetch of the partition is answered when that has come. */
  held: Promise<void>
}

export interface FakeTopic {
  readonly name: string
  readonly topicId: string
  readonly partitions: FakePartition[]
  exists: boolean
  /** An answer is full when so many partitions have batches in it: those that are asked for first. */
  mostAnswered: number
}

const fakeNodeId = 1

/** A batch with these values at consecutive offsets. */
export function batchAt(baseOffset: bigint, values: readonly string[], options: BatchOptions = {}): Buffer {
  const records = values.map((value, index) => recordOf(value, baseOffset + BigInt(index)))
  return buildBatch(records, { ...options, baseOffset })
}

/** A record whose timestamp is its offset in seconds. */
function recordOf(value: string, offset: bigint): RecordInput {
  return { key: null, value: Buffer.from(value), timestamp: offset * 1000n, offset }
}

export function fakeTopic(name: string, partitions: readonly (readonly Buffer[])[]): FakeTopic {
  return {
    name,
    topicId: 'dG9waWMtaWQtdG9waWMtaQ',
    exists: true,
    mostAnswered: Number.POSITIVE_INFINITY,
    partitions: partitions.map((batches) => ({
      batches: [...batches],
      logStart: batches[0] ? new BatchView(batches[0]).baseOffset : 0n,
      end: null,
      leader: fakeNodeId,
      fetchError: 0,
      held: Promise.resolve(),
    })),
  }
}

interface FakeAddress {
  readonly nodeId: number
  readonly host: string
  port: number
}

/** Metadata, ListOffsets and Fetch of a topic, by one of several brokers. */
function serveTopic(topic: FakeTopic, brokers: readonly FakeAddress[], nodeId: number): Answer[] {
  return [
    answer(metadata, () => ({
      brokers: [...brokers],
      controllerId: fakeNodeId,
      topics: [topic.exists ? describe(topic) : { errorCode: 3, name: topic.name, partitions: [] }],
    })),
    answer(listOffsets, ({ topics }) => ({
      topics: topics.map(({ name, partitions }) => ({
        name,
        partitions: partitions.map(({ partitionIndex, timestamp }) => ({
          partitionIndex,
          errorCode: 0,
          offset: offsetFor(topic.partitions[partitionIndex], timestamp),
        })),
      })),
    })),
    answer(fetch, async ({ topics }) => {
      await Promise.all(
        topics.flatMap((each) =>
          each.partitions.map(({ partition }) => topic.partitions[partition]?.held ?? Promise.resolve()),
        ),
      )
      let room = topic.mostAnswered
      return {
        responses: topics.map(({ topic: name, topicId, partitions }) => ({
          topic: name,
          topicId,
          partitions: partitions.map(({ partition, fetchOffset }) => {
            const answered = fetched(topic, { partition, fetchOffset, nodeId })
            const hasBatches = (answered.records?.length ?? 0) > 0
            const records = hasBatches && room === 0 ? Buffer.alloc(0) : answered.records
            if (hasBatches && room > 0) room -= 1
            return { partitionIndex: partition, abortedTransactions: null, ...answered, records }
          }),
        })),
      }
    }),
  ]
}

/** A fake broker with one topic. */
export async function startFakeTopicBroker(topic: FakeTopic, others: readonly Answer[] = []): Promise<FakeBroker> {
  const address = { nodeId: fakeNodeId, host: '127.0.0.1', port: 0 }
  const broker = await startFakeBroker({ answers: [...serveTopic(topic, [address], fakeNodeId), ...others] })
  address.port = broker.port
  return broker
}

/** Fake brokers 1 and 2 with one topic, of whose partitions each serves those that it leads. */
export async function startFakeTopicBrokers(topic: FakeTopic): Promise<{ first: FakeBroker; second: FakeBroker }> {
  const addresses = [1, 2].map((nodeId) => ({ nodeId, host: '127.0.0.1', port: 0 }))
  const start = async (index: number): Promise<FakeBroker> => {
    const address = addresses[index] ?? { nodeId: 0, port: 0 }
    const broker = await startFakeBroker({ answers: serveTopic(topic, addresses, address.nodeId) })
    address.port = broker.port
    return broker
  }
  return { first: await start(0), second: await start(1) }
}

function describe({ name, topicId, partitions }: FakeTopic) {
  return {
    errorCode: 0,
    name,
    topicId,
    partitions: partitions.map(({ leader }, partitionIndex) => ({
      errorCode: leader < 0 ? 5 : 0,
      partitionIndex,
      leaderId: leader,
      replicaNodes: [fakeNodeId],
      isrNodes: [fakeNodeId],
    })),
  }
}

function endOf({ batches, end, logStart }: FakePartition): bigint {
  const last = batches.at(-1)
  return end ?? (last ? new BatchView(last).nextOffset : logStart)
}

function offsetFor(partition: FakePartition | undefined, timestamp: bigint): bigint {
  if (!partition) return -1n
  if (timestamp === -2n) return partition.logStart
  if (timestamp === -1n) return endOf(partition)
  const found = partition.batches.find((batch) => new BatchView(batch).maxTimestamp >= timestamp)
  return found ? new BatchView(found).baseOffset : -1n
}

/** One batch at a time, so that reading takes several rounds. */
function fetched(
  { exists, partitions }: FakeTopic,
  asked: { readonly partition: number; readonly fetchOffset: bigint; readonly nodeId: number },
) {
  const { fetchOffset } = asked
  const partition = partitions[asked.partition]
  if (!exists || !partition) return { errorCode: 3, highWatermark: -1n, records: null }
  if (partition.fetchError !== 0) return { errorCode: partition.fetchError, highWatermark: -1n, records: null }
  if (partition.leader !== asked.nodeId) return { errorCode: 6, highWatermark: -1n, records: null }
  const end = endOf(partition)
  if (fetchOffset < partition.logStart || fetchOffset > end) return { errorCode: 1, highWatermark: -1n, records: null }
  const batch = partition.batches.find((each) => new BatchView(each).nextOffset > fetchOffset)
  return { errorCode: 0, highWatermark: end, records: batch ?? Buffer.alloc(0) }
}
