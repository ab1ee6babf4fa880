import type { FetchCursor, PartitionRange } from '../kafka/fetch-cursor.ts'
import { byTime, contentBytes, type FoundRow } from './found-row.ts'
import type { PartitionLane } from './partition-lane.ts'
import { readWindows, type Window, type WindowReader } from './read-window.ts'
import type { BatchFindings } from './row-search.ts'
import type { RowStore } from './row-store.ts'
import type { BatchSize, ScanCounts } from './scan-counts.ts'

export interface MergedScan {
  readonly lanes: readonly PartitionLane[]
  readonly rows: RowStore
  readonly counts: ScanCounts
  readonly hasFilter: boolean
  /** Called whenever rows or counts have changed. */
  readonly changed: () => void
}

/** Offsets that a window covers in each partition: small ones first, so that something shows soon. */
const window = { least: 10, first: 1000, mostNewest: 100_000, mostOldest: 400_000, growth: 4 }
/** Rows of a partition that may wait for their turn before the partition itself waits. */
const mostWaiting = 5000
/** Where as many wait after a round, the next one is smaller. */
const manyRows = 50_000
/** Contents that wait for their turn; what comes beyond is read again when it is shown. */
const waitingBytesBudget = 64 * 1024 * 1024

/**
 * Reads the lanes of a scan in windows, all at the same time, and puts their rows in order by time: the next row is always
 * the newest (or oldest) of the lanes' next ones, which can be told as soon as every lane that is not at its end has one.
 * Ends when there are `target` rows, or nothing is left.
 *
 * @throws the reason of the signal. What was looked at until then is kept, what was not will be at the next call.
 */
export async function advanceScan(scan: MergedScan, target: number, reader: WindowReader): Promise<void> {
  let windowOffsets = firstWindow(scan, target - scan.rows.end)
  for (;;) {
    settleRows(scan, target)
    scan.changed()
    if (scan.rows.end >= target) return
    const wanted = Math.max(1, Math.min(mostWaiting, target - scan.rows.end))
    const open = scan.lanes.filter((lane) => lane.isOpen && lane.waitingCount < wanted)
    if (open.length === 0) return
    await readLanes(open, scan, { reader, windowOffsets })
    const found = open.reduce((sum, { waitingCount }) => sum + waitingCount, 0)
    const most = open[0]?.isNewestFirst === true ? window.mostNewest : window.mostOldest
    windowOffsets =
      found > manyRows
        ? Math.max(window.first, Math.floor(windowOffsets / window.growth))
        : Math.min(most, windowOffsets * window.growth)
  }
}

/**
 * Without a filter, mostly every offset is a row: all partitions together give twice of what is wanted, which is enough
 * unless they are very unlike.
 */
function firstWindow({ hasFilter, lanes }: MergedScan, wanted: number): number {
  if (hasFilter) return window.first
  const share = lanes.length === 1 ? wanted : Math.max(window.least, Math.ceil((wanted * 2) / lanes.length))
  return Math.min(share, window.mostNewest)
}

/** Hands out the rows whose place in the order is certain. */
function settleRows({ lanes, rows }: MergedScan, target: number): void {
  while (rows.end < target) {
    let first: { readonly lane: PartitionLane; readonly row: FoundRow } | null = null
    for (const lane of lanes) {
      const row = lane.firstWaiting
      if (row === null) {
        // Its next row may come before all the others'.
        if (lane.isOpen) return
      } else if (first === null || isBefore(row, first.row, lane.isNewestFirst)) first = { lane, row }
    }
    const row = first?.lane.takeFirst() ?? null
    if (row === null) return
    rows.append(row)
  }
}

function isBefore(a: FoundRow, b: FoundRow, isNewestFirst: boolean): boolean {
  return isNewestFirst ? byTime(a, b) > 0 : byTime(a, b) < 0
}

