import type { ReactNode } from 'react'
import type { SegmentFile } from '../../api/segments.ts'
import { Badge } from '../../components/badge.tsx'
import type { Column } from '../../components/table-parts.tsx'
import { Hint } from '../../components/hint.tsx'
import { Dim, Mono, OneLine } from '../../components/text.tsx'
import { formatBytes, formatExactBytes } from '../../formatting/bytes.ts'
import { formatOffset } from '../../formatting/counts.ts'
import type { TimestampZone } from '../../formatting/timestamps.ts'
import { formatTimestamp } from '../../formatting/timestamps.ts'

export function segmentColumns(zone: TimestampZone): readonly Column<SegmentFile>[] {
  return [
    {
      id: 'file',
      header: 'File',
      width: 'minmax(200px, 1.4fr)',
      cell: ({ fileName }) => (
        <OneLine text={fileName}>
          <Mono>{fileName}</Mono>
        </OneLine>
      ),
    },
    {
      id: 'state',
      header: 'State',
      width: '84px',
      cell: ({ isActive }) => (isActive ? <Badge tone="ok">active</Badge> : <Badge>closed</Badge>),
    },
    {
      id: 'base',
      header: 'Base offset',
      width: 'minmax(88px, 0.7fr)',
      align: 'end',
      sortBy: ({ baseOffset }) => baseOffset,
      cell: ({ baseOffset }) => formatOffset(baseOffset),
    },
    {
      id: 'next',
      header: 'Next offset',
      width: 'minmax(88px, 0.7fr)',
      align: 'end',
      cell: ({ nextOffset }) => <NextOffset offset={nextOffset} />,
    },
    {
      id: 'size',
      header: 'Size',
      width: '84px',
      align: 'end',
      sortBy: ({ sizeBytes }) => sizeBytes,
      cell: ({ sizeBytes }) => <span title={formatExactBytes(sizeBytes)}>{formatBytes(sizeBytes)}</span>,
    },
    timestampColumn({ id: 'first', header: 'First timestamp', of: ({ firstTimestamp }) => firstTimestamp, zone }),
    timestampColumn({ id: 'last', header: 'Last timestamp', of: ({ lastTimestamp }) => lastTimestamp, zone }),
  ]
}

function NextOffset({ offset }: { offset: bigint | null }): ReactNode {
  if (offset !== null) return formatOffset(offset)
  return (
    <Hint text="The end of the file is damaged, so nobody can say which offset comes next. Open it to see where.">
      <span>
        <Badge tone="bad">damaged</Badge>
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
