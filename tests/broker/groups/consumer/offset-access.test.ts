import { expect, test } from 'vitest'
import { checkCommit, checkFetch } from '../../../../broker/groups/consumer/offset-access.ts'
import { ConsumerGroupSimulation } from '../../../support/groups/consumer-group-simulation.ts'

function grownGroup() {
  const simulation = new ConsumerGroupSimulation()
  const consumer = simulation.consumer('A', null)
  simulation.topics.put('t', 1)
  simulation.join(consumer, { names: ['t'], regex: null, assignor: null })
  simulation.topics.put('t', 2)
  simulation.heartbeat(consumer)
  const [topicId = ''] = consumer.owned.keys()
  return { group: simulation.group, memberId: consumer.memberId, topicId }
}

test('a member commits in its epoch, and in an older one what it has had since then', () => {
  const { group, memberId, topicId } = grownGroup()
  const now = checkCommit(group, { memberId, memberEpoch: 3, knowsEpochs: true })
  const before = checkCommit(group, { memberId, memberEpoch: 2, knowsEpochs: true })
  if (typeof now === 'string' || typeof before === 'string') throw new Error('was refused as a whole')
  expect([now(topicId, 0), now(topicId, 1), now(null, 7)]).toEqual([null, null, null])
  expect([before(topicId, 0), before(topicId, 1)]).toEqual([null, 'stale-member-epoch'])
  expect([before(topicId, 2), before(null, 0)]).toEqual(['stale-member-epoch', 'stale-member-epoch'])
})

test('nobody else does, unless the group is empty', () => {
  const { group, memberId } = grownGroup()
  expect(checkCommit(group, { memberId, memberEpoch: 4, knowsEpochs: true })).toBe('stale-member-epoch')
  expect(checkCommit(group, { memberId: 'nobody', memberEpoch: 3, knowsEpochs: true })).toBe('unknown-member-id')
  expect(checkCommit(group, { memberId: '', memberEpoch: -1, knowsEpochs: true })).toBe('unknown-member-id')
  expect(
    checkCommit({ ...group, members: new Map() }, { memberId: '', memberEpoch: -1, knowsEpochs: true }),
  ).toBeTypeOf('function')
})

test('offsets are read by members in their epoch, and by who claims to be none', () => {
  const { group, memberId } = grownGroup()
  expect(checkFetch(group, { memberId: null, memberEpoch: -1 })).toBeNull()
  expect(checkFetch(group, { memberId, memberEpoch: 3 })).toBeNull()
  expect(checkFetch(group, { memberId, memberEpoch: 2 })).toBe('stale-member-epoch')
  expect(checkFetch(group, { memberId: 'nobody', memberEpoch: 3 })).toBe('unknown-member-id')
})
