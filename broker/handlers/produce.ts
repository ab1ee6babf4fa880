import { LogOfflineError, LogStorageError } from '../log/log-errors.ts'
import type { AppendResult } from '../log/log-results.ts'
import type { Partition } from '../partitions/partition.ts'
import { errorCode } from '../protocol/error-codes.ts'
import { produce, type ProduceRequest, type ProduceResponseInput } from '../protocol/messages/produce.ts'
import { InvalidRecordError } from '../records/record-errors.ts'
import { codeOfThrown } from './error-translation.ts'
import { handler, NoResponse, type RequestContext } from './handler.ts'
import { isInternalTopic } from './internal-topics.ts'
import { findPartition } from './partition-lookup.ts'

type TopicRequest = ProduceRequest['topicData'][number]
type PartitionRequest = TopicRequest['partitionData'][number]
type PartitionAnswer = ProduceResponseInput['responses'][number]['partitionResponses'][number]

/** Appends record batches, and answers when they are as durable as the topic wants them. */
export const produceHandler = handler(produce, (request, context) => {
  const isAcksValid = request.acks >= -1 && request.acks <= 1
  const flushes: Promise<void>[] = []
  const responses = request.topicData.map((topic) => ({
    name: topic.name,
    topicId: topic.topicId,
    partitionResponses: topic.partitionData.map((partition) => {
      if (!isAcksValid) return failed(partition.index, errorCode.INVALID_REQUIRED_ACKS)
      return appendTo(topic, partition, { request, context, flushes })
    }),
  }))
  if (request.acks === 0) return answerNothing(responses)
  if (flushes.length === 0) return { responses }
  return Promise.all(flushes).then(() => ({ responses }))
})

interface AppendContext {
  readonly request: ProduceRequest
  readonly context: RequestContext
  /** What must be on the medium before the answer. */
  readonly flushes: Promise<void>[]
}

function appendTo(topic: TopicRequest, { index, records }: PartitionRequest, append: AppendContext): PartitionAnswer {
  const { request, context, flushes } = append
  // Transactions are begun with InitProducerId, which is refused; a request that claims one cannot be part of any.
  if (request.transactionalId !== null) return failed(index, errorCode.INVALID_TXN_STATE)
  const partition = findPartition(context.broker, { topic: topic.name, topicId: topic.topicId, partition: index })
  if (typeof partition === 'number') return failed(index, partition)
  if (isInternalTopic(partition.topic) && context.clientId !== '__admin_client') {
    return failed(index, errorCode.INVALID_TOPIC_EXCEPTION, `Clients cannot write to ${partition.topic}.`)
  }
  if (records === null || records.byteLength === 0) return failed(index, errorCode.INVALID_RECORD, 'No records.')
  try {
    const result = partition.append(records, 'client')
    if (result.isFlushDue) flushes.push(partition.log.flush())
    return appended(index, result)
  } catch (error) {
    return failedAppend(partition, error)
  }
}

function appended(index: number, { firstOffset, logAppendTimeMs, logStartOffset }: AppendResult): PartitionAnswer {
  return { index, errorCode: errorCode.NONE, baseOffset: firstOffset, logAppendTimeMs, logStartOffset }
}

function failed(index: number, code: number, errorMessage: string | null = null): PartitionAnswer {
  return { index, errorCode: code, baseOffset: -1n, errorMessage }
}

function failedAppend(partition: Partition, error: unknown): PartitionAnswer {
  const code = codeOfThrown(error)
  if (code === null) throw error
  // The text of a failing disk names paths of this machine, which are nobody's business.
  const isDisk = error instanceof LogStorageError || error instanceof LogOfflineError
  const answer = failed(partition.index, code, isDisk || !(error instanceof Error) ? null : error.message)
  if (!(error instanceof InvalidRecordError)) return answer
  const recordErrors = error.recordErrors.map(({ batchIndex, message }) => ({
    batchIndex,
    batchIndexErrorMessage: message,
  }))
  return { ...answer, logStartOffset: partition.log.logStartOffset, recordErrors }
}

/** acks=0: the only way to tell the client about an error is to end its connection. */
function answerNothing(responses: ProduceResponseInput['responses']): NoResponse {
  const failure = responses
    .flatMap((topic) => topic.partitionResponses)
    .find((each) => each.errorCode !== errorCode.NONE)
  if (failure === undefined) return new NoResponse()
  return new NoResponse(`a produce request with acks=0 failed with error ${failure.errorCode}`)
}
