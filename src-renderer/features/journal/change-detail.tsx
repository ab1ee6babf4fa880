import { IconX } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import type { JournalEntry } from '../../api/journal.ts'
import { IconButton } from '../../components/button.tsx'
import { ErrorView } from '../../components/error-view.tsx'
import { Row, Spacer } from '../../components/layout.tsx'
import { KeyValue } from '../../components/stat.tsx'
import { Dim } from '../../components/text.tsx'
import { formatTimestamp, type TimestampZone } from '../../formatting/timestamps.ts'
import { texts } from '../../languages/texts.ts'
import styles from './journal.module.css'
import { OutcomeBadge, wordsOfAction } from './journal-columns.tsx'

export interface ChangeDetailProps {
  readonly entry: JournalEntry
  readonly zone: TimestampZone
  readonly onClose: () => void
}

/** One change: who, when, what, before and after, and why it failed. */
export function ChangeDetail({ entry, zone, onClose }: ChangeDetailProps): ReactNode {
  const words = texts.journal
  const { action, subject, outcome, problem, details, before, after, endedAt } = entry
  return (
    <div className={styles.detail}>
      <Row isOneLine>
        <h2 className={styles.title}>{wordsOfAction(action)}</h2>
        <OutcomeBadge outcome={outcome} />
        <Spacer />
        <IconButton label={words.close} onClick={onClose}>
          <IconX size={14} />
        </IconButton>
      </Row>
      {outcome === 'unknown' && <p>{words.unknownWhy}</p>}
      {problem && <ErrorView problem={problem} />}
      <KeyValue
        nameWidth={100}
        facts={[
          { name: words.subject, value: subject },
          { name: words.cluster, value: entry.clusterName },
          { name: words.user, value: entry.user },
          { name: words.principal, value: entry.principal ?? <Dim>{words.noLogin}</Dim> },
          { name: words.began, value: formatTimestamp(BigInt(entry.beganAt), zone) },
          { name: words.ended, value: endedAt === null ? '–' : formatTimestamp(BigInt(endedAt), zone) },
        ]}
      />
      {details !== null && <Part title={words.asked} value={details} />}
      <Part title={words.before} value={before} />
      <Part title={words.after} value={after} />
    </div>
  )
}

function Part({ title, value }: { title: string; value: JournalEntry['before'] }): ReactNode {
  return (
    <section>
      <h3 className={styles.part}>{title}</h3>
      {value === null ? (
        <Dim>{texts.journal.nothing}</Dim>
      ) : (
        <pre className={styles.json}>{JSON.stringify(value, null, 2)}</pre>
      )}
    </section>
  )
}
