import { expect, test } from 'vitest'
import { metadataHashOf, type TopicInfo } from '../../../../broker/groups/consumer/topic-directory.ts'

const topics: readonly TopicInfo[] = [
  { topicId: 'AAECAwQFBgcICQoLDA0ODw', name: 'orders', partitionCount: 3, racksOf: () => [] },
  {
    topicId: '_u3cu6qZiHdmVUQzIhEAAQ',
    name: 'Zahlungen',
    partitionCount: 2,
    racksOf: (partition) => (partition === 0 ? ['rack-b', 'rack-a'] : ['rack-a']),
  },
]

const directory = {
  version: 0n,
  byName: (name: string) => topics.find((topic) => topic.name === name) ?? null,
  byId: () => null,
  names: () => topics.map(({ name }) => name),
}

/** The numbers are what `Utils.computeGroupHash` of Apache Kafka 4.3.1 makes of the same topics. */
test('the hash over the topics of a group is that of Apache Kafka', () => {
  expect(metadataHashOf(['orders'], directory)).toBe(3091374266733325672n)
  expect(metadataHashOf(['orders', 'Zahlungen'], directory)).toBe(3467127783378807437n)
})

test('topics that do not exist do not count, and without any there is no hash', () => {
  expect(metadataHashOf(['orders', 'nowhere'], directory)).toBe(metadataHashOf(['orders'], directory))
  expect(metadataHashOf(['nowhere'], directory)).toBe(0n)
})
