import { zeroUuid } from '../bytes/uuid.ts'
import { errorCode } from '../protocol/error-codes.ts'
import { deleteRecords } from '../protocol/messages/delete-records.ts'
import { codeOfThrown } from './error-translation.ts'
import { handler, type RequestContext } from './handler.ts'
import { isInternalTopic } from './internal-topics.ts'
import { findPermittedPartition } from './partition-lookup.ts'

/** Moves the start of partitions; -1 stands for their end. */
export const deleteRecordsHandler = handler(deleteRecords, ({ topics }, context) => ({
  topics: topics.map(({ name, partitions }) => ({
    name,
    // Of a partition that is named twice the last offset counts.
    partitions: [...new Map(partitions.map((each) => [each.partitionIndex, each])).values()].map((each) => ({
      partitionIndex: each.partitionIndex,
      ...deleteBefore(context, { topic: name, partition: each.partitionIndex, offset: each.offset }),
    })),
  })),
}))

interface Deletion {
  readonly topic: string
  readonly partition: number
  readonly offset: bigint
}

function deleteBefore(context: RequestContext, { topic, partition: index, offset }: Deletion) {
  const partition = findPermittedPartition(context, 'delete', { topic, topicId: zeroUuid, partition: index })
  if (typeof partition === 'number') return failed(partition)
  if (isInternalTopic(topic)) return failed(errorCode.INVALID_TOPIC_EXCEPTION)
  const { log } = partition
  const { compact, delete: isDeleted } = log.config.cleanupPolicy
  if (compact && !isDeleted) return failed(errorCode.POLICY_VIOLATION)
  if (offset < -1n) return failed(errorCode.OFFSET_OUT_OF_RANGE)
  try {
    const lowWatermark = log.deleteRecordsBefore(offset === -1n ? log.highWatermark : offset)
    return { lowWatermark, errorCode: errorCode.NONE }
  } catch (error) {
    const code = codeOfThrown(error)
    if (code === null) throw error
    return failed(code)
  }
}

function failed(code: number) {
  return { lowWatermark: -1n, errorCode: code }
}
