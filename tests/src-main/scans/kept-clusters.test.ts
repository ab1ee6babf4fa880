import { expect, test, vi } from 'vitest'
import { noSecurity } from '../../../src-main/connections/connection-security.ts'
import { FetchCursor } from '../../../src-main/kafka/fetch-cursor.ts'
import { readToEnd } from '../../../src-main/kafka/fetch-loop.ts'
import { KeptClusters } from '../../../src-main/scans/kept-clusters.ts'
import { batchAt, fakeTopic, startFakeTopicBroker } from '../../support/fake-topic.ts'

// Real sockets, and a machine that may be busy with other tests.
vi.setConfig({ testTimeout: 60_000 })

async function startPlace() {
  const topic = fakeTopic('orders', [[batchAt(0n, ['a'])]])
  const broker = await startFakeTopicBroker(topic)
  const place = { bootstrapServers: `${broker.host}:${broker.port}`, security: noSecurity }
  const opened = () => broker.connectionCount
  return { broker, topic, place, opened }
}

test('who comes next finds a connection open, and knows nothing of the topics of who was before', async () => {
  const { broker, place, opened } = await startPlace()
  await using _ = broker
  const clusters = new KeptClusters()
  const first = clusters.take(place)
  await first.topic('orders')
  // Two at a time never share one.
  expect(clusters.take(place)).not.toBe(first)
  clusters.giveBack(place, first)
  await expect.poll(() => clusters.take(place) === first).toBe(true)
  expect(first.knownTopic('orders')).toBeNull()
  const before = opened()
  await first.topic('orders')
  expect(opened()).toBe(before)
  first.close()
})

test('another secret is another place, and what has failed is not kept', async () => {
  const { broker, place, opened } = await startPlace()
  await using _ = broker
  const clusters = new KeptClusters()
  const nobody = { ...place, bootstrapServers: '127.0.0.1:1' }
  const unreachable = clusters.take(nobody)
  await expect(unreachable.metadata()).rejects.toThrow()
  clusters.giveBack(nobody, unreachable)
  const cluster = clusters.take(place)
  await cluster.topic('orders')
  clusters.giveBack(place, cluster)
  await expect.poll(() => clusters.take(place) === cluster).toBe(true)
  expect(clusters.take(nobody)).not.toBe(unreachable)
  clusters.giveBack(place, cluster)
  const secret = {
    ...place,
    security: { tls: null, sasl: { mechanism: 'PLAIN', username: 'a', password: 'b' } },
  } as const
  expect(clusters.take(secret)).not.toBe(cluster)
  expect(opened()).toBe(1)
  cluster.close()
})

// Shorter than connections are kept: one that idles to its end is not what is meant.
test('a connection with an answer still to come is ended at once', { timeout: 20_000 }, async () => {
  const { broker, topic, place } = await startPlace()
  await using _ = broker
  const answering = Promise.withResolvers<void>()
  for (const partition of topic.partitions) partition.held = answering.promise
  const clusters = new KeptClusters()
  const cluster = clusters.take(place)
  const { topicId } = await cluster.topic('orders')
  const stop = new AbortController()
  const route = { to: 'broker', nodeId: 1, lane: 'fetching' } as const
  const connection = await cluster.connection(route)
  const range = { topic: 'orders', topicId, partition: 0, startOffset: 0n, endOffset: 1n }
  const reading = readToEnd(cluster, [new FetchCursor(range)], {
    signal: stop.signal,
    onBatches: () => Promise.resolve(),
  })
  await expect.poll(() => broker.requests.some(({ api }) => api === 'Fetch')).toBe(true)
  stop.abort()
  await expect(reading).rejects.toThrow()
  expect(connection.isOpen).toBe(true)
  clusters.giveBack(place, cluster)
  await connection.closed
  answering.resolve()
  await expect.poll(() => clusters.take(place) === cluster).toBe(true)
  cluster.close()
})
