import { describe, expect, test } from 'vitest'
import { consume, createTopic, local, produce, startCluster, stopConsumer } from '../../support/console-acts.ts'
import { refusalOf, type ConsoleCalls } from '../../support/console-client.ts'
import { startConsole } from '../../support/start-console.ts'

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
})
