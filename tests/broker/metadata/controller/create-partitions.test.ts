import { describe, expect, it } from 'vitest'
import { createPartitions, type NewPartitions } from '../../../../broker/metadata/controller/create-partitions.ts'
import { brokerDirectory, clusterImage, decisionContext, replayed } from '../../../support/test-cluster.ts'

const image = clusterImage({ topics: ['orders'] })

function decide(topics: readonly NewPartitions[], validateOnly = false) {
  const { records, result } = createPartitions(image, { topics, validateOnly }, decisionContext(image))
  const outcomes = result.map(({ outcome }) => (outcome.ok ? 'done' : outcome.failure))
  return { outcomes, after: replayed(image, records).after, records }
}

describe('adding partitions', () => {
  it('goes on with the next numbers', () => {
    const { after } = decide([{ name: 'orders', totalCount: 3, assignments: null }])
    expect(
      after
        .topic('orders')
        ?.partitions.map(({ partition, leader, directories }) => ({ partition, leader, directories })),
    ).toEqual([0, 1, 2].map((partition) => ({ partition, leader: 1, directories: [brokerDirectory] })))
  })

  it('changes nothing when it only validates', () => {
    expect(decide([{ name: 'orders', totalCount: 3, assignments: null }], true)).toMatchObject({
      outcomes: ['done'],
      records: [],
    })
  })

  it('follows assignments by hand', () => {
    const { after } = decide([{ name: 'orders', totalCount: 2, assignments: [[1]] }])
    expect(after.partition('orders', 1)?.replicas).toEqual([1])
  })

  it.each<[string, NewPartitions, string, string]>([
    [
      'a topic that is not there',
      { name: 'none', totalCount: 2, assignments: null },
      'unknown-topic-or-partition',
      'This server does not host this topic-partition.',
    ],
    [
      'the number that there is',
      { name: 'orders', totalCount: 1, assignments: null },
      'invalid-partitions',
      'Topic already has 1 partition(s).',
    ],
    [
      'fewer',
      { name: 'orders', totalCount: 0, assignments: null },
      'invalid-partitions',
      'The topic orders currently has 1 partition(s); 0 would not be an increase.',
    ],
    [
      'far too many',
      { name: 'orders', totalCount: 10_002, assignments: null },
      'policy-violation',
      'Excessively large number of partitions per request.',
    ],
    [
      'too few assignments',
      { name: 'orders', totalCount: 3, assignments: [[1]] },
      'invalid-replica-assignment',
      'Attempted to add 2 additional partition(s), but only 1 assignment(s) were specified.',
    ],
    [
      'an assignment to a stranger',
      { name: 'orders', totalCount: 2, assignments: [[8]] },
      'invalid-replica-assignment',
      'The manual partition assignment includes broker 8, but no such broker is registered.',
    ],
  ])('refuses %s', (_, request, kind, message) => {
    expect(decide([request])).toMatchObject({ outcomes: [{ kind, message }], records: [] })
  })

  it('refuses a topic that is named twice', () => {
    const request = { name: 'orders', totalCount: 3, assignments: null }
    expect(decide([request, request])).toMatchObject({
      outcomes: [{ kind: 'invalid-request' }, { kind: 'invalid-request' }],
      records: [],
    })
  })
})
