import { IconFileDatabase } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useMemo, useState } from 'react'
import type { OpenedPlace, PartitionFolder } from '../../api/segments.ts'
import { useSettings } from '../../api/settings.ts'
import { Badge } from '../../components/badge.tsx'
import { DataTable } from '../../components/data-table.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { ChoiceField, SearchField, SwitchField } from '../../components/fields.tsx'
import { Spacer } from '../../components/layout.tsx'
import { Toolbar } from '../../components/page.tsx'
import type { Column } from '../../components/table-parts.tsx'
import { Dim, Mono, OneLine } from '../../components/text.tsx'
import { formatBytes, formatExactBytes } from '../../formatting/bytes.ts'
import { texts } from '../../languages/texts.ts'
import { CheckPanel } from './check-panel.tsx'
import { useDiskPlace } from './disk-place.ts'
import { FileList } from './file-list.tsx'

interface FolderListProps {
  readonly clusterId: string
  readonly place: OpenedPlace
}

const VIEWS = ['partitions', 'files', 'check'] as const

/** A log directory: the folders of its partitions, and what stands beside them. */
export function FolderList({ clusterId, place }: FolderListProps): ReactNode {
  const { place: at, go } = useDiskPlace()
  const view = at.view === 'files' || at.view === 'check' ? at.view : 'partitions'
  const choice = (
    <ChoiceField
      label={texts.segments.views.ofDirectory}
      value={view}
      options={VIEWS.map((value) => ({ value, label: texts.segments.views[value] }))}
      onChange={(next) => go(next === 'partitions' ? {} : { view: next }, { replace: true })}
    />
  )
  if (view === 'files') {
    return (
      <>
        <Toolbar>{choice}</Toolbar>
        <FileList files={place.files} onOpen={({ fileName }) => go({ file: fileName })} />
      </>
    )
  }
  if (view === 'check') {
    return (
      <>
        <Toolbar>{choice}</Toolbar>
        <CheckPanel clusterId={clusterId} folder={null} fileName={null} start={null} />
      </>
    )
  }
  return <Folders folders={place.folders} choice={choice} />
}

function Folders({ folders, choice }: { folders: readonly PartitionFolder[]; choice: ReactNode }): ReactNode {
  const { go } = useDiskPlace()
  const [search, setSearch] = useState('')
  const { showInternalTopics } = useSettings()
  const [chosenInternal, setChosenInternal] = useState<boolean | null>(null)
  const showsInternal = chosenInternal ?? showInternalTopics
  const shown = useMemo(
    () =>
      folders.filter(
        ({ topic, folder }) => (showsInternal || !topic.startsWith('__')) && folder.includes(search.trim()),
      ),
    [folders, search, showsInternal],
  )
  return (
    <>
      <Toolbar>
        <SearchField label={texts.segments.folders.search} value={search} onChange={setSearch} width={220} />
        <SwitchField label={texts.segments.folders.internal} isOn={showsInternal} onChange={setChosenInternal} />
        <Spacer />
        <Dim>{texts.segments.folders.count(shown.length)}</Dim>
        {choice}
      </Toolbar>
      <DataTable
        label={texts.segments.folders.label}
        rows={shown}
        columns={folderColumns()}
        rowKey={({ directory }) => directory}
        onOpen={({ folder }) => go({ folder })}
        initialSort={{ columnId: 'topic', direction: 'up' }}
        minWidth={640}
        empty={
          <EmptyState
            icon={<IconFileDatabase size={20} />}
            title={search === '' ? texts.segments.folders.none : texts.segments.folders.noneFound}
          >
            {search === '' ? texts.segments.folders.noneWhat : texts.segments.folders.noneFoundWhat}
          </EmptyState>
        }
      />
    </>
  )
}

function folderColumns(): readonly Column<PartitionFolder>[] {
  const { columns, states } = texts.segments.folders
  return [
    {
      id: 'topic',
      header: columns.topic,
      width: 'minmax(150px, 1.4fr)',
      sortBy: ({ topic, partition }) => `${topic} ${String(partition).padStart(9, '0')}`,
      cell: ({ topic }) => <OneLine text={topic}>{topic}</OneLine>,
    },
    { id: 'partition', header: columns.partition, width: '84px', align: 'end', cell: ({ partition }) => partition },
    {
      id: 'segments',
      header: columns.segments,
      width: '92px',
      align: 'end',
      sortBy: ({ segmentCount }) => segmentCount,
      cell: ({ segmentCount }) => segmentCount,
    },
    {
      id: 'size',
      header: columns.size,
      width: '96px',
      align: 'end',
      sortBy: ({ sizeBytes }) => sizeBytes,
      cell: ({ sizeBytes }) => <span title={formatExactBytes(sizeBytes)}>{formatBytes(sizeBytes)}</span>,
    },
    {
      id: 'directory',
      header: columns.directory,
      width: 'minmax(180px, 2.4fr)',
      cell: ({ directory, state }) => (
        <OneLine text={directory}>
          {state !== 'current' && <Badge tone="warn">{states[state]}</Badge>} <Mono>{directory}</Mono>
        </OneLine>
      ),
    },
  ]
}
