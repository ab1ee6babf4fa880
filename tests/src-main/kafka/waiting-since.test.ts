import { expect, test } from 'vitest'
import { produceRecord } from '../../../src-main/kafka/produce.ts'
import { ClusterSession } from '../../../src-main/kafka/session.ts'
import { createTopic } from '../../../src-main/kafka/topics.ts'
import { timestampsOfUnread } from '../../../src-main/kafka/waiting-since.ts'
import { startBroker } from '../../support/start-broker.ts'

test(
  'since when unread records wait, also where the first batches are larger than what is asked for',
  { timeout: 120_000 },
  async () => {
    await using broker = await startBroker()
    await using session = new ClusterSession({ bootstrapServers: broker.bootstrapServers })
    await session.connect()
    const { cluster } = session
    await createTopic(cluster, { name: 'orders', partitionCount: 5, replicationFactor: -1, configs: [] })
    const sizes = [10, 40_000, 50_000, 60_000]
    for (const [partition, size] of sizes.entries()) {
      for (const timestamp of [1000n, 2000n]) {
        const content = { key: null, value: Buffer.alloc(size), headers: [], codec: 'none', acks: -1 } as const
        await produceRecord(cluster, {
          topic: 'orders',
          partition,
          timestamp: timestamp + BigInt(partition),
          ...content,
        })
      }
    }
    const places = [
      ...sizes.map((_, partition) => ({ topic: 'orders', partition, offset: 1n })),
      { topic: 'orders', partition: 4, offset: 0n },
      { topic: 'nowhere', partition: 0, offset: 0n },
    ]
    const found = await timestampsOfUnread(cluster, places)
    expect(found.map(({ timestamp }) => timestamp)).toEqual([2000n, 2001n, 2002n, 2003n, null, null])
  },
)
