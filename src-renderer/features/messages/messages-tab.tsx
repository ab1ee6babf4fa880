import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useEffect, useState } from 'react'
import { queries } from '../../api/client.ts'
import { problemOf } from '../../api/problem.ts'
import type { ScanRow } from '../../api/scans.ts'
import { useSettings } from '../../api/settings.ts'
import type { TopicDetail } from '../../api/topics.ts'
import { ErrorView } from '../../components/error-view.tsx'
import { SplitPane } from '../../components/split-pane.tsx'
import { formatTimestamp } from '../../formatting/timestamps.ts'
import { ColumnsMenu } from './columns-menu.tsx'
import { DecodeMenu } from './decode-menu.tsx'
import { useFieldColumns } from './field-columns.ts'
import { FieldActionsProvider } from './field-filter.ts'
import { FilterBuilder } from './filter-builder.tsx'
import { FindInRows } from './find-in-rows.tsx'
import { MessageRows } from './message-rows.tsx'
import styles from './messages-tab.module.css'
import { useRecentFilters } from './recent-filters.ts'
import { RecordDetail } from './record-detail.tsx'
import type { RecordPlace } from './record-place.ts'
import { ScanBar } from './scan-bar.tsx'
import { ScanChart } from './scan-chart.tsx'
import { ScanStatus } from './scan-status.tsx'
import { isLive } from './scan-session.ts'
import { useShownColumns } from './shown-columns.ts'
import { TransferMenu } from './transfers/transfer-menu.tsx'
import { useScan, type ScanInHand } from './use-scan.ts'
import { texts } from '../../languages/texts.ts'

export interface MessagesTabProps {
  readonly clusterId: string
  readonly topic: string
  /** A record that a link leads to; its detail is open. */
  readonly linked: RecordPlace | null
  /** The user has gone on from the record of the link. */
  readonly onLeaveLink: () => void
  /** Raised when something was written: what is shown is read again. */
  readonly changeCount: number
}

/** The messages of a topic: at once the newest of all partitions, then whatever the bar asks for. */
export function MessagesTab(props: MessagesTabProps): ReactNode {
  const { clusterId, topic, changeCount } = props
  const inHand = useScan(props)
  const { scan, page, isTurning, session, control } = inHand
  const [chosen, choose] = useChosen(props)
  const [shownColumns, setShownColumns] = useShownColumns()
  const fieldColumns = useFieldColumns(props)
  const [revealed, setRevealed] = useState<{ readonly row: number } | null>(null)
  const reveal = (row: ScanRow): void => {
    choose(row)
    setRevealed({ row: row.index })
  }
  useEffect(() => {
    if (changeCount > 0) control.refresh()
  }, [changeCount, control])
  return (
    <div
      role="presentation"
      className={styles.tab}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && chosen) choose(null)
      }}
    >
      <Asking {...props} inHand={inHand} chosen={chosen} />
      <ScanStatus scan={scan} page={page} isTurning={isTurning} onContinue={control.goOn} onPage={control.turn}>
        <FindInRows key={scan.scanId} scanId={scan.scanId} page={page} onFound={reveal} />
        <DecodeMenu clusterId={clusterId} topic={topic} onChanged={control.run} />
        <ColumnsMenu shown={shownColumns} onChange={setShownColumns} fieldColumns={fieldColumns} />
        <TransferMenu
          clusterId={clusterId}
          topic={topic}
          scanId={scan.scanId}
          request={scan.request}
          page={page}
          isTail={isLive(scan.request)}
          onProduced={control.refresh}
        />
      </ScanStatus>
      <Failure scan={scan} />
      <SplitPane
        sideLabel={texts.messages.theRecord}
        initialSideWidth={430}
        minSideWidth={320}
        main={
          <MessageRows
            key={page.number}
            scan={scan}
            page={page}
            session={session}
            shownColumns={shownColumns}
            fields={fieldColumns.fields}
            chosen={chosen}
            onChoose={choose}
            revealed={revealed}
          />
        }
        side={
          chosen && (
            <FieldActionsProvider value={{ filterBy: control.filterBy, showColumn: fieldColumns.add }}>
              <RecordDetail clusterId={clusterId} topic={topic} place={chosen} onClose={() => choose(null)} />
            </FieldActionsProvider>
          )
        }
      />
    </div>
  )
}

