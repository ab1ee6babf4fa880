import { IconDots } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import type { GroupDetail, GroupPartition } from '../../api/groups.ts'
import { IconButton } from '../../components/button.tsx'
import { Hint } from '../../components/hint.tsx'
import { Link } from '../../components/link.tsx'
import { Menu } from '../../components/menu.tsx'
import type { Column } from '../../components/table-parts.tsx'
import { Dim, OneLine } from '../../components/text.tsx'
import { formatCount, formatOffset } from '../../formatting/counts.ts'
import { formatDuration } from '../../formatting/durations.ts'
import { texts } from '../../languages/texts.ts'
import type { OffsetsToDelete } from './delete-offsets-dialog.tsx'
import { partitionKey } from './reset-draft.ts'

interface ColumnInput {
  readonly clusterId: string
  readonly group: GroupDetail | undefined
  /** In milliseconds, by partition; undefined while it is not known. */
  readonly waits: ReadonlyMap<string, number | null>
  /** Why nothing can be deleted, though it is there. */
  readonly whyNoDelete: string | null
  /** Null where there is nothing to be deleted. */
  readonly onDelete: ((wanted: OffsetsToDelete) => void) | null
}

export function offsetColumns(input: ColumnInput): readonly Column<GroupPartition>[] {
  const { clusterId, group, waits, whyNoDelete, onDelete } = input
  const isShare = group?.type === 'share'
  return [
    ...placeColumns(clusterId),
    ...figureColumns(isShare, waits),
    readerColumn(group),
    ...(onDelete === null ? [] : [actsColumn(onDelete, { whyDisabled: whyNoDelete, isShare })]),
  ]
}

function placeColumns(clusterId: string): readonly Column<GroupPartition>[] {
  const words = texts.groups.columns
  return [
    {
      id: 'topic',
      header: words.topic,
      width: 'minmax(96px, 2fr)',
      sortBy: ({ topic }) => topic,
      cell: ({ topic }) => (
        <OneLine text={topic}>
          <Link
            to="/clusters/$clusterId/topics/$topic/$tab"
            params={{ clusterId, topic, tab: 'messages' }}
            tabIndex={-1}
          >
            {topic}
          </Link>
        </OneLine>
      ),
    },
    {
      id: 'partition',
      header: words.partition,
      width: '88px',
      align: 'end',
      sortBy: ({ partition }) => partition,
      cell: ({ partition }) => partition,
    },
  ]
}

function figureColumns(isShare: boolean, waits: ReadonlyMap<string, number | null>): readonly Column<GroupPartition>[] {
  const words = texts.groups.columns
  return [
    {
      id: 'committed',
      header: isShare ? words.start : words.committed,
      width: 'minmax(106px, 0.8fr)',
      align: 'end',
      sortBy: ({ committedOffset }) => committedOffset,
      cell: (partition) => <Committed partition={partition} />,
    },
    {
      id: 'end',
      header: words.end,
      width: 'minmax(64px, 0.8fr)',
      align: 'end',
      sortBy: ({ endOffset }) => endOffset,
      cell: ({ endOffset }) => (endOffset === null ? <Dim>–</Dim> : formatOffset(endOffset)),
    },
    {
      id: 'lag',
      header: words.lag,
      width: 'minmax(100px, 0.7fr)',
      align: 'end',
      sortBy: ({ lag }) => lag,
      cell: ({ lag }) => (lag === null ? <Dim>–</Dim> : formatCount(lag)),
    },
    {
      id: 'wait',
      header: words.behind,
      width: 'minmax(104px, 0.8fr)',
      align: 'end',
      sortBy: (partition) => waits.get(partitionKey(partition)),
      cell: (partition) => <Wait waitMs={waits.get(partitionKey(partition)) ?? null} />,
    },
  ]
}

function readerColumn(group: GroupDetail | undefined): Column<GroupPartition> {
  const clientIds = new Map(group?.members.map(({ memberId, clientId }) => [memberId, clientId]))
  return {
    id: 'member',
    header: texts.groups.columns.readBy,
    width: 'minmax(84px, 1.4fr)',
    sortBy: ({ memberId }) => memberId,
    cell: ({ memberId }) =>
      memberId === null ? (
        <Dim>{texts.groups.readByNobody}</Dim>
      ) : (
        <OneLine text={memberId}>{clientIds.get(memberId) ?? memberId}</OneLine>
      ),
  }
}

interface Acts {
  readonly whyDisabled: string | null
  readonly isShare: boolean
}

function actsColumn(
  onDelete: (wanted: OffsetsToDelete) => void,
  { whyDisabled, isShare }: Acts,
): Column<GroupPartition> {
  const words = texts.groups.deleteOffsets
  return {
    id: 'acts',
    header: '',
    width: '58px',
    align: 'end',
    cell: ({ topic, partition, committedOffset }) =>
      committedOffset !== null && (
        <Menu
          trigger={
            <IconButton label={words.menu(topic, partition)} size={22}>
              <IconDots size={14} />
            </IconButton>
          }
          items={[
            {
              label: words.ofPartition,
              whyDisabled: whyDisabled ?? (isShare ? words.wholeTopicOnly : null),
              onClick: () => onDelete({ topic, partition }),
            },
            { label: words.ofTopic(topic), whyDisabled, onClick: () => onDelete({ topic, partition: null }) },
          ]}
        />
      ),
  }
}

/** How long the oldest unread message has been waiting. */
function Wait({ waitMs }: { waitMs: number | null }): ReactNode {
  if (waitMs === null) return <Dim>–</Dim>
  return (
    <Hint text={texts.groups.behindHint}>
      <span>{formatDuration(waitMs)}</span>
    </Hint>
  )
}

/** Without a commit a consumer starts where its `auto.offset.reset` says, which is not offset 0. */
function Committed({ partition: { committedOffset, committedMetadata } }: { partition: GroupPartition }): ReactNode {
  if (committedOffset === null) {
    return (
      <Hint text={texts.groups.noOffsetHint}>
        <span>
          <Dim>{texts.groups.noOffset}</Dim>
        </span>
      </Hint>
    )
  }
  const hasMetadata = committedMetadata !== null && committedMetadata !== ''
  return (
    <span title={hasMetadata ? texts.groups.metadata(committedMetadata) : undefined}>
      {formatOffset(committedOffset)}
    </span>
  )
}
