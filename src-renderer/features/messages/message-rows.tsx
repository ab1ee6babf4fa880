import { IconMessages } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useCallback, useEffect, useMemo, useRef, useSyncExternalStore } from 'react'
import type { RowField, ScanRow } from '../../api/scans.ts'
import { useSettings } from '../../api/settings.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { useElementWidth } from '../../components/element-width.ts'
import { RowWindow } from '../../components/row-window.tsx'
import { FIELD_WIDTH, LEAST_WIDTH, messageColumns } from './message-columns.tsx'
import styles from './messages-tab.module.css'
import type { Page } from './pages.ts'
import type { RecordPlace } from './record-place.ts'
import { placeKey } from './record-place.ts'
import type { ScanSession, ScanState } from './scan-session.ts'
import { isLive } from './scan-session.ts'
import type { ColumnId } from './shown-columns.ts'
import { texts } from '../../languages/texts.ts'

export interface MessageRowsProps {
  readonly scan: ScanState
  readonly page: Page
  readonly session: ScanSession
  readonly shownColumns: readonly ColumnId[]
  /** Those that have columns of their own. */
  readonly fields: readonly RowField[]
  readonly chosen: RecordPlace | null
  readonly onChoose: (row: ScanRow) => void
  /** A row of the scan that is to be brought into sight. */
  readonly revealed: { readonly row: number } | null
}

/** Pixels beside an open record, below which the time has to stand in the record alone. */
const TIGHT_BELOW = 400

/** The rows of a page of a scan; those of a live tail with the newest at the top. */
export function MessageRows(props: MessageRowsProps): ReactNode {
  const { scan, page, session, shownColumns, fields, chosen, onChoose, revealed } = props
  const { timestamps: zone } = useSettings()
  useSyncExternalStore(session.subscribe, session.rowsVersion)
  const frame = useRef<HTMLDivElement>(null)
  const width = useElementWidth(frame)
  const room = chosen === null ? 'wide' : (width ?? TIGHT_BELOW) < TIGHT_BELOW ? 'tight' : 'beside'
  const columns = useMemo(
    () => messageColumns({ zone, shown: shownColumns, fields, room }),
    [zone, shownColumns, fields, room],
  )
  useEffect(() => session.showFields(fields), [session, fields])
  const isTail = isLive(scan.request)
  const { first } = page
  const onWindow = useCallback(
    (start: number, end: number) =>
      session.want(
        isTail
          ? { counted: 'from-last', start, end }
          : { counted: 'from-first', start: first + start, end: first + end },
      ),
    [session, isTail, first],
  )
  const rowAt = (index: number): ScanRow | undefined =>
    session.rowAt(isTail ? first + page.count - 1 - index : first + index)
  const shownRow = useMemo(() => revealed && { index: revealed.row - first }, [revealed, first])
  return (
    <div ref={frame} className={styles.rows}>
      <RowWindow
        label={texts.messages.messages}
        count={scan.rowCount === undefined ? undefined : page.count}
        rowAt={rowAt}
        onWindow={onWindow}
        columns={columns}
        rowKey={placeKey}
        rowHeight={30}
        minWidth={LEAST_WIDTH[room] + (room === 'wide' ? fields.length * FIELD_WIDTH : 0)}
        selectedKey={chosen ? placeKey(chosen) : null}
        onSelect={onChoose}
        revealed={isTail ? null : shownRow}
        empty={<NoMessages scan={scan} />}
      />
    </div>
  )
}

function NoMessages({ scan: { request, phase } }: { scan: ScanState }): ReactNode {
  if (phase === 'failed') return null
  const isTail = isLive(request)
  // From now on counts from when the ends of the partitions are known: a tail that still opens does not wait yet.
  if (isTail && phase === 'opening') return null
  if (phase !== 'ended') {
    return (
      <div className={styles.waiting}>
        <EmptyState title={isTail ? texts.messages.waitingForNewMessages : texts.messages.nothingFoundYet}>
          {isTail ? texts.messages.whatIsWrittenFrom : texts.messages.everyMessageOfThe}
        </EmptyState>
      </div>
    )
  }
  if (request?.filter) {
    return <EmptyState title={texts.messages.noMessageMatches}>{texts.messages.theLineAboveSays}</EmptyState>
  }
  return (
    <EmptyState
      icon={<IconMessages size={20} />}
      title={isTail ? texts.messages.nothingWasWritten : texts.messages.noMessagesHere}
    >
      {texts.messages.produceOneAboveOr}
    </EmptyState>
  )
}
