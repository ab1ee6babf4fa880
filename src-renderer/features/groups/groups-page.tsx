import { IconUsersGroup } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useMemo } from 'react'
import { queries } from '../../api/client.ts'
import { problemOf } from '../../api/problem.ts'
import { useRememberedText } from '../../api/remembered.ts'
import { DataTable } from '../../components/data-table.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { ErrorView } from '../../components/error-view.tsx'
import { SearchField } from '../../components/fields.tsx'
import { Spacer } from '../../components/layout.tsx'
import { Page, Toolbar } from '../../components/page.tsx'
import { Dim } from '../../components/text.tsx'
import { formatCount, formatCountOf } from '../../formatting/counts.ts'
import { groupColumns } from './group-columns.tsx'
import { useGroupFigures } from './group-figures.ts'

/** All consumer groups of a cluster, of every type. */
export function GroupsPage({ clusterId }: { clusterId: string }): ReactNode {
  const [search, setSearch] = useRememberedText(`groups of ${clusterId}`)
  const navigate = useNavigate()
  const { data: all, error } = useQuery(
    queries.groups.list.queryOptions({ input: { clusterId }, refetchInterval: 4000 }),
  )
  const shown = useMemo(() => all?.filter(({ groupId }) => matches(groupId, search)), [all, search])
  const { figures, onVisibleRows } = useGroupFigures(clusterId)
  const columns = useMemo(() => groupColumns({ clusterId, figures }), [clusterId, figures])
  return (
    <Page title="Consumer groups" layout="fill">
      {error && !all ? (
        <ErrorView problem={problemOf(error, 'The consumer groups could not be listed.')} />
      ) : (
        <>
          <Toolbar>
            <SearchField label="Search groups" value={search} onChange={setSearch} />
            <Spacer />
            <Dim>{shown && all ? countText(shown.length, all.length) : ''}</Dim>
          </Toolbar>
          <DataTable
            label="Consumer groups"
            rows={shown}
            columns={columns}
            rowKey={({ groupId }) => groupId}
            minWidth={640}
            onOpen={({ groupId }) =>
              void navigate({ to: '/clusters/$clusterId/groups/$groupId', params: { clusterId, groupId } })
            }
            onVisibleRows={onVisibleRows}
            initialSort={{ columnId: 'group', direction: 'up' }}
            empty={<NoGroups isSearch={search !== ''} />}
          />
        </>
      )}
    </Page>
  )
}

function matches(groupId: string, search: string): boolean {
  const name = groupId.toLowerCase()
  return search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => name.includes(word))
}

function countText(shown: number, all: number): string {
  return shown === all ? formatCountOf(all, 'group') : `${formatCount(shown)} of ${formatCountOf(all, 'group')}`
}

function NoGroups({ isSearch }: { isSearch: boolean }): ReactNode {
  return isSearch ? (
    <EmptyState title="No group is called so">Every word of the search must stand in the name.</EmptyState>
  ) : (
    <EmptyState icon={<IconUsersGroup size={20} />} title="No consumer groups yet">
      A group appears here as soon as a client reads with a <code>group.id</code>. Looking at messages in Brokkr makes
      none.
    </EmptyState>
  )
}
