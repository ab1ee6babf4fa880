import { setTimeout as delay } from 'node:timers/promises'
import { fetch } from '../../broker/protocol/messages/fetch.ts'
import { listOffsetsTimestamp } from '../../broker/protocol/list-offsets-timestamps.ts'
import type { FetchCursor, FetchedBatch } from './fetch-cursor.ts'
import { groupBy } from './group-by.ts'
import { listOffsets } from './offsets.ts'
import { explainError, KafkaClientError, refuseError } from './kafka-errors.ts'
import type { WireCluster } from './wire-cluster.ts'

export interface FetchLoopOptions {
  readonly signal: AbortSignal
  /** Takes what was read; the next request waits until it is done, so that memory stays bounded. */
  readonly onBatches: (cursor: FetchCursor, batches: readonly FetchedBatch[]) => Promise<void>
}

const maxResponseBytes = 8 * 1024 * 1024
const partitionBytes = { least: 256 * 1024, most: 4 * 1024 * 1024 }
const maxWaitMs = 500
const retryDelayMs = 200
const hastyMs = 50
/** How long a partition may be without an answer before it is given up. */
const patienceMs = 15_000

/**
 * Reads all cursors to their ends: all partitions of one leader with one request, and all leaders at the same time.
 * A partition that moves is followed. Never throws because of a broker: what cannot be read is noted in its cursor.
 *
 * @throws the reason of the signal
 */
export async function readToEnd(
  cluster: WireCluster,
  cursors: readonly FetchCursor[],
  options: FetchLoopOptions,
): Promise<void> {
  const byLeader = await assignToLeaders(cluster, cursors, options.signal)
  await Promise.all([...byLeader].map(([nodeId, group]) => readFromLeader({ cluster, nodeId }, group, options)))
}

interface Leader {
  readonly cluster: WireCluster
  readonly nodeId: number
}

/** Looks for the leaders of all cursors that are not done; gives up on those that have none for too long. */
async function assignToLeaders(
  cluster: WireCluster,
  cursors: readonly FetchCursor[],
  signal: AbortSignal,
): Promise<Map<number, FetchCursor[]>> {
  const deadline = Date.now() + patienceMs
  for (;;) {
    signal.throwIfAborted()
    const waiting = cursors.filter((cursor) => !cursor.isDone)
    const problem = await refreshIfNeeded(cluster, waiting)
    const led = waiting.map((cursor) => ({ cursor, leader: leaderOf(cluster, cursor) }))
    const missing = led.filter(({ leader }) => leader === null)
    if (missing.length === 0 && problem === null) {
      for (const cursor of waiting) cursor.leaderFound()
      return new Map(
        [...groupBy(led, ({ leader }) => leader ?? -1)].map(([id, group]) => [id, group.map(({ cursor }) => cursor)]),
      )
    }
    if (Date.now() > deadline) giveUp(missing.length > 0 ? missing.map(({ cursor }) => cursor) : waiting, problem)
    else await delay(retryDelayMs, undefined, { signal })
  }
}

/** Gives why the cluster could not be asked, or null. */
async function refreshIfNeeded(cluster: WireCluster, cursors: readonly FetchCursor[]): Promise<unknown> {
  const unsure = cursors.filter((cursor) => cursor.needsLeader || leaderOf(cluster, cursor) === null)
  if (unsure.length === 0) return null
  try {
    const topics = [...new Set(unsure.map(({ range }) => range.topic))]
    const { topicErrors } = await cluster.metadata(topics)
    for (const cursor of unsure) {
      if (topicErrors.has(cursor.range.topic)) cursor.topicDeleted()
    }
    return null
  } catch (error) {
    if (error instanceof KafkaClientError) return error
    throw error
  }
}

function leaderOf(cluster: WireCluster, { range }: FetchCursor): number | null {
  const topic = cluster.knownTopic(range.topic)
  return topic?.partitions.find(({ partition }) => partition === range.partition)?.leader ?? null
}

function giveUp(cursors: readonly FetchCursor[], problem: unknown): void {
  for (const cursor of cursors) {
    const name = `Partition ${cursor.range.partition}`
    if (problem === null) cursor.fail({ reason: 'failed-partition', explanation: `${name} has no leader.` })
    else cursor.fail({ reason: 'connection-lost', explanation: `${name}: ${explainError(problem)}` })
  }
}

