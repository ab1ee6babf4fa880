import { expect, test } from 'vitest'
import { errorCode } from '../../../broker/protocol/error-codes.ts'
import { describeConfigs } from '../../../broker/protocol/messages/describe-configs.ts'
import { describeLogDirs } from '../../../broker/protocol/messages/describe-log-dirs.ts'
import { listGroups } from '../../../broker/protocol/messages/list-groups.ts'
import { listOffsets } from '../../../broker/protocol/messages/list-offsets.ts'
import { metadata } from '../../../broker/protocol/messages/metadata.ts'
import { answer, startFakeBroker, type FakeBroker } from '../../support/fake-broker.ts'
import { startConsole } from '../../support/start-console.ts'

// Before version 3, DescribeLogDirs has no place for an error: there are just no directories.
test.each([
  { how: 'by its error', versions: { min: 1, max: 4 } },
  { how: 'by the lack of directories', versions: { min: 1, max: 2 } },
])('a size that may not be seen is missing, not 0, and the right is named; told $how', async ({ versions }) => {
  const self: { broker: FakeBroker | null } = { broker: null }
  const refused = { errorCode: errorCode.CLUSTER_AUTHORIZATION_FAILED, results: [] }
  await using broker = await startFakeBroker({
    answers: [
      answer(metadata, () => ({
        brokers: [{ nodeId: 1, host: '127.0.0.1', port: self.broker?.port ?? 0 }],
        controllerId: 1,
        topics: [
          {
            errorCode: 0,
            name: 'orders',
            partitions: [{ errorCode: 0, partitionIndex: 0, leaderId: 1, replicaNodes: [1], isrNodes: [1] }],
          },
        ],
      })),
      answer(listOffsets, () => ({
        topics: [{ name: 'orders', partitions: [{ partitionIndex: 0, errorCode: 0, offset: 7n, timestamp: 1n }] }],
      })),
      answer(describeConfigs, () => ({ results: [] })),
      answer(listGroups, () => ({ errorCode: 0, groups: [] })),
      answer(describeLogDirs, (_request, { version }) => (version >= 3 ? refused : { results: [] }), { versions }),
    ],
  })
  self.broker = broker
  await using console = await startConsole()
  const { calls } = console
  const { id: clusterId } = await calls.clusters.connect({ name: 'few', bootstrapServers: `127.0.0.1:${broker.port}` })

  const problem = 'The log directories of broker 1 cannot be read. This needs DESCRIBE on the cluster.'
  expect(await calls.topics.figures({ clusterId, topics: ['orders'] })).toMatchObject([
    { messageCount: 0n, sizeBytes: null, problem },
  ])
  expect((await calls.topics.describe({ clusterId, topic: 'orders' })).partitions).toMatchObject([
    { endOffset: 7n, sizeBytes: null, problem },
  ])
  expect((await calls.brokers.list({ clusterId })).brokers).toMatchObject([{ logDirectories: [], problem }])
})
