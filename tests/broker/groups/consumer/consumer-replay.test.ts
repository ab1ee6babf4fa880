import { expect, test } from 'vitest'
import { newConsumerGroup } from '../../../../broker/groups/consumer/consumer-group.ts'
import { replayConsumerRecord } from '../../../../broker/groups/consumer/consumer-replay.ts'
import { ConsumerGroupSimulation } from '../../../support/groups/consumer-group-simulation.ts'

const key = { group: 'g', memberId: 'A' }

test('without a group, records that only delete make none', () => {
  const deletions = [
    { kind: 'consumer-group-metadata', key: { group: 'g' }, value: null, version: null },
    { kind: 'consumer-group-member-metadata', key, value: null, version: null },
    { kind: 'consumer-group-target-assignment-member', key, value: null, version: null },
    { kind: 'consumer-group-current-member-assignment', key, value: null, version: null },
  ] as const
  for (const record of deletions) expect(replayConsumerRecord(null, record)).toBeNull()
})

test('a state of a later version, and partitions from before 4.3 without epochs', () => {
  const simulation = new ConsumerGroupSimulation()
  simulation.join(simulation.consumer('A', null), { names: ['t'], regex: null, assignor: null })
  const [memberId = ''] = simulation.group.members.keys()
  const topicId = 'AAAAAAAAAAAAAAAAAAAAAQ'
  const owned = [{ topicId, partitions: [3, 5], assignmentEpochs: null }]
  const group = replayConsumerRecord(simulation.group, {
    kind: 'consumer-group-current-member-assignment',
    key: { group: 'g', memberId },
    value: {
      memberEpoch: 7,
      previousMemberEpoch: 6,
      state: 9,
      assignedPartitions: owned,
      partitionsPendingRevocation: [],
    },
    version: 0,
  })
  expect(group?.members.get(memberId)).toMatchObject({
    state: 'unknown',
    assigned: new Map([
      [
        topicId,
        new Map([
          [3, 7],
          [5, 7],
        ]),
      ],
    ]),
  })
})

test('an expression that only Apache Kafka takes goes on standing for its topics', () => {
  const simulation = new ConsumerGroupSimulation()
  const [old, young] = [simulation.consumer('A', null), simulation.consumer('B', null)]
  simulation.topics.put('t', 1)
  simulation.join(old, { names: ['t'], regex: null, assignor: null })
  const member = simulation.group.members.get(old.memberId)
  if (member === undefined) throw new Error('has not joined')
  simulation.group = {
    ...newConsumerGroup('g'),
    members: new Map([[old.memberId, { ...member, subscribedTopicNames: [], subscribedTopicRegex: '\\pL' }]]),
    regexes: new Map([['\\pL', { topics: ['t'], version: 0n, timestamp: 0n }]]),
  }
  const answer = simulation.join(young, { names: ['u'], regex: null, assignor: null })
  expect(answer.error).toBeNull()
  expect(simulation.group.regexes.get('\\pL')?.topics).toEqual(['t'])
  expect([...(simulation.group.targets.get(old.memberId)?.values() ?? [])]).toEqual([new Set([0])])
})
