import type { ReactNode } from 'react'
import { problemOf } from '../../../api/problem.ts'
import type { Job, ProduceManyEvent } from '../../../api/transfers.ts'
import { ErrorView } from '../../../components/error-view.tsx'
import { ProgressBar } from '../../../components/progress-bar.tsx'
import { ScrollRegion } from '../../../components/scroll-region.tsx'
import { formatCount, formatOffset } from '../../../formatting/counts.ts'
import { LineErrors } from './line-errors.tsx'
import styles from './transfers.module.css'
import { WaitingFor } from './waiting-for.tsx'
import { texts } from '../../../languages/texts.ts'

/** How far it is, and at the end exactly what was written. `total`: how many messages there will be, where that is known. */
export function ProduceManyOutcome({ job, total }: { job: Job<ProduceManyEvent>; total: number | null }): ReactNode {
  const { phase, progress, report, error } = job
  if (phase === 'idle') return null
  if (phase === 'failed') return <ErrorView problem={problemOf(error, texts.transfers.theMessagesWereNot)} />
  if (report) {
    return (
      <div className={styles.outcome} role="status" aria-label={texts.transfers.written}>
        <div className={styles.headline} data-tone={report.isComplete ? 'ok' : 'warn'}>
          {report.explanation}
        </div>
        {report.partitions.length > 0 && <Partitions partitions={report.partitions} />}
        <LineErrors errors={report.errors} />
      </div>
    )
  }
  const written = progress?.acknowledgedCount ?? 0
  return (
    <div className={styles.outcome} role="status" aria-label={texts.transfers.written}>
      <ProgressBar label={texts.transfers.progress} part={total === null ? null : written / total} />
      <div>
        {texts.transfers.messagesWritten(written)}
        {progress && progress.failedCount > 0 && texts.transfers.linesLeftOut(progress.failedCount)}
      </div>
      <WaitingFor progress={progress} />
      <LineErrors errors={progress?.errors ?? []} />
    </div>
  )
}

type Written = Extract<ProduceManyEvent, { type: 'report' }>['partitions']

function Partitions({ partitions }: { partitions: Written }): ReactNode {
  return (
    <ScrollRegion label={texts.transfers.written} className={styles.lines}>
      <table>
        <thead>
          <tr>
            <th className={styles.number}>{texts.transfers.partition}</th>
            <th>{texts.transfers.messages}</th>
            <th>{texts.transfers.firstOffset}</th>
            <th>{texts.transfers.lastOffset}</th>
          </tr>
        </thead>
        <tbody>
          {partitions.map(({ partition, count, firstOffset, lastOffset }) => (
            <tr key={partition}>
              <td>{partition}</td>
              <td>{formatCount(count)}</td>
              <td>{formatOffset(firstOffset)}</td>
              <td>{formatOffset(lastOffset)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  )
}
