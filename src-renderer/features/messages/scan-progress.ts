import type { PartitionProgress, ScanVerdict } from '../../api/messages.ts'
import { formatCount } from '../../formatting/counts.ts'
import type { ScanState } from './message-scan.ts'

/** How far a scan is, in offsets: what compaction has removed counts as looked at. */
export interface ScanSums {
  readonly scanned: bigint
  readonly total: bigint
  readonly completeCount: number
  readonly partitionCount: number
}

export function sumProgress(partitions: readonly PartitionProgress[]): ScanSums {
  let scanned = 0n
  let total = 0n
  for (const { startOffset, position, endOffset } of partitions) {
    scanned += position - startOffset
    total += endOffset > startOffset ? endOffset - startOffset : 0n
  }
  const completeCount = partitions.filter((each) => isComplete(each)).length
  return { scanned, total, completeCount, partitionCount: partitions.length }
}

export function isComplete({ position, endOffset, problem }: PartitionProgress): boolean {
  return problem === null && position >= endOffset
}

/** From 0 to 1; an empty partition is done. */
export function partOf({ startOffset, position, endOffset }: PartitionProgress): number {
  const total = endOffset - startOffset
  if (total <= 0n) return 1
  return Math.max(0, Math.min(1, Number(((position - startOffset) * 1000n) / total) / 1000))
}

export interface Verdict {
  readonly tone: 'ok' | 'neutral' | 'warn'
  readonly text: string
  /** The whole story. */
  readonly detail: string
}

/** What a scan that has ended is worth. Without a filter, the limit is what was asked for and no lack. */
export function verdictOf({ query, verdict }: Pick<ScanState, 'query' | 'verdict'>): Verdict | null {
  if (!query || !verdict) return null
  if (verdict.isComplete) return { tone: 'ok', text: 'complete', detail: verdict.explanation }
  if (query.start.at === 'live' && verdict.reason === 'stopped') {
    return { tone: 'neutral', text: 'stopped', detail: 'Messages that are written now are not shown.' }
  }
  if (verdict.reason === 'limit' && query.contains === null) {
    const text = `${query.start.at === 'newest' ? 'newest' : 'first'} ${formatCount(query.limit)}`
    return { tone: 'neutral', text, detail: verdict.explanation }
  }
  return { tone: 'warn', text: `incomplete — ${REASONS[verdict.reason]}`, detail: verdict.explanation }
}

const REASONS: Readonly<Record<ScanVerdict['reason'], string>> = {
  complete: 'complete',
  limit: 'the limit was reached',
  stopped: 'stopped by you',
  'failed-partition': 'a partition could not be read',
  'connection-lost': 'the connection was lost',
  'topic-deleted': 'the topic was deleted',
}
