import { IconHistory } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useMemo, useState } from 'react'
import type { JournalEntry, JournalOutcome } from '../../api/journal.ts'
import { useJournal } from '../../api/journal.ts'
import { problemOf } from '../../api/problem.ts'
import { useSettings } from '../../api/settings.ts'
import { DataTable } from '../../components/data-table.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { ErrorView } from '../../components/error-view.tsx'
import { ChoiceField, SearchField, SelectField } from '../../components/fields.tsx'
import { Spacer } from '../../components/layout.tsx'
import { Page, Toolbar } from '../../components/page.tsx'
import { SplitPane } from '../../components/split-pane.tsx'
import { Dim } from '../../components/text.tsx'
import { formatCount } from '../../formatting/counts.ts'
import { formatTimestampToSecond } from '../../formatting/timestamps.ts'
import { texts } from '../../languages/texts.ts'
import { ChangeDetail } from './change-detail.tsx'
import { journalColumns } from './journal-columns.tsx'

/** What was changed on clusters, the newest first. */
export function JournalPage({ clusterId }: { clusterId: string }): ReactNode {
  const words = texts.journal
  const [search, setSearch] = useState('')
  const [outcome, setOutcome] = useState<JournalOutcome | 'any'>('any')
  const [scope, setScope] = useState<'this' | 'all'>('this')
  const [chosenId, setChosenId] = useState<string | null>(null)
  const { timestamps } = useSettings()
  const { data, error } = useJournal({
    clusterId: scope === 'this' ? clusterId : null,
    outcome: outcome === 'any' ? null : outcome,
    search,
  })
  const columns = useMemo(() => journalColumns({ zone: timestamps, hasCluster: scope === 'all' }), [timestamps, scope])
  const chosen = data?.entries.find(({ id }) => id === chosenId) ?? null
  return (
    <Page title={words.title} subtitle={data && words.subtitle(data.path)} layout="fill">
      {error && !data ? (
        <ErrorView problem={problemOf(error, words.notRead)} />
      ) : (
        <>
          <Toolbar>
            <SearchField label={words.search} value={search} onChange={setSearch} />
            <SelectField
              label={words.outcome}
              isLabelHidden
              value={outcome}
              options={outcomeOptions()}
              onChange={setOutcome}
              width={150}
            />
            <ChoiceField
              label={words.cluster}
              value={scope}
              options={[
                { value: 'this', label: words.thisCluster },
                { value: 'all', label: words.allClusters },
              ]}
              onChange={setScope}
            />
            <Spacer />
            <Dim>{data ? words.shown(formatCount(data.entries.length), formatCount(data.matchCount)) : ''}</Dim>
          </Toolbar>
          {data !== undefined && data.unreadableLineCount > 0 && <Unreadable count={data.unreadableLineCount} />}
          {data?.dropped && (
            <Dim>
              {words.dropped(data.dropped.count, formatTimestampToSecond(BigInt(data.dropped.until), timestamps))}
            </Dim>
          )}
          <SplitPane
            sideLabel={words.detail}
            initialSideWidth={400}
            main={
              <DataTable
                label={words.title}
                rows={data?.entries}
                columns={columns}
                rowKey={({ id }) => id}
                selectedKey={chosenId}
                onSelect={({ id }) => setChosenId(id)}
                minWidth={680}
                empty={<Nothing isFiltered={search !== '' || outcome !== 'any'} />}
              />
            }
            side={chosen && <ChangeDetail entry={chosen} zone={timestamps} onClose={() => setChosenId(null)} />}
          />
        </>
      )}
    </Page>
  )
}

function outcomeOptions(): { value: JournalEntry['outcome'] | 'any'; label: string }[] {
  const { outcomes, anyOutcome } = texts.journal
  return [
    { value: 'any', label: anyOutcome },
    { value: 'done', label: outcomes.done },
    { value: 'failed', label: outcomes.failed },
    { value: 'stopped', label: outcomes.stopped },
    { value: 'unknown', label: outcomes.unknown },
  ]
}

function Unreadable({ count }: { count: number }): ReactNode {
  return <Dim>{texts.journal.unreadable(count)}</Dim>
}

function Nothing({ isFiltered }: { isFiltered: boolean }): ReactNode {
  const words = texts.journal
  return isFiltered ? (
    <EmptyState title={words.nothingFits}>{words.nothingFitsWhat}</EmptyState>
  ) : (
    <EmptyState icon={<IconHistory size={20} />} title={words.empty}>
      {words.emptyWhat}
    </EmptyState>
  )
}
