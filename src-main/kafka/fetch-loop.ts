import { setTimeout as delay } from 'node:timers/promises'
import { fetch } from '../../broker/protocol/messages/fetch.ts'
import { listOffsetsTimestamp } from '../../broker/protocol/list-offsets-timestamps.ts'
import type { FetchCursor, FetchedBatch, FetchedPartition } from './fetch-cursor.ts'
import { groupBy } from './group-by.ts'
import { listOffsets } from './offsets.ts'
import { explainError, KafkaClientError, refuseError } from './kafka-errors.ts'
import { ResponseMemory } from './response-memory.ts'
import type { WireCluster } from './wire-cluster.ts'
import { texts } from '../languages/texts.ts'

export interface FetchLoopOptions {
  readonly signal: AbortSignal
  /** Takes what was read; the next request waits until it is done, so that memory stays bounded. */
  readonly onBatches: (cursor: FetchCursor, batches: readonly FetchedBatch[]) => Promise<void>
  /** `lent`: the memory of batches is used again when `onBatches` is done with them. Otherwise it is the taker's. */
  readonly memory?: 'lent'
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
  await Promise.all(
    [...byLeader].map(([nodeId, group]) => readFromLeader({ cluster, nodeId, freeMemory: [] }, group, options)),
  )
}

interface Leader {
  readonly cluster: WireCluster
  readonly nodeId: number
  /** Of answers that were gone over. */
  readonly freeMemory: ResponseMemory[]
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
    const { partition } = cursor.range
    if (problem === null) {
      cursor.fail({ reason: 'failed-partition', explanation: texts.kafka.noLeader(partition) })
      continue
    }
    const explanation = texts.kafka.ofPartition(partition, explainError(problem))
    cursor.fail({ reason: 'connection-lost', explanation })
  }
}

/** What a leader has answered about one cursor. */
interface Answer {
  readonly cursor: FetchCursor
  readonly partition: FetchedPartition
}

/** A request whose answer may come while the one before is gone over. */
interface Asked {
  readonly at: number
  readonly cursors: readonly FetchCursor[]
  /** Of the cursors, when they were asked about. */
  readonly positions: readonly bigint[]
  readonly answers: Promise<readonly Answer[]>
  /** What the answers are in. */
  readonly memory: ResponseMemory
}

type Taken = readonly (readonly [cursor: FetchCursor, batches: readonly FetchedBatch[]])[]

async function readFromLeader(
  leader: Leader,
  cursors: readonly FetchCursor[],
  options: FetchLoopOptions,
): Promise<void> {
  let lastSuccessAt = Date.now()
  let ahead: Asked | null = null
  let left = cursors
  for (;;) {
    left = left.filter((cursor) => !cursor.isDone)
    if (left.length === 0) return
    if (left.some((cursor) => cursor.needsLeader)) {
      await delay(retryDelayMs, undefined, { signal: options.signal })
      return readToEnd(leader.cluster, left, options)
    }
    try {
      if (ahead === null) await findLogStarts(leader.cluster, left)
      const asked: Asked = ahead ?? ask(leader, left, options)
      ahead = null
      const taken = take(asked, await asked.answers)
      left = hungryFirst(left, taken)
      const hasMoved = asked.cursors.some(({ position }, index) => position !== asked.positions[index])
      // Memory is bounded by two answers: the one that is gone over, and the one that comes meanwhile.
      if (hasMoved) ahead = askAhead(leader, left, options)
      else await restIfHasty(asked.at, options)
      for (const [cursor, batches] of taken) await options.onBatches(cursor, batches)
      if (options.memory === 'lent') giveBack(leader, asked)
      lastSuccessAt = Date.now()
    } catch (error) {
      options.signal.throwIfAborted()
      if (!(error instanceof KafkaClientError)) throw error
      ahead = null
      left = left.filter((cursor) => !cursor.isDone)
      if (Date.now() - lastSuccessAt > patienceMs) return giveUp(left, error)
      await delay(retryDelayMs, undefined, { signal: options.signal })
      // The leader may be another one when the broker has gone away.
      await leader.cluster.metadata([...new Set(left.map(({ range }) => range.topic))]).catch(() => undefined)
      if (left.some((cursor) => leaderOf(leader.cluster, cursor) !== leader.nodeId)) {
        return readToEnd(leader.cluster, left, options)
      }
    }
  }
}