function Failure({ scan: { phase, error } }: { scan: ScanInHand['scan'] }): ReactNode {
  return (
    phase === 'failed' && (
      <div className={styles.problem}>
        <ErrorView problem={problemOf(error, texts.messages.theMessagesCouldNot)} />
      </div>
    )
  )
}

/** The record whose detail is open: the one that was clicked last, or that a link leads to. */
function useChosen({
  linked,
  onLeaveLink,
}: MessagesTabProps): readonly [RecordPlace | null, (place: RecordPlace | null) => void] {
  const [chosen, setChosen] = useState<RecordPlace | null>(linked)
  const [linkedBefore, setLinkedBefore] = useState(linked)
  if (linked !== linkedBefore) {
    setLinkedBefore(linked)
    if (linked) setChosen(linked)
  }
  const choose = (place: RecordPlace | null): void => {
    setChosen(place && { partition: place.partition, offset: place.offset })
    onLeaveLink()
  }
  return [chosen, choose]
}

/** Whether what is known of the topic, its heading above all, has fewer messages than are on the screen. */
function isBehindRows({ partitions }: TopicDetail, { request, firstRow, rowCount = 0 }: ScanInHand['scan']): boolean {
  let known = 0n
  for (const { startOffset, endOffset } of partitions) {
    if (startOffset === null || endOffset === null) return false
    known += endOffset - startOffset
  }
  // A live tail is always ahead by a little.
  return isLive(request) ? known === 0n && rowCount > 0 : known < BigInt(rowCount - firstRow)
}

interface AskingProps extends MessagesTabProps {
  readonly inHand: ScanInHand
  readonly chosen: RecordPlace | null
}

/** Everything that says what is read: the bar, the builder of filters, the part of the time that is marked. */
function Asking({ clusterId, topic, inHand, chosen }: AskingProps): ReactNode {
  const { draft, problem, scan, page, session, control } = inHand
  const { timestamps: zone } = useSettings()
  const [isFilterOpen, setIsFilterOpen] = useState(false)
  const { data: detail, refetch } = useQuery(queries.topics.describe.queryOptions({ input: { clusterId, topic } }))
  const isBehind = detail !== undefined && isBehindRows(detail, scan)
  useEffect(() => {
    if (isBehind) void refetch()
  }, [isBehind, scan.scanId, refetch])
  const recents = useRecentFilters({ clusterId, topic }, inHand)
  const sample = chosen ?? session.rowAt(page.first) ?? null
  return (
    <>
      <ScanBar
        clusterId={clusterId}
        draft={draft}
        problem={problem}
        partitionCount={detail?.partitionCount ?? 0}
        scan={scan}
        onChange={control.change}
        onRun={control.run}
        onStop={() => void session.stop()}
        onPause={() => void session.pause()}
        onResume={() => void session.resume()}
        isFilterOpen={isFilterOpen}
        onToggleFilter={() => setIsFilterOpen((before) => !before)}
      />
      {isFilterOpen && (
        <FilterBuilder
          draft={draft.filter}
          onChange={(filter) => control.change({ filter }, { runs: false })}
          onRun={control.run}
          onClose={() => setIsFilterOpen(false)}
          recents={recents}
          onRecent={(filter) => control.change(filter, { runs: true })}
          scanId={scan.scanId}
          sample={sample && { clusterId, topic, partition: sample.partition, offset: sample.offset }}
        />
      )}
      {/* Both together would leave no room for rows where the window is small. */}
      {!isFilterOpen && (
        <ScanChart
          clusterId={clusterId}
          topic={topic}
          scan={scan}
          onBrush={({ from, to }) =>
            control.change(
              {
                at: 'timestamp',
                time: formatTimestamp(from, zone),
                until: 'timestamp',
                untilTime: formatTimestamp(to, zone),
              },
              { runs: true },
            )
          }
        />
      )}
    </>
  )
}
