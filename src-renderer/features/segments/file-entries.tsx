import type { ReactNode } from 'react'
import type { FileContents, ProducerSnapshotEntry, SegmentFileKind } from '../../api/segments.ts'
import { useSettings } from '../../api/settings.ts'
import { DataTable } from '../../components/data-table.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import type { Column } from '../../components/table-parts.tsx'
import { Dim } from '../../components/text.tsx'
import { formatOffset } from '../../formatting/counts.ts'
import type { TimestampZone } from '../../formatting/timestamps.ts'
import { formatTimestamp } from '../../formatting/timestamps.ts'
import { texts } from '../../languages/texts.ts'

type WithEntries = Extract<FileContents, { readonly entries: readonly unknown[] }>

interface Cell {
  readonly text: string
  readonly isDim?: boolean
}

interface Line {
  readonly key: string
  readonly cells: readonly Cell[]
}

/** The entries of an index, a snapshot or a checkpoint as a table. */
export function FileEntries({ data, kind }: { data: WithEntries; kind: SegmentFileKind }): ReactNode {
  const { timestamps: zone } = useSettings()
  const { headers, lines } = tableOf(data, zone)
  const columns: readonly Column<Line>[] = headers.map((header, at) => ({
    id: String(at),
    header,
    width: at === 0 ? 'minmax(90px, 0.8fr)' : 'minmax(110px, 1fr)',
    align: 'end',
    cell: ({ cells }) => shown(cells[at]),
  }))
  const { contents } = texts.segments
  return (
    <DataTable<Line>
      label={texts.segments.files.kinds[kind].name}
      rows={lines}
      columns={columns}
      rowKey={({ key }) => key}
      rowHeight={28}
      minWidth={Math.max(360, headers.length * 110)}
      empty={<EmptyState title={contents.noEntries}>{contents.noEntriesWhat}</EmptyState>}
    />
  )
}

function shown(cell: Cell | undefined): ReactNode {
  return cell?.isDim === true ? <Dim>{cell.text}</Dim> : cell?.text
}

interface EntryTable {
  readonly headers: readonly string[]
  readonly rows: readonly (readonly (string | Cell)[])[]
}

function tableOf(data: WithEntries, zone: TimestampZone): { headers: readonly string[]; lines: readonly Line[] } {
  const { headers, rows } = entryTable(data, zone)
  const lines = rows.map((row, at) => ({
    key: String(data.from + at),
    cells: row.map((cell) => (typeof cell === 'string' ? { text: cell } : cell)),
  }))
  return { headers, lines }
}

function entryTable(data: WithEntries, zone: TimestampZone): EntryTable {
  const { columns, goesOn } = texts.segments.contents
  const entry = (at: number): Cell => ({ text: String(data.from + at), isDim: true })
  switch (data.type) {
    case 'index':
      return {
        headers: [columns.entry, columns.offset, columns.position],
        rows: data.entries.map(({ offset, position }, at) => [entry(at), formatOffset(offset), String(position)]),
      }
    case 'timeindex':
      return {
        headers: [columns.entry, columns.largestTimestamp, columns.offset],
        rows: data.entries.map(({ timestamp, offset }, at) => [
          entry(at),
          formatTimestamp(timestamp, zone),
          formatOffset(offset),
        ]),
      }
    case 'txnindex':
      return {
        headers: [columns.producer, columns.firstOffset, columns.marker, columns.lastStable],
        rows: data.entries.map(({ producerId, firstOffset, lastOffset, lastStableOffset }) =>
          [producerId, firstOffset, lastOffset, lastStableOffset].map(String),
        ),
      }
    case 'snapshot':
      return producerTable(data.entries, zone)
    case 'leader-epochs':
      return {
        headers: [columns.epoch, columns.firstOffset, columns.endOffset],
        rows: data.entries.map(({ epoch, startOffset, endOffset }) => [
          String(epoch),
          formatOffset(startOffset),
          endOffset === null ? { text: goesOn, isDim: true } : formatOffset(endOffset),
        ]),
      }
    case 'checkpoint':
      return {
        headers: [columns.topic, columns.partition, columns.offset],
        rows: data.entries.map(({ topic, partition, offset }) => [topic, String(partition), formatOffset(offset)]),
      }
  }
}

function producerTable(entries: readonly ProducerSnapshotEntry[], zone: TimestampZone): EntryTable {
  const { columns, none } = texts.segments.contents
  const orNone = (value: bigint | number): Cell | string => (value < 0 ? { text: none, isDim: true } : String(value))
  return {
    headers: [
      columns.producer,
      columns.epoch,
      columns.sequences,
      columns.lastOffset,
      columns.timestamp,
      columns.coordinatorEpoch,
      columns.openSince,
    ],
    rows: entries.map((each) => [
      String(each.producerId),
      String(each.producerEpoch),
      each.lastSequence < 0 ? { text: none, isDim: true } : `${each.firstSequence}–${each.lastSequence}`,
      orNone(each.lastOffset),
      formatTimestamp(each.lastTimestamp, zone),
      orNone(each.coordinatorEpoch),
      orNone(each.transactionFirstOffset ?? -1n),
    ]),
  }
}
