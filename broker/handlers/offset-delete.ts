import { errorCode } from '../protocol/error-codes.ts'
import { offsetDelete } from '../protocol/messages/offset-delete.ts'
import { codeOfGroupError } from './error-translation.ts'
import { handler } from './handler.ts'

/** Forgets committed offsets of partitions that the group does not read at the moment (KIP-496). */
export const offsetDeleteHandler = handler(offsetDelete, ({ groupId, topics }, { broker }) => {
  const { image } = broker.metadata
  const existing = topics.map(({ name, partitions }) => ({
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
  return {
    errorCode: errorCode.NONE,
    topics: topics.map(({ name, partitions }) => ({
      name,
      partitions: partitions.map(({ partitionIndex }) => ({
        partitionIndex,
        errorCode: errors.get(`${name}:${partitionIndex}`) ?? errorCode.UNKNOWN_TOPIC_OR_PARTITION,
      })),
    })),
  }
})
