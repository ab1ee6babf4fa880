import type { ReactNode } from 'react'
import type { JournalEntry } from '../../api/journal.ts'
import { Badge, type Tone } from '../../components/badge.tsx'
import type { Column } from '../../components/table-parts.tsx'
import { Dim, Mono, OneLine } from '../../components/text.tsx'
import { formatTimestamp, type TimestampZone } from '../../formatting/timestamps.ts'
import { texts } from '../../languages/texts.ts'

const TONES: Readonly<Record<JournalEntry['outcome'], Tone>> = {
  done: 'ok',
  failed: 'bad',
  stopped: 'warn',
  unknown: 'warn',
}

export function OutcomeBadge({ outcome }: { outcome: JournalEntry['outcome'] }): ReactNode {
  return <Badge tone={TONES[outcome]}>{texts.journal.outcomes[outcome]}</Badge>
}

/** What was done, in words; a path of the contract that has none as it is. */
export function wordsOfAction(action: string): string {
  return texts.journal.actions[action] ?? action
}

interface ColumnInput {
  readonly zone: TimestampZone
  readonly hasCluster: boolean
}

export function journalColumns({ zone, hasCluster }: ColumnInput): readonly Column<JournalEntry>[] {
  const words = texts.journal
  return [
    {
      id: 'when',
      header: words.when,
      width: 'minmax(196px, 1fr)',
      cell: ({ beganAt }) => <OneLine>{formatTimestamp(BigInt(beganAt), zone)}</OneLine>,
    },
    {
      id: 'what',
      header: words.what,
      width: 'minmax(130px, 1.2fr)',
      cell: ({ action }) => <OneLine>{wordsOfAction(action)}</OneLine>,
    },
    {
      id: 'subject',
      header: words.subject,
      width: 'minmax(110px, 1.4fr)',
      cell: ({ subject }) => (
        <OneLine text={subject}>
          <Mono>{subject}</Mono>
        </OneLine>
      ),
    },
    ...(hasCluster
      ? [
          {
            id: 'cluster',
            header: words.cluster,
            width: 'minmax(100px, 1fr)',
            cell: ({ clusterName }: JournalEntry) => <OneLine>{clusterName}</OneLine>,
          },
        ]
      : []),
    {
      id: 'user',
      header: words.user,
      width: 'minmax(70px, 0.7fr)',
      cell: ({ user }) => <Dim>{user}</Dim>,
    },
    {
      id: 'outcome',
      header: words.outcome,
      width: 'minmax(110px, 0.8fr)',
      cell: ({ outcome }) => <OutcomeBadge outcome={outcome} />,
    },
  ]
}
