import { scanBatches } from './batch-scan.ts'
import { FetchCursor, type FetchedBatch, type PartitionRange } from './fetch-cursor.ts'
import { readToEnd } from './fetch-loop.ts'
import type { ScanContext } from './scan-context.ts'
import type { ScanRange } from './scan-ranges.ts'
import type { ScannedRecord } from './scanned-record.ts'

/** Offsets that a round with a filter covers in each partition: small ones first, so that something shows soon. */
const window = { first: 1000, most: 100_000, growth: 4 }

/** One partition that is read from its end to its beginning, window by window. */
interface Descent {
  readonly range: PartitionRange
  /** Everything from here on has been looked at. */
  upTo: bigint
  hasFailed: boolean
  /** What was found, the newest `limit` of it. */
  found: ScannedRecord[]
}

/**
 * The newest messages of all partitions, merged by time, the newest first.
 *
 * Without a filter each partition gives its last `limit` messages, which takes one round where no offsets are missing,
 * and the newest of all are handed on. With a filter the whole topic is looked at from the end, and each round hands on
 * what it has found.
 */
export async function scanNewestFirst(ranges: readonly ScanRange[], context: ScanContext): Promise<void> {
  const descents = ranges.flatMap(({ range }): Descent[] =>
    range === null || range.endOffset === null ? [] : [{ range, upTo: range.endOffset, hasFailed: false, found: [] }],
  )
  const { filter, limit, tally } = context
  let windowOffsets = filter ? window.first : limit
  for (;;) {
    const open = descents.filter((each) => isOpen(each) && (filter !== null || each.found.length < limit))
    if (open.length === 0) break
    await descend(open, windowOffsets, context)
    if (filter) {
      await handOn(descents, context)
      if (tally.isLimitReached) break
    }
    windowOffsets = Math.min(Math.max(window.most, limit), windowOffsets * window.growth)
  }
  await handOn(descents, context)
  if (descents.some(isOpen)) tally.leaveOut()
}

function isOpen({ range, upTo, hasFailed }: Descent): boolean {
  return !hasFailed && upTo > range.startOffset
}

/** Reads the next window of each partition. */
async function descend(descents: readonly Descent[], windowOffsets: number, context: ScanContext): Promise<void> {
  const { cluster, tally, filter, limit, signal } = context
  const windows = new Map<FetchCursor, Descent>()
  for (const descent of descents) {
    const { range, upTo } = descent
    const below = upTo - BigInt(windowOffsets)
    const startOffset = below > range.startOffset ? below : range.startOffset
    windows.set(new FetchCursor({ ...range, startOffset, endOffset: upTo }), descent)
  }
  const foundIn = new Map<FetchCursor, ScannedRecord[]>([...windows.keys()].map((cursor) => [cursor, []]))
  const onBatches = async (cursor: FetchCursor, batches: readonly FetchedBatch[]): Promise<void> => {
    const found = await scanBatches(batches, { cursor, tally, filter, limit: Number.POSITIVE_INFINITY })
    foundIn.set(cursor, [...(foundIn.get(cursor) ?? []), ...found].slice(-limit))
    await context.report([])
  }
  await readToEnd(cluster, [...windows.keys()], { signal, onBatches })
  for (const [cursor, descent] of windows) {
    const { range, problem } = cursor
    descent.found = [...(foundIn.get(cursor) ?? []), ...descent.found].slice(-limit)
    descent.upTo = range.startOffset
    // As much as was looked at, counted from the start: what remains is at the start, not at the end.
    tally.moved(range.partition, descent.range.startOffset + ((descent.range.endOffset ?? 0n) - descent.upTo))
    if (!problem) continue
    descent.hasFailed = true
    tally.failed(range.partition, problem)
  }
}

async function handOn(descents: readonly Descent[], context: ScanContext): Promise<void> {
  const { tally } = context
  const found = descents.flatMap((descent) => descent.found)
  for (const descent of descents) descent.found = []
  if (found.length > tally.missingCount) tally.leaveOut()
  const records = found.toSorted(newestFirst).slice(0, tally.missingCount)
  for (const { partition } of records) tally.matched(partition, 1)
  if (records.length > 0) await context.report(records)
}

function newestFirst(a: ScannedRecord, b: ScannedRecord): number {
  if (a.timestamp !== b.timestamp) return a.timestamp > b.timestamp ? -1 : 1
  if (a.partition !== b.partition) return a.partition - b.partition
  return a.offset > b.offset ? -1 : 1
}
