import { errorCode } from '../protocol/error-codes.ts'
import { fetch, type FetchRequest, type FetchResponseInput } from '../protocol/messages/fetch.ts'
import { encodeResponse } from '../protocol/response-frame.ts'
import type { ReadIsolation } from '../log/log-results.ts'
import { noQuotas } from '../security/quotas/request-quotas.ts'
import { readPartitions, type FetchRead, type PartitionRead } from './fetch/fetch-read.ts'
import { noSessionId, type FetchPlan } from './fetch/fetch-sessions.ts'
import { waitForRecords } from './fetch/fetch-wait.ts'
import type { Loan } from './fetch/read-memory.ts'
import { handler, LentResponse, type RequestContext } from './handler.ts'

/** Reads records, waiting for them up to the client's patience where there are too few. */
export const fetchHandler = handler(fetch, (request, context) => {
  const { version, broker } = context
  const plan = broker.fetchSessions.plan(request, version)
  if (plan.kind === 'refused') return { errorCode: plan.errorCode, sessionId: noSessionId, responses: [] }
  const memory = broker.readMemory.lend()
  const first = read(context, request, { plan, memory })
  const isEnough = first.missingBytes <= 0 || plan.wanted.length === 0
  if (isEnough || request.maxWaitMs <= 0) return lent(context, first, { plan, memory })
  return readPatiently(request, { plan, memory, first, context }).then((last) => lent(context, last, { plan, memory }))
})

type ReadPlan = FetchPlan & { readonly kind: 'read' }

interface JudgedRead extends FetchRead {
  /** How much more the client would like to wait for. */
  readonly missingBytes: number
}

/** What is read, and where into. */
interface Reading {
  readonly plan: ReadPlan
  readonly memory: Loan
}

function lent(context: RequestContext, last: FetchRead, { plan, memory }: Reading): LentResponse<FetchResponseInput> {
  return new LentResponse(answer(context, plan, last), memory)
}

interface PatientRead extends Reading {
  readonly first: JudgedRead
  readonly context: RequestContext
}

/** Reads again whenever there may be enough, until there is or the client's patience is at its end. */
async function readPatiently(request: FetchRequest, { plan, memory, first, context }: PatientRead) {
  const { broker, connection } = context
  const deadline = broker.clock.monotonic() + request.maxWaitMs
  for (let last = first; ;) {
    // What there is will be read again.
    memory.giveBack()
    const end = await waitForRecords(broker, {
      wanted: plan.wanted,
      connection,
      missingBytes: last.missingBytes,
      maxWaitMs: Math.max(0, deadline - broker.clock.monotonic()),
      isolation: isolationOf(request),
    })
    last = read(context, request, { plan, memory })
    if (end === 'over' || last.missingBytes <= 0) return last
  }
}

function isolationOf({ isolationLevel }: FetchRequest): ReadIsolation {
  return isolationLevel === 1 ? 'committed' : 'uncommitted'
}

function read(context: RequestContext, request: FetchRequest, { plan, memory }: Reading): JudgedRead {
  const { broker, quotas, version } = context
  const replicaId = version >= 15 ? request.replicaState.replicaId : request.replicaId
  const { fetchMaxBytes } = broker.settings
  const maxBytes = Math.min(request.maxBytes, fetchMaxBytes, quotas.maxFetchBytes, broker.readMemory.answerLimitBytes)
  try {
    const found = readPartitions(context, plan.wanted, {
      maxBytes,
      isolation: isolationOf(request),
      allocate: memory.take,
      follower: replicaId < 0 ? null : { isToldOfLeader: version >= 16 },
    })
    const wantedBytes = Math.min(request.minBytes, maxBytes)
    return { ...found, missingBytes: found.mustAnswer ? 0 : wantedBytes - found.readableBytes }
  } catch (error) {
    memory.giveBack()
    throw error
  }
}

function answer(context: RequestContext, plan: ReadPlan, { reads }: FetchRead): FetchResponseInput {
  const { broker } = context
  const throttleTimeMs = throttle(context, plan, reads)
  if (throttleTimeMs > 0) {
    // The session stays as it is, and one that this request was to open is not: the client asks again.
    const sessionId = plan.isIncremental ? (plan.session?.id ?? noSessionId) : noSessionId
    if (!plan.isIncremental && plan.session !== null) broker.fetchSessions.forget(plan.session)
    return { throttleTimeMs, errorCode: errorCode.NONE, sessionId, responses: [] }
  }
  return {
    errorCode: errorCode.NONE,
    sessionId: plan.session?.id ?? noSessionId,
    responses: groupByTopic(broker.fetchSessions.settle(plan, reads)),
  }
}

/**
 * How long the client has to pause before it gets what was read; an answer that has to wait is not sent at all, and so
 * not counted either.
 */
function throttle({ quotas, version }: RequestContext, plan: ReadPlan, reads: readonly PartitionRead[]): number {
  if (quotas === noQuotas) return 0
  const told = plan.isIncremental ? reads.filter(({ answer: { records } }) => (records?.byteLength ?? 0) > 0) : reads
  const value = { errorCode: errorCode.NONE, responses: groupByTopic(told) }
  const chunks = encodeResponse(fetch, { version, correlationId: 0, value })
  const bytes = chunks.reduce((sum, chunk) => sum + chunk.byteLength, 0)
  const throttleMs = Math.max(quotas.fetched(bytes), quotas.spentTime())
  if (throttleMs > 0) quotas.unfetched(bytes)
  return throttleMs
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
