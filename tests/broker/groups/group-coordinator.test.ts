import { describe, expect, test } from 'vitest'
import { ManualClock } from '../../../broker/environment/manual-clock.ts'
import { SeededRandom } from '../../../broker/environment/seeded-random.ts'
import { defaultGroupConfig } from '../../../broker/groups/group-config.ts'
import { GroupCoordinator } from '../../../broker/groups/group-coordinator.ts'
import type { JoinGroupRequest } from '../../../broker/groups/membership-messages.ts'
import { encodeGroupRecordKey, encodeGroupRecordValue } from '../../../broker/groups/records/group-record.ts'
import { MemoryGroupStorage } from '../../support/groups/memory-group-storage.ts'
import { MemoryTopics, surroundingsWith } from '../../support/groups/memory-topics.ts'

function startCoordinator() {
  const clock = new ManualClock(1_000)
  const storage = new MemoryGroupStorage()
  const environment = { clock, random: new SeededRandom(1) }
  const coordinator = new GroupCoordinator({
    environment,
    storage,
    config: defaultGroupConfig,
    surroundings: surroundingsWith(new MemoryTopics(), defaultGroupConfig),
  })
  return { coordinator, clock, storage, [Symbol.dispose]: () => coordinator.close() }
}

const joinRequest: JoinGroupRequest = {
  groupId: 'my-group',
  memberId: '',
  instanceId: null,
  clientId: 'client',
  clientHost: '/127.0.0.1',
  protocolType: 'consumer',
  protocols: [{ name: 'range', metadata: new Uint8Array(0) }],
  sessionTimeoutMs: 10_000,
  rebalanceTimeoutMs: 60_000,
  mustJoinWithMemberId: true,
  canSkipAssignment: true,
}

const commitRequest = {
  groupId: 'my-group',
  memberId: '',
  instanceId: null,
  generation: -1,
  knowsEpochs: true,
  retentionMs: null,
  topics: [{ topic: 't', topicId: null, partitions: [{ partition: 0, offset: 5n, leaderEpoch: 3, metadata: 'here' }] }],
}

const fetchRequest = { groupId: 'my-group', topics: [{ topic: 't', partitions: [0] }], requireStable: false }

test('member ids are the client id, or the instance id, and a random UUID', async () => {
  using started = startCoordinator()
  const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/
  const { memberId } = await started.coordinator.joinGroup(joinRequest)
  expect(memberId).toMatch(new RegExp(`^client-${uuid.source}`))
  const joined = started.coordinator.joinGroup({ ...joinRequest, groupId: 'static', instanceId: 'instance' })
  started.clock.advance(3_000)
  expect((await joined).memberId).toMatch(new RegExp(`^instance-${uuid.source}`))
})

test('a group lives in the partition that Kafka computes', () => {
  using started = startCoordinator()
  started.coordinator.commitOffsets(commitRequest)
  expect(started.storage.records.map(({ partition }) => partition)).toEqual([12])
})

test('leader epoch and metadata come back with the offset', () => {
  using started = startCoordinator()
  started.coordinator.commitOffsets(commitRequest)
  expect(started.coordinator.fetchOffsets(fetchRequest).topics).toEqual([
    { topic: 't', partitions: [{ partition: 0, error: null, offset: 5n, leaderEpoch: 3, metadata: 'here' }] },
  ])
})

test('an offset of a topic does not pass for one of its successor under the same name', () => {
  using started = startCoordinator()
  const [topic] = commitRequest.topics
  started.coordinator.commitOffsets({ ...commitRequest, topics: [{ ...topic!, topicId: 'AAAAAAAAAAAAAAAAAAAAAQ' }] })
  const fetchFor = (topicId: string) =>
    started.coordinator.fetchOffsets({ ...fetchRequest, topics: [{ topic: 't', topicId, partitions: [0] }] })
  expect(fetchFor('AAAAAAAAAAAAAAAAAAAAAQ').topics[0]?.partitions[0]?.offset).toBe(5n)
  expect(fetchFor('AAAAAAAAAAAAAAAAAAAAAg').topics[0]?.partitions[0]?.offset).toBe(-1n)
  started.coordinator.forgetTopics([{ topic: 't', topicId: 'AAAAAAAAAAAAAAAAAAAAAg' }])
  expect(fetchFor('AAAAAAAAAAAAAAAAAAAAAQ').topics[0]?.partitions[0]?.offset).toBe(5n)
})

