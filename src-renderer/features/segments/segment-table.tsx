import type { ReactNode } from 'react'
import { useMemo } from 'react'
import type { FolderContents, SegmentFile } from '../../api/segments.ts'
import { useSettings } from '../../api/settings.ts'
import { Badge } from '../../components/badge.tsx'
import { DataTable } from '../../components/data-table.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { Hint } from '../../components/hint.tsx'
import type { Column } from '../../components/table-parts.tsx'
import { Dim, Mono, OneLine } from '../../components/text.tsx'
import { formatBytes, formatExactBytes } from '../../formatting/bytes.ts'
import { formatOffset } from '../../formatting/counts.ts'
import type { TimestampZone } from '../../formatting/timestamps.ts'
import { formatTimestamp } from '../../formatting/timestamps.ts'
import { texts } from '../../languages/texts.ts'
import { FileStateBadge } from './file-list.tsx'

interface SegmentTableProps {
  readonly contents: FolderContents | undefined
  readonly onOpen: (segment: SegmentFile) => void
}

/** The segments of a partition, oldest first. */
export function SegmentTable({ contents, onOpen }: SegmentTableProps): ReactNode {
  const { timestamps: zone } = useSettings()
  const columns = useMemo(() => segmentColumns(zone, contents), [zone, contents])
  return (
    <DataTable<SegmentFile>
      label={texts.segments.title}
      rows={contents?.segments}
      columns={columns}
      rowKey={({ fileName }) => fileName}
      onOpen={onOpen}
      minWidth={944}
      empty={<EmptyState title={texts.segments.table.none}>{texts.segments.table.noneWhat}</EmptyState>}
    />
  )
}

function segmentColumns(zone: TimestampZone, contents: FolderContents | undefined): readonly Column<SegmentFile>[] {
  const stateOf = (segment: SegmentFile) => contents?.files.find(({ fileName }) => fileName === segment.fileName)?.state
  const { columns } = texts.segments.table
  return [
    {
      id: 'file',
      header: columns.file,
      width: 'minmax(200px, 1.4fr)',
      cell: ({ fileName }) => (
        <OneLine text={fileName}>
          <Mono>{fileName}</Mono>
        </OneLine>
      ),
    },
    {
      id: 'state',
      header: columns.state,
      width: '120px',
      cell: (segment) => <State segment={segment} state={stateOf(segment) ?? 'current'} />,
    },
    {
      id: 'base',
      header: columns.base,
      width: 'minmax(88px, 0.7fr)',
      align: 'end',
      sortBy: ({ baseOffset }) => baseOffset,
      cell: ({ baseOffset }) => formatOffset(baseOffset),
    },
    {
      id: 'next',
      header: columns.next,
      width: 'minmax(88px, 0.7fr)',
      align: 'end',
      cell: ({ nextOffset }) => <NextOffset offset={nextOffset} />,
    },
    {
      id: 'size',
      header: columns.size,
      width: '84px',
      align: 'end',
      sortBy: ({ sizeBytes }) => sizeBytes,
      cell: ({ sizeBytes }) => <span title={formatExactBytes(sizeBytes)}>{formatBytes(sizeBytes)}</span>,
    },
    timestampColumn({ id: 'first', header: columns.first, of: ({ firstTimestamp }) => firstTimestamp, zone }),
    timestampColumn({ id: 'last', header: columns.last, of: ({ lastTimestamp }) => lastTimestamp, zone }),
  ]
}

type State = NonNullable<FolderContents['files'][number]>['state']

function State({ segment, state }: { segment: SegmentFile; state: State }): ReactNode {
  if (state !== 'current') return <FileStateBadge state={state} />
  return segment.isActive ? (
    <Badge tone="ok">{texts.segments.table.active}</Badge>
  ) : (
    <Badge>{texts.segments.table.closed}</Badge>
  )
}

function NextOffset({ offset }: { offset: bigint | null }): ReactNode {
  if (offset !== null) return formatOffset(offset)
  return (
    <Hint text={texts.segments.table.damagedWhat}>
      <span>
        <Badge tone="bad">{texts.segments.table.damaged}</Badge>
      </span>
    </Hint>
  )
}

interface TimestampColumn {
  readonly id: string
  readonly header: string
  readonly of: (segment: SegmentFile) => bigint | null
  readonly zone: TimestampZone
}

function timestampColumn({ id, header, of, zone }: TimestampColumn): Column<SegmentFile> {
  return {
    id,
    header,
    width: 'minmax(200px, 1fr)',
    cell: (segment) => {
      const timestamp = of(segment)
      return timestamp === null ? <Dim>–</Dim> : formatTimestamp(timestamp, zone)
    },
  }
}
