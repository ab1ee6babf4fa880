import { zeroUuid } from '../../bytes/uuid.ts'
import type { Clock } from '../../environment/clock.ts'
import type { Random } from '../../environment/random.ts'
import { errorCode } from '../../protocol/error-codes.ts'
import type { FetchRequest } from '../../protocol/messages/fetch.ts'
import type { PartitionAnswer, PartitionRead, WantedPartition } from './fetch-read.ts'

/** No session: the client names all partitions in each request. */
export const noSessionId = 0
const initialEpoch = 0
const finalEpoch = -1

interface SessionPartition {
  wanted: WantedPartition
  /** What the client was told last; it is told again only what has changed. */
  highWatermark: bigint
  logStartOffset: bigint
}

/**
 * An incremental fetch session (KIP-227): the broker remembers what the client reads, the client sends changes, and the
 * answer leaves out partitions without news.
 */
export interface FetchSession {
  readonly id: number
  /** The epoch that the next request must carry. */
  epoch: number
  readonly usesTopicIds: boolean
  /** In the order in which they are read; a partition that gave records goes to the end, so that all get their turn. */
  readonly partitions: Map<string, SessionPartition>
  lastUsedMs: number
}

/** How a request is to be served: with which partitions, and for which session. */
export type FetchPlan =
  | { readonly kind: 'refused'; readonly errorCode: number }
  /** `session` is null without one. `isIncremental`: only news are answered. */
  | {
      readonly kind: 'read'
      readonly session: FetchSession | null
      readonly isIncremental: boolean
      readonly wanted: readonly WantedPartition[]
    }

export interface FetchSessionsOptions {
  readonly clock: Clock
  readonly random: Random
  /** `max.incremental.fetch.session.cache.slots` */
  readonly maxSessions: number
  /** A session that was used within this time is not given up for a new one. */
  readonly minEvictionMs: number
}

export class FetchSessions {
  readonly #options: FetchSessionsOptions
  /** The least recently used first. */
  readonly #sessions = new Map<number, FetchSession>()

  constructor(options: FetchSessionsOptions) {
    this.#options = options
  }

  get size(): number {
    return this.#sessions.size
  }

  plan(request: FetchRequest, version: number): FetchPlan {
    const { sessionId, sessionEpoch } = request
    if (sessionEpoch !== initialEpoch && sessionEpoch !== finalEpoch) return this.#continue(request, version)
    // Both a new session and the end of sessions name the old one, if any.
    this.#sessions.delete(sessionId)
    const wanted = wantedPartitions(request)
    const session = sessionEpoch === initialEpoch ? this.#open(wanted, version) : null
    return { kind: 'read', session, isIncremental: false, wanted }
  }

  /** Remembers what is answered, and leaves out what the client knows already. */
  settle(plan: FetchPlan & { readonly kind: 'read' }, reads: readonly PartitionRead[]): readonly PartitionRead[] {
    const { session, isIncremental } = plan
    if (session === null) return reads
    return reads.filter(({ wanted, answer }) => {
      const isNews = remember(session, wanted, answer)
      return isNews || !isIncremental
    })
  }

  /** Gives up a session that the client was never told of. */
  forget({ id }: FetchSession): void {
    this.#sessions.delete(id)
  }