describe('while the log is being read', () => {
  test('groups of the partition are not to be had, except that members keep their place', async () => {
    using started = startCoordinator()
    const { coordinator } = started
    coordinator.beginLoading(coordinator.partitionFor('my-group'))
    const error = 'coordinator-load-in-progress'
    expect(await coordinator.joinGroup(joinRequest)).toMatchObject({ error })
    expect(coordinator.commitOffsets(commitRequest).topics[0]?.partitions[0]).toMatchObject({ error })
    expect(coordinator.fetchOffsets(fetchRequest)).toMatchObject({ error })
    expect(coordinator.describeGroups(['my-group'])).toMatchObject([{ error }])
    expect(coordinator.deleteGroups(['my-group'])).toMatchObject([{ error }])
    const heartbeat = { groupId: 'my-group', memberId: 'm', instanceId: null, generation: 1 }
    expect(coordinator.heartbeat(heartbeat)).toBeNull()
    coordinator.finishLoading(coordinator.partitionFor('my-group'))
    expect(coordinator.heartbeat(heartbeat)).toBe('unknown-member-id')
  })

  test('a value of KIP-848 that cannot be read keeps nobody from their groups', () => {
    using started = startCoordinator()
    const { coordinator } = started
    coordinator.beginLoading(12)
    const key = encodeGroupRecordKey('consumer-group-metadata', { group: 'my-group' })
    coordinator.replay(12, { key, value: Uint8Array.of(0, 9), transactionalProducerId: null })
    coordinator.finishLoading(12)
    expect(coordinator.describeGroups(['my-group'])).toMatchObject([{ error: null, state: 'Empty' }])
  })

  test('offsets of an open transaction are withheld from those who want stable ones', () => {
    using started = startCoordinator()
    const { coordinator } = started
    coordinator.beginLoading(12)
    coordinator.replay(12, {
      key: encodeGroupRecordKey('offset-commit', { group: 'my-group', topic: 't', partition: 0 }),
      value: encodeGroupRecordValue('offset-commit', 3, { offset: 8n, metadata: '', commitTimestamp: 0n }),
      transactionalProducerId: 7n,
    })
    coordinator.finishLoading(12)
    const read = (requireStable: boolean) =>
      coordinator.fetchOffsets({ ...fetchRequest, requireStable }).topics[0]?.partitions[0]
    expect(read(true)).toMatchObject({ error: 'unstable-offset-commit', offset: -1n })
    expect(read(false)).toMatchObject({ error: null, offset: -1n })
    coordinator.replayTransactionEnd(12, { producerId: 7n, outcome: 'committed' })
    expect(read(true)).toMatchObject({ error: null, offset: 8n })
  })
})

test('what a member told the group does not change when the memory of its request is used again', async () => {
  using started = startCoordinator()
  const { coordinator, clock } = started
  const metadata = Buffer.from('told')
  const protocols = [{ name: 'range', metadata }]
  const joined = coordinator.joinGroup({ ...joinRequest, protocols, mustJoinWithMemberId: false })
  metadata.fill(0)
  clock.advance(3_000)
  const result = await joined
  expect(result).toMatchObject({ error: null, members: [{ metadata: new Uint8Array(Buffer.from('told')) }] })

  const assignment = Buffer.from('got')
  const { memberId } = result
  const sync = {
    groupId: 'my-group',
    memberId,
    instanceId: null,
    generation: 1,
    protocolType: null,
    protocolName: null,
  }
  const synced = coordinator.syncGroup({ ...sync, assignments: [{ memberId, assignment }] })
  assignment.fill(0)
  expect(await synced).toMatchObject({ assignment: new Uint8Array(Buffer.from('got')) })
})

