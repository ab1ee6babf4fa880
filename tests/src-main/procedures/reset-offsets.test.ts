import { describe, expect, test } from 'vitest'
import { consume, createTopic, local, produce, startCluster, stopConsumer } from '../../support/console-acts.ts'
import { refusalOf, type ConsoleCalls } from '../../support/console-client.ts'
import { noMarks } from '../../../src-main/api/connections.ts'
import { commitOffsets } from '../../../src-main/kafka/group-offsets.ts'
import { applyReset } from '../../../src-main/procedures/change-offsets.ts'
import type { WireCluster } from '../../../src-main/kafka/wire-cluster.ts'
import { startBroker } from '../../support/start-broker.ts'
import { startConsole } from '../../support/start-console.ts'

/** The cluster as it looks in the moment before a member joins: the first description of a group shows none. */
function blindToMembersOnce(cluster: WireCluster): WireCluster {
  let isBlind = true
  const request: WireCluster['request'] = async (route, api, value) => {
    const response = await cluster.request(route, api, value)
    if (api.name !== 'DescribeGroups' || !isBlind) return response
    isBlind = false
    const { groups } = response as unknown as { groups: object[] }
    return { ...response, groups: groups.map((group) => ({ ...group, groupState: 'Empty', members: [] })) }
  }
  return new Proxy(cluster, {
    get: (target, name) => {
      if (name === 'request') return request
      const member: unknown = Reflect.get(target, name, target)
      return typeof member === 'function' ? (member.bind(target) as unknown) : member
    },
  })
}

