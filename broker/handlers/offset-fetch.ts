import { zeroUuid } from '../bytes/uuid.ts'
import type { FetchedOffset, OffsetFetchResult } from '../groups/offset-messages.ts'
import { errorCode } from '../protocol/error-codes.ts'
import {
  offsetFetch,
  type OffsetFetchRequest,
  type OffsetFetchResponseInput,
} from '../protocol/messages/offset-fetch.ts'
import type { BrokerContext } from './broker-context.ts'
import { codeOfGroupError } from './error-translation.ts'
import { handler } from './handler.ts'

type GroupRequest = OffsetFetchRequest['groups'][number]
type GroupAnswer = NonNullable<OffsetFetchResponseInput['groups']>[number]

/** Committed offsets: of one group up to version 7, of several from version 8, by topic id from version 10. */
export const offsetFetchHandler = handler(offsetFetch, (request, { version, broker }) => {
  if (version < 8) return answerOneGroup(request, broker)
  const answerGroup = version < 10 ? groupByName : groupById
  return { groups: request.groups.map((group) => answerGroup(group, request.requireStable, broker)) }
})

function answerOneGroup(request: OffsetFetchRequest, broker: BrokerContext): OffsetFetchResponseInput {
  const asked = request.topics?.map(({ name, partitionIndexes }) => ({ topic: name, partitions: partitionIndexes }))
  const { groupId, requireStable } = request
  const result = broker.groups.fetchOffsets({ groupId, topics: asked ?? null, requireStable })
  const groupError = codeOfGroupError(result.error)
  if (result.error === null) return { errorCode: groupError, topics: topicAnswers(result) }
  // Version 1 has no place for an error of the whole group; there it stands at every partition.
  const topics = (asked ?? []).map(({ topic, partitions }) => ({
    name: topic,
    partitions: partitions.map((partition) => failed(partition, groupError)),
  }))
  return { errorCode: groupError, topics }
}

function groupByName({ groupId, topics }: GroupRequest, requireStable: boolean, broker: BrokerContext): GroupAnswer {
  const asked = topics?.map(({ name, partitionIndexes }) => ({ topic: name, partitions: partitionIndexes })) ?? null
  const result = broker.groups.fetchOffsets({ groupId, topics: asked, requireStable })
  return { groupId, errorCode: codeOfGroupError(result.error), topics: topicAnswers(result) }
}

function groupById({ groupId, topics }: GroupRequest, requireStable: boolean, broker: BrokerContext): GroupAnswer {
  const { image } = broker.metadata
  const resolved = topics?.map((topic) => ({ ...topic, image: image.topicById(topic.topicId) })) ?? null
  const asked = resolved?.flatMap(({ image: topic, partitionIndexes }) =>
    topic ? [{ topic: topic.name, topicId: topic.id, partitions: partitionIndexes }] : [],
  )
  const result = broker.groups.fetchOffsets({ groupId, topics: asked ?? null, requireStable })
  // Offsets of topics that were deleted since have no id to be told under.
  const found = topicAnswers(result).flatMap(({ name, partitions }) => {
    const topicId = image.topic(name)?.id
    return topicId === undefined ? [] : [{ topicId, partitions }]
  })
  const unknown = (resolved ?? []).filter((topic) => topic.image === undefined)
  const refused = unknown.map(({ topicId, partitionIndexes }) => ({
    topicId,
    partitions: partitionIndexes.map((partition) => failed(partition, errorCode.UNKNOWN_TOPIC_ID)),
  }))
  return { groupId, errorCode: codeOfGroupError(result.error), topics: [...found, ...refused] }
}

function topicAnswers({ topics }: OffsetFetchResult) {
  return topics.map(({ topic, partitions }) => ({
    name: topic,
    topicId: zeroUuid,
    partitions: partitions.map(offsetAnswer),
  }))
}

function offsetAnswer({ partition, offset, leaderEpoch, metadata, error }: FetchedOffset) {
  return {
    partitionIndex: partition,
    committedOffset: offset,
    committedLeaderEpoch: leaderEpoch,
    metadata,
    errorCode: codeOfGroupError(error),
  }
}

function failed(partitionIndex: number, code: number) {
  return { partitionIndex, committedOffset: -1n, committedLeaderEpoch: -1, metadata: '', errorCode: code }
}
