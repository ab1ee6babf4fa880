import { errorCode } from '../protocol/error-codes.ts'
import { fetch, type FetchRequest, type FetchResponseInput } from '../protocol/messages/fetch.ts'
import type { BrokerContext } from './broker-context.ts'
import { readPartitions, type FetchRead, type PartitionRead } from './fetch/fetch-read.ts'
import { noSessionId, type FetchPlan } from './fetch/fetch-sessions.ts'
import { waitForRecords } from './fetch/fetch-wait.ts'
import { handler, type RequestContext } from './handler.ts'

/** Reads records, waiting for them up to the client's patience where there are too few. */
export const fetchHandler = handler(fetch, (request, context) => {
  const { version, broker, connection } = context
  const plan = broker.fetchSessions.plan(request, version)
  if (plan.kind === 'refused') return { errorCode: plan.errorCode, sessionId: noSessionId, responses: [] }
  const first = read(context, request, plan)
  const isEnough = first.mustAnswer || first.readBytes >= request.minBytes || plan.wanted.length === 0
  if (isEnough || request.maxWaitMs <= 0) return answer(broker, plan, first)
  const wait = {
    wanted: plan.wanted,
    connection,
    missingBytes: request.minBytes - first.readBytes,
    maxWaitMs: request.maxWaitMs,
  }
  return waitForRecords(broker, wait).then(() => answer(broker, plan, read(context, request, plan)))
})

type ReadPlan = FetchPlan & { readonly kind: 'read' }

function read(context: RequestContext, request: FetchRequest, { wanted }: ReadPlan): FetchRead {
  return readPartitions(context, wanted, {
    maxBytes: Math.min(request.maxBytes, context.broker.settings.fetchMaxBytes),
    isolation: request.isolationLevel === 1 ? 'committed' : 'uncommitted',
  })
}

function answer(broker: BrokerContext, plan: ReadPlan, { reads }: FetchRead): FetchResponseInput {
  return {
    errorCode: errorCode.NONE,
    sessionId: plan.session?.id ?? noSessionId,
    responses: groupByTopic(broker.fetchSessions.settle(plan, reads)),
  }
}

/** Consecutive partitions of one topic share its entry, as the protocol has it. */
function groupByTopic(reads: readonly PartitionRead[]): FetchResponseInput['responses'] {
  const topics: { topic: string; topicId: string; partitions: PartitionRead['answer'][] }[] = []
  for (const { wanted, answer: partition } of reads) {
    const last = topics.at(-1)
    if (last && last.topic === wanted.topic && last.topicId === wanted.topicId) last.partitions.push(partition)
    else topics.push({ topic: wanted.topic, topicId: wanted.topicId, partitions: [partition] })
  }
  return topics
}
