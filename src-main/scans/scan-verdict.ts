import type { ScanVerdict } from '../api/messages.ts'
import type { ReadProblem } from '../kafka/fetch-cursor.ts'

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
  const counted = `${scannedCount} ${scannedCount === 1 ? 'message' : 'messages'} looked at`
  const [problem] = problems
  if (isStopped) return { isComplete: false, reason: 'stopped', explanation: `Stopped after ${counted}.` }
  if (problem !== undefined) {
    const reason = problem.reason === 'records-deleted' ? 'failed-partition' : problem.reason
    const others = problems.length > 1 ? ` The same or worse in ${problems.length - 1} more.` : ''
    return { isComplete: false, reason, explanation: problem.explanation + others }
  }
  if (hasMore) {
    const explanation = `The limit of ${rowCount} messages was reached after ${counted}; there may be more.`
    return { isComplete: false, reason: 'limit', explanation }
  }
  return { isComplete: true, reason: 'complete', explanation: `All of ${counted}.` }
}
