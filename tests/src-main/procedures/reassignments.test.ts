import { expect, test } from 'vitest'
import { alterPartitionReassignments } from '../../../broker/protocol/messages/alter-partition-reassignments.ts'
import { describeConfigs } from '../../../broker/protocol/messages/describe-configs.ts'
import { describeLogDirs } from '../../../broker/protocol/messages/describe-log-dirs.ts'
import { incrementalAlterConfigs } from '../../../broker/protocol/messages/incremental-alter-configs.ts'
import { listOffsets } from '../../../broker/protocol/messages/list-offsets.ts'
import { listPartitionReassignments } from '../../../broker/protocol/messages/list-partition-reassignments.ts'
import { metadata } from '../../../broker/protocol/messages/metadata.ts'
import { refusalOf } from '../../support/console-client.ts'
import { answer, startFakeBroker, type Answer, type FakeBroker } from '../../support/fake-broker.ts'
import { startConsole } from '../../support/start-console.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

/** Of three brokers that hold `orders`, one partition a broker, a thousand bytes each. */
interface Moving {
  readonly brokers: FakeBroker[]
  /** Partitions on their way, with the replicas that they will have. */
  readonly wanted: Map<number, readonly number[]>
  /** What was set, by resource and key. */
  readonly configs: Map<string, string>
  /** Bytes that a new replica has so far. */
  copied: bigint
}

const leaderOf = (partition: number): number => partition + 1
const partitionNumbers = [0, 1, 2]

function answersOf(cluster: Moving, nodeId: number): Answer[] {
  return [
    answer(metadata, () => ({
      brokers: cluster.brokers.map(({ host, port }, index) => ({ nodeId: index + 1, host, port })),
      controllerId: 1,
      topics: [
        {
          errorCode: 0,
          name: 'orders',
          partitions: partitionNumbers.map((partitionIndex) => ({
            errorCode: 0,
            partitionIndex,
            leaderId: leaderOf(partitionIndex),
            replicaNodes: [leaderOf(partitionIndex)],
            isrNodes: [leaderOf(partitionIndex)],
          })),
        },
      ],
    })),
    answer(listOffsets, ({ topics }) => ({
      topics: topics.map(({ name, partitions }) => ({
        name,
        partitions: partitions.map(({ partitionIndex }) => ({ partitionIndex, errorCode: 0, offset: 0n })),
      })),
    })),
    answer(describeLogDirs, ({ topics }) => ({
      results: [
        {
          errorCode: 0,
          logDir: '/data',
          topics: [
            {
              name: 'orders',
              partitions: (topics?.flatMap(({ partitions }) => partitions) ?? partitionNumbers).map(
                (partitionIndex) => ({
                  partitionIndex,
                  partitionSize: leaderOf(partitionIndex) === nodeId ? 1000n : cluster.copied,
                  offsetLag: 0n,
                  isFutureKey: false,
                }),
              ),
            },
          ],
        },
      ],
    })),
    answer(describeConfigs, ({ resources }) => ({
      results: resources.map(({ resourceType, resourceName, configurationKeys }) => ({
        errorCode: 0,
        errorMessage: null,
        resourceType,
        resourceName,
        configs: (configurationKeys ?? []).flatMap((name) => {
          const value = cluster.configs.get(`${resourceType} ${resourceName} ${name}`)
          return value === undefined
            ? []
            : [{ name, value, readOnly: false, isSensitive: false, configSource: 2, synonyms: [] }]
        }),
      })),
    })),
    answer(incrementalAlterConfigs, ({ resources }) => {
      for (const { resourceType, resourceName, configs } of resources) {
        for (const { name, value, configOperation } of configs) {
          const key = `${resourceType} ${resourceName} ${name}`
          if (configOperation === 0 && value !== null) cluster.configs.set(key, value)
          else cluster.configs.delete(key)
        }
      }
      return {
        responses: resources.map(({ resourceType, resourceName }) => ({
          errorCode: 0,
          errorMessage: null,
          resourceType,
          resourceName,
        })),
      }
    }),
    answer(alterPartitionReassignments, ({ topics }) => {
      for (const { partitionIndex, replicas } of topics.flatMap(({ partitions }) => partitions)) {
        if (replicas === null) cluster.wanted.delete(partitionIndex)
        else cluster.wanted.set(partitionIndex, replicas)
      }
      return { errorCode: 0, errorMessage: null, responses: [] }
    }),
    answer(listPartitionReassignments, () => ({
      errorCode: 0,
      errorMessage: null,
      topics: [
        {
          name: 'orders',
          partitions: [...cluster.wanted].map(([partitionIndex, wanted]) => ({
            partitionIndex,
            replicas: [...new Set([leaderOf(partitionIndex), ...wanted])],
            addingReplicas: wanted.filter((each) => each !== leaderOf(partitionIndex)),
            removingReplicas: wanted.includes(leaderOf(partitionIndex)) ? [] : [leaderOf(partitionIndex)],
          })),
        },
      ],
    })),
  ]
}

