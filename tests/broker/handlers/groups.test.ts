import { describe, expect, test } from 'vitest'
import { errorCode } from '../../../broker/protocol/error-codes.ts'
import { deleteGroups } from '../../../broker/protocol/messages/delete-groups.ts'
import { describeGroups } from '../../../broker/protocol/messages/describe-groups.ts'
import { findCoordinator } from '../../../broker/protocol/messages/find-coordinator.ts'
import { heartbeat } from '../../../broker/protocol/messages/heartbeat.ts'
import { joinGroup } from '../../../broker/protocol/messages/join-group.ts'
import { leaveGroup } from '../../../broker/protocol/messages/leave-group.ts'
import { listGroups } from '../../../broker/protocol/messages/list-groups.ts'
import { metadata } from '../../../broker/protocol/messages/metadata.ts'
import { offsetCommit } from '../../../broker/protocol/messages/offset-commit.ts'
import { offsetDelete } from '../../../broker/protocol/messages/offset-delete.ts'
import { offsetFetch } from '../../../broker/protocol/messages/offset-fetch.ts'
import { syncGroup } from '../../../broker/protocol/messages/sync-group.ts'
import type { KafkaConnection } from '../../support/kafka-connection.ts'
import { createTopic } from '../../support/kafka-requests.ts'
import { startBroker } from '../../support/start-broker.ts'

const groupId = 'billing'
const bytes = (text: string) => Buffer.from(text)

/** Joins with the id that the coordinator gives, as clients have done since KIP-394. */
async function join(client: KafkaConnection, known: { readonly memberId?: string } = {}) {
  const request = (memberId: string) =>
    client.request(joinGroup, 9, {
      groupId,
      sessionTimeoutMs: 10_000,
      rebalanceTimeoutMs: 10_000,
      memberId,
      protocolType: 'consumer',
      protocols: [{ name: 'range', metadata: bytes('subscription') }],
    })
  const first = await request(known.memberId ?? '')
  return first.errorCode === errorCode.MEMBER_ID_REQUIRED ? request(first.memberId) : first
}

function sync(
  client: KafkaConnection,
  { memberId, generationId }: { readonly memberId: string; readonly generationId: number },
  assignments: Readonly<Record<string, string>> = {},
) {
  return client.request(syncGroup, 5, {
    groupId,
    memberId,
    generationId,
    protocolType: 'consumer',
    protocolName: 'range',
    assignments: Object.entries(assignments).map(([id, text]) => ({ memberId: id, assignment: bytes(text) })),
  })
}

function beat(
  client: KafkaConnection,
  { memberId, generationId }: { readonly memberId: string; readonly generationId: number },
) {
  return client.request(heartbeat, 4, { groupId, memberId, generationId })
}

