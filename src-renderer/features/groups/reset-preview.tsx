import { IconAlertTriangle, IconArrowRight } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import type { GroupMember, ResetPreview, ResetPreviewRow } from '../../api/groups.ts'
import type { Column } from '../../components/table-parts.tsx'
import { DataTable } from '../../components/data-table.tsx'
import { CopyButton } from '../../components/copy-button.tsx'
import { Dim, OneLine } from '../../components/text.tsx'
import { formatCount, formatCountOf, formatOffset } from '../../formatting/counts.ts'
import { describeAssignment, hostOf } from './assignment.ts'
import { partitionKey, totalsOf } from './reset-draft.ts'
import styles from './reset-dialog.module.css'

const ROW_HEIGHT = 30
const MOST_ROWS_HEIGHT = 250

/** What the reset would do in each partition, whether it can be done now, and the same as a command. */
export function ResetPreviewView({ preview }: { preview: ResetPreview }): ReactNode {
  const { rows, activeMembers, commandLine } = preview
  const notes = rows.filter(({ note }) => note !== null)
  return (
    <section aria-label="Preview" className={styles.preview}>
      {activeMembers.length > 0 && <ActiveMembers members={activeMembers} />}
      <p className={styles.totals}>{describeTotals(preview)}</p>
      <div
        className={styles.table}
        style={{ height: Math.min(MOST_ROWS_HEIGHT, rows.length * ROW_HEIGHT + ROW_HEIGHT + 6) }}
      >
        <DataTable
          label="Offsets before and after"
          rows={rows}
          columns={COLUMNS}
          rowKey={partitionKey}
          rowHeight={ROW_HEIGHT}
        />
      </div>
      {notes.length > 0 && (
        <ul className={styles.notes}>
          {notes.map((row) => (
            <li key={partitionKey(row)}>
              <strong>{`${row.topic}-${row.partition}`}</strong> {row.note}
            </li>
          ))}
        </ul>
      )}
      <div className={styles.command}>
        <code>{commandLine}</code>
        <CopyButton text={commandLine} label="Copy the command" />
      </div>
    </section>
  )
}

function describeTotals({ rows }: ResetPreview): string {
  const { changedCount, rereadCount, skippedCount } = totalsOf(rows)
  if (changedCount === 0) return 'Nothing changes: the group is there already.'
  const effects = [
    rereadCount > 0n && `${formatCountOf(rereadCount, 'message')} read again`,
    skippedCount > 0n && `${formatCountOf(skippedCount, 'message')} skipped`,
  ].filter((part) => part !== false)
  const moved = `${formatCountOf(changedCount, 'partition')} ${changedCount === 1 ? 'moves' : 'move'}`
  return effects.length === 0 ? `${moved}.` : `${moved}: ${effects.join(', ')}.`
}

function ActiveMembers({ members }: { members: readonly GroupMember[] }): ReactNode {
  return (
    <div role="alert" className={styles.active}>
      <IconAlertTriangle size={16} aria-hidden className={styles.activeIcon} />
      <div>
        <strong>{`The group is active: ${formatCountOf(members.length, 'member')} would overwrite the offsets.`}</strong>
        <p>Offsets can be applied once these have been stopped and the group is empty:</p>
        <ul className={styles.members}>
          {members.map((member) => (
            <li key={member.memberId}>
              <strong>{member.clientId || member.memberId}</strong> at {hostOf(member.clientHost)}
              <Dim>{assignmentText(member)}</Dim>
            </li>
          ))}
        </ul>
      </div>
    </div>
  )
}

function assignmentText(member: GroupMember): string {
  const text = describeAssignment(member.assignment)
  return text === null ? '' : ` — ${text}`
}

const COLUMNS: readonly Column<ResetPreviewRow>[] = [
  {
    id: 'topic',
    header: 'Topic',
    width: 'minmax(120px, 1.6fr)',
    cell: ({ topic }) => <OneLine text={topic}>{topic}</OneLine>,
  },
  { id: 'partition', header: 'Partition', width: '76px', align: 'end', cell: ({ partition }) => partition },
  {
    id: 'current',
    header: 'Current',
    width: 'minmax(84px, 0.8fr)',
    align: 'end',
    cell: ({ currentOffset }) => (currentOffset === null ? <Dim>no offset</Dim> : formatOffset(currentOffset)),
  },
  {
    id: 'new',
    header: 'New',
    width: 'minmax(96px, 0.8fr)',
    align: 'end',
    cell: ({ newOffset, note }) => (
      <span className={styles.new} data-noted={note !== null}>
        <IconArrowRight size={13} aria-hidden /> {formatOffset(newOffset)}
      </span>
    ),
  },
  {
    id: 'effect',
    header: 'Effect',
    width: 'minmax(130px, 1.3fr)',
    align: 'end',
    cell: (row) => <Effect row={row} />,
  },
]

function Effect({ row: { rereadCount, skippedCount } }: { row: ResetPreviewRow }): ReactNode {
  if (rereadCount > 0n) return `${formatCount(rereadCount)} read again`
  if (skippedCount > 0n) return <span className={styles.skipped}>{`${formatCount(skippedCount)} skipped`}</span>
  return <Dim>none</Dim>
}
