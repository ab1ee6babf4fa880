import { zeroUuid } from '../bytes/uuid.ts'
import type { FetchedOffset, OffsetFetchRequest as GroupFetch } from '../groups/offset-messages.ts'
import { errorCode } from '../protocol/error-codes.ts'
import {
  offsetFetch,
  type OffsetFetchRequest,
  type OffsetFetchResponseInput,
} from '../protocol/messages/offset-fetch.ts'
import { splitByAccess } from './authorization.ts'
import { codeOfGroupError } from './error-translation.ts'
import { handler, type RequestContext } from './handler.ts'

type GroupRequest = OffsetFetchRequest['groups'][number]
type GroupAnswer = NonNullable<OffsetFetchResponseInput['groups']>[number]

/** Committed offsets: of one group up to version 7, of several from version 8, by topic id from version 10. */
export const offsetFetchHandler = handler(offsetFetch, (request, context) => {
  const { version, access } = context
  if (version < 8) return answerOneGroup(request, context)
  const answerGroup = version < 10 ? groupByName : groupById
  return {
    groups: request.groups.map((group) => {
      const { groupId } = group
      if (access.allows('describe', 'group', groupId)) return answerGroup(group, request.requireStable, context)
      return { groupId, errorCode: errorCode.GROUP_AUTHORIZATION_FAILED, topics: [] }
    }),
  }
})

/** Offsets of topics that the client may see; those that it has named and may not see are refused after them. */
function fetchVisible({ topics, ...fetch }: GroupFetch, { broker, access }: RequestContext) {
  const isVisible = ({ topic }: { readonly topic: string }) => access.allows('describe', 'topic', topic)
  const [visible, hidden] = splitByAccess(topics ?? [], isVisible)
  const result = broker.groups.fetchOffsets({ ...fetch, topics: topics === null ? null : visible })
  const found = result.topics
    .filter(isVisible)
    .map((each) => ({ ...each, partitions: each.partitions.map(offsetAnswer) }))
  const refused = hidden.map(({ topic, partitions }) => ({
    topic,
    partitions: partitions.map((index) => failed(index, errorCode.TOPIC_AUTHORIZATION_FAILED)),
  }))
  return { error: codeOfGroupError(result.error), topics: result.error === null ? [...found, ...refused] : [] }
}

function answerOneGroup(request: OffsetFetchRequest, context: RequestContext): OffsetFetchResponseInput {
  const { groupId, requireStable, topics } = request
  const asked = topics?.map(({ name, partitionIndexes }) => ({ topic: name, partitions: partitionIndexes })) ?? null
  const result = context.access.allows('describe', 'group', groupId)
    ? fetchVisible({ groupId, topics: asked, requireStable }, context)
    : { error: errorCode.GROUP_AUTHORIZATION_FAILED, topics: [] }
  if (result.error === errorCode.NONE) return { errorCode: errorCode.NONE, topics: result.topics.map(underName) }
  // Version 1 has no place for an error of the whole group; there it stands at every partition.
  const failures = (context.version >= 2 ? [] : (asked ?? [])).map(({ topic, partitions }) => ({
    name: topic,
    partitions: partitions.map((index) => failed(index, result.error)),
  }))
  return { errorCode: result.error, topics: failures }
}

function groupByName(
  { groupId, topics, ...member }: GroupRequest,
  requireStable: boolean,
  context: RequestContext,
): GroupAnswer {
  const asked = topics?.map(({ name, partitionIndexes }) => ({ topic: name, partitions: partitionIndexes })) ?? null
  const result = fetchVisible({ groupId, topics: asked, requireStable, member }, context)
  return { groupId, errorCode: result.error, topics: result.topics.map(underName) }
}

function groupById(
  { groupId, topics, ...member }: GroupRequest,
  requireStable: boolean,
  context: RequestContext,
): GroupAnswer {
  const { image } = context.broker.metadata
  const resolved = topics?.map((topic) => ({ ...topic, image: image.topicById(topic.topicId) })) ?? null
  const asked = resolved?.flatMap(({ image: topic, partitionIndexes }) =>
    topic ? [{ topic: topic.name, topicId: topic.id, partitions: partitionIndexes }] : [],
  )
  const result = fetchVisible({ groupId, topics: asked ?? null, requireStable, member }, context)
  // Offsets of topics that were deleted since have no id to be told under.
  const found = result.topics.flatMap(({ topic, partitions }) => {
    const topicId = image.topic(topic)?.id
    return topicId === undefined ? [] : [{ topicId, partitions }]
  })
  const unknown = (resolved ?? []).filter((topic) => topic.image === undefined)
  const refused = unknown.map(({ topicId, partitionIndexes }) => ({
    topicId,
    partitions: partitionIndexes.map((index) => failed(index, errorCode.UNKNOWN_TOPIC_ID)),
  }))
  return { groupId, errorCode: result.error, topics: [...found, ...refused] }
}

function underName<Partitions>({ topic, partitions }: { readonly topic: string; readonly partitions: Partitions }) {
  return { name: topic, topicId: zeroUuid, partitions }
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
