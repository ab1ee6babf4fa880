import { IconHistory, IconTrash } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useState } from 'react'
import { queries } from '../../api/client.ts'
import type { GroupDetail } from '../../api/groups.ts'
import { problemOf } from '../../api/problem.ts'
import { Badge } from '../../components/badge.tsx'
import { Button } from '../../components/button.tsx'
import { ErrorView } from '../../components/error-view.tsx'
import { Page } from '../../components/page.tsx'
import { Tabs } from '../../components/tabs.tsx'
import { TextSkeleton } from '../../components/text.tsx'
import { formatCount, formatCountOf } from '../../formatting/counts.ts'
import { DeleteGroupDialog } from './delete-group-dialog.tsx'
import { nameOfState, nameOfType, toneOfState } from './group-look.ts'
import { GroupMembers } from './group-members.tsx'
import { GroupOffsets } from './group-offsets.tsx'
import { ResetDialog } from './reset-dialog.tsx'

export interface GroupPageProps {
  readonly clusterId: string
  readonly groupId: string
}

/** While somebody looks, it is asked again this often. */
const REFRESH_EVERY_MS = 2000

type GroupTab = 'offsets' | 'members'

/** One consumer group: who reads, how far, how far behind. */
export function GroupPage({ clusterId, groupId }: GroupPageProps): ReactNode {
  const [tab, setTab] = useState<GroupTab>('offsets')
  const { data, error } = useQuery(
    queries.groups.describe.queryOptions({ input: { clusterId, groupId }, refetchInterval: REFRESH_EVERY_MS }),
  )
  return (
    <Page
      title={
        <>
          {groupId} {data && <Badge tone={toneOfState(data.state)}>{nameOfState(data.state)}</Badge>}
        </>
      }
      subtitle={data ? summaryOf(data) : !error && <TextSkeleton width={260} />}
      layout="fill"
      actions={data && <GroupActions clusterId={clusterId} group={data} />}
    >
      {error && <ErrorView problem={problemOf(error, 'The group could not be read.')} />}
      {(data ?? !error) && (
        <Tabs label={`Parts of ${groupId}`} tabs={tabsOf(data)} current={tab} onChange={setTab} isFilling>
          {tab === 'offsets' ? (
            <GroupOffsets clusterId={clusterId} group={data} />
          ) : (
            <GroupMembers members={data?.members} />
          )}
        </Tabs>
      )}
    </Page>
  )
}

function tabsOf(group: GroupDetail | undefined) {
  return [
    { id: 'offsets', label: 'Offsets', ...(group && { count: formatCount(group.partitions.length) }) },
    { id: 'members', label: 'Members', ...(group && { count: formatCount(group.members.length) }) },
  ] as const
}

function summaryOf(group: GroupDetail): string {
  const uncommitted = group.partitions.filter(({ committedOffset }) => committedOffset === null).length
  return [
    `lag ${formatCount(group.totalLag)}`,
    uncommitted > 0 && `${formatCountOf(uncommitted, 'partition')} without an offset`,
    formatCountOf(group.members.length, 'member'),
    nameOfType(group.type).toLowerCase(),
    group.protocol !== '' && group.protocol,
    group.coordinator !== null && `coordinated by broker ${group.coordinator}`,
  ]
    .filter((part) => part !== false)
    .join('  ·  ')
}

function GroupActions({ clusterId, group }: { clusterId: string; group: GroupDetail }): ReactNode {
  const [open, setOpen] = useState<'reset' | 'delete' | null>(null)
  const close = (): void => setOpen(null)
  return (
    <>
      <Button icon={<IconTrash size={14} />} onClick={() => setOpen('delete')}>
        Delete group
      </Button>
      <Button tone="primary" icon={<IconHistory size={14} />} onClick={() => setOpen('reset')}>
        Reset offsets
      </Button>
      <DeleteGroupDialog clusterId={clusterId} group={group} isOpen={open === 'delete'} onClose={close} />
      <ResetDialog clusterId={clusterId} group={group} isOpen={open === 'reset'} onClose={close} />
    </>
  )
}
