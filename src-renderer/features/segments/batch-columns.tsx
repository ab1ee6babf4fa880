import type { ReactNode } from 'react'
import type { BatchSummary } from '../../api/segments.ts'
import { Badge } from '../../components/badge.tsx'
import type { Column } from '../../components/table-parts.tsx'
import { Row } from '../../components/layout.tsx'
import { Dim } from '../../components/text.tsx'
import { formatBytes, formatExactBytes } from '../../formatting/bytes.ts'
import { formatCount, formatOffset } from '../../formatting/counts.ts'

/** Beside an open batch there is room for a few only. */
export function batchColumns(isNarrow: boolean): readonly Column<BatchSummary>[] {
  return isNarrow ? PLACE_COLUMNS : ALL_COLUMNS
}

const PLACE_COLUMNS: readonly Column<BatchSummary>[] = [
  {
    id: 'position',
    header: 'Position',
    width: 'minmax(84px, 1fr)',
    align: 'end',
    cell: ({ position }) => <Dim>{formatOffset(position)}</Dim>,
  },
  {
    id: 'offsets',
    header: 'Offsets',
    width: 'minmax(110px, 1.3fr)',
    align: 'end',
    cell: ({ baseOffset, lastOffset }) => offsetsText(baseOffset, lastOffset),
  },
  {
    id: 'records',
    header: 'Records',
    width: 'minmax(76px, 0.7fr)',
    align: 'end',
    cell: ({ recordCount }) => formatCount(recordCount),
  },
  {
    id: 'size',
    header: 'Size',
    width: 'minmax(76px, 0.7fr)',
    align: 'end',
    cell: ({ sizeBytes }) => <span title={formatExactBytes(sizeBytes)}>{formatBytes(sizeBytes)}</span>,
  },
  {
    id: 'crc',
    header: 'CRC',
    width: 'minmax(70px, 0.6fr)',
    cell: ({ isCrcOk }) => (isCrcOk ? <Badge tone="ok">ok</Badge> : <Badge tone="bad">wrong</Badge>),
  },
]

const ALL_COLUMNS: readonly Column<BatchSummary>[] = [
  ...PLACE_COLUMNS,
  { id: 'codec', header: 'Codec', width: 'minmax(72px, 0.7fr)', cell: ({ compression }) => compression },
  {
    id: 'producer',
    header: 'Producer',
    width: 'minmax(110px, 1fr)',
    cell: ({ producerId, producerEpoch }) =>
      producerId < 0n ? <Dim>none</Dim> : `${producerId} epoch ${producerEpoch}`,
  },
  { id: 'flags', header: 'Flags', width: 'minmax(150px, 1.4fr)', cell: (batch) => <Flags batch={batch} /> },
]

function offsetsText(first: bigint, last: bigint): string {
  return first === last ? formatOffset(first) : `${formatOffset(first)}–${formatOffset(last)}`
}

function Flags({ batch }: { batch: BatchSummary }): ReactNode {
  const flags = flagsOf(batch)
  if (flags.length === 0) return <Dim>–</Dim>
  return (
    <Row gap={4}>
      {flags.map((flag) => (
        <Badge key={flag}>{flag}</Badge>
      ))}
    </Row>
  )
}

/** What a batch's attributes say, in words. */
export function flagsOf({ isTransactional, isControl, hasDeleteHorizon, timestampType }: BatchSummary): string[] {
  return [
    isTransactional && 'transactional',
    isControl && 'control',
    hasDeleteHorizon && 'delete horizon',
    timestampType === 'log-append-time' && 'append time',
  ].filter((flag) => flag !== false)
}
