import { describe, expect, it } from 'vitest'
import { zeroUuid } from '../../../../broker/bytes/uuid.ts'
import { deleteTopics, type TopicReference } from '../../../../broker/metadata/controller/delete-topics.ts'
import { clusterImage, decisionContext, replayed } from '../../../support/test-cluster.ts'

const image = clusterImage({ topics: ['orders', 'payments'] })
const ordersId = image.topic('orders')?.id ?? ''

function decide(topics: readonly TopicReference[], configs: Record<string, string> = {}) {
  const { records, result } = deleteTopics(image, { topics }, decisionContext(image, configs))
  const outcomes = result.map(({ outcome }) => (outcome.ok ? outcome.value.name : outcome.failure))
  return { outcomes, left: [...replayed(image, records).after.topicsByName.keys()] }
}

describe('deleting topics', () => {
  it('takes names and ids', () => {
    expect(decide([{ name: 'orders' }])).toEqual({ outcomes: ['orders'], left: ['payments'] })
    expect(decide([{ id: ordersId }])).toEqual({ outcomes: ['orders'], left: ['payments'] })
  })

  it('refuses, once, a topic that is named by its name and by its id', () => {
    const { outcomes, left } = decide([{ name: 'orders' }, { id: ordersId }])
    expect(outcomes).toMatchObject([{ kind: 'invalid-request' }])
    expect(left).toEqual(['orders', 'payments'])
  })

  it.each<[string, TopicReference[], string, string]>([
    [
      'an unknown name',
      [{ name: 'none' }],
      'unknown-topic-or-partition',
      'This server does not host this topic-partition.',
    ],
    [
      'an unknown id',
      [{ id: 'VQHqWbXsR_WL5B2bWqpb1Q' }],
      'unknown-topic-id',
      'This server does not host this topic ID.',
    ],
    ['no id', [{ id: zeroUuid }], 'invalid-request', 'Neither topic name nor id were specified.'],
    ['a name twice', [{ name: 'orders' }, { name: 'orders' }], 'invalid-request', 'Duplicate topic name.'],
    ['an id twice', [{ id: ordersId }, { id: ordersId }], 'invalid-request', 'Duplicate topic id.'],
  ])('refuses %s and deletes nothing', (_, topics, kind, message) => {
    const { outcomes, left } = decide(topics)
    expect(outcomes).toEqual([{ kind, message }])
    expect(left).toEqual(['orders', 'payments'])
  })

  it('is refused where the broker forbids it', () => {
    const { outcomes, left } = decide([{ name: 'orders' }], { 'delete.topic.enable': 'false' })
    expect(outcomes).toEqual([{ kind: 'topic-deletion-disabled', message: 'Topic deletion is disabled.' }])
    expect(left).toHaveLength(2)
  })
})
