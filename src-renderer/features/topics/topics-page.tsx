import { IconBoxMultiple, IconPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useLocation, useNavigate } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useMemo, useState } from 'react'
import { queries } from '../../api/client.ts'
import { problemOf } from '../../api/problem.ts'
import { useSettings } from '../../api/settings.ts'
import type { TopicSummary } from '../../api/topics.ts'
import { useRememberedText } from '../../api/remembered.ts'
import { Button } from '../../components/button.tsx'
import { DataTable } from '../../components/data-table.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { ErrorView } from '../../components/error-view.tsx'
import { SearchField, SwitchField } from '../../components/fields.tsx'
import { Spacer } from '../../components/layout.tsx'
import { Page, Toolbar } from '../../components/page.tsx'
import { Dim } from '../../components/text.tsx'
import { formatCount, formatCountOf } from '../../formatting/counts.ts'
import { CreateTopicDialog } from './create-topic-dialog.tsx'
import { topicColumns } from './topic-columns.tsx'
import { filterTopics } from './topic-filter.ts'
import { useTopicFigures } from './topic-figures.ts'

/** All topics of a cluster. */
export function TopicsPage({ clusterId }: { clusterId: string }): ReactNode {
  const navigate = useNavigate()
  const isAsked = useLocation().hash === 'create'
  const [isOpened, setIsOpened] = useState(false)
  const close = (): void => {
    setIsOpened(false)
    if (isAsked) void navigate({ to: '/clusters/$clusterId/topics', params: { clusterId }, replace: true })
  }
  return (
    <Page
      title="Topics"
      layout="fill"
      actions={
        <Button tone="primary" icon={<IconPlus size={14} />} onClick={() => setIsOpened(true)}>
          Create topic
        </Button>
      }
    >
      <TopicList clusterId={clusterId} />
      <CreateTopicDialog clusterId={clusterId} isOpen={isOpened || isAsked} onClose={close} />
    </Page>
  )
}

function TopicList({ clusterId }: { clusterId: string }): ReactNode {
  const { showInternalTopics } = useSettings()
  const [search, setSearch] = useRememberedText(`topics of ${clusterId}`)
  const [chosenInternal, setChosenInternal] = useState<boolean | null>(null)
  const showsInternal = chosenInternal ?? showInternalTopics
  const navigate = useNavigate()
  const { data: all, error } = useQuery(
    queries.topics.list.queryOptions({ input: { clusterId }, refetchInterval: 5000 }),
  )
  const shown = useMemo(() => all && filterTopics(all, { search, showsInternal }), [all, search, showsInternal])
  const { figures, onVisibleRows } = useTopicFigures(clusterId)
  const columns = useMemo(() => topicColumns({ clusterId, figures }), [clusterId, figures])
  const open = (topic: TopicSummary): void =>
    void navigate({
      to: '/clusters/$clusterId/topics/$topic/$tab',
      params: { clusterId, topic: topic.name, tab: 'messages' },
    })
  if (error && !all) return <ErrorView problem={problemOf(error, 'The topics could not be listed.')} />
  return (
    <>
      <Toolbar>
        <SearchField label="Search topics" value={search} onChange={setSearch} />
        <SwitchField label="Internal topics" isOn={showsInternal} onChange={setChosenInternal} />
        <Spacer />
        <Dim>{shown && all ? countText(shown.length, all.length) : ''}</Dim>
      </Toolbar>
      <DataTable
        label="Topics"
        rows={shown}
        columns={columns}
        rowKey={(topic) => topic.name}
        onOpen={open}
        onVisibleRows={onVisibleRows}
        initialSort={{ columnId: 'name', direction: 'up' }}
        empty={<NoTopics isSearch={search !== ''} />}
      />
    </>
  )
}

function countText(shown: number, all: number): string {
  return shown === all ? formatCountOf(all, 'topic') : `${formatCount(shown)} of ${formatCountOf(all, 'topic')}`
}

function NoTopics({ isSearch }: { isSearch: boolean }): ReactNode {
  return isSearch ? (
    <EmptyState title="No topic is called so">Every word of the search must stand in the name.</EmptyState>
  ) : (
    <EmptyState icon={<IconBoxMultiple size={20} />} title="No topics yet">
      Create one above, or let a client write to one: a broker that creates topics by itself will make it.
    </EmptyState>
  )
}
