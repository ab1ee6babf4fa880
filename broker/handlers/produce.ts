import { zeroUuid } from '../bytes/uuid.ts'
import { LogOfflineError, LogStorageError, RecordListTooLargeError } from '../log/log-errors.ts'
import type { AppendResult } from '../log/log-results.ts'
import type { Partition } from '../partitions/partition.ts'
import { errorCode } from '../protocol/error-codes.ts'
import { produce, type ProduceRequest, type ProduceResponseInput } from '../protocol/messages/produce.ts'
import { BatchTooLargeError, CorruptBatchError, InvalidRecordError } from '../records/record-errors.ts'
import { codeOfThrown } from './error-translation.ts'
import { handler, NoResponse, type RequestContext } from './handler.ts'
import { isInternalTopic } from './internal-topics.ts'
import { findPermittedPartition } from './partition-lookup.ts'
import { eachPartitionOnce, soleBatch } from './produce-records.ts'
import { admitToTransaction, type Admission } from './transactions/produce-admission.ts'

type TopicRequest = ProduceRequest['topicData'][number]
type PartitionRequest = TopicRequest['partitionData'][number]
type Responses = ProduceResponseInput['responses']
type PartitionAnswer = Responses[number]['partitionResponses'][number]

/** Appends record batches, and answers when they are as durable as the topic wants them. */
export const produceHandler = handler(produce, (given, context) => {
  const request = { ...given, topicData: eachPartitionOnce(given.topicData) }
  const isAcksValid = request.acks >= -1 && request.acks <= 1
  const admission = isAcksValid ? admitToTransaction(request, context) : refuseAcks
  const appends = request.topicData.map((topic) => ({
    name: topic.name,
    topicId: topic.topicId,
    partitionResponses: topic.partitionData.map((partition): Append => {
      return appendTo(topic, partition, { admission, context })
    }),
  }))
  const mustWait = appends.some((topic) => topic.partitionResponses.some(({ flushed }) => flushed !== null))
  return mustWait
    ? whenFlushed(appends).then((responses) => answer(request, responses, context))
    : answer(request, answersOf(appends), context)
})

const refuseAcks: Admission = () => ({ code: errorCode.INVALID_REQUIRED_ACKS, message: null })

/** What came of one partition's records; `flushed` is the fsync that must come before the answer, or null. */
interface Append {
  readonly answer: PartitionAnswer
  readonly flushed: Promise<PartitionAnswer> | null
}

interface TopicAppends {
  readonly name: string
  readonly topicId: string
  readonly partitionResponses: readonly Append[]
}

function done(partitionAnswer: PartitionAnswer): Append {
  return { answer: partitionAnswer, flushed: null }
}

function answersOf(appends: readonly TopicAppends[]): Responses {
  return appends.map((topic) => ({ ...topic, partitionResponses: topic.partitionResponses.map((each) => each.answer) }))
}

function whenFlushed(appends: readonly TopicAppends[]): Promise<Responses> {
  return Promise.all(
    appends.map(async (topic) => ({
      ...topic,
      partitionResponses: await Promise.all(
        topic.partitionResponses.map((each) => each.flushed ?? Promise.resolve(each.answer)),
      ),
    })),
  )
}

function answer(
  { acks }: ProduceRequest,
  responses: Responses,
  { quotas, requestBytes }: RequestContext,
): ProduceResponseInput | NoResponse {
  const throttleTimeMs = quotas.produced(requestBytes)
  return acks === 0 ? answerNothing(responses, throttleTimeMs) : { responses, throttleTimeMs }
}

interface AppendContext {
  readonly admission: Admission
  readonly context: RequestContext
}

function appendTo(topic: TopicRequest, { index, records }: PartitionRequest, append: AppendContext): Append {
  const { admission, context } = append
  const isNameless = context.version >= 13 && topic.topicId === zeroUuid
  if (isNameless) return done(failed(index, errorCode.UNKNOWN_TOPIC_ID))
  const partition = findPermittedPartition(context, 'write', {
    topic: topic.name,
    topicId: topic.topicId,
    partition: index,
  })
  if (typeof partition === 'number') return done(failed(index, partition))
  if (isInternalTopic(partition.topic) && context.clientId !== '__admin_client') {
    return done(failed(index, errorCode.INVALID_TOPIC_EXCEPTION, `Clients cannot write to ${partition.topic}.`))
  }
  const batch = soleBatch(records, context.version)
  if ('code' in batch) return done(failed(index, batch.code, batch.message))
  try {
    const refusal = admission(partition)
    if (refusal !== null) return done(failed(index, refusal.code, refusal.message))
    const result = partition.append(batch, 'client')
    const success = appended(index, result)
    if (!result.isFlushDue) return done(success)
    const flushed = partition.log.flush().then(
      () => success,
      (error: unknown) => failedAppend(partition, error),
    )
    return { answer: success, flushed }
  } catch (error) {
    return done(failedAppend(partition, error))
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
  const failure = failed(partition.index, code, isDisk || !(error instanceof Error) ? null : error.message)
  if (untold.some((kind) => error instanceof kind)) return failure
  if (!(error instanceof InvalidRecordError)) return { ...failure, logStartOffset: partition.log.logStartOffset }
  const recordErrors = error.recordErrors.map(({ batchIndex, message }) => ({
    batchIndex,
    batchIndexErrorMessage: message,
  }))
  return { ...failure, logStartOffset: partition.log.logStartOffset, recordErrors }
}

/** After these Kafka does not say where the log starts. */
const untold = [CorruptBatchError, BatchTooLargeError, RecordListTooLargeError, LogStorageError, LogOfflineError]

/** acks=0: the only way to tell the client about an error is to end its connection. */
function answerNothing(responses: Responses, throttleMs: number): NoResponse {
  const failure = responses
    .flatMap((topic) => topic.partitionResponses)
    .find((each) => each.errorCode !== errorCode.NONE)
  if (failure === undefined) return new NoResponse(null, throttleMs)
  return new NoResponse(`a produce request with acks=0 failed with error ${failure.errorCode}`)
}
