import { errorCode } from '../protocol/error-codes.ts'
import { offsetDelete } from '../protocol/messages/offset-delete.ts'
import { codeOfGroupError } from './error-translation.ts'
import { handler } from './handler.ts'

/** Forgets committed offsets of partitions that the group does not read at the moment (KIP-496). */
export const offsetDeleteHandler = handler(offsetDelete, ({ groupId, topics }, { broker, access }) => {
  if (!access.allows('delete', 'group', groupId)) {
    return { errorCode: errorCode.GROUP_AUTHORIZATION_FAILED, topics: [] }
  }
  const mayRead = (name: string) => access.allows('read', 'topic', name)
  const { image } = broker.metadata
  const existing = topics
    .filter(({ name }) => mayRead(name))
    .map(({ name, partitions }) => ({
      topic: name,
      partitions: partitions.map((each) => each.partitionIndex).filter((index) => image.partition(name, index)),
    }))
  const result = broker.groups.deleteOffsets({ groupId, topics: existing })
  if (result.error !== null) return { errorCode: codeOfGroupError(result.error), topics: [] }
  const errors = new Map(
    result.topics.flatMap(({ topic, partitions }) =>
      partitions.map(({ partition, error }) => [`${topic}:${partition}`, codeOfGroupError(error)] as const),
    ),
  )
  const missing = (name: string) =>
    mayRead(name) ? errorCode.UNKNOWN_TOPIC_OR_PARTITION : errorCode.TOPIC_AUTHORIZATION_FAILED
  return {
    errorCode: errorCode.NONE,
    topics: topics.map(({ name, partitions }) => ({
      name,
      partitions: partitions.map(({ partitionIndex }) => ({
        partitionIndex,
        errorCode: errors.get(`${name}:${partitionIndex}`) ?? missing(name),
      })),
    })),
  }
})
