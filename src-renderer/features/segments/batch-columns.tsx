import type { ReactNode } from 'react'
import type { BatchSummary } from '../../api/segments.ts'
import { Badge } from '../../components/badge.tsx'
import { Row } from '../../components/layout.tsx'
import type { Column } from '../../components/table-parts.tsx'
import { Dim } from '../../components/text.tsx'
import { formatBytes, formatExactBytes } from '../../formatting/bytes.ts'
import { formatCount, formatOffset } from '../../formatting/counts.ts'
import { texts } from '../../languages/texts.ts'
import { shareWords } from './forecast-words.ts'
import type { BatchRow } from './use-batches.ts'

/** Beside an open batch there is room for a few only. */
export function batchColumns({
  isNarrow,
  isForetold,
}: {
  readonly isNarrow: boolean
  readonly isForetold: boolean
}): readonly Column<BatchRow>[] {
  if (isForetold) return [...placeColumns(), compactionColumn()]
  return isNarrow ? placeColumns() : [...placeColumns(), ...contentColumns()]
}

function compactionColumn(): Column<BatchRow> {
  return {
    id: 'compaction',
    header: texts.segments.forecast.column,
    width: 'minmax(110px, 1fr)',
    cell: ({ goneShare }) => {
      const words = shareWords(goneShare)
      return goneShare !== null && goneShare > 0 ? <Badge tone="warn">{words}</Badge> : <Dim>{words ?? '–'}</Dim>
    },
  }
}

function placeColumns(): readonly Column<BatchRow>[] {
  const { columns, crcOk, crcWrong } = texts.segments.batch
  return [
    {
      id: 'position',
      header: columns.position,
      width: 'minmax(84px, 1fr)',
      align: 'end',
      cell: ({ position }) => <Dim>{position}</Dim>,
    },
    {
      id: 'offsets',
      header: columns.offsets,
      width: 'minmax(110px, 1.3fr)',
      align: 'end',
      cell: ({ baseOffset, lastOffset }) => offsetsText(baseOffset, lastOffset),
    },
    {
      id: 'records',
      header: columns.records,
      width: 'minmax(72px, 0.7fr)',
      align: 'end',
      cell: ({ recordCount }) => (recordCount === null ? <Dim>?</Dim> : formatCount(recordCount)),
    },
    {
      id: 'size',
      header: columns.size,
      width: 'minmax(72px, 0.7fr)',
      align: 'end',
      cell: ({ sizeBytes }) => <span title={formatExactBytes(sizeBytes)}>{formatBytes(sizeBytes)}</span>,
    },
    {
      id: 'crc',
      header: columns.crc,
      width: 'minmax(84px, 0.6fr)',
      cell: ({ isCrcOk }) => (isCrcOk ? <Badge tone="ok">{crcOk}</Badge> : <Badge tone="bad">{crcWrong}</Badge>),
    },
  ]
}

function contentColumns(): readonly Column<BatchRow>[] {
  const { columns, noProducer, producer } = texts.segments.batch
  return [
    { id: 'codec', header: columns.codec, width: 'minmax(72px, 0.7fr)', cell: ({ compression }) => compression },
    {
      id: 'producer',
      header: columns.producer,
      width: 'minmax(120px, 1fr)',
      cell: ({ producerId, producerEpoch }) =>
        producerId < 0n ? <Dim>{noProducer}</Dim> : producer(String(producerId), producerEpoch),
    },
    {
      id: 'flags',
      header: columns.flags,
      width: 'minmax(150px, 1.4fr)',
      cell: (batch) => <Flags batch={batch} />,
    },
  ]
}

export function offsetsText(first: bigint, last: bigint): string {
  return first === last ? formatOffset(first) : `${formatOffset(first)}–${formatOffset(last)}`
}

function Flags({ batch }: { batch: BatchSummary }): ReactNode {
  const flags = flagsOf(batch)
  if (flags.length === 0) return <Dim>–</Dim>
  return (
    <Row gap={4} isOneLine>
      {flags.map((flag) => (
        <Badge key={flag} {...(batch.kind === 'aborted' && { tone: 'bad' as const })}>
          {flag}
        </Badge>
      ))}
    </Row>
  )
}

/** What a batch's attributes say, in words. */
export function flagsOf({ kind, deleteHorizonMs, timestampType, magic }: BatchSummary): string[] {
  const { flags, kinds } = texts.segments.batch
  return [
    kind !== 'data' && kinds[kind],
    deleteHorizonMs !== null && flags.deleteHorizon,
    timestampType === 'log-append-time' && flags.appendTime,
    magic < 2 && flags.oldFormat(magic),
  ].filter((flag) => flag !== false)
}
