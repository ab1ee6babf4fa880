import { IconChevronDown } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import type { PartitionProgress } from '../../api/messages.ts'
import { Badge, StatusDot } from '../../components/badge.tsx'
import { Button } from '../../components/button.tsx'
import { Hint } from '../../components/hint.tsx'
import { Popover } from '../../components/popover.tsx'
import { formatBytes } from '../../formatting/bytes.ts'
import { formatCount, formatCountOf, formatOffset } from '../../formatting/counts.ts'
import type { ScanState } from './message-scan.ts'
import { isFiltered } from './message-scan.ts'
import { nextLimit } from './scan-draft.ts'
import { isComplete, partOf, sumProgress, verdictOf } from './scan-progress.ts'
import styles from './scan-status.module.css'

export interface ScanStatusProps {
  readonly scan: ScanState
  readonly onRaiseLimit: (limit: number) => void
}

/** How far the scan is, what it has found, and whether that is everything. */
export function ScanStatus({ scan, onRaiseLimit }: ScanStatusProps): ReactNode {
  const { query, progress, phase, verdict, droppedCount } = scan
  const judged = verdictOf(scan)
  const larger = verdict?.reason === 'limit' && query ? nextLimit(query.limit) : null
  return (
    <div className={styles.status}>
      {progress ? (
        <Popover width={380} trigger={<SummaryButton scan={scan} />}>
          <PartitionList scan={scan} />
        </Popover>
      ) : (
        <span className={styles.summary}>{phase === 'running' ? <Working text="reading" /> : ''}</span>
      )}
      <span role="status" className={styles.verdict}>
        {judged && (
          <Hint text={judged.detail}>
            <span>
              <Badge tone={judged.tone}>{judged.text}</Badge>
            </span>
          </Hint>
        )}
        {droppedCount > 0 && <Badge tone="warn">{`${formatCountOf(droppedCount, 'older row')} no longer shown`}</Badge>}
      </span>
      {larger !== null && (
        <Button size="small" tone="quiet" onClick={() => onRaiseLimit(larger)}>
          {`Show up to ${formatCount(larger)}`}
        </Button>
      )}
    </div>
  )
}

function SummaryButton({ scan, ...rest }: { scan: ScanState }): ReactNode {
  return (
    <button type="button" {...rest} className={styles.summary}>
      {scan.phase === 'running' ? <Working text={summaryOf(scan)} /> : summaryOf(scan)}
      <IconChevronDown size={13} aria-hidden />
    </button>
  )
}

function Working({ text }: { text: string }): ReactNode {
  return (
    <>
      <StatusDot tone="accent" isPulsing /> {text}
    </>
  )
}

function summaryOf({ query, progress }: ScanState): string {
  if (!progress) return ''
  const { scanned, total, completeCount, partitionCount } = sumProgress(progress.partitions)
  const noun = isFiltered(query) ? 'match' : 'message'
  const found = formatCountOf(progress.matchCount, noun, noun === 'match' ? 'matches' : undefined)
  if (query?.start.at === 'live') return `live · ${found} · ${formatCountOf(partitionCount, 'partition')}`
  const read = `scanned ${formatCount(scanned)} of ${formatCount(total)}`
  return `${read} · ${found} · ${completeCount}/${partitionCount} ${partitionCount === 1 ? 'partition' : 'partitions'} complete`
}

function PartitionList({ scan: { progress } }: { scan: ScanState }): ReactNode {
  if (!progress) return null
  return (
    <div className={styles.details}>
      <p className={styles.facts}>
        {`${formatBytes(progress.scannedBytes)} read. What is counted are offsets, also those that compaction or transactions have left empty.`}
      </p>
      <ul className={styles.partitions}>
        {progress.partitions.map((partition) => (
          <PartitionEntry key={partition.partition} progress={partition} />
        ))}
      </ul>
    </div>
  )
}

function PartitionEntry({ progress }: { progress: PartitionProgress }): ReactNode {
  const { partition, startOffset, endOffset, matchCount, problem } = progress
  const part = partOf(progress)
  return (
    <li className={styles.partition}>
      <span>{partition}</span>
      <progress className={styles.progress} value={part} max={1} aria-label={`Partition ${partition}`} />
      <span className={styles.range}>{`${formatOffset(startOffset)}–${formatOffset(endOffset)}`}</span>
      <span>{isComplete(progress) ? 'complete' : `${Math.floor(part * 100)} %`}</span>
      <span className={styles.found}>{`${formatCount(matchCount)} found`}</span>
      {problem !== null && <span className={styles.problem}>{problem}</span>}
    </li>
  )
}
