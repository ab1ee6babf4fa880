import { describe, expect, test, vi } from 'vitest'
import { errorCode } from '../../../broker/protocol/error-codes.ts'
import { buildEndTransactionMarker } from '../../../broker/records/control-records.ts'
import {
  IncompleteReadError,
  readPartition,
  readRecordAt,
  type ReadRecord,
} from '../../../src-main/kafka/partition-reader.ts'
import { WireCluster } from '../../../src-main/kafka/wire-cluster.ts'
import { batchAt, fakeTopic, startFakeTopicBroker, type FakeTopic } from '../../support/fake-topic.ts'

// Real sockets, and a machine that may be busy with other tests.
vi.setConfig({ testTimeout: 120_000 })

const rangeOf = (topic: FakeTopic, startOffset: bigint, endOffset: bigint) => ({
  topic: topic.name,
  topicId: topic.topicId,
  partition: 0,
  startOffset,
  endOffset,
})

async function connect(topic: FakeTopic) {
  const broker = await startFakeTopicBroker(topic)
  const cluster = new WireCluster({ bootstrap: [broker] })
  return {
    cluster,
    read: async (startOffset: bigint, endOffset: bigint): Promise<ReadRecord[]> => {
      const records: ReadRecord[] = []
      for await (const record of readPartition(cluster, rangeOf(topic, startOffset, endOffset))) records.push(record)
      return records
    },
    [Symbol.asyncDispose]: async () => {
      cluster.close()
      await broker[Symbol.asyncDispose]()
    },
  }
}

const offsetsOf = (records: readonly ReadRecord[]): bigint[] => records.map(({ offset }) => offset)

describe('a partition is read', () => {
  test('from offset to end offset, both inside of batches', async () => {
    const topic = fakeTopic('orders', [[batchAt(0n, ['a', 'b', 'c']), batchAt(3n, ['d', 'e', 'f'])]])
    await using kafka = await connect(topic)
    expect(offsetsOf(await kafka.read(1n, 5n))).toEqual([1n, 2n, 3n, 4n])
    expect(await kafka.read(2n, 2n)).toEqual([])
  })

  test('with the facts of its batches, control records included', async () => {
    const marker = buildEndTransactionMarker({
      producerId: 9n,
      producerEpoch: 2,
      result: 'commit',
      coordinatorEpoch: 0,
      timestamp: 5n,
    })
    marker.writeBigInt64BE(2n, 0)
    const written = batchAt(0n, ['a', 'b'], {
      codec: 'zstd',
      producerId: 9n,
      producerEpoch: 2,
      baseSequence: 40,
      isTransactional: true,
    })
    await using kafka = await connect(fakeTopic('orders', [[written, marker]]))
    const [first, , control] = await kafka.read(0n, 3n)
    expect(first?.batch).toEqual({
      baseOffset: 0n,
      recordCount: 2,
      sizeBytes: written.length,
      compression: 'zstd',
      leaderEpoch: -1,
      producerId: 9n,
      producerEpoch: 2,
      baseSequence: 40,
      isTransactional: true,
      isControl: false,
    })
    expect(control).toMatchObject({ offset: 2n, batch: { isControl: true } })
  })

  test('no further than its reader goes', async () => {
    const topic = fakeTopic('orders', [Array.from({ length: 50 }, (_, index) => batchAt(BigInt(index), ['x']))])
    await using kafka = await connect(topic)
    for await (const { offset } of readPartition(kafka.cluster, rangeOf(topic, 0n, 50n))) if (offset === 3n) break
    expect(kafka.cluster.knownTopic('orders')?.partitions).toHaveLength(1)
  })
})

describe('what is missing is never passed over in silence', () => {
  test('a partition that refuses to be read', async () => {
    const topic = fakeTopic('orders', [[batchAt(0n, ['a'])]])
    topic.partitions[0]!.fetchError = errorCode.TOPIC_AUTHORIZATION_FAILED
    await using kafka = await connect(topic)
    await expect(kafka.read(0n, 1n)).rejects.toThrow(IncompleteReadError)
    await expect(kafka.read(0n, 1n)).rejects.toThrow('this needs READ on topic orders')
  })

  test('a partition that nobody leads is waited for', async () => {
    const topic = fakeTopic('orders', [[batchAt(0n, ['a'])]])
    topic.partitions[0]!.leader = -1
    await using kafka = await connect(topic)
    const reading = kafka.read(0n, 1n)
    await kafka.cluster.metadata(['orders'])
    topic.partitions[0]!.leader = 1
    expect(offsetsOf(await reading)).toEqual([0n])
  })

  test('an offset that is gone, and one that compaction has taken', async () => {
    const topic = fakeTopic('orders', [[batchAt(5n, ['a']), batchAt(9n, ['b'])]])
    await using kafka = await connect(topic)
    expect(await readRecordAt(kafka.cluster, { topic: 'orders', partition: 0, offset: 9n })).toMatchObject({
      offset: 9n,
    })
    for (const offset of [2n, 7n, 10n, 99n]) {
      const reading = readRecordAt(kafka.cluster, { topic: 'orders', partition: 0, offset })
      await expect(reading).rejects.toMatchObject({ code: 'NOT_FOUND' })
    }
  })

  test('a damaged batch is not taken for a message that is gone', async () => {
    const damaged = batchAt(0n, ['a'])
    damaged[damaged.length - 1] = 0x55
    await using kafka = await connect(fakeTopic('orders', [[damaged]]))
    const reading = readRecordAt(kafka.cluster, { topic: 'orders', partition: 0, offset: 0n })
    await expect(reading).rejects.toMatchObject({ code: 'FAILED' })
  })
})
