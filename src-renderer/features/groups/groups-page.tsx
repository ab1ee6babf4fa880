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
import { NotAll } from '../../components/not-all.tsx'
import { Page, Toolbar } from '../../components/page.tsx'
import { Phrase } from '../../components/phrase.tsx'
import { Dim } from '../../components/text.tsx'
import { holdsWords } from '../../components/words.ts'
import { formatCount } from '../../formatting/counts.ts'
import { texts } from '../../languages/texts.ts'
import { DeletedGroupBar } from './deleted-group-bar.tsx'
import { groupColumns } from './group-columns.tsx'
import { useGroupFigures } from './group-figures.ts'

/** All consumer groups of a cluster, of every type. */
export function GroupsPage({ clusterId }: { clusterId: string }): ReactNode {
  const [search, setSearch] = useRememberedText(`groups of ${clusterId}`)
  const navigate = useNavigate()
  const { data, error } = useQuery(queries.groups.list.queryOptions({ input: { clusterId }, refetchInterval: 4000 }))
  const all = data?.groups
  const shown = useMemo(() => {
    const isWanted = holdsWords(search)
    return all?.filter(({ groupId }) => isWanted(groupId))
  }, [all, search])
  const { figures, onVisibleRows } = useGroupFigures(clusterId)
  const { data: pinned } = useQuery(queries.lag.pinned.queryOptions({ input: { clusterId } }))
  const columns = groupColumns({ clusterId, figures, pinned: new Set(pinned) })
  return (
    <Page title={texts.groups.title} layout="fill">
      {error && !all ? (
        <ErrorView problem={problemOf(error, texts.groups.notListed)} />
      ) : (
        <>
          <Toolbar>
            <SearchField label={texts.groups.search} value={search} onChange={setSearch} />
            <Spacer />
            <Dim>{shown && all ? countText(shown.length, all.length) : ''}</Dim>
          </Toolbar>
          <NotAll problems={data?.problems} />
          {all && data.problems.length === 0 && <DeletedGroupBar clusterId={clusterId} groups={all} />}
          <DataTable
            label={texts.groups.title}
            rows={shown}
            columns={columns}
            rowKey={({ groupId }) => groupId}
            minWidth={730}
            onOpen={({ groupId }) =>
              void navigate({
                to: '/clusters/$clusterId/groups/$groupId/$tab',
                params: { clusterId, groupId, tab: 'offsets' },
              })
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

function countText(shown: number, all: number): string {
  return shown === all ? texts.groups.count(all) : texts.groups.countOf(formatCount(shown), all)
}

function NoGroups({ isSearch }: { isSearch: boolean }): ReactNode {
  return isSearch ? (
    <EmptyState title={texts.groups.noneFound}>{texts.groups.noneFoundDetail}</EmptyState>
  ) : (
    <EmptyState icon={<IconUsersGroup size={20} />} title={texts.groups.none}>
      <Phrase parts={texts.groups.noneDetail(<code key="setting">group.id</code>)} />
    </EmptyState>
  )
}
