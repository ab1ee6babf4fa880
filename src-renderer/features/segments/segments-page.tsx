import { IconFileDatabase } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useMemo, useState } from 'react'
import { localClusterId } from '../../api/clusters.ts'
import { problemOf } from '../../api/problem.ts'
import { useSettings } from '../../api/settings.ts'
import { partitionsOnDisk } from '../../api/segments.ts'
import type { Column } from '../../components/table-parts.tsx'
import { DataTable } from '../../components/data-table.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { ErrorView } from '../../components/error-view.tsx'
import { SearchField, SwitchField } from '../../components/fields.tsx'
import { Spacer } from '../../components/layout.tsx'
import { Page, Toolbar } from '../../components/page.tsx'
import { Dim, Mono, OneLine } from '../../components/text.tsx'
import { formatBytes, formatExactBytes } from '../../formatting/bytes.ts'
import { formatCountOf } from '../../formatting/counts.ts'
import { FilesElsewhere } from './files-elsewhere.tsx'
import { PartitionSegments } from './partition-segments.tsx'
import type { PartitionOnDisk } from './partition-on-disk.ts'

/** Everything that lies in the log directory, also while the broker is stopped. */
export function SegmentsPage({ clusterId }: { clusterId: string }): ReactNode {
  return (
    <Page title="Segments" subtitle="The files in the log directory, read as they lie there." layout="fill">
      {clusterId === localClusterId ? <SegmentFiles clusterId={clusterId} /> : <FilesElsewhere />}
    </Page>
  )
}

/** The partitions that have files, and those of one of them; `clusterId` may stand for a directory. */
export function SegmentFiles({ clusterId }: { clusterId: string }): ReactNode {
  const [chosen, setChosen] = useState<PartitionOnDisk | null>(null)
  return chosen ? (
    <PartitionSegments
      key={chosen.directory}
      clusterId={clusterId}
      partition={chosen}
      back={{ label: 'All partitions', onBack: () => setChosen(null) }}
    />
  ) : (
    <PartitionList clusterId={clusterId} onOpen={setChosen} />
  )
}

interface PartitionListProps {
  readonly clusterId: string
  readonly onOpen: (partition: PartitionOnDisk) => void
}

function PartitionList({ clusterId, onOpen }: PartitionListProps): ReactNode {
  const [search, setSearch] = useState('')
  const { data, error } = useQuery(partitionsOnDisk(clusterId))
  const { showInternalTopics } = useSettings()
  const [chosenInternal, setChosenInternal] = useState<boolean | null>(null)
  const showsInternal = chosenInternal ?? showInternalTopics
  const shown = useMemo(
    () =>
      data?.filter(
        ({ topic, partition }) =>
          (showsInternal || !topic.startsWith('__')) && `${topic}-${partition}`.includes(search.trim()),
      ),
    [data, search, showsInternal],
  )
  if (error && !data) return <ErrorView problem={problemOf(error, 'The log directory could not be read.')} />
  return (
    <>
      <Toolbar>
        <SearchField label="Search partitions" value={search} onChange={setSearch} />
        <SwitchField label="Internal topics" isOn={showsInternal} onChange={setChosenInternal} />
        <Spacer />
        <Dim>{shown ? formatCountOf(shown.length, 'partition') : ''}</Dim>
      </Toolbar>
      <DataTable
        label="Partitions on disk"
        rows={shown}
        columns={COLUMNS}
        rowKey={({ directory }) => directory}
        onOpen={onOpen}
        initialSort={{ columnId: 'topic', direction: 'up' }}
        empty={
          <EmptyState
            icon={<IconFileDatabase size={20} />}
            title={search === '' ? 'No files yet' : 'No such partition'}
          >
            {search === ''
              ? 'A topic’s directories are made when it is created on the local cluster.'
              : 'The search looks for topic-partition, such as orders-3.'}
          </EmptyState>
        }
      />
    </>
  )
}

const COLUMNS: readonly Column<PartitionOnDisk>[] = [
  {
    id: 'topic',
    header: 'Topic',
    width: 'minmax(150px, 1.4fr)',
    sortBy: ({ topic, partition }) => `${topic} ${partition}`,
    cell: ({ topic }) => <OneLine text={topic}>{topic}</OneLine>,
  },
  { id: 'partition', header: 'Partition', width: '84px', align: 'end', cell: ({ partition }) => partition },
  {
    id: 'size',
    header: 'Size',
    width: '96px',
    align: 'end',
    sortBy: ({ sizeBytes }) => sizeBytes,
    cell: ({ sizeBytes }) => <span title={formatExactBytes(sizeBytes)}>{formatBytes(sizeBytes)}</span>,
  },
  {
    id: 'directory',
    header: 'Directory',
    width: 'minmax(200px, 2.4fr)',
    cell: ({ directory }) => (
      <OneLine text={directory}>
        <Mono>{directory}</Mono>
      </OneLine>
    ),
  },
]
