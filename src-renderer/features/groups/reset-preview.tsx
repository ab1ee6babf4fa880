import { IconAlertTriangle, IconArrowRight, IconDownload } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import type { GroupMember, ResetPreview, ResetPreviewRow, ToolCommand } from '../../api/groups.ts'
import type { Column } from '../../components/table-parts.tsx'
import { DataTable } from '../../components/data-table.tsx'
import { Button } from '../../components/button.tsx'
import { CopyButton } from '../../components/copy-button.tsx'
import { Dim, OneLine } from '../../components/text.tsx'
import { formatCount, formatOffset } from '../../formatting/counts.ts'
import { texts } from '../../languages/texts.ts'
import { describeAssignment, hostOf } from './assignment.ts'
import { partitionKey, totalsOf } from './reset-draft.ts'
import { RetryWhenEmpty } from './retry-when-empty.tsx'
import styles from './reset-dialog.module.css'
import { saveText } from '../../components/save-text.ts'

const ROW_HEIGHT = 30
const MOST_ROWS_HEIGHT = 250
const MOST_NOTES = 100

export interface ResetPreviewViewProps {
  readonly preview: ResetPreview
  /** It belongs to what was written before; the new one is on its way. */
  readonly isStale: boolean
  readonly showsMembers: boolean
  readonly onGroup: { readonly clusterId: string; readonly groupId: string }
  /** The group was active and is so no more. */
  readonly onEmpty: () => void
}

/** What the reset would do in each partition, whether it can be done now, and the same as a command. */
export function ResetPreviewView(props: ResetPreviewViewProps): ReactNode {
  const { preview, isStale, showsMembers, onGroup, onEmpty } = props
  const { rows, activeMembers, commands, badLines, leftAlone, state } = preview
  return (
    <section
      aria-label={texts.groups.reset.preview}
      className={styles.preview}
      data-stale={isStale}
      aria-busy={isStale}
    >
      {showsMembers && activeMembers.length > 0 && (
        <ActiveMembers members={activeMembers}>
          <RetryWhenEmpty {...onGroup} onEmpty={onEmpty} />
        </ActiveMembers>
      )}
      {state === 'Dead' && <Dim>{texts.groups.reset.makesGroup}</Dim>}
      {badLines.length > 0 && <BadLines lines={badLines} />}
      <p className={styles.totals}>{describeTotals(preview)}</p>
      {rows.length > 0 && (
        <div
          className={styles.table}
          style={{ height: Math.min(MOST_ROWS_HEIGHT, rows.length * ROW_HEIGHT + ROW_HEIGHT + 6) }}
        >
          <DataTable
            label={texts.groups.reset.beforeAndAfter}
            rows={rows}
            columns={columnsOf()}
            rowKey={partitionKey}
            rowHeight={ROW_HEIGHT}
          />
        </div>
      )}
      <Notes rows={rows} />
      {leftAlone.length > 0 && (
        <Dim>
          {texts.groups.reset.leftAlone(leftAlone.length)}{' '}
          {leftAlone
            .slice(0, 5)
            .map(({ topic, partition }) => `${topic}-${partition}`)
            .join(', ')}
          {leftAlone.length > 5 && ' …'} — {leftAlone[0]?.why}
        </Dim>
      )}
      {commands.map((command) => (
        <Command key={command.line} command={command} />
      ))}
    </section>
  )
}

function Notes({ rows }: { rows: readonly ResetPreviewRow[] }): ReactNode {
  const notes = rows.filter(({ note }) => note !== null)
  if (notes.length === 0) return null
  return (
    <ul className={styles.notes}>
      {notes.slice(0, MOST_NOTES).map((row) => (
        <li key={partitionKey(row)}>
          <strong>{`${row.topic}-${row.partition}`}</strong> {row.note}
        </li>
      ))}
      {notes.length > MOST_NOTES && <li>{texts.groups.more(notes.length - MOST_NOTES)}</li>}
    </ul>
  )
}