/** Null: nothing is left, or something has to be found out before. */
function askAhead(leader: Leader, cursors: readonly FetchCursor[], options: FetchLoopOptions): Asked | null {
  const open = cursors.filter((cursor) => !cursor.isDone)
  if (open.length === 0 || open.some((cursor) => cursor.needsLeader || cursor.needsLogStart)) return null
  const asked = ask(leader, open, options)
  // Whoever goes over the answer before may fail first; this one's failure is heard of where it is awaited.
  asked.answers.catch(() => undefined)
  return asked
}

/** The batches of the answers by their cursors; those of cursors that have failed since are of no use. */
function take({ cursors }: Asked, answers: readonly Answer[]): Taken {
  const taken: (readonly [FetchCursor, readonly FetchedBatch[]])[] = []
  const empty = new Set(cursors)
  for (const { cursor, partition } of answers) {
    if (cursor.isDone) continue
    const batches = cursor.accept(partition)
    if (batches.length === 0) continue
    taken.push([cursor, batches])
    empty.delete(cursor)
  }
  // An answer that others have filled says nothing about who is not in it.
  if (taken.length === 0) for (const cursor of empty) cursor.gaveNothing()
  return taken
}

/**
 * An answer is filled in the order of the request, and a batch larger than its limit comes only at its front: who was
 * given nothing stands in front of the others the next time.
 */
function hungryFirst(cursors: readonly FetchCursor[], taken: Taken): FetchCursor[] {
  const fed = new Set(taken.map(([cursor]) => cursor))
  return [...cursors.filter((cursor) => !fed.has(cursor)), ...cursors.filter((cursor) => fed.has(cursor))]
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

function ask(leader: Leader, cursors: readonly FetchCursor[], options: FetchLoopOptions): Asked {
  const positions = cursors.map(({ position }) => position)
  const memory = leader.freeMemory.pop() ?? new ResponseMemory()
  return { at: Date.now(), cursors, positions, memory, answers: askInTurn(leader, cursors, { ...options, memory }) }
}

function giveBack({ freeMemory }: Leader, { memory }: Asked): void {
  memory.reuse()
  freeMemory.push(memory)
}

interface Asking {
  readonly signal: AbortSignal
  readonly memory: ResponseMemory
}

/** One request has one isolation level. */
async function askInTurn(leader: Leader, cursors: readonly FetchCursor[], options: Asking): Promise<readonly Answer[]> {
  const answers: Answer[] = []
  for (const group of groupBy(cursors, ({ isolationLevel }) => isolationLevel).values()) {
    answers.push(...(await fetchOnce(leader, group, options)))
  }
  return answers
}

async function fetchOnce(
  { cluster, nodeId }: Leader,
  cursors: readonly FetchCursor[],
  { signal, memory }: Asking,
): Promise<readonly Answer[]> {
  const share = Math.floor(maxResponseBytes / cursors.length)
  const partitionMaxBytes = Math.min(partitionBytes.most, Math.max(partitionBytes.least, share))
  const route = { to: 'broker', nodeId, lane: 'fetching', signal, memory } as const
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
  refuseError({ what: texts.refusals.noMessages(nodeId), errorCode: response.errorCode })
  return response.responses.flatMap(({ topic, topicId, partitions }) =>
    partitions.flatMap((partition): Answer[] => {
      // Up to version 12 an answer names its topic, from 13 on it has its id.
      const cursor = cursors.find(
        ({ range }) =>
          range.partition === partition.partitionIndex &&
          (topic === '' ? range.topicId === topicId : range.topic === topic),
      )
      return cursor === undefined ? [] : [{ cursor, partition }]
    }),
  )
}
