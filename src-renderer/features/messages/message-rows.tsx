import { IconMessages } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useCallback, useMemo } from 'react'
import type { ScanRow } from '../../api/scans.ts'
import { useSettings } from '../../api/settings.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { RowWindow } from '../../components/row-window.tsx'
import { messageColumns } from './message-columns.tsx'
import styles from './messages-tab.module.css'
import type { Page } from './pages.ts'
import type { RecordPlace } from './record-place.ts'
import { placeKey } from './record-place.ts'
import type { ScanSession, ScanState } from './scan-session.ts'
import { isLive } from './scan-session.ts'
import type { ColumnId } from './shown-columns.ts'

export interface MessageRowsProps {
  readonly scan: ScanState
  readonly page: Page
  readonly session: ScanSession
  readonly shownColumns: readonly ColumnId[]
  readonly chosen: RecordPlace | null
  readonly onChoose: (row: ScanRow) => void
  /** A row of the scan that is to be brought into sight. */
  readonly revealed: { readonly row: number } | null
}

/** The rows of a page of a scan; those of a live tail with the newest at the top. */
export function MessageRows(props: MessageRowsProps): ReactNode {
  const { scan, page, session, shownColumns, chosen, onChoose, revealed } = props
  const { timestamps: zone } = useSettings()
  const isNarrow = chosen !== null
  const columns = useMemo(() => messageColumns({ zone, shown: shownColumns, isNarrow }), [zone, shownColumns, isNarrow])
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
    <RowWindow
      label="Messages"
      count={scan.rowCount === undefined ? undefined : page.count}
      rowAt={rowAt}
      onWindow={onWindow}
      columns={columns}
      rowKey={placeKey}
      rowHeight={30}
      minWidth={isNarrow ? 400 : 760}
      selectedKey={chosen ? placeKey(chosen) : null}
      onSelect={onChoose}
      revealed={isTail ? null : shownRow}
      empty={<NoMessages scan={scan} />}
    />
  )
}

function NoMessages({ scan: { request, phase } }: { scan: ScanState }): ReactNode {
  if (phase === 'failed') return null
  const isTail = isLive(request)
  if (phase !== 'ended') {
    return (
      <div className={styles.waiting}>
        <EmptyState title={isTail ? 'Waiting for new messages' : 'Nothing found yet'}>
          {isTail ? 'What is written from now on appears here.' : 'Every message of the range is looked at.'}
        </EmptyState>
      </div>
    )
  }
  if (request?.filter) {
    return (
      <EmptyState title="No message matches">
        The line above says whether every message of the range was looked at.
      </EmptyState>
    )
  }
  return (
    <EmptyState icon={<IconMessages size={20} />} title={isTail ? 'Nothing was written' : 'No messages here'}>
      Produce one above, or let a client write to the topic.
    </EmptyState>
  )
}
