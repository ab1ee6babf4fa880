import type { ReactNode } from 'react'
import { problemOf } from '../../../api/problem.ts'
import type { Job, RedriveEvent, RedriveReport } from '../../../api/transfers.ts'
import { ErrorView } from '../../../components/error-view.tsx'
import { ProgressBar } from '../../../components/progress-bar.tsx'
import { Dim } from '../../../components/text.tsx'
import { ScrollRegion } from '../../../components/scroll-region.tsx'
import { formatCount, formatOffset } from '../../../formatting/counts.ts'
import styles from './transfers.module.css'
import { WaitingFor } from './waiting-for.tsx'
import { texts } from '../../../languages/texts.ts'

/** How far it is, and at the end what was written where, and what was not and why. */
export function RedriveOutcome({ job, isDry }: { job: Job<RedriveEvent>; isDry: boolean }): ReactNode {
  const { phase, progress, report, error } = job
  if (phase === 'idle') return null
  if (phase === 'failed') return <ErrorView problem={problemOf(error, texts.transfers.theMessagesWereNotSent)} />
  const name = isDry ? texts.transfers.dryRun : texts.transfers.redrive
  if (!report) {
    return (
      <div className={styles.outcome} role="status" aria-label={name}>
        <ProgressBar
          label={isDry ? texts.transfers.progressOfTheDryRun : texts.transfers.progressOfTheRedrive}
          part={null}
        />
        <div>
          {progress
            ? (isDry ? texts.transfers.wouldWrite : texts.transfers.hasWritten)(progress)
            : texts.transfers.beginning}
        </div>
        <WaitingFor progress={progress} />
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
        <ul className={styles.errors} aria-label={texts.transfers.messagesThatCannotBe}>
          {report.errors.map(({ partition, offset, why }) => (
            <li key={`${partition} ${offset}`}>{texts.transfers.atRecord(partition, formatOffset(offset), why)}</li>
          ))}
        </ul>
      )}
    </div>
  )
}

function Targets({ targets }: Pick<RedriveReport, 'targets'>): ReactNode {
  return (
    <ScrollRegion label={texts.transfers.whereTheyGo} className={styles.lines}>
      <table aria-label={texts.transfers.whereTheyGo}>
        <thead>
          <tr>
            <th>{texts.transfers.topic}</th>
            <th className={styles.number}>{texts.transfers.partition}</th>
            <th className={styles.number}>{texts.transfers.messages}</th>
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
    </ScrollRegion>
  )
}

function Samples({ samples }: Pick<RedriveReport, 'samples'>): ReactNode {
  return (
    <ScrollRegion label={texts.transfers.theFirstOfThem} className={styles.lines}>
      <table aria-label={texts.transfers.theFirstOfThem}>
        <thead>
          <tr>
            <th>{texts.transfers.from}</th>
            <th>{texts.transfers.to}</th>
            <th>{texts.transfers.key}</th>
            <th style={{ width: '45%' }}>{texts.transfers.headers}</th>
          </tr>
        </thead>
        <tbody>
          {samples.map(({ partition, offset, topic, targetPartition, key, headers }) => (
            <tr key={`${partition} ${offset}`}>
              <td>{`${partition}@${offset}`}</td>
              <td>{`${topic}, ${targetPartition}`}</td>
              <td>{key ?? <Dim>{texts.transfers.nullMark}</Dim>}</td>
              <td>{headers.map((header) => `${header.key}=${header.value ?? 'null'}`).join('  ')}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  )
}
