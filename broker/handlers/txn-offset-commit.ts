import { zeroUuid } from '../bytes/uuid.ts'
import type { CommittedTopic } from '../groups/offset-messages.ts'
import { errorCode } from '../protocol/error-codes.ts'
import {
  txnOffsetCommit,
  type TxnOffsetCommitRequest,
  type TxnOffsetCommitResponseInput,
} from '../protocol/messages/txn-offset-commit.ts'
import { existingPart } from './committed-topic.ts'
import { codeOfGroupError } from './error-translation.ts'
import { handler, type RequestContext } from './handler.ts'
import { ensureOffsetsTopic, offsetsTopicName } from './internal-topics.ts'
import { enterTransaction, type TransactionSupport } from './transactions/enter-transaction.ts'

/** Takes offsets that count once the transaction commits; those of partitions that do not exist are refused one by one. */
export const txnOffsetCommitHandler = handler(txnOffsetCommit, async (request, context) => {
  const { broker, access } = context
  const denied = denialOf(request, context)
  if (denied !== null) return answer(request, () => denied)
  const isPermitted = (topic: string) => access.allows('read', 'topic', topic)
  const missing = (topic: string) =>
    isPermitted(topic) ? errorCode.UNKNOWN_TOPIC_OR_PARTITION : errorCode.TOPIC_AUTHORIZATION_FAILED
  const topics = request.topics
    .map((topic) =>
      isPermitted(topic.name) ? existingPart({ ...topic, topicId: zeroUuid }, broker.metadata.image) : null,
    )
    .filter((topic) => topic !== null)
    .filter(({ partitions }) => partitions.length > 0)
  if (topics.length === 0) return answer(request, missing)
  const hasTopic = await ensureOffsetsTopic(broker)
  const code = hasTopic ? enter(request, context) : errorCode.COORDINATOR_NOT_AVAILABLE
  const codes =
    code === errorCode.NONE ? commit(request, topics, context) : codesOf(topics, forVersion(code, context.version))
  return answer(request, (topic, partition) => codes.get(`${topic}:${partition}`) ?? missing(topic))
})

function denialOf({ transactionalId, groupId }: TxnOffsetCommitRequest, { access }: RequestContext): number | null {
  if (!access.allows('write', 'transactionalId', transactionalId)) {
    return errorCode.TRANSACTIONAL_ID_AUTHORIZATION_FAILED
  }
  return access.allows('read', 'group', groupId) ? null : errorCode.GROUP_AUTHORIZATION_FAILED
}

/** One code for all of them. */
function codesOf(topics: readonly CommittedTopic[], code: number): ReadonlyMap<string, number> {
  return new Map(
    topics.flatMap(({ topic, partitions }) =>
      partitions.map(({ partition }): [string, number] => [`${topic}:${partition}`, code]),
    ),
  )
}

/** The code of why the transaction takes no offsets of the group. */
function enter(request: TxnOffsetCommitRequest, { broker, version }: RequestContext): number {
  const { transactionalId, producerId, producerEpoch, groupId } = request
  if (groupId === '') return errorCode.INVALID_GROUP_ID
  const partition = broker.partitions.get(offsetsTopicName, broker.groups.partitionFor(groupId))
  if (partition === undefined) return errorCode.COORDINATOR_NOT_AVAILABLE
  const start = { producerId, producerEpoch, sequence: noSequence, mustBeginAtZero: false }
  const refused = enterTransaction(broker, {
    producer: { transactionalId, producerId, producerEpoch },
    support: supportOf(version),
    starts: [{ partition, start }],
  })
  return refused.get(partition) ?? errorCode.NONE
}

/** Batches that coordinators write have no sequences. */
const noSequence = -1

function supportOf(version: number): TransactionSupport {
  if (version >= 5) return 'adds-partitions'
  return version === 4 ? 'knows-abortable' : 'older'
}

function commit(
  request: TxnOffsetCommitRequest,
  topics: readonly CommittedTopic[],
  { broker, version }: RequestContext,
): ReadonlyMap<string, number> {
  const committed = broker.groups.commitOffsetsInTransaction({
    groupId: request.groupId,
    memberId: request.memberId,
    instanceId: request.groupInstanceId,
    generation: request.generationId,
    knowsEpochs: true,
    retentionMs: null,
    topics,
    transaction: { producerId: request.producerId, producerEpoch: request.producerEpoch },
  })
  return new Map(
    committed.topics.flatMap(({ topic, partitions }) =>
      partitions.map(({ partition, error }) => {
        return [`${topic}:${partition}`, forVersion(codeOfGroupError(error), version)] as const
      }),
    ),
  )
}

/** Producers before version 2 fall over when they hear of loading. */
function forVersion(code: number, version: number): number {
  const isLoading = code === errorCode.COORDINATOR_LOAD_IN_PROGRESS
  return isLoading && version < 2 ? errorCode.COORDINATOR_NOT_AVAILABLE : code
}

function answer(
  { topics }: TxnOffsetCommitRequest,
  codeOf: (topic: string, partition: number) => number,
): TxnOffsetCommitResponseInput {
  return {
    topics: topics.map(({ name, partitions }) => ({
      name,
      partitions: partitions.map(({ partitionIndex }) => ({
        partitionIndex,
        errorCode: codeOf(name, partitionIndex),
      })),
    })),
  }
}
