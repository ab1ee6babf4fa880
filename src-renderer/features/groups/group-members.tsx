import { IconUserOff } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import type { GroupMember } from '../../api/groups.ts'
import type { Column } from '../../components/table-parts.tsx'
import { DataTable } from '../../components/data-table.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { TabContent } from '../../components/page.tsx'
import { Dim, Mono, OneLine } from '../../components/text.tsx'
import { describeAssignment, hostOf } from './assignment.ts'

/** Who is in the group, and what each of them reads. */
export function GroupMembers({ members }: { members: readonly GroupMember[] | undefined }): ReactNode {
  return (
    <TabContent>
      <DataTable
        label="Members of the group"
        rows={members}
        columns={COLUMNS}
        rowKey={({ memberId }) => memberId}
        minWidth={640}
        empty={
          <EmptyState icon={<IconUserOff size={20} />} title="Nobody is in the group">
            Its offsets are kept; members that come back go on from there.
          </EmptyState>
        }
      />
    </TabContent>
  )
}

const COLUMNS: readonly Column<GroupMember>[] = [
  {
    id: 'client',
    header: 'Client id',
    width: 'minmax(110px, 1fr)',
    sortBy: ({ clientId }) => clientId,
    cell: ({ clientId }) => <OneLine text={clientId}>{clientId}</OneLine>,
  },
  {
    id: 'member',
    header: 'Member id',
    width: 'minmax(150px, 1.6fr)',
    cell: ({ memberId, groupInstanceId }) => (
      <OneLine text={memberId}>
        <Mono>{groupInstanceId === null ? memberId : `${groupInstanceId} (static)`}</Mono>
      </OneLine>
    ),
  },
  {
    id: 'host',
    header: 'Host',
    width: 'minmax(100px, 0.8fr)',
    sortBy: ({ clientHost }) => clientHost,
    cell: ({ clientHost }) => <Mono>{hostOf(clientHost)}</Mono>,
  },
  {
    id: 'assignment',
    header: 'Assigned',
    width: 'minmax(180px, 2fr)',
    cell: ({ assignment }) => {
      const text = describeAssignment(assignment)
      return text === null ? <Dim>–</Dim> : <OneLine text={text}>{text}</OneLine>
    },
  },
]
