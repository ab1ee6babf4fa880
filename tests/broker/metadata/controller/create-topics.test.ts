import { describe, expect, it } from 'vitest'
import { createTopics, type NewTopic } from '../../../../broker/metadata/controller/create-topics.ts'
import type { FailureKind } from '../../../../broker/metadata/controller/decision.ts'
import { brokerResource, topicResource } from '../../../../broker/metadata/image/config-resource.ts'
import { clusterImage, decisionContext, replayed } from '../../../support/test-cluster.ts'
import { newTopic } from '../../../support/test-metadata.ts'

function decide(
  topics: readonly NewTopic[],
  options: { readonly configs?: Record<string, string>; readonly validateOnly?: boolean } = {},
) {
  const image = clusterImage({ topics: ['taken', 'a.b'] })
  const context = decisionContext(image, options.configs)
  const { records, result } = createTopics(image, { topics, validateOnly: options.validateOnly ?? false }, context)
  return { records, result, image, after: replayed(image, records).after }
}

function failureOf(topic: NewTopic, configs: Record<string, string> = {}) {
  const { result, records } = decide([topic], { configs })
  expect(records).toEqual([])
  const [first] = result
  return first?.outcome.ok === false ? first.outcome.failure : null
}

describe('creating topics', () => {
  it('makes partitions that this broker leads', () => {
    const { result, after } = decide([newTopic('orders', { partitionCount: 2 })])
    const topic = after.topic('orders')
    expect(result[0]?.outcome).toMatchObject({
      ok: true,
      value: { topicId: topic?.id, partitionCount: 2, replicationFactor: 1 },
    })
    expect(topic?.partitions).toHaveLength(2)
    expect(topic?.partitions[1]).toMatchObject({
      partition: 1,
      replicas: [1],
      isr: [1],
      leader: 1,
      leaderEpoch: 0,
      partitionEpoch: 0,
    })
  })

  it('takes what is not said from the broker', () => {
    const configs = { 'num.partitions': '4' }
    const { after } = decide([newTopic('orders')], { configs })
    expect(after.topic('orders')?.partitions).toHaveLength(4)
  })

  it('writes the topic, then its configs, then its partitions', () => {
    const { records, after } = decide([newTopic('orders', { configs: [{ name: 'retention.ms', value: '5' }] })])
    expect(records.map(({ type }) => type)).toEqual(['Topic', 'Config', 'Partition'])
    expect(after.configsOf(topicResource('orders')).get('retention.ms')).toBe('5')
  })

  it('says which configs the topic has, and from where', () => {
    const { result } = decide([newTopic('orders', { configs: [{ name: 'retention.ms', value: '5' }] })])
    const [first] = result
    const configs = first?.outcome.ok === true ? first.outcome.value.configs : []
    expect(configs.find(({ name }) => name === 'retention.ms')).toMatchObject({ value: '5', source: 'dynamic-topic' })
    expect(configs.find(({ name }) => name === 'cleanup.policy')).toMatchObject({ value: 'delete', source: 'default' })
  })

  it('changes nothing when it only validates', () => {
    const { records, result } = decide([newTopic('orders')], { validateOnly: true })
    expect(records).toEqual([])
    expect(result[0]?.outcome.ok).toBe(true)
  })

  it('lets one topic fail and the others be', () => {
    const { result, after } = decide([newTopic('taken'), newTopic('fine')])
    expect(result.map(({ name, outcome }) => [name, outcome.ok])).toEqual([
      ['taken', false],
      ['fine', true],
    ])
    expect(after.topic('fine')).toBeDefined()
  })

  it('follows assignments by hand', () => {
    const assignments = [
      { partition: 1, replicas: [1] },
      { partition: 0, replicas: [1] },
    ]
    const { after } = decide([newTopic('orders', { assignments })])
    expect(after.topic('orders')?.partitions.map(({ partition }) => partition)).toEqual([0, 1])
  })

  it.each<[string, NewTopic, FailureKind, string]>([
    ['a name that is taken', newTopic('taken'), 'topic-already-exists', "Topic 'taken' already exists."],
    ['no name', newTopic(''), 'invalid-topic', 'Topic name is invalid: the empty string is not allowed'],
    ['the name ..', newTopic('..'), 'invalid-topic', "Topic name is invalid: '..' is not allowed"],
    [
      'a name with a blank',
      newTopic('a b'),
      'invalid-topic',
      "Topic name is invalid: 'a b' contains one or more characters other than ASCII alphanumerics, '.', '_' and '-'",
    ],
    [
      'a name that is too long',
      newTopic('x'.repeat(250)),
      'invalid-topic',
      `Topic name is invalid: the length of '${'x'.repeat(250)}' is longer than the max allowed length 249`,
    ],
    ['a name that collides', newTopic('a_b'), 'invalid-topic', "Topic 'a_b' collides with existing topic: a.b"],
    [
      'the metadata log',
      newTopic('__cluster_metadata'),
      'topic-authorization-failed',
      'Creation of internal topic __cluster_metadata is prohibited.',
    ],
    [
      'no partitions',
      newTopic('t', { partitionCount: 0 }),
      'invalid-partitions',
      'Number of partitions was set to an invalid non-positive value.',
    ],
    [
      'no replicas',
      newTopic('t', { replicationFactor: 0 }),
      'invalid-replication-factor',
      'Replication factor must be larger than 0, or -1 to use the default value.',
    ],
    [
      'more replicas than brokers',
      newTopic('t', { replicationFactor: 3 }),
      'invalid-replication-factor',
      'Unable to replicate the partition 3 time(s): The target replication factor of 3 cannot be reached because only 1 broker(s) are registered or some brokers have all their log directories cordoned.',
    ],
    [
      'more partitions than fit one batch',
      newTopic('t', { partitionCount: 10_001 }),
      'policy-violation',
      'Excessively large number of partitions per request.',
    ],
    [
      'an assignment and a number of partitions',
      newTopic('t', { partitionCount: 1, assignments: [{ partition: 0, replicas: [1] }] }),
      'invalid-request',
      'A manual partition assignment was specified, but numPartitions was not set to -1.',
    ],
    [
      'an assignment and a replication factor',
      newTopic('t', { replicationFactor: 1, assignments: [{ partition: 0, replicas: [1] }] }),
      'invalid-request',
      'A manual partition assignment was specified, but replication factor was not set to -1.',
    ],
    [
      'an assignment with a gap',
      newTopic('t', { assignments: [{ partition: 1, replicas: [1] }] }),
      'invalid-replica-assignment',
      'partitions should be a consecutive 0-based integer sequence',
    ],
    [
      'an assignment that names a partition twice',
      newTopic('t', { assignments: [0, 0].map((partition) => ({ partition, replicas: [1] })) }),
      'invalid-replica-assignment',
      'Found multiple manual partition assignments for partition 0',
    ],
    [
      'an assignment to a stranger',
      newTopic('t', { assignments: [{ partition: 0, replicas: [9] }] }),
      'invalid-replica-assignment',
      'The manual partition assignment includes broker 9, but no such broker is registered.',
    ],
    [
      'an assignment that names a broker twice',
      newTopic('t', { assignments: [{ partition: 0, replicas: [1, 1] }] }),
      'invalid-replica-assignment',
      'The manual partition assignment includes the broker 1 more than once.',
    ],
    [
      'an empty assignment',
      newTopic('t', { assignments: [{ partition: 0, replicas: [] }] }),
      'invalid-replica-assignment',
      'The manual partition assignment includes an empty replica list.',
    ],
    [
      'a config that does not exist',
      newTopic('t', { configs: [{ name: 'retention.years', value: '1' }] }),
      'invalid-config',
      'Unknown topic config name: retention.years',
    ],
    [
      'a config without a value',
      newTopic('t', { configs: [{ name: 'retention.ms', value: null }] }),
      'invalid-config',
      'Null value not supported for topic configs: retention.ms',
    ],
    [
      'a config out of bounds',
      newTopic('t', { configs: [{ name: 'retention.ms', value: '-2' }] }),
      'invalid-config',
      'Invalid value -2 for configuration retention.ms: Value must be at least -1',
    ],
  ])('refuses %s', (_, topic, kind, message) => {
    expect(failureOf(topic)).toEqual({ kind, message })
  })

  it('refuses a name that the command has twice', () => {
    const { result, records } = decide([newTopic('t'), newTopic('t')])
    expect(records).toEqual([])
    expect(result.map(({ outcome }) => (outcome.ok ? null : outcome.failure.message))).toEqual([
      'Duplicate topic name.',
      'Duplicate topic name.',
    ])
  })

  it('refuses topics while the only broker is fenced', () => {
    const image = clusterImage({ fenced: true })
    const command = { topics: [newTopic('t')], validateOnly: false }
    const [first] = createTopics(image, command, decisionContext(image)).result
    expect(first?.outcome).toMatchObject({ ok: false, failure: { kind: 'invalid-replication-factor' } })
  })

  it('takes the default of all brokers before the file', () => {
    const image = clusterImage({ configs: [{ resource: brokerResource(null), name: 'num.partitions', value: '7' }] })
    const context = decisionContext(image, { 'num.partitions': '2' })
    const { records } = createTopics(image, { topics: [newTopic('t')], validateOnly: false }, context)
    expect(records.filter(({ type }) => type === 'Partition')).toHaveLength(7)
  })
})
