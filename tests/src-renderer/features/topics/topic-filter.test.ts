import { expect, it } from 'vitest'
import type { TopicSummary } from '../../../../src-renderer/api/topics.ts'
import { filterTopics } from '../../../../src-renderer/features/topics/topic-filter.ts'

const topic = (name: string): TopicSummary => ({
  name,
  topicId: name,
  isInternal: name.startsWith('__'),
  partitionCount: 1,
  replicationFactor: 1,
  underReplicatedPartitionCount: 0,
  cleanupPolicy: 'delete',
})
const topics = ['orders', 'Orders.dlq', 'payments', '__consumer_offsets'].map(topic)
const names = (found: TopicSummary[]): string[] => found.map(({ name }) => name)

it('internal topics are hidden until they are asked for', () => {
  expect(names(filterTopics(topics, { search: '', showsInternal: false }))).not.toContain('__consumer_offsets')
  expect(names(filterTopics(topics, { search: 'offsets', showsInternal: true }))).toEqual(['__consumer_offsets'])
})

it('every word must stand in the name, whatever its case', () => {
  expect(names(filterTopics(topics, { search: 'DLQ ord', showsInternal: false }))).toEqual(['Orders.dlq'])
  expect(filterTopics(topics, { search: 'orders payments', showsInternal: false })).toEqual([])
})
