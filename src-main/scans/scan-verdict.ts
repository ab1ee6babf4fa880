import type { ScanVerdict } from '../api/messages.ts'
import type { ReadProblem } from '../kafka/fetch-cursor.ts'
import { texts } from '../languages/texts.ts'

export interface Findings {
  readonly isStopped: boolean
  /** Whether rows, or offsets to be looked at, are left because there were enough rows. */
  readonly hasMore: boolean
  readonly rowCount: number
  readonly scannedCount: number
  readonly problems: readonly ReadProblem[]
}

/** Judges whether a scan has looked at everything. */
export function judge({ isStopped, hasMore, rowCount, scannedCount, problems }: Findings): ScanVerdict {
  const words = texts.scans.verdict
  const [problem] = problems
  if (isStopped) return { isComplete: false, reason: 'stopped', explanation: words.stopped(scannedCount) }
  if (problem !== undefined) {
    const reason = problem.reason === 'records-deleted' ? 'failed-partition' : problem.reason
    const others = problems.length > 1 ? ` ${words.others(problems.length - 1)}` : ''
    return { isComplete: false, reason, explanation: problem.explanation + others }
  }
  if (hasMore) {
    const explanation = words.limit(rowCount, scannedCount)
    return { isComplete: false, reason: 'limit', explanation }
  }
  return { isComplete: true, reason: 'complete', explanation: words.complete(scannedCount) }
}
