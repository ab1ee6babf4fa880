import type { RecordState, ScanRow } from '../../api/scans.ts'
import type { Tone } from '../../components/badge.tsx'
import { Badge } from '../../components/badge.tsx'
import type { Column } from '../../components/table-parts.tsx'
import { Dim } from '../../components/text.tsx'
import { formatBytes, formatExactBytes } from '../../formatting/bytes.ts'
import { formatOffset } from '../../formatting/counts.ts'
import type { TimestampZone } from '../../formatting/timestamps.ts'
import { zoneName } from '../../formatting/zones.ts'
import { formatTimeOfDay, formatTimestamp } from '../../formatting/timestamps.ts'
import { PreviewCell } from './preview-cell.tsx'
import type { ColumnId } from './shown-columns.ts'

interface ColumnInput {
  readonly zone: TimestampZone
  readonly shown: readonly ColumnId[]
  /** Beside an open record there is room for what tells rows apart only. */
  readonly isNarrow: boolean
}

const NARROW: readonly ColumnId[] = ['timestamp', 'partition', 'offset', 'key', 'value']

export function messageColumns({ zone, shown, isNarrow }: ColumnInput): readonly Column<ScanRow>[] {
  const all = isNarrow ? { ...wideColumns(zone), ...narrowColumns(zone) } : wideColumns(zone)
  const ids = isNarrow ? NARROW.filter((id) => shown.includes(id)) : shown
  return ids.map((id) => all[id])
}

type Columns = Readonly<Record<ColumnId, Column<ScanRow>>>

function wideColumns(zone: TimestampZone): Columns {
  return {
    timestamp: {
      id: 'timestamp',
      header: zone === 'local' ? 'Timestamp' : `Timestamp (${zoneName(zone)})`,
      width: '208px',
      cell: ({ timestamp }) => <span title={`${timestamp} ms`}>{formatTimestamp(timestamp, zone)}</span>,
    },
    partition: {
      id: 'partition',
      header: 'Partition',
      width: '76px',
      align: 'end',
      cell: ({ partition }) => partition,
    },
    offset: { id: 'offset', header: 'Offset', width: '88px', align: 'end', cell: ({ offset }) => formatOffset(offset) },
    key: { id: 'key', header: 'Key', width: 'minmax(76px, 0.8fr)', cell: KeyCell },
    value: { id: 'value', header: 'Value', width: 'minmax(130px, 3fr)', cell: ValueCell },
    headers: { id: 'headers', header: 'Headers', width: '74px', align: 'end', cell: HeadersCell },
    size: {
      id: 'size',
      header: 'Size',
      width: '76px',
      align: 'end',
      cell: ({ sizeBytes }) => <span title={formatExactBytes(sizeBytes)}>{formatBytes(sizeBytes)}</span>,
    },
    state: { id: 'state', header: 'Transaction', width: '110px', cell: ({ state }) => <StateBadge state={state} /> },
  }
}

/** The same in the same order; the day and the time to the millisecond stand in the open record. */
function narrowColumns(zone: TimestampZone): Pick<Columns, 'timestamp' | 'partition' | 'offset' | 'key'> {
  return {
    timestamp: {
      id: 'timestamp',
      header: 'Time',
      width: '84px',
      cell: ({ timestamp }) => (
        <span title={formatTimestamp(timestamp, zone)}>{formatTimeOfDay(timestamp, zone).slice(0, 8)}</span>
      ),
    },
    partition: { id: 'partition', header: 'P', width: '36px', align: 'end', cell: ({ partition }) => partition },
    offset: { id: 'offset', header: 'Offset', width: '70px', align: 'end', cell: ({ offset }) => formatOffset(offset) },
    key: { id: 'key', header: 'Key', width: 'minmax(60px, 0.8fr)', cell: KeyCell },
  }
}

function KeyCell({ key, isGone }: ScanRow) {
  return isGone ? <Dim>deleted meanwhile</Dim> : <PreviewCell preview={key} />
}

/** What no consumer of committed records is given is marked where it stands, whatever columns are shown. */
function ValueCell({ value, state, isGone }: ScanRow) {
  if (isGone) return null
  const isMarked = state === 'aborted' || state === 'control' || state === 'undecided'
  return (
    <>
      {isMarked && (
        <>
          <StateBadge state={state} />{' '}
        </>
      )}
      <PreviewCell preview={value} isValue={state !== 'control'} />
    </>
  )
}

function HeadersCell({ headers }: ScanRow) {
  if (headers.length === 0) return <Dim>–</Dim>
  return <span title={headers.map(({ key }) => key).join(', ')}>{headers.length}</span>
}

const TONES: Readonly<Record<RecordState, Tone>> = {
  plain: 'neutral',
  committed: 'ok',
  aborted: 'bad',
  undecided: 'warn',
  control: 'info',
}

function StateBadge({ state }: { state: RecordState }) {
  return state === 'plain' ? <Dim>–</Dim> : <Badge tone={TONES[state]}>{state}</Badge>
}
