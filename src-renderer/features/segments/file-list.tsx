import type { ReactNode } from 'react'
import type { FileOnDisk } from '../../api/segments.ts'
import { useSettings } from '../../api/settings.ts'
import { Badge } from '../../components/badge.tsx'
import { DataTable } from '../../components/data-table.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { Hint } from '../../components/hint.tsx'
import type { Column } from '../../components/table-parts.tsx'
import { Dim, Mono, OneLine } from '../../components/text.tsx'
import { formatBytes, formatExactBytes } from '../../formatting/bytes.ts'
import type { TimestampZone } from '../../formatting/timestamps.ts'
import { formatTimestamp } from '../../formatting/timestamps.ts'
import { texts } from '../../languages/texts.ts'

interface FileListProps {
  readonly files: readonly FileOnDisk[]
  readonly onOpen: (file: FileOnDisk) => void
}

/** Files by name, and what each of them is for. */
export function FileList({ files, onOpen }: FileListProps): ReactNode {
  const { timestamps: zone } = useSettings()
  return (
    <DataTable
      label={texts.segments.files.label}
      rows={files}
      columns={columnsIn(zone)}
      rowKey={({ fileName }) => fileName}
      onOpen={onOpen}
      minWidth={760}
      empty={<EmptyState title={texts.segments.files.none}>{texts.segments.files.noneWhat}</EmptyState>}
    />
  )
}

function columnsIn(zone: TimestampZone): readonly Column<FileOnDisk>[] {
  const { columns, kinds } = texts.segments.files
  return [
    {
      id: 'file',
      header: columns.file,
      width: 'minmax(210px, 1.2fr)',
      sortBy: ({ fileName }) => fileName,
      cell: ({ fileName }) => (
        <OneLine text={fileName}>
          <Mono>{fileName}</Mono>
        </OneLine>
      ),
    },
    {
      id: 'kind',
      header: columns.kind,
      width: '180px',
      cell: ({ kind, state }) => (
        <>
          {kinds[kind].name} {state !== 'current' && <FileStateBadge state={state} />}
        </>
      ),
    },
    {
      id: 'size',
      header: columns.size,
      width: '84px',
      align: 'end',
      sortBy: ({ sizeBytes }) => sizeBytes,
      cell: ({ sizeBytes }) => <span title={formatExactBytes(sizeBytes)}>{formatBytes(sizeBytes)}</span>,
    },
    {
      id: 'modified',
      header: columns.written,
      width: '190px',
      sortBy: ({ modifiedAt }) => modifiedAt,
      cell: ({ modifiedAt }) => formatTimestamp(modifiedAt, zone),
    },
    {
      id: 'what',
      header: columns.what,
      width: 'minmax(160px, 1.6fr)',
      cell: ({ kind }) => (
        <OneLine text={kinds[kind].what}>
          <Dim>{kinds[kind].what}</Dim>
        </OneLine>
      ),
    },
  ]
}

export function FileStateBadge({ state }: { state: Exclude<FileOnDisk['state'], 'current'> }): ReactNode {
  return (
    <Hint text={texts.segments.files.states[state].what}>
      <span>
        <Badge tone="warn">{texts.segments.files.states[state].name}</Badge>
      </span>
    </Hint>
  )
}
