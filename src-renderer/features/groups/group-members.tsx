import { IconUserOff } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import type { GroupDetail, GroupMember } from '../../api/groups.ts'
import type { Column } from '../../components/table-parts.tsx'
import { DataTable } from '../../components/data-table.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { TabContent } from '../../components/page.tsx'
import { Dim, Mono, OneLine } from '../../components/text.tsx'
import { texts } from '../../languages/texts.ts'
import { describeAssignment, hostOf } from './assignment.ts'

/** Who is in the group, and what each of them reads. */
export function GroupMembers({ group }: { group: GroupDetail | undefined }): ReactNode {
  const hasEpochs = group?.groupEpoch !== null && group?.groupEpoch !== undefined
  return (
    <TabContent>
      <DataTable
        label={texts.groups.membersOfGroup}
        rows={group?.members}
        columns={[...identityColumns(), ...(hasEpochs ? [epochColumn()] : []), assignmentColumn()]}
        rowKey={({ memberId }) => memberId}
        minWidth={640}
        empty={
          <EmptyState icon={<IconUserOff size={20} />} title={texts.groups.nobody}>
            {texts.groups.nobodyDetail}
          </EmptyState>
        }
      />
    </TabContent>
  )
}

function identityColumns(): readonly Column<GroupMember>[] {
  const words = texts.groups.columns
  return [
    {
      id: 'client',
      header: words.clientId,
      width: 'minmax(110px, 1fr)',
      sortBy: ({ clientId }) => clientId,
      cell: ({ clientId }) => <OneLine text={clientId}>{clientId}</OneLine>,
    },
    {
      id: 'member',
      header: words.memberId,
      width: 'minmax(150px, 1.6fr)',
      cell: ({ memberId, groupInstanceId }) => (
        <OneLine text={memberId}>
          <Mono>{groupInstanceId === null ? memberId : texts.groups.staticMember(groupInstanceId)}</Mono>
        </OneLine>
      ),
    },
    {
      id: 'host',
      header: words.host,
      width: 'minmax(100px, 0.8fr)',
      sortBy: ({ clientHost }) => clientHost,
      cell: ({ clientHost, rackId }) => (
        <>
          <Mono>{hostOf(clientHost)}</Mono>
          {rackId !== null && rackId !== '' && <Dim> {rackId}</Dim>}
        </>
      ),
    },
  ]
}

/** How far the member has followed the group. */
function epochColumn(): Column<GroupMember> {
  return {
    id: 'epoch',
    header: texts.groups.columns.epoch,
    width: '72px',
    align: 'end',
    sortBy: ({ memberEpoch }) => memberEpoch,
    cell: ({ memberEpoch }) => memberEpoch ?? <Dim>–</Dim>,
  }
}

function assignmentColumn(): Column<GroupMember> {
  return {
    id: 'assignment',
    header: texts.groups.columns.assigned,
    width: 'minmax(180px, 2fr)',
    cell: ({ assignment, targetAssignment }) => {
      const text = describeAssignment(assignment)
      const target = targetAssignment === null ? text : describeAssignment(targetAssignment)
      return (
        <OneLine text={target === text ? (text ?? '') : texts.groups.onTheWay(text ?? '–', target ?? '–')}>
          {text ?? <Dim>–</Dim>}
          {target !== text && <Dim> → {target ?? '–'}</Dim>}
        </OneLine>
      )
    },
  }
}
