import { writeFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ResetScope, ResetStrategy } from '../../src-main/api/group-resets.ts'
import { deleteRecords } from '../../src-main/kafka/delete-records.ts'
import { commitOffsets } from '../../src-main/kafka/group-offsets.ts'
import { runKafkaTool } from '../support/apache-kafka/tools.ts'
import { refusalOf, type ConsoleCalls } from '../support/console-client.ts'
import { connectToKafka } from '../support/kafka-connection.ts'
import { kafkasUnderTest, type KafkaUnderTest } from '../support/kafka-under-test.ts'
import { joinConsumerGroup, joinShareGroup, joinStreamsGroup } from '../support/new-group-members.ts'
import { startConsole, type TestConsole } from '../support/start-console.ts'
import { isMissing } from '../support/system-requirements.ts'
import { temporaryFolder, type TemporaryFolder } from '../support/temporary-folder.ts'

const groupTool = 'org.apache.kafka.tools.consumer.group.ConsumerGroupCommand'
const shareTool = 'org.apache.kafka.tools.consumer.group.ShareGroupCommand'
const hourMs = 3_600_000n
/** One run of the tool is one virtual machine of Java's that starts. */
const testTimeout = 400_000

/**
 * `orders` has five partitions. 0: records of 3 h, 2 h and 1 h ago; 1: as many, the first two deleted; 2: nothing; 3: one
 * of 3 h ago; 4: ten of now. The group is at 0 in 0, at 0 in 1 (deleted since), at 0 in 2, at 1 in 3 (the end), nowhere in 4.
 */
const committed = [0n, 0n, 0n, 1n]