/** The rows whose place is not certain yet, in the order that they have so far. */
export function unsettledRows(lanes: readonly PartitionLane[]): FoundRow[] {
  const isNewestFirst = lanes[0]?.isNewestFirst === true
  return lanes.flatMap(({ waiting }) => waiting).toSorted((a, b) => (isNewestFirst ? byTime(b, a) : byTime(a, b)))
}

interface LaneReading {
  readonly reader: WindowReader
  readonly windowOffsets: number
}

async function readLanes(
  lanes: readonly PartitionLane[],
  scan: MergedScan,
  { reader, windowOffsets }: LaneReading,
): Promise<void> {
  let keptBytes = scan.lanes.reduce((sum, { waiting }) => sum + bytesOf(waiting), 0)
  const keep = (rows: FoundRow[]): FoundRow[] => {
    for (const row of rows) {
      if (keptBytes > waitingBytesBudget) row.content = null
      else keptBytes += contentBytes(row)
    }
    return rows
  }
  const parts = lanes.map((lane) => {
    const range = lane.nextWindow(windowOffsets)
    return lane.isNewestFirst ? descending(lane, range, { scan, keep }) : ascending(lane, range, { scan, keep })
  })
  const cursors = await readWindows(
    parts.map(({ window: each }) => each),
    reader,
  )
  cursors.forEach((cursor, index) => parts[index]?.end(cursor))
}

function bytesOf(rows: readonly FoundRow[]): number {
  return rows.reduce((sum, row) => sum + contentBytes(row), 0)
}

interface LaneWindow {
  readonly window: Window
  /** The window was read to its end, or as far as it could be. */
  readonly end: (cursor: FetchCursor) => void
}

interface Taking {
  readonly scan: MergedScan
  readonly keep: (rows: FoundRow[]) => FoundRow[]
}

/** Rows are in the order in which they are read: each batch counts at once. */
function ascending(
  lane: PartitionLane,
  range: PartitionRange & { readonly endOffset: bigint },
  { scan, keep }: Taking,
): LaneWindow {
  let position = range.startOffset
  const moveTo = (nextOffset: bigint, rows: readonly FoundRow[]): void => {
    const border = nextOffset < range.endOffset ? nextOffset : range.endOffset
    if (border > position) scan.counts.offsetCount += border - position
    position = border
    lane.advance(border, rows)
    scan.changed()
  }
  return {
    window: {
      range,
      take: ({ batch }, findings, nextOffset) => {
        scan.counts.add(batch, findings)
        moveTo(nextOffset, keep(findings.rows))
      },
    },
    end: (cursor) => {
      if (hasReachedEnd(cursor)) {
        moveTo(cursor.position, [])
        lane.loss ??= cursor.problem
      } else lane.problem = cursor.problem
    },
  }
}

/** Also where something on the way was deleted before it could be read. */
function hasReachedEnd({ problem, position, range }: FetchCursor): boolean {
  if (problem === null) return true
  return problem.reason === 'records-deleted' && range.endOffset !== null && position >= range.endOffset
}

/**
 * Rows come in the other order than they are wanted, so that a window counts when all of it was read: one that is not
 * finished will be read anew.
 */
function descending(
  lane: PartitionLane,
  range: PartitionRange & { readonly endOffset: bigint },
  { scan, keep }: Taking,
): LaneWindow {
  const taken: { readonly batch: BatchSize; readonly findings: BatchFindings }[] = []
  return {
    window: {
      range,
      take: ({ batch: { maxTimestamp, sizeInBytes } }, findings) => {
        keep(findings.rows)
        taken.push({ batch: { maxTimestamp, sizeInBytes }, findings })
      },
    },
    end: (cursor) => {
      if (!hasReachedEnd(cursor)) {
        lane.problem = cursor.problem
        return
      }
      lane.loss ??= cursor.problem
      for (const { batch, findings } of taken) scan.counts.add(batch, findings)
      scan.counts.offsetCount += range.endOffset - range.startOffset
      lane.advance(range.startOffset, taken.flatMap(({ findings }) => findings.rows).reverse())
      scan.changed()
    },
  }
}
