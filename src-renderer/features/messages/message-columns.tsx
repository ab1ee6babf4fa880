import type { MessageRow } from '../../api/messages.ts'
import type { Column } from '../../components/table-parts.tsx'
import { Dim } from '../../components/text.tsx'
import { formatBytes, formatExactBytes } from '../../formatting/bytes.ts'
import { formatOffset } from '../../formatting/counts.ts'
import type { TimestampZone } from '../../formatting/timestamps.ts'
import { formatTimeOfDay, formatTimestamp } from '../../formatting/timestamps.ts'
import { PreviewCell } from './preview-cell.tsx'

interface ColumnInput {
  readonly zone: TimestampZone
  /** Beside an open record there is room for what tells rows apart only. */
  readonly isNarrow: boolean
}

export function messageColumns({ zone, isNarrow }: ColumnInput): readonly Column<MessageRow>[] {
  return isNarrow ? narrowColumns(zone) : [...wideColumns(zone), ...SIZE_COLUMNS]
}

function wideColumns(zone: TimestampZone): readonly Column<MessageRow>[] {
  return [
    {
      id: 'timestamp',
      header: zone === 'utc' ? 'Timestamp (UTC)' : 'Timestamp',
      width: '208px',
      cell: ({ timestamp }) => <span title={`${timestamp} ms`}>{formatTimestamp(timestamp, zone)}</span>,
    },
    { id: 'partition', header: 'Partition', width: '76px', align: 'end', cell: ({ partition }) => partition },
    { id: 'offset', header: 'Offset', width: '88px', align: 'end', cell: ({ offset }) => formatOffset(offset) },
    { id: 'key', header: 'Key', width: 'minmax(76px, 0.8fr)', cell: ({ key }) => <PreviewCell preview={key} /> },
    VALUE_COLUMN,
  ]
}

/** The same in the same order; the day and the time to the second stand in the open record. */
function narrowColumns(zone: TimestampZone): readonly Column<MessageRow>[] {
  return [
    {
      id: 'timestamp',
      header: 'Time',
      width: '84px',
      cell: ({ timestamp }) => (
        <span title={formatTimestamp(timestamp, zone)}>{formatTimeOfDay(timestamp, zone).slice(0, 8)}</span>
      ),
    },
    { id: 'partition', header: 'P', width: '36px', align: 'end', cell: ({ partition }) => partition },
    { id: 'offset', header: 'Offset', width: '70px', align: 'end', cell: ({ offset }) => formatOffset(offset) },
    { id: 'key', header: 'Key', width: 'minmax(60px, 0.8fr)', cell: ({ key }) => <PreviewCell preview={key} /> },
    VALUE_COLUMN,
  ]
}

const VALUE_COLUMN: Column<MessageRow> = {
  id: 'value',
  header: 'Value',
  width: 'minmax(130px, 3fr)',
  cell: ({ value }) => <PreviewCell preview={value} isValue />,
}

const SIZE_COLUMNS: readonly Column<MessageRow>[] = [
  {
    id: 'headers',
    header: 'Headers',
    width: '74px',
    align: 'end',
    cell: ({ headers }) =>
      headers.length === 0 ? (
        <Dim>–</Dim>
      ) : (
        <span title={headers.map(({ key }) => key).join(', ')}>{headers.length}</span>
      ),
  },
  {
    id: 'size',
    header: 'Size',
    width: '76px',
    align: 'end',
    cell: ({ sizeBytes }) => <span title={formatExactBytes(sizeBytes)}>{formatBytes(sizeBytes)}</span>,
  },
]
