import { IconUsersGroup } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { queries } from '../../api/client.ts'
import type { GroupSummary } from '../../api/groups.ts'
import { problemOf } from '../../api/problem.ts'
import type { Column } from '../../components/table-parts.tsx'
import { DataTable } from '../../components/data-table.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { ErrorView } from '../../components/error-view.tsx'
import { NotAll } from '../../components/not-all.tsx'
import { TabContent } from '../../components/page.tsx'
import { Dim } from '../../components/text.tsx'
import { formatCount } from '../../formatting/counts.ts'
import { texts } from '../../languages/texts.ts'
import { identityColumns } from './group-columns.tsx'

interface GroupOfTopic extends GroupSummary {
  readonly lag: bigint | null
  readonly memberCount: number
}

/** The groups that read a topic, and how far each is behind in it. */
export function TopicGroupsTab({ clusterId, topic }: { clusterId: string; topic: string }): ReactNode {
  const navigate = useNavigate()
  const { data, error } = useQuery(
    queries.groups.ofTopic.queryOptions({ input: { clusterId, topic }, refetchInterval: 2000 }),
  )
  const columns = columnsOf(clusterId)
  return (
    <TabContent>
      {error && !data ? (
        <ErrorView problem={problemOf(error, texts.groups.notListedOfTopic)} />
      ) : (
        <>
          <NotAll problems={data?.problems} />
          <DataTable
            label={texts.groups.groupsOfTopic}
            rows={data?.groups}
            columns={columns}
            rowKey={({ groupId }) => groupId}
            onOpen={({ groupId }) =>
              void navigate({
                to: '/clusters/$clusterId/groups/$groupId/$tab',
                params: { clusterId, groupId, tab: 'offsets' },
              })
            }
            initialSort={{ columnId: 'group', direction: 'up' }}
            empty={
              <EmptyState icon={<IconUsersGroup size={20} />} title={texts.groups.noneOfTopic}>
                {texts.groups.noneOfTopicDetail}
              </EmptyState>
            }
          />
        </>
      )}
    </TabContent>
  )
}

function columnsOf(clusterId: string): readonly Column<GroupOfTopic>[] {
  return [
    ...identityColumns<GroupOfTopic>(clusterId),
    {
      id: 'members',
      header: texts.groups.columns.members,
      width: 'minmax(98px, 0.7fr)',
      align: 'end',
      sortBy: ({ memberCount }) => memberCount,
      cell: ({ memberCount }) => formatCount(memberCount),
    },
    {
      id: 'lag',
      header: texts.groups.columns.lagInTopic,
      width: 'minmax(164px, 0.9fr)',
      align: 'end',
      sortBy: ({ lag }) => lag,
      cell: ({ lag }) => (lag === null ? <Dim>{texts.groups.noOffset}</Dim> : formatCount(lag)),
    },
  ]
}
