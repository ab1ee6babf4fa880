import { describe, expect, test } from 'vitest'
import { consume, createTopic, local, produce, startCluster, stopConsumer } from '../../support/console-acts.ts'
import { refusalOf, type ConsoleCalls } from '../../support/console-client.ts'
import { applyReset } from '../../../src-main/procedures/reset-offsets.ts'
import type { WireCluster } from '../../../src-main/kafka/wire-cluster.ts'
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
    { timeout: 60_000 },
    async () => {
      await using console = await startConsole()
      const { calls } = console
      const cluster = await startCluster(console)
      await createTopic(calls, 'orders')
      for (let count = 0; count < 3; count++) await produce(calls, 'orders')
      await stopConsumer(await consume(cluster, 'orders', 3))
      const offsets = [{ topic: 'orders', partition: 0, offset: 0n }]
      await calls.groups.applyReset({ ...local, groupId: 'billing', offsets })
      const consumer = await consume(cluster, 'orders', 3)
      const refused = await refusalOf(calls.groups.applyReset({ ...local, groupId: 'billing', offsets }))
      expect(refused).toMatchObject({ code: 'CONFLICT', problem: { why: expect.stringContaining('shop (127.0.0.1)') } })
      const scope = [{ topic: 'orders', partitions: null }]
      const preview = { ...local, groupId: 'billing', scope, strategy: { to: 'earliest' } as const }
      expect((await calls.groups.previewReset(preview)).activeMembers).toHaveLength(1)
      expect((await refusalOf(calls.groups.delete({ ...local, groupId: 'billing' }))).code).toBe('CONFLICT')
      await stopConsumer(consumer)
      await calls.groups.delete({ ...local, groupId: 'billing' })
      expect(await calls.groups.list(local)).toEqual([])
    },
  )

  test('goes to a time, shifts, and refuses what does not exist', { timeout: 60_000 }, async () => {
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
      offsets: [{ topic: 'orders', partition: 0, offset: 9n }],
    })
    expect(await refusalOf(beyond)).toMatchObject({ code: 'CONFLICT', problem: { what: 'No offset was changed.' } })
    expect(
      (
        await refusalOf(
          calls.groups.previewReset({
            ...local,
            groupId: 'nobody',
            scope: [{ topic: 'orders', partitions: null }],
            strategy: { to: 'latest' },
          }),
        )
      ).code,
    ).toBe('NOT_FOUND')
  })

  test(
    'a group that becomes active right after the look is refused by its coordinator, and nothing is changed',
    { timeout: 60_000 },
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
        offsets: [{ topic: 'orders', partition: 0, offset: 1n }],
      })
      const consumer = await consume(cluster, 'orders', 2)
      const blind = blindToMembersOnce(console.backEnd.services.clusters.get('local'))
      const reset = applyReset(blind, 'billing', [{ topic: 'orders', partition: 0, offset: 0n }])
      await expect(reset).rejects.toMatchObject({
        code: 'CONFLICT',
        message: expect.stringContaining('shop (127.0.0.1)'),
      })
      await stopConsumer(consumer)
      const after = await calls.groups.describe({ ...local, groupId: 'billing' })
      expect(after.partitions).toEqual(before.partitions)
    },
  )
})
