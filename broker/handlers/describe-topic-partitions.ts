import { zeroUuid } from '../bytes/uuid.ts'
import { topicNameProblem } from '../metadata/controller/topic-name.ts'
import { noLeader, type PartitionImage, type TopicImage } from '../metadata/image/topic-image.ts'
import { errorCode } from '../protocol/error-codes.ts'
import {
  describeTopicPartitions,
  type DescribeTopicPartitionsRequest,
  type DescribeTopicPartitionsResponseInput,
} from '../protocol/messages/describe-topic-partitions.ts'
import type { Access } from '../security/authorizer/access.ts'
import { splitByAccess } from './authorization.ts'
import type { BrokerContext } from './broker-context.ts'
import { handler } from './handler.ts'
import { isInternalTopic } from './internal-topics.ts'

type TopicAnswer = DescribeTopicPartitionsResponseInput['topics'][number]
type Cursor = NonNullable<DescribeTopicPartitionsResponseInput['nextCursor']>

/** `max.request.partition.size.limit` */
const maxPartitions = 2000

/** Topics by name, page by page: a page ends after so many partitions and says where to go on (KIP-966). */
export const describeTopicPartitionsHandler = handler(describeTopicPartitions, (request, { broker, access }) => {
  if (!isCursorValid(request)) return { topics: request.topics.map(({ name }) => invalidRequest(name)) }
  const [visible, hidden] = splitByAccess(wantedNames(request, broker), (name) =>
    access.allows('describe', 'topic', name),
  )
  const topics: TopicAnswer[] = []
  let room = Math.max(1, Math.min(maxPartitions, request.responsePartitionLimit))
  let nextCursor: Cursor | null = null
  for (const name of visible) {
    if (room === 0) {
      nextCursor = { topicName: name, partitionIndex: 0 }
      break
    }
    const topic = broker.metadata.image.topic(name)
    if (topic === undefined) {
      topics.push({ ...unknownTopic(name), topicAuthorizedOperations: access.operationsOn('topic', name) })
      continue
    }
    const start = request.cursor?.topicName === name ? request.cursor.partitionIndex : 0
    const page = topic.partitions.slice(start, start + room)
    topics.push(describeTopic(topic, page, access))
    room -= page.length
    if (start + page.length < topic.partitions.length) {
      nextCursor = { topicName: name, partitionIndex: start + page.length }
      break
    }
  }
  // Asked for all topics, what cannot be seen is left out; a topic that was named is refused without a look at it.
  const refused = request.topics.length === 0 ? [] : hidden
  return { topics: [...topics, ...refused.map(refusedTopic)], nextCursor }
})

function isCursorValid({ topics, cursor }: DescribeTopicPartitionsRequest): boolean {
  if (cursor === null) return true
  const isNamed = topics.length === 0 || topics.some(({ name }) => name === cursor.topicName)
  return isNamed && cursor.partitionIndex >= 0
}

function wantedNames({ topics, cursor }: DescribeTopicPartitionsRequest, { metadata }: BrokerContext): string[] {
  const names = topics.length === 0 ? [...metadata.image.topicsByName.keys()] : topics.map(({ name }) => name)
  const first = cursor?.topicName ?? ''
  return [...new Set(names)].filter((name) => name >= first).sort()
}

function describeTopic(topic: TopicImage, page: readonly PartitionImage[], access: Access): TopicAnswer {
  return {
    errorCode: errorCode.NONE,
    name: topic.name,
    topicId: topic.id,
    isInternal: isInternalTopic(topic.name),
    partitions: page.map((partition) => ({
      errorCode: partition.leader === noLeader ? errorCode.LEADER_NOT_AVAILABLE : errorCode.NONE,
      partitionIndex: partition.partition,
      leaderId: partition.leader,
      leaderEpoch: partition.leaderEpoch,
      replicaNodes: partition.replicas,
      isrNodes: partition.isr,
      eligibleLeaderReplicas: partition.eligibleLeaderReplicas,
      lastKnownElr: partition.lastKnownElr,
      offlineReplicas: [],
    })),
    topicAuthorizedOperations: access.operationsOn('topic', topic.name),
  }
}

function unknownTopic(name: string): TopicAnswer {
  const code =
    topicNameProblem(name) === null ? errorCode.UNKNOWN_TOPIC_OR_PARTITION : errorCode.INVALID_TOPIC_EXCEPTION
  return { errorCode: code, name, topicId: zeroUuid, isInternal: isInternalTopic(name), partitions: [] }
}

function refusedTopic(name: string): TopicAnswer {
  return { errorCode: errorCode.TOPIC_AUTHORIZATION_FAILED, name, topicId: zeroUuid, partitions: [] }
}

function invalidRequest(name: string): TopicAnswer {
  return { errorCode: errorCode.INVALID_REQUEST, name, topicId: zeroUuid, partitions: [] }
}
