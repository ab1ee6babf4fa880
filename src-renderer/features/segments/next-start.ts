import type { Finding, FolderContents } from '../../api/segments.ts'
import { texts } from '../../languages/texts.ts'

/** What decides what a start does about damage. */
export interface AtStart {
  readonly start: FolderContents['start']
  readonly segments: FolderContents['segments']
}

const TAIL: readonly Finding['kind'][] = [
  'torn-header',
  'torn-batch',
  'zeros',
  'impossible-size',
  'unknown-magic',
  'crc',
]

/** What Kafka does about a finding when it starts next, as a sentence; null where nothing can be said. */
export function nextStart(finding: Pick<Finding, 'kind' | 'fileName' | 'offset'>, at: AtStart | null): string | null {
  const { next } = texts.segments
  const { kind } = finding
  if (kind === 'snapshot') return next.snapshot
  if (kind === 'transaction-version' || kind === 'transaction-order') return next.transactionIndex
  const isInLog = TAIL.includes(kind) || kind === 'offset-order'
  if (at === null || at.start.state === 'unknown') return isInLog ? next.logAnyway : next.indexAnyway
  const { start, segments } = at
  const isLooked = isRecovered(finding, at)
  if (start.state === 'running') return isInLog ? next.logRunning : next.indexRunning
  if (start.state === 'clean') return isInLog ? next.logClean : next.indexClean
  if (!isLooked) return isInLog ? next.logBefore(start.recoveryPoint ?? 0n) : next.indexBefore
  if (!isInLog) return kind === 'index-missing' ? next.indexMissing : next.indexRebuilt
  const place = segments.findIndex(({ fileName }) => fileName === finding.fileName)
  const behind = place < 0 ? 0 : segments.length - 1 - place
  return next.cut(behind)
}

/** Whether the next start reads the segment again: it does from the one on that the recovery point lies in. */
function isRecovered({ fileName }: Pick<Finding, 'fileName'>, { start, segments }: AtStart): boolean {
  if (start.recoveryPoint === null) return true
  const base = /^(\d{20})/.exec(fileName)?.[1]
  if (base === undefined) return true
  const { recoveryPoint } = start
  const first = segments.findLast(({ baseOffset }) => baseOffset <= recoveryPoint)
  return first === undefined || BigInt(base) >= first.baseOffset
}
