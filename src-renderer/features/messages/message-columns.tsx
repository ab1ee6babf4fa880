import type { RecordState, RowField, ScanRow } from '../../api/scans.ts'
import type { Tone } from '../../components/badge.tsx'
import { Badge } from '../../components/badge.tsx'
import type { Column } from '../../components/table-parts.tsx'
import { Dim } from '../../components/text.tsx'
import { formatBytes, formatExactBytes } from '../../formatting/bytes.ts'
import { formatOffset } from '../../formatting/counts.ts'
import type { TimestampZone } from '../../formatting/timestamps.ts'
import { zoneName } from '../../formatting/zones.ts'
import { formatTimeOfDay, formatTimestamp } from '../../formatting/timestamps.ts'
import { fieldName } from './field-columns.ts'
import { PreviewCell } from './preview-cell.tsx'
import type { ColumnId } from './shown-columns.ts'
import { texts } from '../../languages/texts.ts'

interface ColumnInput {
  readonly zone: TimestampZone
  readonly shown: readonly ColumnId[]
  readonly fields: readonly RowField[]
  readonly room: ColumnRoom
}

/** `beside` an open record there is room for what tells rows apart only; in a small window, `tight`, for less. */
export type ColumnRoom = 'wide' | 'beside' | 'tight'

const BESIDE: readonly ColumnId[] = ['timestamp', 'partition', 'offset', 'key', 'value']
const TIGHT: readonly ColumnId[] = ['partition', 'offset', 'key', 'value']
/** What the columns take at least, but for fields. */
export const LEAST_WIDTH: Readonly<Record<ColumnRoom, number>> = { wide: 760, beside: 400, tight: 250 }

export function messageColumns({ zone, shown, fields, room }: ColumnInput): readonly Column<ScanRow>[] {
  const wide = wideColumns(zone)
  if (room === 'wide') return [...shown.map((id) => wide[id]), ...fields.map(fieldColumn)]
  const all = { ...wide, ...narrowColumns(zone), ...(room === 'tight' && tightColumns(wide)) }
  return (room === 'tight' ? TIGHT : BESIDE).filter((id) => shown.includes(id)).map((id) => all[id])
}

function tightColumns({
  partition,
  offset,
  key,
  value,
}: Columns): Pick<Columns, 'partition' | 'offset' | 'key' | 'value'> {
  return {
    partition: { ...partition, header: texts.messages.partitionLetter, width: '42px' },
    offset: { ...offset, width: '64px' },
    key: { ...key, width: 'minmax(44px, 0.7fr)' },
    value: { ...value, width: 'minmax(90px, 1.6fr)' },
  }
}

/** What a field takes at least. */
export const FIELD_WIDTH = 110

function fieldColumn(field: RowField, place: number): Column<ScanRow> {
  return {
    id: `${field.subject} ${field.path}`,
    header: fieldName(field),
    width: `minmax(${FIELD_WIDTH}px, 1fr)`,
    cell: ({ fields }) => fields[place] ?? <Dim>–</Dim>,
  }
}

type Columns = Readonly<Record<ColumnId, Column<ScanRow>>>

function wideColumns(zone: TimestampZone): Columns {
  return {
    timestamp: {
      id: 'timestamp',
      header: zone === 'local' ? texts.messages.timestamp : `${texts.messages.timestamp} (${zoneName(zone)})`,
      width: '208px',
      cell: ({ timestamp }) => (
        <span title={texts.messages.milliseconds(timestamp)}>{formatTimestamp(timestamp, zone)}</span>
      ),
    },
    partition: {
      id: 'partition',
      header: texts.messages.partition,
      width: '76px',
      align: 'end',
      cell: ({ partition }) => partition,
    },
    offset: {
      id: 'offset',
      header: texts.messages.offset,
      width: '88px',
      align: 'end',
      cell: ({ offset }) => formatOffset(offset),
    },
    key: { id: 'key', header: texts.messages.key, width: 'minmax(76px, 0.8fr)', cell: KeyCell },
    value: { id: 'value', header: texts.messages.value, width: 'minmax(130px, 3fr)', cell: ValueCell },
    headers: { id: 'headers', header: texts.messages.headers, width: '74px', align: 'end', cell: HeadersCell },
    size: {
      id: 'size',
      header: texts.messages.size,
      width: '76px',
      align: 'end',
      cell: ({ sizeBytes }) => <span title={formatExactBytes(sizeBytes)}>{formatBytes(sizeBytes)}</span>,
    },
    state: {
      id: 'state',
      header: texts.messages.transaction,
      width: '110px',
      cell: ({ state }) => <StateBadge state={state} />,
    },
  }
}

/** The same in the same order; the day and the time to the millisecond stand in the open record. */
function narrowColumns(zone: TimestampZone): Pick<Columns, 'timestamp' | 'partition' | 'offset' | 'key'> {
  return {
    timestamp: {
      id: 'timestamp',
      header: texts.messages.time,
      width: '84px',
      cell: ({ timestamp }) => (
        <span title={formatTimestamp(timestamp, zone)}>{formatTimeOfDay(timestamp, zone).slice(0, 8)}</span>
      ),
    },
    partition: {
      id: 'partition',
      header: texts.messages.partitionLetter,
      width: '44px',
      align: 'end',
      cell: ({ partition }) => partition,
    },
    offset: {
      id: 'offset',
      header: texts.messages.offset,
      width: '70px',
      align: 'end',
      cell: ({ offset }) => formatOffset(offset),
    },
    key: { id: 'key', header: texts.messages.key, width: 'minmax(60px, 0.8fr)', cell: KeyCell },
  }
}

function KeyCell({ key, isGone }: ScanRow) {
  return isGone ? <Dim>{texts.messages.deletedMeanwhile}</Dim> : <PreviewCell preview={key} />
}

/** What no consumer of committed records is given is marked where it stands, whatever columns are shown. */
function ValueCell({ value, state, isGone, decodingProblem }: ScanRow) {
  if (isGone) return null
  const isMarked = state === 'aborted' || state === 'control' || state === 'undecided'
  return (
    <>
      {isMarked && (
        <>
          <StateBadge state={state} />{' '}
        </>
      )}
      {decodingProblem !== null && (
        <span title={decodingProblem}>
          <Badge tone="warn">{texts.messages.notDecoded}</Badge>{' '}
        </span>
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
  return state === 'plain' ? <Dim>–</Dim> : <Badge tone={TONES[state]}>{texts.messages.states[state]}</Badge>
}