test('replicas are planned, moved with a throttle, followed, and the throttle ends with the move', async () => {
  const cluster: Moving = { brokers: [], wanted: new Map(), configs: new Map(), copied: 0n }
  await using stack = new AsyncDisposableStack()
  for (const nodeId of [1, 2, 3]) {
    cluster.brokers.push(stack.use(await startFakeBroker({ answers: answersOf(cluster, nodeId) })))
  }
  const { calls } = stack.use(await startConsole())
  const bootstrapServers = `127.0.0.1:${cluster.brokers[0]?.port ?? 0}`
  const { id: clusterId } = await calls.clusters.connect({ name: 'three', bootstrapServers })
  const on = { clusterId, topic: 'orders' }

  const { rows } = await calls.reassignments.plan({ ...on, replicationFactor: 2, nodeIds: null })
  expect(rows).toMatchObject([
    { partition: 0, currentReplicas: [1], replicas: [1, 2], bytesToCopy: 1000n },
    { partition: 1, currentReplicas: [2], replicas: [2, 3], bytesToCopy: 1000n },
    { partition: 2, currentReplicas: [3], replicas: [3, 1], bytesToCopy: 1000n },
  ])
  expect((await refusalOf(calls.reassignments.plan({ ...on, replicationFactor: 4, nodeIds: null }))).code).toBe(
    'REJECTED',
  )

  const assignments = rows.slice(0, 1).map(({ partition, replicas }) => ({ partition, replicas }))
  await calls.reassignments.start({ ...on, assignments, bytesPerSecond: 500n })
  expect(Object.fromEntries(cluster.configs)).toEqual({
    '2 orders leader.replication.throttled.replicas': '0:1',
    '2 orders follower.replication.throttled.replicas': '0:2',
    '4 1 leader.replication.throttled.rate': '500',
    '4 1 follower.replication.throttled.rate': '500',
    '4 2 leader.replication.throttled.rate': '500',
    '4 2 follower.replication.throttled.rate': '500',
  })
  cluster.copied = 250n
  expect(await calls.reassignments.list({ clusterId })).toMatchObject({
    reassignments: [{ partition: 0, addingReplicas: [2], copiedBytes: 250n, totalBytes: 1000n }],
    throttle: { topics: ['orders'], brokers: [{ nodeId: 1, leaderBytesPerSecond: '500' }, { nodeId: 2 }] },
  })
  await calls.reassignments.changeThrottle({ clusterId, bytesPerSecond: 900n })
  expect(cluster.configs.get('4 2 follower.replication.throttled.rate')).toBe('900')
  // The brokers have everything: the move is over, and with it its limits.
  cluster.wanted.clear()
  expect(await calls.reassignments.list({ clusterId })).toEqual({
    reassignments: [],
    throttle: { brokers: [], topics: [] },
  })
  expect([...cluster.configs]).toEqual([])
  const { entries } = await calls.journal.list({ clusterId, outcome: 'done', search: 'reassignments', limit: 10 })
  expect(entries.map(({ action }) => action)).toEqual([
    'reassignments.removeThrottle',
    'reassignments.changeThrottle',
    'reassignments.start',
  ])

  // One that is cancelled with a limit of somebody else's: it is taken away by hand only.
  await calls.reassignments.start({ ...on, assignments, bytesPerSecond: null })
  cluster.configs.set('4 3 leader.replication.throttled.rate', '7')
  await calls.reassignments.cancel({ ...on, partitions: [0] })
  expect((await calls.reassignments.list({ clusterId })).throttle.brokers).toMatchObject([{ nodeId: 3 }])
  await calls.reassignments.removeThrottle({ clusterId })
  expect([...cluster.configs]).toEqual([])
})

test('the limit of a move that ended while Brokkr was closed is taken away when it connects again', async () => {
  const cluster: Moving = { brokers: [], wanted: new Map(), configs: new Map(), copied: 0n }
  await using stack = new AsyncDisposableStack()
  for (const nodeId of [1, 2, 3]) {
    cluster.brokers.push(stack.use(await startFakeBroker({ answers: answersOf(cluster, nodeId) })))
  }
  const folder = stack.use(await temporaryFolder())
  const dataDirectory = folder.join('data')
  const bootstrapServers = `127.0.0.1:${cluster.brokers[0]?.port ?? 0}`
  let clusterId: string
  {
    await using console = await startConsole({ data: dataDirectory })
    clusterId = (await console.calls.clusters.connect({ name: 'three', bootstrapServers })).id
    const assignments = [{ partition: 0, replicas: [1, 2] }]
    await console.calls.reassignments.start({ clusterId, topic: 'orders', assignments, bytesPerSecond: 500n })
    expect(cluster.configs.size).toBe(6)
  }
  cluster.wanted.clear()
  await using again = await startConsole({ data: dataDirectory })
  // Nobody looks at its moves: that it is connected to is enough.
  await again.calls.brokers.list({ clusterId })
  await expect.poll(() => cluster.configs.size, { timeout: 30_000 }).toBe(0)
  await expect
    .poll(
      async () =>
        (await again.calls.journal.list({ clusterId, outcome: 'done', search: 'removeThrottle', limit: 5 })).entries
          .length,
      { timeout: 30_000 },
    )
    .toBe(1)
})