function BadLines({ lines }: { lines: ResetPreview['badLines'] }): ReactNode {
  return (
    <div role="alert" className={styles.notes}>
      <strong>{texts.groups.reset.badLines(lines.length)}</strong>
      <ul className={styles.members}>
        {lines.slice(0, MOST_NOTES).map(({ line, why }) => (
          <li key={`${line} ${why}`}>{texts.groups.reset.badLine(line, why)}</li>
        ))}
        {lines.length > MOST_NOTES && <li>{texts.groups.more(lines.length - MOST_NOTES)}</li>}
      </ul>
    </div>
  )
}

function Command({ command: { line, file } }: { command: ToolCommand }): ReactNode {
  return (
    <div className={styles.command}>
      <code>{line}</code>
      {file && (
        <Button size="small" icon={<IconDownload size={13} />} onClick={() => saveText({ ...file, type: 'text/csv' })}>
          {file.name}
        </Button>
      )}
      <CopyButton text={line} label={texts.groups.reset.copyCommand} />
    </div>
  )
}

function describeTotals({ rows, badLines }: ResetPreview): string {
  const { changedCount, rereadCount, skippedCount } = totalsOf(rows)
  const words = texts.groups.reset
  if (rows.length === 0) return badLines.length > 0 ? '' : words.noRows
  if (changedCount === 0) return words.nothingMoves
  const effects = [
    rereadCount > 0n && words.readAgain(rereadCount),
    skippedCount > 0n && words.skipped(skippedCount),
  ].filter((part) => part !== false)
  const moved = words.moves(changedCount)
  return effects.length === 0 ? `${moved}.` : `${moved}: ${effects.join(', ')}.`
}

function ActiveMembers({ members, children }: { members: readonly GroupMember[]; children: ReactNode }): ReactNode {
  return (
    <div role="alert" className={styles.active}>
      <IconAlertTriangle size={16} aria-hidden className={styles.activeIcon} />
      <div>
        <strong>{texts.groups.reset.isActive(members.length)}</strong>
        <p>{texts.groups.reset.stopThese}</p>
        <ul className={styles.members}>
          {members.map((member) => (
            <li key={member.memberId}>
              <strong>{member.clientId || member.memberId}</strong> {texts.groups.reset.at(hostOf(member.clientHost))}
              <Dim>{assignmentText(member)}</Dim>
            </li>
          ))}
        </ul>
        {children}
      </div>
    </div>
  )
}

function assignmentText(member: GroupMember): string {
  const text = describeAssignment(member.assignment)
  return text === null ? '' : ` — ${text}`
}

function columnsOf(): readonly Column<ResetPreviewRow>[] {
  const words = texts.groups.columns
  return [
    {
      id: 'topic',
      header: words.topic,
      width: 'minmax(120px, 1.6fr)',
      cell: ({ topic }) => <OneLine text={topic}>{topic}</OneLine>,
    },
    { id: 'partition', header: words.partition, width: '84px', align: 'end', cell: ({ partition }) => partition },
    {
      id: 'current',
      header: words.current,
      width: 'minmax(84px, 0.8fr)',
      align: 'end',
      cell: ({ currentOffset }) => <Offset offset={currentOffset} />,
    },
    {
      id: 'new',
      header: words.new,
      width: 'minmax(96px, 0.8fr)',
      align: 'end',
      cell: ({ newOffset, note }) => (
        <span className={styles.new} data-noted={note !== null}>
          <IconArrowRight size={13} aria-hidden /> <Offset offset={newOffset} />
        </span>
      ),
    },
    {
      id: 'effect',
      header: words.effect,
      width: 'minmax(130px, 1.3fr)',
      align: 'end',
      cell: (row) => <Effect row={row} />,
    },
  ]
}

function Offset({ offset }: { offset: bigint | null }): ReactNode {
  return offset === null ? <Dim>{texts.groups.noOffset}</Dim> : formatOffset(offset)
}

function Effect({ row: { rereadCount, skippedCount } }: { row: ResetPreviewRow }): ReactNode {
  if (rereadCount > 0n) return `↺ ${texts.groups.reset.shortAgain(formatCount(rereadCount))}`
  if (skippedCount > 0n) {
    return <span className={styles.skipped}>{`⏭ ${texts.groups.reset.shortSkipped(formatCount(skippedCount))}`}</span>
  }
  return <Dim>{texts.groups.reset.noEffect}</Dim>
}
