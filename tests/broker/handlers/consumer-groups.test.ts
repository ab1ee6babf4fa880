import { expect, test } from 'vitest'
import { errorCode } from '../../../broker/protocol/error-codes.ts'
import { apiVersions } from '../../../broker/protocol/messages/api-versions.ts'
import { consumerGroupDescribe } from '../../../broker/protocol/messages/consumer-group-describe.ts'
import {
  consumerGroupHeartbeat,
  type ConsumerGroupHeartbeatRequestInput,
} from '../../../broker/protocol/messages/consumer-group-heartbeat.ts'
import { deleteGroups } from '../../../broker/protocol/messages/delete-groups.ts'
import { listGroups } from '../../../broker/protocol/messages/list-groups.ts'
import { offsetCommit } from '../../../broker/protocol/messages/offset-commit.ts'
import { offsetDelete } from '../../../broker/protocol/messages/offset-delete.ts'
import { offsetFetch } from '../../../broker/protocol/messages/offset-fetch.ts'
import type { KafkaConnection } from '../../support/kafka-connection.ts'
import { createTopic } from '../../support/kafka-requests.ts'
import { startBroker } from '../../support/start-broker.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const groupId = 'billing'
const memberId = 'biller'

type Saying = Partial<ConsumerGroupHeartbeatRequestInput>

function beat(client: KafkaConnection, memberEpoch: number, saying: Saying = {}) {
  return client.request(consumerGroupHeartbeat, 1, { groupId, memberId, memberEpoch, ...saying })
}

function join(client: KafkaConnection, saying: Saying = { subscribedTopicNames: ['orders'] }) {
  return beat(client, 0, { rebalanceTimeoutMs: 60_000, topicPartitions: [], ...saying })
}

function commit(
  client: KafkaConnection,
  generationIdOrMemberEpoch: number,
  about: { version?: number; as?: string } = {},
) {
  const { version = 9, as = memberId } = about
  return client.request(offsetCommit, version, {
    groupId,
    memberId: as,
    generationIdOrMemberEpoch,
    topics: [{ name: 'orders', partitions: [{ partitionIndex: 0, committedOffset: 7n, committedMetadata: '' }] }],
  })
}

type Committed = Awaited<ReturnType<typeof commit>>
const codeOf = ({ topics }: Committed) => topics[0]?.partitions[0]?.errorCode

function fetch(client: KafkaConnection, member: { memberId: string | null; memberEpoch: number }) {
  const topics = [{ name: 'orders', partitionIndexes: [0] }]
  return client.request(offsetFetch, 9, { groups: [{ groupId, ...member, topics }], requireStable: false })
}

test('clients are told that they may use groups of KIP-848, unless the protocol is switched off', async () => {
  await using broker = await startBroker()
  await using client = await broker.connect()
  const told = await client.request(apiVersions, 4, { clientSoftwareName: 'test', clientSoftwareVersion: '1' })
  expect(told.finalizedFeatures).toContainEqual({ name: 'group.version', maxVersionLevel: 1, minVersionLevel: 1 })

  await using old = await startBroker({ config: { 'group.coordinator.rebalance.protocols': 'classic' } })
  await using oldClient = await old.connect()
  await createTopic(oldClient, 'orders', { partitions: 1 })
  expect((await join(oldClient)).errorCode).toBe(errorCode.UNSUPPORTED_VERSION)
  const described = await oldClient.request(consumerGroupDescribe, 1, {
    groupIds: [groupId],
    includeAuthorizedOperations: false,
  })
  expect(described.groups).toMatchObject([{ groupId, errorCode: errorCode.UNSUPPORTED_VERSION }])
})

test('a member joins, is assigned, follows new topics, survives a restart of the broker, and leaves', async () => {
  await using folder = await temporaryFolder()
  const data = folder.join('data')
  const config = { 'group.consumer.assignment.interval.ms': '0' }
  {
    await using broker = await startBroker({ data, config })
    await using client = await broker.connect()
    await createTopic(client, 'orders', { partitions: 2 })
    const joined = await join(client, { subscribedTopicRegex: 'orders.*' })
    expect(joined).toMatchObject({ errorCode: 0, memberId, memberEpoch: 2, heartbeatIntervalMs: 5_000 })
    expect(joined.assignment?.topicPartitions.map(({ partitions }) => partitions)).toEqual([[0, 1]])
    expect(await beat(client, 2)).toMatchObject({ memberEpoch: 2, assignment: null })
    await createTopic(client, 'orders-archive', { partitions: 1 })
    const grown = await beat(client, 2)
    expect(grown).toMatchObject({ errorCode: 0, memberEpoch: 3 })
    expect(grown.assignment?.topicPartitions).toHaveLength(2)
  }
  await using broker = await startBroker({ data, config })
  await using client = await broker.connect()
  await expect.poll(async () => (await beat(client, 3)).errorCode).toBe(errorCode.NONE)
  const { groups } = await client.request(consumerGroupDescribe, 1, {
    groupIds: [groupId, 'nowhere'],
    includeAuthorizedOperations: true,
  })
  expect(groups).toMatchObject([
    {
      groupState: 'Stable',
      groupEpoch: 3,
      assignmentEpoch: 3,
      assignorName: 'uniform',
      authorizedOperations: 328 + 3 * 1024,
      members: [
        { memberId, memberEpoch: 3, subscribedTopicRegex: 'orders.*', clientHost: '/127.0.0.1', memberType: 1 },
      ],
    },
    { groupId: 'nowhere', errorCode: errorCode.GROUP_ID_NOT_FOUND },
  ])
  expect(await beat(client, -1)).toMatchObject({ errorCode: 0, memberEpoch: -1 })
  const listed = await client.request(listGroups, 5, { typesFilter: ['Consumer'], statesFilter: ['empty'] })
  expect(listed.groups).toEqual([{ groupId, protocolType: 'consumer', groupState: 'Empty', groupType: 'consumer' }])
  expect((await client.request(deleteGroups, 2, { groupsNames: [groupId] })).results).toMatchObject([{ errorCode: 0 }])
  expect((await client.request(listGroups, 5, {})).groups).toEqual([])
})