test('closing answers everybody who waits, and everybody who comes later', async () => {
  const { coordinator, storage } = startCoordinator()
  const waiting = coordinator.joinGroup({ ...joinRequest, mustJoinWithMemberId: false })
  coordinator.close()
  expect(await waiting).toMatchObject({ error: 'coordinator-not-available' })
  expect(await coordinator.joinGroup(joinRequest)).toMatchObject({ error: 'coordinator-not-available' })
  coordinator.commitOffsets(commitRequest)
  expect(storage.records).toEqual([])
})

describe('offsets in a transaction', () => {
  const producer = { producerId: 7n, producerEpoch: 0 }
  const inTransaction = { ...commitRequest, transaction: producer }
  const read = (coordinator: GroupCoordinator, requireStable: boolean) =>
    coordinator.fetchOffsets({ ...fetchRequest, requireStable }).topics[0]?.partitions[0]

  test.each([
    ['committed', 5n],
    ['aborted', -1n],
  ] as const)('nobody sees them before it has %s, and who wants stable ones is told to wait', (outcome, offset) => {
    using started = startCoordinator()
    const { coordinator } = started
    expect(coordinator.commitOffsetsInTransaction(inTransaction).topics[0]?.partitions[0]?.error).toBeNull()
    expect(read(coordinator, false)).toMatchObject({ offset: -1n, error: null })
    expect(read(coordinator, true)).toMatchObject({ offset: -1n, error: 'unstable-offset-commit' })
    coordinator.replayTransactionEnd(12, { producerId: 7n, outcome })
    expect(read(coordinator, true)).toMatchObject({ offset, error: null })
  })

  test('after a restart in the middle, the end of the transaction still decides', () => {
    using before = startCoordinator()
    before.coordinator.commitOffsetsInTransaction(inTransaction)
    using after = startCoordinator()
    after.coordinator.beginLoading(12)
    for (const record of before.storage.records) {
      after.coordinator.replay(12, { ...record, transactionalProducerId: 7n })
    }
    expect(after.coordinator.isLoading(12)).toBe(true)
    after.coordinator.finishLoading(12)
    const groups = after.coordinator.listGroups({ states: [], types: [] })
    expect(groups.map(({ groupId }) => groupId)).toEqual(['my-group'])
    expect(read(after.coordinator, true)).toMatchObject({ error: 'unstable-offset-commit' })
    after.coordinator.replayTransactionEnd(12, { producerId: 7n, outcome: 'committed' })
    expect(read(after.coordinator, true)).toMatchObject({ offset: 5n, error: null })
  })

  test('who names a member must be it, who names none is believed', async () => {
    using started = startCoordinator()
    const { coordinator } = started
    const joined = coordinator.joinGroup({ ...joinRequest, mustJoinWithMemberId: false })
    started.clock.advance(3_000)
    await joined
    const errorOf = (claimed: object) =>
      coordinator.commitOffsetsInTransaction({ ...inTransaction, ...claimed }).topics[0]?.partitions[0]?.error
    expect(errorOf({})).toBeNull()
    expect(errorOf({ memberId: 'nobody', generation: 1 })).toBe('unknown-member-id')
    const { memberId } = await joined
    expect(errorOf({ memberId, generation: 9 })).toBe('illegal-generation')
    expect(errorOf({ memberId, generation: 1 })).toBeNull()
    expect(errorOf({ groupId: 'unknown', memberId, generation: 1 })).toBe('illegal-generation')
    expect(errorOf({ groupId: '' })).toBe('invalid-group-id')
  })
})
