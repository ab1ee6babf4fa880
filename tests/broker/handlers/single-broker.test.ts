import { expect, test } from 'vitest'
import { errorCode } from '../../../broker/protocol/error-codes.ts'
import { addRaftVoter } from '../../../broker/protocol/messages/add-raft-voter.ts'
import { alterPartitionReassignments } from '../../../broker/protocol/messages/alter-partition-reassignments.ts'
import { alterReplicaLogDirs } from '../../../broker/protocol/messages/alter-replica-log-dirs.ts'
import { describeQuorum } from '../../../broker/protocol/messages/describe-quorum.ts'
import { listPartitionReassignments } from '../../../broker/protocol/messages/list-partition-reassignments.ts'
import { removeRaftVoter } from '../../../broker/protocol/messages/remove-raft-voter.ts'
import { unregisterBroker } from '../../../broker/protocol/messages/unregister-broker.ts'
import { createTopic } from '../../support/kafka-requests.ts'
import { startBroker } from '../../support/start-broker.ts'

/* What is about several brokers or directories is answered as by a cluster that happens to have one of each. */

test('partitions stay where they are, and nothing is under way', async () => {
  await using broker = await startBroker()
  await using client = await broker.connect()
  await createTopic(client, 'orders')
  const targets: readonly (readonly number[] | null)[] = [[1], [2], [], [1, 1], [-1], null]
  const { responses } = await client.request(alterPartitionReassignments, 1, {
    topics: [
      ...targets.map((replicas) => ({ name: 'orders', partitions: [{ partitionIndex: 0, replicas }] })),
      { name: 'orders', partitions: [{ partitionIndex: 7, replicas: [1] }] },
      { name: 'nowhere', partitions: [{ partitionIndex: 0, replicas: [1] }] },
    ],
  })
  expect(responses.map(({ partitions }) => partitions[0]?.errorCode)).toEqual([
    errorCode.NONE,
    errorCode.INVALID_REPLICA_ASSIGNMENT,
    errorCode.INVALID_REPLICA_ASSIGNMENT,
    errorCode.INVALID_REPLICA_ASSIGNMENT,
    errorCode.INVALID_REPLICA_ASSIGNMENT,
    errorCode.NO_REASSIGNMENT_IN_PROGRESS,
    errorCode.UNKNOWN_TOPIC_OR_PARTITION,
    errorCode.UNKNOWN_TOPIC_OR_PARTITION,
  ])
  const listed = await client.request(listPartitionReassignments, 0, {})
  expect([listed.errorCode, listed.topics]).toEqual([0, []])
})

test('replicas are in the one log directory already', async () => {
  await using broker = await startBroker()
  await using client = await broker.connect()
  await createTopic(client, 'orders')
  const { results } = await client.request(alterReplicaLogDirs, 2, {
    dirs: [
      { path: broker.dataDirectory, topics: [{ name: 'orders', partitions: [0, 1] }] },
      { path: '/elsewhere', topics: [{ name: 'others', partitions: [0] }] },
    ],
  })
  expect(results).toMatchObject([
    {
      topicName: 'orders',
      partitions: [
        { partitionIndex: 0, errorCode: errorCode.NONE },
        { partitionIndex: 1, errorCode: errorCode.UNKNOWN_TOPIC_OR_PARTITION },
      ],
    },
    { topicName: 'others', partitions: [{ partitionIndex: 0, errorCode: errorCode.LOG_DIR_NOT_FOUND }] },
  ])
})

test('neither the broker nor the voter can be removed that is all there is, and none can be added', async () => {
  await using broker = await startBroker()
  await using client = await broker.connect()
  const quorum = { topics: [{ topicName: '__cluster_metadata', partitions: [{ partitionIndex: 0 }] }] }
  const { topics } = await client.request(describeQuorum, 2, quorum)
  const own = topics[0]?.partitions[0]?.currentVoters[0]?.replicaDirectoryId ?? ''
  const other = 'xMmPSsMaQeW_v-dBEvYsBg'

  const unregister = async (brokerId: number) => (await client.request(unregisterBroker, 0, { brokerId })).errorCode
  expect([await unregister(7), await unregister(1)]).toEqual([
    errorCode.BROKER_ID_NOT_REGISTERED,
    errorCode.INVALID_REQUEST,
  ])

  const listeners = [{ name: 'CONTROLLER', host: 'localhost', port: 9093 }]
  const add = async (voterId: number, details = {}) => {
    const voter = { clusterId: null, timeoutMs: 1, voterId, voterDirectoryId: other, listeners, ...details }
    return (await client.request(addRaftVoter, 1, voter)).errorCode
  }
  expect(await add(1)).toBe(errorCode.DUPLICATE_VOTER)
  expect(await add(2)).toBe(errorCode.REQUEST_TIMED_OUT)
  expect(await add(2, { listeners: [] })).toBe(errorCode.INVALID_REQUEST)
  expect(await add(-2)).toBe(errorCode.INVALID_REQUEST)
  expect(await add(2, { clusterId: other })).toBe(errorCode.INCONSISTENT_CLUSTER_ID)

  const remove = async (voterId: number, voterDirectoryId: string, clusterId: string | null = broker.clusterId) =>
    (await client.request(removeRaftVoter, 0, { clusterId, voterId, voterDirectoryId })).errorCode
  expect(await remove(1, own)).toBe(errorCode.INVALID_REQUEST)
  expect(await remove(1, other)).toBe(errorCode.VOTER_NOT_FOUND)
  expect(await remove(2, other)).toBe(errorCode.VOTER_NOT_FOUND)
  expect(await remove(2, other, other)).toBe(errorCode.INCONSISTENT_CLUSTER_ID)
})
