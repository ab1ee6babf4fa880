import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { commitOffsets } from '../../src-main/kafka/group-offsets.ts'
import { startTwoApacheBrokers, type ApacheCluster } from '../support/apache-kafka/cluster.ts'
import { produce, scan, text } from '../support/console-acts.ts'
import type { ConsoleCalls } from '../support/console-client.ts'
import { startConsole, type TestConsole } from '../support/start-console.ts'
import { isMissing } from '../support/system-requirements.ts'

/** What only a cluster of several brokers can show; ours is one. */
describe.skipIf(isMissing('java', 'maven'))('the console on two brokers of Apache Kafka', { timeout: 240_000 }, () => {
  let kafka: ApacheCluster
  let console: TestConsole
  let calls: ConsoleCalls
  let on: { readonly clusterId: string }

  beforeAll(async () => {
    // A replica that is limited copies a batch at a time.
    kafka = await startTwoApacheBrokers({ 'replica.fetch.max.bytes': 1000 })
    console = await startConsole()
    calls = console.calls
    const { bootstrapServers } = kafka
    on = { clusterId: (await calls.clusters.connect({ name: 'two', bootstrapServers })).id }
  }, 240_000)

  afterAll(async () => {
    await console?.[Symbol.asyncDispose]()
    await kafka?.[Symbol.asyncDispose]()
  })

  const moves = () => calls.reassignments.list(on)

  test('moves replicas with a limit, shows how far, and takes the limit away at the end', async () => {
    const topic = 'moving'
    await calls.topics.create({ ...on, name: topic, partitionCount: 1, replicationFactor: 1, configs: [] })
    const value = text('x'.repeat(50_000))
    for (let count = 0; count < 40; count++) await produce(calls, topic, { ...on, value })
    const { rows } = await calls.reassignments.plan({ ...on, topic, replicationFactor: 2, nodeIds: null })
    const assignments = rows.map(({ partition, replicas }) => ({ partition, replicas }))
    const { partitions } = await calls.topics.describe({ ...on, topic })
    const size = partitions[0]?.sizeBytes ?? 0n
    expect(size).toBeGreaterThan(2_000_000n)
    expect(rows[0]?.bytesToCopy).toBe(size)

    await calls.reassignments.start({ ...on, topic, assignments, bytesPerSecond: 1000n })
    // The controller has decided; the brokers hear of it one after the other.
    await expect
      .poll(async () => (await moves()).throttle)
      .toEqual({
        topics: [topic],
        brokers: expect.arrayContaining([
          expect.objectContaining({ nodeId: 1 }),
          expect.objectContaining({ nodeId: 2 }),
        ]),
      })
    const { reassignments, throttle } = await moves()
    expect(reassignments).toMatchObject([{ topic, partition: 0, removingReplicas: [], totalBytes: size }])
    expect(reassignments[0]?.copiedBytes).toBeLessThan(size)
    expect(throttle.topics).toEqual([topic])
    expect(throttle.brokers.map(({ nodeId }) => nodeId).toSorted((a, b) => a - b)).toEqual([1, 2])

    await calls.reassignments.changeThrottle({ ...on, bytesPerSecond: 1_000_000_000n })
    await expect.poll(moves, { timeout: 120_000, interval: 500 }).toEqual({
      reassignments: [],
      throttle: { brokers: [], topics: [] },
    })
    const moved = await calls.topics.describe({ ...on, topic })
    expect(moved.partitions).toMatchObject([{ replicas: expect.arrayContaining([1, 2]) }])
    // The limit is gone before it is written down that it is.
    await expect
      .poll(async () => {
        const { entries } = await calls.journal.list({ ...on, outcome: 'done', search: 'removeThrottle', limit: 10 })
        return entries
      })
      .toMatchObject([{ before: { topics: [topic] }, after: { topics: [], brokers: [] } }])
  })

  test('shows what is known when one is down, and says what is not', async () => {
    const topic = 'split'
    await calls.topics.create({ ...on, name: topic, partitionCount: 2, replicationFactor: 1, configs: [] })
    for (const partition of [0, 1]) await produce(calls, topic, { ...on, partition })
    const groupIds = Array.from({ length: 8 }, (_none, index) => `group-${index}`)
    const cluster = console.backEnd.services.clusters.get(on.clusterId)
    for (const groupId of groupIds) await commitOffsets(cluster, groupId, [{ topic, partition: 0, offset: 1n }])
    const whole = await calls.groups.list(on)
    expect(whole).toMatchObject({ groups: groupIds.map((groupId) => ({ groupId })), problems: [] })
    const stay = whole.groups.filter(({ coordinator }) => coordinator === 1).map(({ groupId }) => groupId)
    expect(stay.length).toBeGreaterThan(0)
    expect(stay.length).toBeLessThan(groupIds.length)
    const { partitions } = await calls.topics.describe({ ...on, topic })
    const ofFirst = partitions.findIndex(({ leader }) => leader === 1)

    await kafka.brokers[1]?.program.stop('SIGKILL')

    // Whether the controller has noticed yet or not: whatever the first has is there, and a reason stands where something is missing.
    const { brokers } = await calls.brokers.list(on)
    expect(brokers.find(({ nodeId }) => nodeId === 1)).toMatchObject({ problem: null })
    for (const { problem } of brokers.filter(({ nodeId }) => nodeId === 2)) expect(problem).toContain('Broker 2')
    const listed = await calls.groups.list(on)
    expect(listed.groups.map(({ groupId }) => groupId)).toEqual(stay)
    const now = await calls.topics.describe({ ...on, topic })
    expect(now.partitions[ofFirst]).toMatchObject({ endOffset: 1n, problem: null })
    expect(now.partitions[1 - ofFirst]).toMatchObject({ endOffset: null, problem: expect.any(String) })
    expect(await calls.topics.figures({ ...on, topics: [topic, 'moving'] })).toMatchObject([
      { name: topic, messageCount: null, problem: expect.any(String) },
      { name: 'moving' },
    ])
    const { verdict, rows } = await scan(calls, topic, on)
    expect(rows).toHaveLength(1)
    expect(verdict).toMatchObject({ isComplete: false })
    expect((await moves()).reassignments).toEqual([])
    expect((await calls.brokers.quorum(on)).leaderId).toBe(1)
  })
})