test('offsets are taken from members in their epoch and given to them', async () => {
  await using broker = await startBroker()
  await using client = await broker.connect()
  await createTopic(client, 'orders', { partitions: 1 })
  expect(codeOf(await commit(client, 2))).toBe(errorCode.GROUP_ID_NOT_FOUND)
  expect(codeOf(await commit(client, 2, { version: 8 }))).toBe(errorCode.ILLEGAL_GENERATION)
  await join(client)
  expect(codeOf(await commit(client, 2))).toBe(errorCode.NONE)
  expect(codeOf(await commit(client, 3))).toBe(errorCode.STALE_MEMBER_EPOCH)
  expect(codeOf(await commit(client, 2, { as: 'somebody' }))).toBe(errorCode.UNKNOWN_MEMBER_ID)
  expect(codeOf(await commit(client, -1, { as: '' }))).toBe(errorCode.UNKNOWN_MEMBER_ID)
  expect(codeOf(await commit(client, 2, { version: 8 }))).toBe(errorCode.UNSUPPORTED_VERSION)

  const fetched = async (member: { memberId: string | null; memberEpoch: number }) =>
    (await fetch(client, member)).groups[0]
  expect(await fetched({ memberId, memberEpoch: 2 })).toMatchObject({
    errorCode: 0,
    topics: [{ partitions: [{ committedOffset: 7n }] }],
  })
  expect(await fetched({ memberId: null, memberEpoch: -1 })).toMatchObject({ errorCode: 0 })
  expect(await fetched({ memberId, memberEpoch: 6 })).toMatchObject({ errorCode: errorCode.STALE_MEMBER_EPOCH })
  expect(await fetched({ memberId: 'x', memberEpoch: 2 })).toMatchObject({ errorCode: errorCode.UNKNOWN_MEMBER_ID })

  const topics = [{ name: 'orders', partitions: [{ partitionIndex: 0 }] }]
  const kept = await client.request(offsetDelete, 0, { groupId, topics })
  expect(kept.topics[0]?.partitions[0]?.errorCode).toBe(errorCode.GROUP_SUBSCRIBED_TO_TOPIC)
  const refused = await client.request(deleteGroups, 2, { groupsNames: [groupId] })
  expect(refused.results).toMatchObject([{ errorCode: errorCode.NON_EMPTY_GROUP }])
  await beat(client, -1)
  const gone = await client.request(offsetDelete, 0, { groupId, topics })
  expect(gone.topics[0]?.partitions[0]?.errorCode).toBe(errorCode.NONE)
})

test('what contradicts itself is refused with a reason', async () => {
  await using broker = await startBroker()
  await using client = await broker.connect()
  await createTopic(client, 'orders', { partitions: 1 })
  expect(await beat(client, 4)).toMatchObject({ errorCode: errorCode.GROUP_ID_NOT_FOUND })
  expect(await join(client, {})).toMatchObject({
    errorCode: errorCode.INVALID_REQUEST,
    errorMessage: expect.stringContaining('SubscribedTopicNames') as unknown,
  })
  expect(await join(client, { subscribedTopicRegex: '(' })).toMatchObject({
    errorCode: errorCode.INVALID_REGULAR_EXPRESSION,
  })
  expect(await join(client, { subscribedTopicNames: ['orders'], serverAssignor: 'random' })).toMatchObject({
    errorCode: errorCode.UNSUPPORTED_ASSIGNOR,
  })
  await join(client)
  expect(await beat(client, 10)).toMatchObject({ errorCode: errorCode.FENCED_MEMBER_EPOCH })
  expect(await beat(client, 2, { memberId: 'stranger' })).toMatchObject({ errorCode: errorCode.UNKNOWN_MEMBER_ID })
})
