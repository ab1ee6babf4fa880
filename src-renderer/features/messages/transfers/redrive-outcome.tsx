import type { ReactNode } from 'react'
import { problemOf } from '../../../api/problem.ts'
import type { Job, RedriveEvent, RedriveReport } from '../../../api/transfers.ts'
import { ErrorView } from '../../../components/error-view.tsx'
import { ProgressBar } from '../../../components/progress-bar.tsx'
import { Dim } from '../../../components/text.tsx'
import { formatCount, formatCountOf, formatOffset } from '../../../formatting/counts.ts'
import styles from './transfers.module.css'

/** How far it is, and at the end what was written where, and what was not and why. */
export function RedriveOutcome({ job, isDry }: { job: Job<RedriveEvent>; isDry: boolean }): ReactNode {
  const { phase, progress, report, error } = job
  if (phase === 'idle') return null
  if (phase === 'failed') return <ErrorView problem={problemOf(error, 'The messages were not sent on.')} />
  const name = isDry ? 'Dry run' : 'Redrive'
  if (!report) {
    return (
      <div className={styles.outcome} role="status" aria-label={name}>
        <ProgressBar label={`Progress of the ${name.toLowerCase()}`} part={null} />
        <div>
          {progress
            ? `${formatCountOf(progress.scannedCount, 'message')} looked at, ${formatCount(progress.matchedCount)} found, ${formatCount(progress.writtenCount)} ${isDry ? 'would be written' : 'written'}`
            : 'Beginning…'}
        </div>
      </div>
    )
  }
  return (
    <div className={styles.outcome} role="status" aria-label={name}>
      <div className={styles.headline} data-tone={report.isComplete ? 'ok' : 'warn'}>
        {report.explanation}
      </div>
      {report.targets.length > 0 && <Targets targets={report.targets} />}
      {isDry && report.samples.length > 0 && <Samples samples={report.samples} />}
      {report.errors.length > 0 && (
        <ul className={styles.errors} aria-label="Messages that cannot be sent on">
          {report.errors.map(({ partition, offset, why }) => (
            <li key={`${partition} ${offset}`}>{`Partition ${partition}, offset ${formatOffset(offset)}: ${why}`}</li>
          ))}
        </ul>
      )}
    </div>
  )
}

function Targets({ targets }: Pick<RedriveReport, 'targets'>): ReactNode {
  return (
    <div className={styles.lines}>
      <table aria-label="Where they go">
        <thead>
          <tr>
            <th>Topic</th>
            <th className={styles.number}>Partition</th>
            <th className={styles.number}>Messages</th>
          </tr>
        </thead>
        <tbody>
          {targets.map(({ topic, partition, count }) => (
            <tr key={`${partition} ${topic}`}>
              <td>{topic}</td>
              <td>{partition}</td>
              <td>{formatCount(count)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Samples({ samples }: Pick<RedriveReport, 'samples'>): ReactNode {
  return (
    <div className={styles.lines}>
      <table aria-label="The first of them">
        <thead>
          <tr>
            <th>From</th>
            <th>To</th>
            <th>Key</th>
            <th style={{ width: '45%' }}>Headers</th>
          </tr>
        </thead>
        <tbody>
          {samples.map(({ partition, offset, topic, targetPartition, key, headers }) => (
            <tr key={`${partition} ${offset}`}>
              <td>{`${partition}@${offset}`}</td>
              <td>{`${topic}, ${targetPartition}`}</td>
              <td>{key ?? <Dim>null</Dim>}</td>
              <td>{headers.map((header) => `${header.key}=${header.value ?? 'null'}`).join('  ')}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