  #continue(request: FetchRequest, version: number): FetchPlan {
    const session = this.#sessions.get(request.sessionId)
    if (session === undefined) return { kind: 'refused', errorCode: errorCode.FETCH_SESSION_ID_NOT_FOUND }
    if (session.epoch !== request.sessionEpoch) {
      return { kind: 'refused', errorCode: errorCode.INVALID_FETCH_SESSION_EPOCH }
    }
    if (session.usesTopicIds !== usesTopicIds(version)) {
      return { kind: 'refused', errorCode: errorCode.FETCH_SESSION_TOPIC_ID_ERROR }
    }
    for (const wanted of wantedPartitions(request)) {
      const known = session.partitions.get(keyOf(wanted))
      if (known) known.wanted = wanted
      else session.partitions.set(keyOf(wanted), unseen(wanted))
    }
    for (const { topic, topicId, partitions } of request.forgottenTopicsData) {
      for (const partition of partitions) session.partitions.delete(keyOf({ topic, topicId, partition }))
    }
    session.epoch = session.epoch === 2147483647 ? 1 : session.epoch + 1
    session.lastUsedMs = this.#options.clock.monotonic()
    this.#sessions.delete(session.id)
    const wanted = [...session.partitions.values()].map((each) => each.wanted)
    if (wanted.length === 0) return { kind: 'read', session: null, isIncremental: false, wanted }
    this.#sessions.set(session.id, session)
    return { kind: 'read', session, isIncremental: true, wanted }
  }

  #open(wanted: readonly WantedPartition[], version: number): FetchSession | null {
    if (!this.#makeRoom()) return null
    const session: FetchSession = {
      id: this.#newId(),
      epoch: 1,
      usesTopicIds: usesTopicIds(version),
      partitions: new Map(wanted.map((each) => [keyOf(each), unseen(each)])),
      lastUsedMs: this.#options.clock.monotonic(),
    }
    this.#sessions.set(session.id, session)
    return session
  }

  #makeRoom(): boolean {
    const { maxSessions, minEvictionMs, clock } = this.#options
    if (this.#sessions.size < maxSessions) return true
    const [oldest] = this.#sessions.values()
    if (oldest === undefined || clock.monotonic() - oldest.lastUsedMs < minEvictionMs) return false
    return this.#sessions.delete(oldest.id)
  }

  #newId(): number {
    for (;;) {
      const id = 1 + this.#options.random.integer(2147483646)
      if (!this.#sessions.has(id)) return id
    }
  }
}

function usesTopicIds(version: number): boolean {
  return version >= 13
}

/** Each partition once: of one that is named twice the last words count. */
function wantedPartitions(request: FetchRequest): WantedPartition[] {
  const wanted = namedPartitions(request)
  return wanted.length < 2 ? wanted : [...new Map(wanted.map((each) => [keyOf(each), each])).values()]
}

function namedPartitions(request: FetchRequest): WantedPartition[] {
  return request.topics.flatMap(({ topic, topicId, partitions }) =>
    partitions.map((each) => ({
      topic,
      topicId,
      partition: each.partition,
      // Here any negative epoch is none.
      currentLeaderEpoch: Math.max(-1, each.currentLeaderEpoch),
      fetchOffset: each.fetchOffset,
      lastFetchedEpoch: each.lastFetchedEpoch,
      partitionMaxBytes: each.partitionMaxBytes,
    })),
  )
}

function keyOf({ topic, topicId, partition }: Pick<WantedPartition, 'topic' | 'topicId' | 'partition'>): string {
  return `${topicId === zeroUuid ? topic : topicId}:${partition}`
}

function unseen(wanted: WantedPartition): SessionPartition {
  return { wanted, highWatermark: -1n, logStartOffset: -1n }
}

/** Whether `answer` holds anything that the client does not know. */
function remember(session: FetchSession, wanted: WantedPartition, answer: PartitionAnswer): boolean {
  const key = keyOf(wanted)
  const known = session.partitions.get(key)
  if (known === undefined) return true
  const { highWatermark, logStartOffset = -1n } = answer
  const hasRecords = (answer.records?.byteLength ?? 0) > 0
  const isError = answer.errorCode !== errorCode.NONE
  const isNews =
    hasRecords ||
    isError ||
    answer.divergingEpoch !== undefined ||
    highWatermark !== known.highWatermark ||
    logStartOffset !== known.logStartOffset
  // An error is told in every answer until it is over.
  known.highWatermark = isError ? -1n : highWatermark
  known.logStartOffset = logStartOffset
  if (hasRecords) {
    session.partitions.delete(key)
    session.partitions.set(key, known)
  }
  return isNews
}
