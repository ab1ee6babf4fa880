import type { PartitionProgress, ScanRequest, ScanStatus, ScanVerdict } from '../../api/scans.ts'
import { isLive } from './scan-session.ts'
import { texts } from '../../languages/texts.ts'

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

/** One line about a scan: how much was looked at, and what was found. */
export function summaryOf(request: ScanRequest | null, { partitions, matchCount }: ScanStatus): string {
  const { scanned, total, completeCount, partitionCount } = sumProgress(partitions)
  const isFiltered = request !== null && request.filter !== null
  const words = texts.messages
  const found = isFiltered ? words.matchCount(matchCount) : words.messageCount(matchCount)
  if (isLive(request)) return words.liveSummary(found, partitionCount)
  return [words.scannedOf(scanned, total), found, words.partitionsComplete(completeCount, partitionCount)].join(' · ')
}

/** Why the offsets that were gone over are more than the records; null when they are the same. */
export function accountInWords({ account }: ScanStatus): string | null {
  const { offsetCount, recordCount, controlCount, abortedCount, gapCount } = account
  if (offsetCount === recordCount) return null
  const words = texts.messages
  const others = [
    [gapCount, words.withoutARecord],
    [abortedCount, words.ofAbortedTransactions],
    [controlCount, words.markersLeftOut],
  ] as const
  const parts = others.filter(([count]) => count > 0n).map(([count, what]) => what(count))
  return words.accountOf(offsetCount, words.recordCount(recordCount), parts)
}

export interface Verdict {
  readonly tone: 'ok' | 'neutral' | 'warn'
  readonly text: string
  /** The whole story. */
  readonly detail: string
}

/** What a scan that has ended is worth. Without a filter, a full page is what was asked for and no lack. */
export function verdictOf(request: ScanRequest | null, status: ScanStatus | null): Verdict | null {
  const verdict = status?.verdict
  if (!request || !status || !verdict) return null
  if (verdict.isComplete) return { tone: 'ok', text: texts.messages.complete, detail: verdict.explanation }
  if (isLive(request) && verdict.reason === 'stopped') {
    return { tone: 'neutral', text: texts.messages.stopped, detail: texts.messages.messagesThatAreWritten }
  }
  if (verdict.reason === 'limit' && request.filter === null) {
    const { newestRows, firstRows } = texts.messages
    const text = (request.order === 'newest' ? newestRows : firstRows)(status.settledRowCount)
    return { tone: 'neutral', text, detail: verdict.explanation }
  }
  return { tone: 'warn', text: texts.messages.incomplete(reasons()[verdict.reason]), detail: verdict.explanation }
}

const reasons = (): Readonly<Record<ScanVerdict['reason'], string>> => ({
  complete: 'complete',
  limit: texts.messages.theLimitWasReached,
  stopped: texts.messages.stoppedByYou,
  'failed-partition': texts.messages.aPartitionCouldNot,
  'connection-lost': texts.messages.theConnectionWasLost,
  'topic-deleted': texts.messages.theTopicWasDeleted,
})
