import { zeroUuid } from '../bytes/uuid.ts'
import type { GroupErrorKind } from '../groups/group-error.ts'
import { errorCode } from '../protocol/error-codes.ts'
import {
  offsetCommit,
  type OffsetCommitRequest,
  type OffsetCommitResponseInput,
} from '../protocol/messages/offset-commit.ts'
import { existingPart } from './committed-topic.ts'
import type { BrokerContext } from './broker-context.ts'
import { codeOfGroupError } from './error-translation.ts'
import { handler, type RequestContext } from './handler.ts'
import { ensureOffsetsTopic, offsetsTopicName } from './internal-topics.ts'

type TopicRequest = OffsetCommitRequest['topics'][number]

/** Commits offsets of a group; those of partitions that do not exist are refused one by one. */
export const offsetCommitHandler = handler(offsetCommit, (request, context) => {
  const { broker, access } = context
  if (!access.allows('read', 'group', request.groupId)) return refuse(request, errorCode.GROUP_AUTHORIZATION_FAILED)
  // The usual case has the topic already and is answered without waiting.
  const isReady = ensuredAlready(broker)
  const answer = () => commit(request, context)
  return isReady ? answer() : ensureOffsetsTopic(broker).then(answer)
})

function ensuredAlready(broker: BrokerContext): boolean {
  return broker.metadata.image.topic(offsetsTopicName) !== undefined
}

function refuse({ topics }: OffsetCommitRequest, code: number): OffsetCommitResponseInput {
  return {
    topics: topics.map(({ name, topicId, partitions }) => ({
      name,
      topicId,
      partitions: partitions.map(({ partitionIndex }) => ({ partitionIndex, errorCode: code })),
    })),
  }
}

function commit(request: OffsetCommitRequest, { version, broker, access }: RequestContext): OffsetCommitResponseInput {
  const permitted = request.topics.map((topic) => access.allows('read', 'topic', nameOf(topic, broker) ?? ''))
  const known = request.topics.map((topic, index) =>
    permitted[index] ? existingPart(topic, broker.metadata.image) : null,
  )
  const { topics } = broker.groups.commitOffsets({
    groupId: request.groupId,
    memberId: request.memberId,
    instanceId: request.groupInstanceId,
    generation: request.generationIdOrMemberEpoch,
    knowsEpochs: version >= 9,
    retentionMs: request.retentionTimeMs < 0n ? null : Number(request.retentionTimeMs),
    topics: known.filter((topic) => topic !== null),
  })
  const errors = new Map(
    topics.flatMap(({ topic, partitions }) =>
      partitions.map(({ partition, error }) => [`${topic}:${partition}`, codeFor(error, version)] as const),
    ),
  )
  return {
    topics: request.topics.map((asked, index) => {
      const topic = known[index]?.topic ?? asked.name
      const missing =
        nameOf(asked, broker) === undefined ? errorCode.UNKNOWN_TOPIC_ID : errorCode.UNKNOWN_TOPIC_OR_PARTITION
      const isDenied = missing !== errorCode.UNKNOWN_TOPIC_ID && permitted[index] === false
      const fallback = isDenied ? errorCode.TOPIC_AUTHORIZATION_FAILED : missing
      return {
        name: asked.name,
        topicId: asked.topicId,
        partitions: asked.partitions.map(({ partitionIndex }) => ({
          partitionIndex,
          errorCode: errors.get(`${topic}:${partitionIndex}`) ?? fallback,
        })),
      }
    }),
  }
}

/** Clients before version 9 do not know that a group can be missing: to them its generation is wrong. */
function codeFor(error: GroupErrorKind | null, version: number): number {
  return codeOfGroupError(error === 'group-id-not-found' && version < 9 ? 'illegal-generation' : error)
}

/** Undefined for an id that no topic has. */
function nameOf({ name, topicId }: TopicRequest, { metadata }: BrokerContext): string | undefined {
  return topicId === zeroUuid ? name : metadata.image.topicById(topicId)?.name
}
