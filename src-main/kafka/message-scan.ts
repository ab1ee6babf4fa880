import type { ScanQuery, ScanVerdict } from '../api/messages.ts'
import { scanBatches } from './batch-scan.ts'
import { EventQueue } from './event-queue.ts'
import { FetchCursor, type FetchedBatch } from './fetch-cursor.ts'
import { readToEnd } from './fetch-loop.ts'
import { scanNewestFirst } from './newest-first.ts'
import type { ScanContext } from './scan-context.ts'
import { scanRanges, type ScanRange } from './scan-ranges.ts'
import { ScanTally, type ScanProgress } from './scan-tally.ts'
import type { ScannedRecord } from './scanned-record.ts'
import { textFilter } from './text-filter.ts'
import type { WireCluster } from './wire-cluster.ts'

export type ScanUpdate =
  | { readonly type: 'records'; readonly records: readonly ScannedRecord[] }
  | ({ readonly type: 'progress' } & ScanProgress)
  | { readonly type: 'verdict'; readonly verdict: ScanVerdict }

export interface ScanRequest extends Omit<ScanQuery, 'clusterId'> {
  /** Ends the scan with the verdict that it was stopped. */
  readonly signal?: AbortSignal
}

const queuedUpdates = 8
/** Small enough that no update blocks a window for long, and that what is queued stays small. */
const recordsPerUpdate = 500
const progressEveryMs = 150

/**
 * Looks at the messages of a topic without a group and without a trace in the cluster. All leaders are read at the same
 * time; what is found comes at once, and the last update is the verdict. Returning from the iteration stops the scan.
 *
 * @throws RefusedByBrokerError, NotFoundError when the topic or a partition does not exist; CannotConnectError
 */
export async function* scanMessages(
  cluster: WireCluster,
  request: ScanRequest,
): AsyncGenerator<ScanUpdate, void, undefined> {
  const topic = await cluster.topic(request.topic)
  const ranges = await scanRanges(cluster, topic, request)
  const stop = new AbortController()
  const onAbort = (): void => stop.abort()
  request.signal?.addEventListener('abort', onAbort)
  if (request.signal?.aborted) onAbort()
  const updates = new EventQueue<ScanUpdate>(queuedUpdates)
  const running = run(updates, ranges, { cluster, request, signal: stop.signal })
  try {
    yield* updates
  } finally {
    request.signal?.removeEventListener('abort', onAbort)
    stop.abort()
    updates.close()
    await running
  }
}

interface Run {
  readonly cluster: WireCluster
  readonly request: ScanRequest
  readonly signal: AbortSignal
}

async function run(updates: EventQueue<ScanUpdate>, ranges: readonly ScanRange[], job: Run): Promise<void> {
  const { cluster, request, signal } = job
  const { contains, isCaseSensitive, start } = request
  // A live tail goes on until it is stopped; whoever shows it drops what is old.
  const limit = start.at === 'live' ? Number.POSITIVE_INFINITY : request.limit
  const tally = new ScanTally(ranges, limit)
  const filter = contains === null || contains === '' ? null : textFilter(contains, { isCaseSensitive })
  const context = { cluster, tally, filter, limit, signal, report: reporter(updates, tally) }
  try {
    await updates.push({ type: 'progress', ...tally.progress() })
    const scan = start.at === 'newest' ? scanNewestFirst : scanForward
    const isStopped = await wasStopped(scan(ranges, context), signal)
    await updates.push({ type: 'progress', ...tally.progress() })
    await updates.push({ type: 'verdict', verdict: tally.verdict({ isStopped }) })
    updates.close()
  } catch (error) {
    updates.close(error)
  }
}

async function wasStopped(scanning: Promise<void>, signal: AbortSignal): Promise<boolean> {
  try {
    await scanning
  } catch (error) {
    if (!signal.aborted) throw error
  }
  return signal.aborted
}

function reporter(updates: EventQueue<ScanUpdate>, tally: ScanTally): ScanContext['report'] {
  let reportedAt = 0
  return async (records) => {
    for (let from = 0; from < records.length; from += recordsPerUpdate) {
      await updates.push({ type: 'records', records: records.slice(from, from + recordsPerUpdate) })
    }
    if (Date.now() - reportedAt < progressEveryMs) return
    reportedAt = Date.now()
    await updates.push({ type: 'progress', ...tally.progress() })
  }
}

/** From the start positions on, in the order in which messages are found. */
async function scanForward(ranges: readonly ScanRange[], context: ScanContext): Promise<void> {
  const { cluster, tally, filter, signal } = context
  const cursors = ranges.flatMap(({ range }) => (range === null ? [] : [new FetchCursor(range)]))
  const enough = new AbortController()
  const onBatches = async (cursor: FetchCursor, batches: readonly FetchedBatch[]): Promise<void> => {
    if (tally.isLimitReached) return
    const found = await scanBatches(batches, { cursor, tally, filter, limit: tally.missingCount })
    // Others may have found something during our turns.
    const records = found.slice(0, tally.missingCount)
    tally.matched(cursor.range.partition, records.length)
    if (!tally.isLimitReached) tally.moved(cursor.range.partition, cursor.position)
    else if (records.length > 0) tally.moved(cursor.range.partition, (records.at(-1)?.offset ?? 0n) + 1n)
    await context.report(records)
    if (tally.isLimitReached) enough.abort()
  }
  try {
    await readToEnd(cluster, cursors, { signal: AbortSignal.any([signal, enough.signal]), onBatches })
  } catch (error) {
    if (!enough.signal.aborted) throw error
  }
  const isLive = cursors.some(({ range }) => range.endOffset === null)
  if (enough.signal.aborted && (isLive || !tally.isAtEnd)) tally.leaveOut()
  for (const { range, problem, position } of cursors) {
    if (problem) tally.failed(range.partition, problem)
    else if (!enough.signal.aborted) tally.moved(range.partition, position)
  }
}