describe('membership', () => {
  test('two members share the work, and the one that stays takes over when the other leaves', async () => {
    await using broker = await startBroker()
    await using one = await broker.connect()
    await using two = await broker.connect()
    const alone = await join(one)
    expect(alone).toMatchObject({ errorCode: 0, generationId: 1, leader: alone.memberId, protocolName: 'range' })
    expect((await sync(one, alone, { [alone.memberId]: 'everything' })).assignment).toEqual(bytes('everything'))

    // The second member's join waits until the first one has heard of the rebalance and joined again.
    const joining = join(two)
    await expect.poll(async () => (await beat(one, alone)).errorCode).toBe(errorCode.REBALANCE_IN_PROGRESS)
    const [leader, follower] = await Promise.all([join(one, alone), joining])
    expect(leader.generationId).toBe(2)
    expect(leader.members.map(({ memberId }) => memberId).toSorted()).toEqual(
      [leader.memberId, follower.memberId].toSorted(),
    )
    expect(follower.members).toEqual([])
    const [left, right] = await Promise.all([
      sync(one, leader, { [leader.memberId]: 'left', [follower.memberId]: 'right' }),
      sync(two, follower),
    ])
    expect([left.assignment, right.assignment]).toEqual([bytes('left'), bytes('right')])

    const described = await one.request(describeGroups, 6, { groups: [groupId] })
    expect(described.groups[0]).toMatchObject({
      errorCode: 0,
      groupState: 'Stable',
      protocolType: 'consumer',
      protocolData: 'range',
    })
    expect(described.groups[0]?.members[0]).toMatchObject({ clientId: 'test', clientHost: '/127.0.0.1' })

    const { members } = await two.request(leaveGroup, 5, { groupId, members: [{ memberId: follower.memberId }] })
    expect(members[0]?.errorCode).toBe(0)
    expect((await beat(one, leader)).errorCode).toBe(errorCode.REBALANCE_IN_PROGRESS)
    expect(await join(one, leader)).toMatchObject({ errorCode: 0, generationId: 3 })
    expect((await beat(two, follower)).errorCode).toBe(errorCode.UNKNOWN_MEMBER_ID)
  })

  test('a member whose session is over is gone, and its group can be deleted', async () => {
    await using broker = await startBroker({ config: { 'group.min.session.timeout.ms': '50' } })
    await using client = await broker.connect()
    const request = {
      groupId,
      sessionTimeoutMs: 1500,
      rebalanceTimeoutMs: 1500,
      memberId: '',
      protocolType: 'consumer',
      protocols: [{ name: 'range', metadata: bytes('') }],
    }
    const joined = await client.request(joinGroup, 3, request)
    await sync(client, joined, { [joined.memberId]: 'all' })
    const remove = async () => (await client.request(deleteGroups, 2, { groupsNames: [groupId] })).results[0]?.errorCode
    expect(await remove()).toBe(errorCode.NON_EMPTY_GROUP)
    await expect.poll(remove).toBe(0)
    const { groups } = await client.request(listGroups, 5, {})
    expect(groups).toEqual([])
  })

  test('a client that goes while it waits to join does not hold up a stop', async () => {
    await using broker = await startBroker({ config: { 'group.initial.rebalance.delay.ms': '600000' } })
    await using client = await broker.connect()
    const joining = join(client)
    await expect.poll(() => broker.stats().requests).toBeGreaterThanOrEqual(2)
    await broker.stop()
    expect((await joining).errorCode).toBe(errorCode.COORDINATOR_NOT_AVAILABLE)
  })

  test('a group that does not exist is dead, from version 6 on an error', async () => {
    await using broker = await startBroker()
    await using client = await broker.connect()
    const ask = async (version: number) =>
      (await client.request(describeGroups, version, { groups: ['nobody'] })).groups[0]
    expect(await ask(5)).toMatchObject({ errorCode: 0, groupState: 'Dead' })
    expect(await ask(6)).toMatchObject({ errorCode: errorCode.GROUP_ID_NOT_FOUND, groupState: 'Dead' })
  })
})

describe('coordination', () => {
  test('the topic for offsets is made when a coordinator is first looked for', async () => {
    await using broker = await startBroker()
    await using client = await broker.connect()
    const topicNames = async () => (await client.request(metadata, 12, { topics: null })).topics.map(({ name }) => name)
    expect(await topicNames()).toEqual([])
    const { coordinators } = await client.request(findCoordinator, 4, { coordinatorKeys: ['a', 'b'] })
    const found = { errorCode: 0, nodeId: 1, port: broker.port }
    expect(coordinators).toMatchObject([
      { key: 'a', ...found },
      { key: 'b', ...found },
    ])
    const { topics } = await client.request(metadata, 12, { topics: null })
    expect(topics).toEqual([expect.objectContaining({ name: '__consumer_offsets', isInternal: true })])
    expect(topics[0]?.partitions).toHaveLength(5)
  })

  test('who shares a group is told that there is no coordinator for it', async () => {
    await using broker = await startBroker()
    await using client = await broker.connect()
    const answer = await client.request(findCoordinator, 3, { key: 'tx', keyType: 2 })
    expect(answer.errorCode).toBe(errorCode.INVALID_REQUEST)
    expect(answer.errorMessage).toContain('share groups')
  })
})