describe.skipIf(isMissing('java', 'maven')).each(kafkasUnderTest)('groups and resets with $name', ({ name, start }) => {
  let kafka: KafkaUnderTest
  let console: TestConsole
  let folder: TemporaryFolder
  let calls: ConsoleCalls
  let group: { readonly clusterId: string; readonly groupId: string }
  const startedAt = BigInt(Date.now())

  beforeAll(async () => {
    kafka = await start()
    console = await startConsole()
    folder = await temporaryFolder()
    calls = console.calls
    const { id } = await calls.clusters.connect({ name: 'Under test', bootstrapServers: kafka.bootstrapServers })
    group = { clusterId: id, groupId: 'billing' }
    const on = { clusterId: id }
    await calls.topics.create({ ...on, name: 'orders', partitionCount: 5, replicationFactor: -1, configs: [] })
    const ages = [[3n, 2n, 1n], [3n, 2n, 1n], [], [3n], Array.from({ length: 10 }, () => 0n)]
    for (const [partition, hours] of ages.entries()) {
      for (const hoursAgo of hours) {
        const timestamp = startedAt - hoursAgo * hourMs
        const content = { key: { kind: 'null' }, value: { kind: 'text', text: 'order' } } as const
        const way = { timestamp, compression: 'none', acks: 'all' } as const
        await calls.producing.produce({ ...on, topic: 'orders', partition, headers: [], ...content, ...way })
      }
    }
    const cluster = console.backEnd.services.clusters.get(id)
    await deleteRecords(cluster, 'orders', [{ partition: 1, beforeOffset: 2n }])
    const places = committed.map((offset, partition) => ({ topic: 'orders', partition, offset }))
    await commitOffsets(cluster, 'billing', places)
    await commitOffsets(cluster, 'audit', [
      { topic: 'orders', partition: 0, offset: 2n },
      { topic: 'orders', partition: 4, offset: 7n },
    ])
  }, testTimeout)

  afterAll(async () => {
    await folder?.[Symbol.asyncDispose]()
    await console?.[Symbol.asyncDispose]()
    await kafka?.[Symbol.asyncDispose]()
  })

  /** What the tool says that it would do, by topic and partition. */
  async function dryRun(...words: string[]): Promise<string[]> {
    return dryRunOf({ tool: groupTool, groupId: 'billing' }, words)
  }

  async function dryRunOf({ tool, groupId }: { tool: string; groupId: string }, words: string[]): Promise<string[]> {
    const how = ['--bootstrap-server', kafka.bootstrapServers, '--group', groupId, '--reset-offsets', '--dry-run']
    const { stdout, stderr } = await runKafkaTool(tool, [...how, ...words])
    const lines = stdout.split('\n').flatMap((line) => {
      const fields = /^(?:billing|sharing)\s+(\S+)\s+(\d+)\s+(\d+)\s*$/.exec(line)
      return fields ? [`${fields[1]}-${fields[2]} ${fields[3]}`] : []
    })
    if (lines.length === 0) throw new Error(`The tool said nothing of offsets: ${stdout} ${stderr}`)
    return lines.sort()
  }

  async function preview(strategy: ResetStrategy, partitions: number[] | null = null) {
    const scope: ResetScope = [{ topic: 'orders', partitions }]
    return calls.groups.previewReset({ ...group, scope, strategy })
  }

  const shown = ({ rows }: Awaited<ReturnType<typeof preview>>): string[] =>
    rows.map(({ topic, partition, newOffset }) => `${topic}-${partition} ${newOffset}`).sort()

  const isoTime = (at: bigint): string => new Date(Number(at)).toISOString().replace('Z', '')

  test.each<[string, ResetStrategy, string[], number[] | null]>([
    ['earliest', { to: 'earliest' }, ['--to-earliest'], null],
    ['latest', { to: 'latest' }, ['--to-latest'], null],
    ['where it is', { to: 'current' }, ['--to-current'], null],
    ['offset 0', { to: 'offset', offset: 0n }, ['--to-offset', '0'], null],
    ['an offset out of range', { to: 'offset', offset: 99n }, ['--to-offset', '99'], null],
    ['a shift forward', { to: 'shift', by: 1n }, ['--shift-by', '1'], [0, 1, 2, 3]],
    ['a shift back beyond the start', { to: 'shift', by: -7n }, ['--shift-by', '-7'], [0, 1, 2, 3]],
    [
      'a time',
      { to: 'timestamp', timestamp: startedAt - 2n * hourMs },
      ['--to-datetime', isoTime(startedAt - 2n * hourMs)],
      null,
    ],
    [
      'a time before the first and one in another zone',
      { to: 'timestamp', timestamp: startedAt - 24n * hourMs },
      ['--to-datetime', `${isoTime(startedAt - 22n * hourMs)}+02:00`],
      null,
    ],
    [
      'a time after the end',
      { to: 'timestamp', timestamp: startedAt + hourMs },
      ['--to-datetime', isoTime(startedAt + hourMs)],
      null,
    ],
    ['a duration back', { to: 'duration', durationMs: 9_000_000n }, ['--by-duration', 'PT2H30M'], null],
  ])('%s: what the tool says', { timeout: testTimeout }, async (_what, strategy, words, partitions) => {
    const topic = partitions === null ? 'orders' : `orders:${partitions.join(',')}`
    const found = await preview(strategy, partitions)
    expect(shown(found)).toEqual(await dryRun('--topic', topic, ...words))
    // The command that the dialog offers for copying means the same, in the tool's own words.
    const line = found.commands[0]?.line.split(' ') ?? []
    expect(line.slice(line.indexOf('--topic'), -1)).toEqual(
      strategy.to === 'timestamp'
        ? expect.arrayContaining(['--topic', topic, '--to-datetime'])
        : ['--topic', topic, ...words],
    )
  })

  test('a file, and what another group gives through one: what the tool says', { timeout: testTimeout }, async () => {
    const csv = 'orders,0,2\norders,1,1\norders,2,5\norders,4,10\n'
    const file = folder.join('plan.csv')
    await writeFile(file, csv)
    expect(shown(await preview({ to: 'csv', csv }))).toEqual(await dryRun('--from-file', file))
    const fromAudit = await preview({ to: 'group', groupId: 'audit' })
    await writeFile(file, fromAudit.commands[0]?.file?.text ?? '')
    expect(shown(fromAudit)).toEqual(await dryRun('--from-file', file))
  })

  test('what the tool exports is read, and what we export the tool reads', { timeout: testTimeout }, async () => {
    const how = ['--bootstrap-server', kafka.bootstrapServers, '--group', 'billing', '--reset-offsets', '--export']
    const { stdout } = await runKafkaTool(groupTool, [...how, '--topic', 'orders', '--to-latest'])
    const lines = stdout.split('\n').filter((line) => /^"?orders"?,/.test(line))
    expect(shown(await preview({ to: 'csv', csv: lines.join('\n') }))).toEqual(shown(await preview({ to: 'latest' })))
    const { csv } = await calls.groups.offsetsAsCsv({ ...group, snapshotId: null })
    const file = folder.join('ours.csv')
    await writeFile(file, csv)
    expect(await dryRun('--from-file', file)).toEqual(['orders-0 0', 'orders-1 2', 'orders-2 0', 'orders-3 1'])
  })

  test('groups of every type are listed and described as what they are', { timeout: testTimeout }, async () => {
    const [host = '', port = ''] = kafka.bootstrapServers.split(':')
    await using connection = await connectToKafka(host, Number(port))
    await joinConsumerGroup(connection, { groupId: 'new-protocol', topic: 'orders' })
    const hasAll = name !== 'Brokkr'
    if (hasAll) {
      await joinShareGroup(connection, { groupId: 'queue', topic: 'orders' })
      await joinStreamsGroup(connection, { groupId: 'topology', topic: 'orders' })
    }
    const on = { clusterId: group.clusterId }
    const described = (groupId: string) => calls.groups.describe({ ...on, groupId })
    const member = { clientId: 'test', clientHost: expect.stringContaining('127.0.0.1') }
    await expect
      .poll(async () => (await described('new-protocol')).members[0]?.targetAssignment, { timeout: 30_000 })
      .toEqual([{ topic: 'orders', partitions: [0, 1, 2, 3, 4] }])
    expect(await described('new-protocol')).toMatchObject({
      type: 'consumer',
      protocol: 'uniform',
      groupEpoch: expect.any(Number),
      members: [{ ...member, memberEpoch: expect.any(Number) }],
    })
    const all = [await described('billing'), await described('new-protocol')]
    if (hasAll) {
      await expect.poll(async () => (await described('queue')).state).toBe('Stable')
      const [queue, topology] = [await described('queue'), await described('topology')]
      expect(queue).toMatchObject({ type: 'share', state: 'Stable', members: [{ ...member, targetAssignment: null }] })
      expect(topology).toMatchObject({ type: 'streams', members: [{ ...member, memberEpoch: expect.any(Number) }] })
      all.push(queue, topology)
    }
    const { groups: listed } = await calls.groups.list(on)
    expect(listed.filter(({ groupId }) => groupId !== 'audit').map(({ groupId, type }) => [groupId, type])).toEqual(
      all.map(({ groupId, type }) => [groupId, type]),
    )
    expect(listed.find(({ groupId }) => groupId === 'billing')?.state).toBe('Empty')
    expect(listed.map(({ state }) => state.toLowerCase())).not.toContain('dead')
    const figures = await calls.groups.figures({ ...on, groupIds: all.map(({ groupId }) => groupId) })
    expect(figures.map(({ memberCount }) => memberCount)).toEqual([0, ...all.slice(1).map(() => 1)])
    const active = await refusalOf(
      calls.groups.applyReset({
        ...on,
        groupId: 'new-protocol',
        strategy: { to: 'earliest' },
        offsets: [{ topic: 'orders', partition: 0, offset: 0n }],
      }),
    )
    expect(active).toMatchObject({ code: 'CONFLICT', problem: { why: expect.stringContaining('test (127.0.0.1)') } })
  })

  // Share groups are Apache Kafka's alone.
  if (name !== 'Brokkr') {
    test(
      'a share group is moved as the tool does, refused while active, and undone exactly',
      { timeout: testTimeout },
      async () => {
        const on = { clusterId: group.clusterId, groupId: 'sharing' }
        const [host = '', port = ''] = kafka.bootstrapServers.split(':')
        await using connection = await connectToKafka(host, Number(port))
        const leave = await joinShareGroup(connection, { groupId: 'sharing', topic: 'orders' })
        const scope: ResetScope = [{ topic: 'orders', partitions: null }]
        const starts = async (): Promise<(bigint | null)[]> =>
          (await calls.groups.describe(on)).partitions.map(({ committedOffset }) => committedOffset)
        const wanted = (strategy: ResetStrategy) => calls.groups.previewReset({ ...on, scope, strategy })
        const apply = async (strategy: ResetStrategy) => {
          const { rows } = await wanted(strategy)
          const offsets = rows.map(({ topic, partition, newOffset }) => ({ topic, partition, offset: newOffset }))
          return calls.groups.applyReset({ ...on, strategy, offsets })
        }
        expect((await wanted({ to: 'earliest' })).activeMembers).toHaveLength(1)
        expect((await refusalOf(apply({ to: 'earliest' }))).code).toBe('CONFLICT')
        await leave()
        await expect.poll(async () => (await calls.groups.describe(on)).state, { timeout: 30_000 }).toBe('Empty')

        const tool = { tool: shareTool, groupId: 'sharing' }
        const earliest = await wanted({ to: 'earliest' })
        expect(shown(earliest)).toEqual(await dryRunOf(tool, ['--topic', 'orders', '--to-earliest']))
        expect(earliest.commands.map(({ line }) => line)).toEqual([
          `kafka-share-groups.sh --bootstrap-server ${kafka.bootstrapServers} --group sharing --reset-offsets --topic orders --to-earliest --execute`,
        ])
        const { snapshotId, refused } = await apply({ to: 'earliest' })
        expect(refused).toEqual([])
        expect(await starts()).toEqual([0n, 2n, 0n, 0n, 0n])
        // What the tool has no word for.
        expect(await apply({ to: 'shift', by: 1n })).toMatchObject({ refused: [] })
        expect(await starts()).toEqual([1n, 3n, 0n, 1n, 1n])
        expect((await calls.groups.describe(on)).totalLag).toBe(2n + 0n + 0n + 0n + 9n)
        // Its lag is recorded as that of any other group: how many, and how long the oldest of them has been waiting.
        await calls.lag.pin(on)
        const anHourAround = { from: startedAt - hourMs, to: BigInt(Date.now()) + hourMs }
        const recorded = await calls.lag.history({ ...on, ...anHourAround })
        expect(recorded).toMatchObject({ isPinned: true, problem: null, partitionCount: 5 })
        expect(recorded.messages[0]).toBe(11n)
        expect(recorded.milliseconds[0]).toBeGreaterThanOrEqual(Number(2n * hourMs))
        const waits = await calls.groups.timeLags(on)
        expect(waits.map(({ lagMs }) => (lagMs ?? 0) > 0)).toEqual([true, false, false, false, true])
        await calls.lag.unpin(on)
        const { groups: hit } = await calls.topics.effect({ clusterId: on.clusterId, topic: 'orders' })
        expect(hit).toContainEqual({ groupId: 'sharing', state: 'Empty', unreadCount: 11n })

        const onePartition = await calls.groups.deleteOffsets({ ...on, scope: [{ topic: 'orders', partitions: [0] }] })
        expect(onePartition).toMatchObject({
          changedPartitionCount: 0,
          snapshotId: null,
          refused: [{ why: expect.stringContaining('whole') }],
        })
        const deleted = await calls.groups.deleteOffsets({ ...on, scope })
        expect(deleted).toMatchObject({ changedPartitionCount: 5, refused: [] })
        expect((await starts()).filter((offset) => offset !== null)).toEqual([])
        await calls.groups.undoReset({ ...on, snapshotId: deleted.snapshotId ?? '' })
        expect(await starts()).toEqual([1n, 3n, 0n, 1n, 1n])
        await calls.groups.undoReset({ ...on, snapshotId: snapshotId ?? '' })
        expect((await starts()).filter((offset) => offset !== null)).toEqual([])
      },
    )
  }
})
