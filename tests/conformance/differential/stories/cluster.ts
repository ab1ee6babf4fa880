import type { Player } from '../player.ts'
import { makeTopics } from './topics.ts'

/** The quorum, log directories and features of a cluster of one. */
export async function aboutCluster(player: Player): Promise<void> {
  await makeTopics(player, { placed: 2 })
  await quorum(player)
  await directories(player)
  await features(player)
}

async function quorum(player: Player): Promise<void> {
  const partitions = (...indexes: number[]) => indexes.map((partitionIndex) => ({ partitionIndex }))
  for (const [question, topics] of Object.entries({
    'the quorum': [{ topicName: '__cluster_metadata', partitions: partitions(0) }],
    'another topic': [{ topicName: 'placed', partitions: partitions(0) }],
    'another partition': [{ topicName: '__cluster_metadata', partitions: partitions(1) }],
    'two partitions': [{ topicName: '__cluster_metadata', partitions: partitions(0, 1) }],
    nothing: [],
  })) {
    await player.askAll(question, 'DescribeQuorum', { topics })
  }
  for (const brokerId of [7, 0, -1]) await player.askAll(`broker ${brokerId}`, 'UnregisterBroker', { brokerId })
  const voter = {
    clusterId: null,
    voterId: 7,
    voterDirectoryId: 'xMmPSsMaQeW_v-dBEvYsBg',
    timeoutMs: 100,
    listeners: [{ name: 'CONTROLLER', host: '127.0.0.1', port: 9 }],
  }
  for (const [question, details] of Object.entries({
    'no listeners': { listeners: [] },
    'the same id': { voterId: 1 },
    'another cluster': { clusterId: 'other' },
    'a negative id': { voterId: -1 },
    'no directory': { voterDirectoryId: 'AAAAAAAAAAAAAAAAAAAAAA' },
    'another listener': { listeners: [{ name: 'OTHER', host: '127.0.0.1', port: 9 }] },
  })) {
    await player.askAll(question, 'AddRaftVoter', { ...voter, ...details })
    await player.askAll(question, 'RemoveRaftVoter', { ...voter, ...details })
  }
}

async function directories(player: Player): Promise<void> {
  await player.askAll('some', 'DescribeLogDirs', {
    topics: [
      { topic: 'placed', partitions: [1, 0, 7] },
      { topic: 'no-such', partitions: [0] },
    ],
  })
  await player.askAll('none', 'DescribeLogDirs', { topics: [] })
  await player.askAll('a topic without partitions', 'DescribeLogDirs', {
    topics: [{ topic: 'placed', partitions: [] }],
  })
  const moved = [
    { name: 'placed', partitions: [0, 7] },
    { name: 'no-such', partitions: [0] },
  ]
  for (const path of ['/nowhere', 'relative', '', ...player.logDirectories]) {
    await player.askAll(`to ${player.nameOf(path)}`, 'AlterReplicaLogDirs', { dirs: [{ path, topics: moved }] })
  }
  await player.askAll('to two', 'AlterReplicaLogDirs', {
    dirs: [
      { path: '/nowhere', topics: moved },
      { path: '/nowhere-else', topics: moved },
    ],
  })
  await player.askAll('nothing', 'AlterReplicaLogDirs', { dirs: [] })
}

async function features(player: Player): Promise<void> {
  const update = (feature: string, maxVersionLevel: number, details: object = {}) => ({
    feature,
    maxVersionLevel,
    upgradeType: 1,
    ...details,
  })
  for (const [question, featureUpdates] of Object.entries({
    unknown: [update('no.such', 1)],
    'no name': [update('', 1)],
    'too high': [update('transaction.version', 99)],
    negative: [update('transaction.version', -1)],
    'as it is': [update('transaction.version', 2)],
    'lower, as an upgrade': [update('transaction.version', 1)],
    'lower, safely': [update('transaction.version', 1, { upgradeType: 2 })],
    'metadata too high': [update('metadata.version', 99)],
    'metadata lower': [update('metadata.version', 24)],
    'metadata too low': [update('metadata.version', 1, { upgradeType: 3 })],
    'an unknown kind of change': [update('transaction.version', 2, { upgradeType: 0 })],
    two: [update('transaction.version', 2), update('no.such', 1)],
    twice: [update('transaction.version', 2), update('transaction.version', 2)],
    nothing: [],
  })) {
    await player.askAll(question, 'UpdateFeatures', { timeoutMs: 30_000, featureUpdates, validateOnly: true })
  }
}