describe('offsets', () => {
  const partitions = (...indexes: number[]) =>
    indexes.map((partitionIndex) => ({
      partitionIndex,
      committedOffset: BigInt(partitionIndex + 10),
      committedMetadata: 'm',
    }))

  async function commitByName(client: KafkaConnection, topic: string, indexes: readonly number[]) {
    const request = { groupId, memberId: '', topics: [{ name: topic, partitions: partitions(...indexes) }] }
    const { topics } = await client.request(offsetCommit, 8, request)
    return topics[0]?.partitions.map((each) => each.errorCode)
  }

  test('are kept for partitions that exist', async () => {
    await using broker = await startBroker()
    await using client = await broker.connect()
    await createTopic(client, 'orders', { partitions: 2 })
    expect(await commitByName(client, 'orders', [0, 1, 2])).toEqual([0, 0, errorCode.UNKNOWN_TOPIC_OR_PARTITION])
    expect(await commitByName(client, 'nowhere', [0])).toEqual([errorCode.UNKNOWN_TOPIC_OR_PARTITION])
    const all = await client.request(offsetFetch, 8, { groups: [{ groupId, topics: null }] })
    expect(all.groups[0]?.topics).toMatchObject([
      {
        name: 'orders',
        partitions: [
          { partitionIndex: 0, committedOffset: 10n, metadata: 'm' },
          { partitionIndex: 1, committedOffset: 11n, metadata: 'm' },
        ],
      },
    ])
    const old = await client.request(offsetFetch, 1, {
      groupId,
      topics: [{ name: 'orders', partitionIndexes: [1, 7] }],
    })
    expect(old.topics[0]?.partitions.map(({ committedOffset }) => committedOffset)).toEqual([11n, -1n])
  })

  test('go by the id of the topic in version 10', async () => {
    await using broker = await startBroker()
    await using client = await broker.connect()
    const topicId = await createTopic(client, 'orders')
    const unknownId = 'BBBBBBBBBBBBBBBBBBBBBA'
    const committed = await client.request(offsetCommit, 10, {
      groupId,
      memberId: '',
      topics: [topicId, unknownId].map((id) => ({ topicId: id, partitions: partitions(0) })),
    })
    expect(committed.topics.map((topic) => topic.partitions[0]?.errorCode)).toEqual([0, errorCode.UNKNOWN_TOPIC_ID])
    const wanted = [topicId, unknownId].map((id) => ({ topicId: id, partitionIndexes: [0] }))
    const fetched = await client.request(offsetFetch, 10, { groups: [{ groupId, topics: wanted }] })
    expect(fetched.groups[0]?.topics.map((topic) => [topic.topicId, topic.partitions[0]?.errorCode])).toEqual([
      [topicId, 0],
      [unknownId, errorCode.UNKNOWN_TOPIC_ID],
    ])
    const all = await client.request(offsetFetch, 10, { groups: [{ groupId, topics: null }] })
    expect(all.groups[0]?.topics.map((topic) => topic.topicId)).toEqual([topicId])
  })

  test('can be deleted one by one, and with their group', async () => {
    await using broker = await startBroker()
    await using client = await broker.connect()
    await createTopic(client, 'orders', { partitions: 2 })
    await commitByName(client, 'orders', [0, 1])
    const topics = [{ name: 'orders', partitions: [{ partitionIndex: 0 }, { partitionIndex: 5 }] }]
    const deleted = await client.request(offsetDelete, 0, { groupId, topics })
    expect(deleted.topics[0]?.partitions.map((each) => each.errorCode)).toEqual([
      0,
      errorCode.UNKNOWN_TOPIC_OR_PARTITION,
    ])
    const rest = await client.request(offsetFetch, 8, { groups: [{ groupId, topics: null }] })
    expect(rest.groups[0]?.topics[0]?.partitions.map(({ partitionIndex }) => partitionIndex)).toEqual([1])
    expect((await client.request(deleteGroups, 2, { groupsNames: [groupId, 'nobody'] })).results).toEqual([
      expect.objectContaining({ groupId, errorCode: 0 }),
      expect.objectContaining({ groupId: 'nobody', errorCode: errorCode.GROUP_ID_NOT_FOUND }),
    ])
  })
})