async function readFromLeader(
  leader: Leader,
  cursors: readonly FetchCursor[],
  options: FetchLoopOptions,
): Promise<void> {
  let lastSuccessAt = Date.now()
  for (;;) {
    const open = cursors.filter((cursor) => !cursor.isDone)
    if (open.length === 0) return
    if (open.some((cursor) => cursor.needsLeader)) {
      await delay(retryDelayMs, undefined, { signal: options.signal })
      return readToEnd(leader.cluster, open, options)
    }
    const roundStartedAt = Date.now()
    const before = open.map(({ position }) => position)
    try {
      await findLogStarts(leader.cluster, open)
      const inRange = open.filter((cursor) => !cursor.isDone)
      for (const group of byIsolation(inRange)) await fetchOnce(leader, group, options)
      if (open.every(({ position }, index) => position === before[index])) await restIfHasty(roundStartedAt, options)
      lastSuccessAt = Date.now()
    } catch (error) {
      options.signal.throwIfAborted()
      if (!(error instanceof KafkaClientError)) throw error
      if (Date.now() - lastSuccessAt > patienceMs) return giveUp(open, error)
      await delay(retryDelayMs, undefined, { signal: options.signal })
      // The leader may be another one when the broker has gone away.
      await leader.cluster.metadata([...new Set(open.map(({ range }) => range.topic))]).catch(() => undefined)
      if (open.some((cursor) => leaderOf(leader.cluster, cursor) !== leader.nodeId)) {
        return readToEnd(leader.cluster, open, options)
      }
    }
  }
}

/** An empty answer should have waited at the broker. Where it has not, we wait, so as not to ask without a pause. */
async function restIfHasty(roundStartedAt: number, { signal }: FetchLoopOptions): Promise<void> {
  if (Date.now() - roundStartedAt < hastyMs) await delay(hastyMs, undefined, { signal })
}

async function findLogStarts(cluster: WireCluster, cursors: readonly FetchCursor[]): Promise<void> {
  const lost = cursors.filter((cursor) => cursor.needsLogStart)
  if (lost.length === 0) return
  const questions = lost.map(({ range: { topic, partition } }) => ({
    topic,
    partition,
    timestamp: listOffsetsTimestamp.earliest,
  }))
  const answers = await listOffsets(cluster, questions)
  lost.forEach((cursor, index) => {
    const answer = answers[index]
    if (answer?.problem) throw answer.problem
    cursor.logStartsAt(answer?.offset ?? 0n)
  })
}

/** One request has one isolation level. */
function byIsolation(cursors: readonly FetchCursor[]): FetchCursor[][] {
  return [...groupBy(cursors, ({ isolationLevel }) => isolationLevel).values()]
}

async function fetchOnce(leader: Leader, cursors: readonly FetchCursor[], options: FetchLoopOptions): Promise<void> {
  const { cluster, nodeId } = leader
  const share = Math.floor(maxResponseBytes / cursors.length)
  const partitionMaxBytes = Math.min(partitionBytes.most, Math.max(partitionBytes.least, share))
  const route = { to: 'broker', nodeId, lane: 'fetching', signal: options.signal } as const
  const response = await cluster.request(route, fetch, {
    maxWaitMs,
    minBytes: 1,
    maxBytes: maxResponseBytes,
    isolationLevel: cursors[0]?.isolationLevel ?? 0,
    topics: [...groupBy(cursors, ({ range }) => range.topic)].map(([topic, group]) => ({
      topic,
      topicId: group[0]?.range.topicId,
      partitions: group.map(({ range, position }) => ({
        partition: range.partition,
        fetchOffset: position,
        partitionMaxBytes,
      })),
    })),
  })
  refuseError({ what: `Broker ${nodeId} gives no messages.`, errorCode: response.errorCode })
  const unanswered = new Set(cursors)
  for (const { topic, topicId, partitions } of response.responses) {
    for (const answer of partitions) {
      // Up to version 12 an answer names its topic, from 13 on it has its id.
      const cursor = cursors.find(
        ({ range }) =>
          range.partition === answer.partitionIndex &&
          (topic === '' ? range.topicId === topicId : range.topic === topic),
      )
      if (!cursor) continue
      unanswered.delete(cursor)
      const batches = cursor.accept(answer)
      if (batches.length > 0) await options.onBatches(cursor, batches)
    }
  }
  for (const cursor of unanswered) cursor.notAnswered()
}
