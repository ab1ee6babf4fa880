import { once } from 'node:events'
import { createServer } from 'node:net'
import { describe, expect, test } from 'vitest'
import { createTopic, local, produce, scan, startCluster, text } from '../../support/console-acts.ts'
import { firstOf, refusalOf } from '../../support/console-client.ts'
import { startConsole } from '../../support/start-console.ts'

describe('the local cluster', () => {
  test(
    'a killed broker is noticed within a second, and its data is there after the restart',
    { timeout: 120_000 },
    async () => {
      await using console = await startConsole()
      const { calls } = console
      const { processId } = await startCluster(console)
      await createTopic(calls, 'orders')
      await produce(calls, 'orders', { value: text('kept') })
      process.kill(processId, 'SIGKILL')
      const signal = AbortSignal.timeout(1000)
      const failed = await firstOf(calls.localCluster.watch(undefined, { signal }), ({ state }) => state === 'failed')
      expect(failed).toMatchObject({ problem: { why: expect.stringContaining('SIGKILL') } })
      expect(failed.state === 'failed' && failed.lastLogLines.some((line) => line.includes('Kafka is ready'))).toBe(
        true,
      )
      expect((await refusalOf(calls.topics.list(local))).code).toBe('CONFLICT')
      await startCluster(console)
      expect((await scan(calls, 'orders')).rows.map(({ value }) => value.text)).toEqual(['kept'])
    },
  )

  test('when the preferred port is taken another one is taken, and told', { timeout: 120_000 }, async () => {
    await using console = await startConsole()
    const other = createServer().listen(0, '127.0.0.1')
    await once(other, 'listening')
    const { port } = other.address() as { port: number }
    await console.calls.settings.change({ localClusterPort: port })
    const status = await startCluster(console)
    expect(status.takenPort).toBe(port)
    expect(await console.calls.topics.list(local)).toEqual([])
    other.close()
  })

  test('wiping tells before what it removes, and then it is gone', { timeout: 120_000 }, async () => {
    await using console = await startConsole()
    const { calls } = console
    await startCluster(console)
    await createTopic(calls, 'orders', 2)
    await produce(calls, 'orders')
    const data = await calls.localCluster.describeData()
    expect(data).toMatchObject({ topicCount: 1, partitionCount: 2 })
    expect(data.sizeBytes).toBeGreaterThan(60n)
    expect(await calls.localCluster.wipe()).toMatchObject({ state: 'stopped', hasData: false })
    expect((await calls.segments.open(local)).folders).toEqual([])
    await startCluster(console)
    expect(await calls.topics.list(local)).toEqual([])
  })

  test(
    'sample data is topics in JSON, Avro and compacted, and a group that is behind; loading it again writes nothing',
    { timeout: 120_000 },
    async () => {
      await using console = await startConsole()
      const { calls } = console
      expect((await refusalOf(calls.localCluster.loadSampleData())).code).toBe('CONFLICT')
      await startCluster(console)
      const topics = ['sample-orders', 'sample-payments', 'sample-customers']
      expect(await calls.localCluster.loadSampleData()).toEqual({ topics, groupId: 'sample-billing' })

      const { rows: orders } = await scan(calls, 'sample-orders')
      expect(orders).toHaveLength(240)
      expect(JSON.parse(orders[0]?.value.text ?? '')).toMatchObject({ order: 0, city: 'Berlin' })
      const { rows: payments } = await scan(calls, 'sample-payments')
      expect(payments).toHaveLength(192)
      expect(payments[0]).toMatchObject({ valueFormat: 'avro' })
      expect(JSON.parse(payments[0]?.value.text ?? '')).toMatchObject({ order: 1, method: 'INVOICE' })
      const { rows: customers } = await scan(calls, 'sample-customers')
      expect(customers.filter(({ value }) => value.kind === 'null')).toHaveLength(4)
      expect(await calls.topics.list(local)).toContainEqual(
        expect.objectContaining({ name: 'sample-customers', cleanupPolicy: 'compact' }),
      )
      const group = await calls.groups.describe({ ...local, groupId: 'sample-billing', isolation: 'read-uncommitted' })
      expect(group).toMatchObject({ state: 'Empty', partitions: [{}, {}, {}] })
      expect(group.totalLag).toBeGreaterThan(50n)

      expect((await calls.localCluster.loadSampleData()).topics).toEqual([])
      expect((await scan(calls, 'sample-orders')).rows).toHaveLength(240)
    },
  )

  test('its log is followed', { timeout: 120_000 }, async () => {
    await using console = await startConsole()
    await startCluster(console)
    const { lines } = await firstOf(console.calls.localCluster.watchLog(), (each) => each.lines.length > 0)
    expect(lines.some((line) => line.startsWith('Kafka is ready on 127.0.0.1:'))).toBe(true)
  })
})
