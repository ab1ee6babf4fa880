import { IconBookmarkOff } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useMemo } from 'react'
import type { GroupDetail, GroupMember, GroupPartition } from '../../api/groups.ts'
import type { Column } from '../../components/table-parts.tsx'
import { DataTable } from '../../components/data-table.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { Hint } from '../../components/hint.tsx'
import { Link } from '../../components/link.tsx'
import { TabContent } from '../../components/page.tsx'
import { Dim, OneLine } from '../../components/text.tsx'
import { formatCount, formatOffset } from '../../formatting/counts.ts'

interface GroupOffsetsProps {
  readonly clusterId: string
  readonly group: GroupDetail | undefined
}

/** How far the group is in each partition. */
export function GroupOffsets({ clusterId, group }: GroupOffsetsProps): ReactNode {
  const columns = useMemo(() => columnsOf(clusterId, group?.members ?? []), [clusterId, group?.members])
  return (
    <TabContent>
      <DataTable
        label="Offsets of the group"
        rows={group?.partitions}
        columns={columns}
        rowKey={({ topic, partition }) => `${topic}-${partition}`}
        minWidth={640}
        empty={
          <EmptyState icon={<IconBookmarkOff size={20} />} title="No offsets">
            The group has committed none and has no partitions assigned.
          </EmptyState>
        }
      />
    </TabContent>
  )
}

function columnsOf(clusterId: string, members: readonly GroupMember[]): readonly Column<GroupPartition>[] {
  const clientIds = new Map(members.map(({ memberId, clientId }) => [memberId, clientId]))
  return [
    {
      id: 'topic',
      header: 'Topic',
      width: 'minmax(140px, 2fr)',
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
      header: 'Partition',
      width: '84px',
      align: 'end',
      sortBy: ({ partition }) => partition,
      cell: ({ partition }) => partition,
    },
    {
      id: 'committed',
      header: 'Committed',
      width: 'minmax(96px, 0.8fr)',
      align: 'end',
      sortBy: ({ committedOffset }) => committedOffset,
      cell: (partition) => <Committed partition={partition} />,
    },
    {
      id: 'end',
      header: 'End',
      width: 'minmax(84px, 0.8fr)',
      align: 'end',
      sortBy: ({ endOffset }) => endOffset,
      cell: ({ endOffset }) => (endOffset === null ? <Dim>–</Dim> : formatOffset(endOffset)),
    },
    {
      id: 'lag',
      header: 'Lag',
      width: 'minmax(84px, 0.8fr)',
      align: 'end',
      sortBy: ({ lag }) => lag,
      cell: ({ lag }) => (lag === null ? <Dim>–</Dim> : formatCount(lag)),
    },
    {
      id: 'member',
      header: 'Read by',
      width: 'minmax(140px, 1.6fr)',
      sortBy: ({ memberId }) => memberId,
      cell: ({ memberId }) =>
        memberId === null ? (
          <Dim>nobody</Dim>
        ) : (
          <OneLine text={memberId}>{clientIds.get(memberId) ?? memberId}</OneLine>
        ),
    },
  ]
}

/** Without a commit a consumer starts where its `auto.offset.reset` says, which is not offset 0. */
function Committed({ partition: { committedOffset, committedMetadata } }: { partition: GroupPartition }): ReactNode {
  if (committedOffset === null) {
    return (
      <Hint text="The group has committed nothing here. A consumer starts where its auto.offset.reset says.">
        <span>
          <Dim>no offset</Dim>
        </span>
      </Hint>
    )
  }
  const hasMetadata = committedMetadata !== null && committedMetadata !== ''
  return <span title={hasMetadata ? `Metadata: ${committedMetadata}` : undefined}>{formatOffset(committedOffset)}</span>
}