describe('resetting the offsets of a group', () => {
  test(
    'is refused with the members while the group is active, also when it became active after the preview',
    { timeout: 120_000 },
    async () => {
      await using console = await startConsole()
      const { calls } = console
      const cluster = await startCluster(console)
      await createTopic(calls, 'orders')
      for (let count = 0; count < 3; count++) await produce(calls, 'orders')
      await stopConsumer(await consume(cluster, 'orders', 3))
      const offsets = [{ topic: 'orders', partition: 0, offset: 0n }]
      await calls.groups.applyReset({ ...local, groupId: 'billing', strategy: { to: 'earliest' }, offsets })
      const consumer = await consume(cluster, 'orders', 3)
      const refused = await refusalOf(
        calls.groups.applyReset({ ...local, groupId: 'billing', strategy: { to: 'earliest' }, offsets }),
      )
      expect(refused).toMatchObject({ code: 'CONFLICT', problem: { why: expect.stringContaining('shop (127.0.0.1)') } })
      const scope = [{ topic: 'orders', partitions: null }]
      const preview = { ...local, groupId: 'billing', scope, strategy: { to: 'earliest' } as const }
      expect((await calls.groups.previewReset(preview)).activeMembers).toHaveLength(1)
      expect((await refusalOf(calls.groups.delete({ ...local, groupId: 'billing' }))).code).toBe('CONFLICT')
      await stopConsumer(consumer)
      await calls.groups.delete({ ...local, groupId: 'billing' })
      expect(await calls.groups.list(local)).toEqual({ groups: [], problems: [] })
    },
  )

  test('goes to a time, shifts, and refuses what does not exist', { timeout: 120_000 }, async () => {
    await using console = await startConsole()
    const { calls } = console
    const cluster = await startCluster(console)
    await createTopic(calls, 'orders', 2)
    for (let count = 0; count < 4; count++) {
      await produce(calls, 'orders', { partition: 0, timestamp: 1000n * BigInt(count) })
    }
    await stopConsumer(await consume(cluster, 'orders', 4))
    const preview = (
      strategy: Parameters<ConsoleCalls['groups']['previewReset']>[0]['strategy'],
      partitions: number[] | null = [0],
    ) => calls.groups.previewReset({ ...local, groupId: 'billing', scope: [{ topic: 'orders', partitions }], strategy })
    const [atTime] = (await preview({ to: 'timestamp', timestamp: 1500n })).rows
    expect(atTime).toMatchObject({ currentOffset: 4n, newOffset: 2n, rereadCount: 2n, note: null })
    const [late] = (await preview({ to: 'timestamp', timestamp: 99_000n })).rows
    expect(late).toMatchObject({ newOffset: 4n, note: 'no message is that late; the end is taken' })
    const [back] = (await preview({ to: 'shift', by: -9n })).rows
    expect(back).toMatchObject({ newOffset: 0n, rereadCount: 4n, note: expect.stringContaining('before the start') })
    expect((await refusalOf(preview({ to: 'earliest' }, [7]))).problem.why).toBe('Topic orders has no partition 7.')
    const beyond = calls.groups.applyReset({
      ...local,
      groupId: 'billing',
      strategy: { to: 'offset', offset: 9n },
      offsets: [{ topic: 'orders', partition: 0, offset: 9n }],
    })
    expect(await refusalOf(beyond)).toMatchObject({ code: 'CONFLICT', problem: { what: 'No offset was changed.' } })
    const ofNobody = await calls.groups.previewReset({
      ...local,
      groupId: 'nobody',
      scope: [{ topic: 'orders', partitions: null }],
      strategy: { to: 'latest' },
    })
    expect(ofNobody).toMatchObject({ state: 'Dead', rows: [{ currentOffset: null }, { currentOffset: null }] })
  })

  test(
    'a group that becomes active right after the look is refused by its coordinator, and nothing is changed',
    { timeout: 120_000 },
    async () => {
      await using console = await startConsole()
      const { calls } = console
      const cluster = await startCluster(console)
      await createTopic(calls, 'orders')
      for (let count = 0; count < 3; count++) await produce(calls, 'orders')
      await stopConsumer(await consume(cluster, 'orders', 3))
      const before = await calls.groups.describe({ ...local, groupId: 'billing' })
      await calls.groups.applyReset({
        ...local,
        groupId: 'billing',
        strategy: { to: 'offset', offset: 1n },
        offsets: [{ topic: 'orders', partition: 0, offset: 1n }],
      })
      const consumer = await consume(cluster, 'orders', 2)
      const { services } = console.backEnd
      const snapshots = await calls.groups.snapshots({ ...local, groupId: 'billing' })
      const blind = {
        ...local,
        groupId: 'billing',
        cluster: blindToMembersOnce(services.clusters.get('local')),
        snapshots: services.offsetSnapshots,
        isProduction: false,
      }
      const reset = applyReset(blind, {
        strategy: { to: 'earliest' },
        offsets: [{ topic: 'orders', partition: 0, offset: 0n }],
      })
      await expect(reset).rejects.toMatchObject({
        code: 'CONFLICT',
        message: expect.stringContaining('shop (127.0.0.1)'),
      })
      await stopConsumer(consumer)
      const after = await calls.groups.describe({ ...local, groupId: 'billing' })
      expect(after.partitions).toEqual(before.partitions)
      // What changed nothing leaves nothing to undo.
      expect(await calls.groups.snapshots({ ...local, groupId: 'billing' })).toEqual(snapshots)
    },
  )

  test(
    'on a production cluster, what skips messages wants the name of the group typed',
    { timeout: 120_000 },
    async () => {
      await using broker = await startBroker()
      await using console = await startConsole()
      const { calls } = console
      const { bootstrapServers } = broker
      const { id: clusterId } = await calls.clusters.connect({ name: 'Prod', bootstrapServers })
      const topic = { clusterId, name: 'orders', partitionCount: 1, replicationFactor: -1, configs: [] }
      await calls.topics.create(topic)
      for (let count = 0; count < 2; count++) await produce(calls, 'orders', { clusterId })
      const cluster = console.backEnd.services.clusters.get(clusterId)
      await commitOffsets(cluster, 'billing', [{ topic: 'orders', partition: 0, offset: 1n }])
      await calls.clusters.change({
        clusterId,
        name: 'Prod',
        bootstrapServers,
        marks: { ...noMarks, isProduction: true },
      })
      const to = (offset: bigint, confirmedName?: string) =>
        calls.groups.applyReset({
          clusterId,
          groupId: 'billing',
          strategy: { to: 'offset', offset },
          offsets: [{ topic: 'orders', partition: 0, offset }],
          ...(confirmedName !== undefined && { confirmedName }),
        })
      expect((await refusalOf(to(2n))).problem).toMatchObject({ why: expect.stringContaining('1 message would be') })
      expect((await refusalOf(to(2n, 'Billing'))).code).toBe('REJECTED')
      expect(await to(2n, 'billing')).toMatchObject({ changedPartitionCount: 1 })
      expect(await to(0n)).toMatchObject({ changedPartitionCount: 1 })
    },
  )
})
