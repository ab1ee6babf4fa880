import { IconBoxMultiple, IconPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useDeferredValue, useMemo, useState } from 'react'
import { queries } from '../../api/client.ts'
import { useWhyReadOnly } from '../../api/clusters.ts'
import { problemOf } from '../../api/problem.ts'
import { useSettings } from '../../api/settings.ts'
import type { TopicSummary } from '../../api/topics.ts'
import { useRememberedText } from '../../api/remembered.ts'
import { useAskedDialog } from '../../components/asked-dialog.ts'
import { Button } from '../../components/button.tsx'
import { DataTable } from '../../components/data-table.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { ErrorView } from '../../components/error-view.tsx'
import { SearchField, SwitchField } from '../../components/fields.tsx'
import { Spacer } from '../../components/layout.tsx'
import { Page, Toolbar } from '../../components/page.tsx'
import { Dim } from '../../components/text.tsx'
import { texts } from '../../languages/texts.ts'
import { CreateTopicDialog } from './create-topic-dialog.tsx'
import { topicColumns } from './topic-columns.tsx'
import { filterTopics } from './topic-filter.ts'
import { useTopicFigures } from './topic-figures.ts'

export interface TopicsPageProps {
  readonly clusterId: string
  /** What a cluster without topics offers beside making one. */
  readonly whenEmpty?: ReactNode
}

/** All topics of a cluster. */
export function TopicsPage({ clusterId, whenEmpty }: TopicsPageProps): ReactNode {
  const readOnly = useWhyReadOnly(clusterId)
  const [dialog, setDialog] = useAskedDialog(['create'])
  return (
    <Page
      title={texts.topics.title}
      layout="fill"
      actions={
        <Button tone="primary" icon={<IconPlus size={14} />} whyDisabled={readOnly} onClick={() => setDialog('create')}>
          {texts.topics.createTopic}
        </Button>
      }
    >
      <TopicList clusterId={clusterId} whenEmpty={whenEmpty} />
      <CreateTopicDialog clusterId={clusterId} isOpen={dialog === 'create'} onClose={() => setDialog(null)} />
    </Page>
  )
}

function TopicList({ clusterId, whenEmpty }: TopicsPageProps): ReactNode {
  const words = texts.topics
  const { showInternalTopics, timestamps: zone } = useSettings()
  const [search, setSearch] = useRememberedText(`topics of ${clusterId}`)
  const [chosenInternal, setChosenInternal] = useState<boolean | null>(null)
  const showsInternal = chosenInternal ?? showInternalTopics
  const navigate = useNavigate()
  const { data: all, error } = useQuery(
    queries.topics.list.queryOptions({ input: { clusterId }, refetchInterval: ({ state }) => refreshMs(state.data) }),
  )
  // Ten thousand rows are found and sorted again while one types; the letters must not wait for that.
  const wanted = useDeferredValue(search)
  const shown = useMemo(() => all && filterTopics(all, { search: wanted, showsInternal }), [all, wanted, showsInternal])
  const { figures, figuresAt, onVisibleRows } = useTopicFigures(clusterId)
  const columns = useMemo(
    () => topicColumns({ clusterId, figures, zone, now: figuresAt }),
    [clusterId, figures, zone, figuresAt],
  )
  const open = (topic: TopicSummary): void =>
    void navigate({
      to: '/clusters/$clusterId/topics/$topic/$tab',
      params: { clusterId, topic: topic.name, tab: 'messages' },
    })
  if (error && !all) return <ErrorView problem={problemOf(error, words.notListed)} />
  return (
    <>
      <Toolbar>
        <SearchField label={words.search} value={search} onChange={setSearch} />
        <SwitchField label={words.internalTopics} isOn={showsInternal} onChange={setChosenInternal} />
        <Spacer />
        <Dim>{shown && all ? countText(shown.length, all.length) : ''}</Dim>
      </Toolbar>
      <DataTable
        label={words.title}
        rows={shown}
        columns={columns}
        rowKey={(topic) => topic.name}
        onOpen={open}
        onVisibleRows={onVisibleRows}
        initialSort={{ columnId: 'name', direction: 'up' }}
        minWidth={860}
        empty={<NoTopics isSearch={search !== ''} actions={whenEmpty} />}
      />
    </>
  )
}

/** Long lists cost the cluster and the window something each time. */
function refreshMs(topics: readonly TopicSummary[] | undefined): number {
  return topics !== undefined && topics.length > 2000 ? 30_000 : 5000
}

function countText(shown: number, all: number): string {
  const { countTopics, someOf } = texts.topics
  return shown === all ? countTopics(all) : someOf(shown, all)
}

function NoTopics({ isSearch, actions }: { isSearch: boolean; actions: ReactNode }): ReactNode {
  const words = texts.topics
  return isSearch ? (
    <EmptyState title={words.noneFits}>{words.noneFitsWhat}</EmptyState>
  ) : (
    <EmptyState icon={<IconBoxMultiple size={20} />} title={words.none} actions={actions}>
      {words.noneWhat}
    </EmptyState>
  )
}
