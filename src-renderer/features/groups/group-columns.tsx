import { IconPin } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import type { GroupFigures, GroupSummary } from '../../api/groups.ts'
import { Badge } from '../../components/badge.tsx'
import type { Column } from '../../components/table-parts.tsx'
import { Link } from '../../components/link.tsx'
import { Dim, OneLine, TextSkeleton } from '../../components/text.tsx'
import { formatCount } from '../../formatting/counts.ts'
import { nameOfState } from '../../formatting/group-states.ts'
import { texts } from '../../languages/texts.ts'
import { nameOfType, toneOfState } from './group-look.ts'

interface ColumnInput {
  readonly clusterId: string
  readonly figures: ReadonlyMap<string, GroupFigures>
  /** The groups whose lag is recorded. */
  readonly pinned: ReadonlySet<string>
}

export function groupColumns({ clusterId, figures, pinned }: ColumnInput): readonly Column<GroupSummary>[] {
  return [
    ...identityColumns<GroupSummary>(clusterId, pinned),
    {
      id: 'type',
      header: texts.groups.columns.type,
      width: 'minmax(124px, 0.9fr)',
      sortBy: ({ type }) => type,
      cell: ({ type }) => <Dim>{nameOfType(type)}</Dim>,
    },
    figureColumn(
      { id: 'members', header: texts.groups.columns.members, of: ({ memberCount }) => memberCount },
      figures,
    ),
    figureColumn({ id: 'topics', header: texts.groups.columns.topics, of: ({ topicCount }) => topicCount }, figures),
    figureColumn({ id: 'lag', header: texts.groups.columns.totalLag, of: ({ totalLag }) => totalLag }, figures),
  ]
}

const NONE: ReadonlySet<string> = new Set()

/** Which group it is and how it is. */
export function identityColumns<Row extends GroupSummary>(
  clusterId: string,
  pinned: ReadonlySet<string> = NONE,
): readonly Column<Row>[] {
  return [
    {
      id: 'group',
      header: texts.groups.columns.group,
      width: 'minmax(180px, 2.4fr)',
      sortBy: ({ groupId }) => groupId,
      cell: ({ groupId }) => (
        <OneLine text={groupId}>
          <Link
            to="/clusters/$clusterId/groups/$groupId/$tab"
            params={{ clusterId, groupId, tab: 'offsets' }}
            tabIndex={-1}
          >
            {groupId}
          </Link>
          {pinned.has(groupId) && (
            <IconPin size={13} aria-label={texts.groups.isPinned} style={{ marginInlineStart: 6 }} />
          )}
        </OneLine>
      ),
    },
    {
      id: 'state',
      header: texts.groups.columns.state,
      width: 'minmax(120px, 1fr)',
      sortBy: ({ state }) => state,
      cell: ({ state }) => <Badge tone={toneOfState(state)}>{nameOfState(state)}</Badge>,
    },
  ]
}

interface FigureColumn {
  readonly id: string
  readonly header: string
  readonly of: (figures: GroupFigures) => bigint | number | null
}

function figureColumn(
  { id, header, of }: FigureColumn,
  figures: ReadonlyMap<string, GroupFigures>,
): Column<GroupSummary> {
  return {
    id,
    header,
    width: 'minmax(98px, 0.7fr)',
    align: 'end',
    cell: ({ groupId }) => <Figure known={figures.get(groupId)} of={of} />,
  }
}

function Figure({ known, of }: { known: GroupFigures | undefined; of: FigureColumn['of'] }): ReactNode {
  if (known === undefined) return <TextSkeleton width={36} />
  const figure = of(known)
  return figure === null ? <Dim>–</Dim> : formatCount(figure)
}
