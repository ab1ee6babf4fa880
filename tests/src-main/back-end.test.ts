import { expect, test } from 'vitest'
import {
  consume,
  createTopic,
  local,
  produce,
  scan,
  startCluster,
  stopConsumer,
  text,
} from '../support/console-acts.ts'
import { startConsole } from '../support/start-console.ts'

test(
  'from the click to data that is still there after a stop: topic, messages, group, reset, segments',
  { timeout: 120_000 },
  async () => {
    await using console = await startConsole()
    const { calls } = console
    const cluster = await startCluster(console)
    expect(cluster.startedInMs).toBeGreaterThan(0)

    expect(await createTopic(calls, 'orders', 3)).toMatchObject({
      name: 'orders',
      partitionCount: 3,
      replicationFactor: 1,
    })
    const headers = [
      { key: 'trace', value: text('1') },
      { key: 'trace', value: { kind: 'null' as const } },
    ]
    const { partition, offset } = await produce(calls, 'orders', {
      key: text('k'),
      value: text('{"id":9007199254740993}'),
      headers,
    })
    for (let count = 0; count < 9; count++) await produce(calls, 'orders', { key: text(`key ${count}`) })

    const { rows, verdict } = await scan(calls, 'orders', {
      filter: { kind: 'text', text: '9007199254740993', isCaseSensitive: true, parts: null },
    })
    expect(verdict).toMatchObject({ isComplete: true, reason: 'complete' })
    expect(rows).toEqual([
      expect.objectContaining({
        partition,
        offset,
        value: { kind: 'json', text: '{"id":9007199254740993}', sizeBytes: 23, isCut: false },
        headers: [
          { key: 'trace', value: expect.objectContaining({ kind: 'text', text: '1' }) },
          { key: 'trace', value: expect.objectContaining({ kind: 'null' }) },
        ],
      }),
    ])

    const consumer = await consume(cluster, 'orders', 10)
    const active = await calls.groups.describe({ ...local, groupId: 'billing' })
    expect(active).toMatchObject({ state: 'Stable', members: [expect.objectContaining({ clientId: 'shop' })] })
    expect(active.partitions.map((each) => each.partition)).toEqual([0, 1, 2])
    await stopConsumer(consumer)
    expect(await calls.groups.describe({ ...local, groupId: 'billing' })).toMatchObject({
      state: 'Empty',
      totalLag: 0n,
    })

    const scope = [{ topic: 'orders', partitions: null }]
    const preview = await calls.groups.previewReset({
      ...local,
      groupId: 'billing',
      scope,
      strategy: { to: 'earliest' },
    })
    expect(preview.activeMembers).toEqual([])
    expect(preview.rows.reduce((sum, { rereadCount }) => sum + rereadCount, 0n)).toBe(10n)
    expect(preview.commands[0]?.line).toContain(
      `--bootstrap-server ${cluster.bootstrapServers} --group billing --reset-offsets`,
    )
    const offsets = preview.rows.map(({ topic, partition: number, newOffset }) => ({
      topic,
      partition: number,
      offset: newOffset,
    }))
    expect(
      await calls.groups.applyReset({ ...local, groupId: 'billing', strategy: { to: 'earliest' }, offsets }),
    ).toMatchObject({
      changedPartitionCount: 3,
      refused: [],
    })
    expect(await calls.groups.figures({ ...local, groupIds: ['billing', 'nobody'] })).toEqual([
      { groupId: 'billing', memberCount: 0, topicCount: 1, totalLag: 10n },
      { groupId: 'nobody', memberCount: null, topicCount: null, totalLag: null },
    ])
    await stopConsumer(await consume(cluster, 'orders', 10))

    await calls.localCluster.stop()
    const folder = { ...local, folder: `orders-${partition}` }
    const [segment] = (await calls.segments.folder(folder)).segments
    expect(segment).toMatchObject({ baseOffset: 0n, isActive: true })
    const { batch, records } = await calls.segments.records({
      ...folder,
      fileName: segment?.fileName ?? '',
      position: 0,
    })
    expect(batch).toMatchObject({ isCrcOk: true, recordCount: 1 })
    expect(records).toEqual([
      expect.objectContaining({
        offset: 0n,
        key: 'k',
        value: '{"id":9007199254740993}',
        headers: [expect.anything(), expect.anything()],
      }),
    ])

    await startCluster(console)
    expect((await scan(calls, 'orders')).rows).toHaveLength(10)
    expect(await calls.topics.figures({ ...local, topics: ['orders', 'nothing'] })).toEqual([
      expect.objectContaining({ name: 'orders', messageCount: 10n }),
    ])
    expect((await calls.groups.ofTopic({ ...local, topic: 'orders' })).groups).toEqual([
      expect.objectContaining({ groupId: 'billing', lag: 0n, memberCount: 0 }),
    ])
  },
)
