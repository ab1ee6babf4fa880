import { IconMessages } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react'
import { queries } from '../../api/client.ts'
import type { MessageRow } from '../../api/messages.ts'
import { scanMessages } from '../../api/messages.ts'
import { problemOf } from '../../api/problem.ts'
import { useSettings } from '../../api/settings.ts'
import { DataTable } from '../../components/data-table.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { ErrorView } from '../../components/error-view.tsx'
import { SplitPane } from '../../components/split-pane.tsx'
import { messageColumns } from './message-columns.tsx'
import type { ScanState } from './message-scan.ts'
import { isFiltered, MessageScan } from './message-scan.ts'
import styles from './messages-tab.module.css'
import { RecordDetail } from './record-detail.tsx'
import type { RecordPlace } from './record-place.ts'
import { placeKey } from './record-place.ts'
import { ScanBar } from './scan-bar.tsx'
import type { ScanDraft } from './scan-draft.ts'
import { FIRST_DRAFT, queryOf } from './scan-draft.ts'
import { ScanStatus } from './scan-status.tsx'

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
  const { clusterId, topic, linked, changeCount, onLeaveLink } = props
  const { timestamps: zone } = useSettings()
  const { draft, problem, scan, control } = useScan(props)
  const { data: detail } = useQuery(queries.topics.describe.queryOptions({ input: { clusterId, topic } }))
  const [chosen, setChosen] = useState<RecordPlace | null>(linked)
  const isNarrow = chosen !== null
  const columns = useMemo(() => messageColumns({ zone, isNarrow }), [zone, isNarrow])
  const [linkedBefore, setLinkedBefore] = useState(linked)
  if (linked !== linkedBefore) {
    setLinkedBefore(linked)
    if (linked) setChosen(linked)
  }
  const choose = (place: RecordPlace | null): void => {
    setChosen(place)
    onLeaveLink()
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
      <ScanBar
        draft={draft}
        problem={problem}
        partitionCount={detail?.partitionCount ?? 0}
        scan={scan}
        onChange={control.change}
        onRun={control.run}
        onStop={control.stop}
        onPause={control.pause}
        onResume={control.resume}
      />
      <ScanStatus scan={scan} onRaiseLimit={(limit) => control.change({ limit }, { runs: true })} />
      {scan.phase === 'failed' && (
        <div className={styles.problem}>
          <ErrorView problem={problemOf(scan.error, 'The messages could not be read.')} />
        </div>
      )}
      <SplitPane
        sideLabel="the record"
        initialSideWidth={430}
        minSideWidth={320}
        main={
          <DataTable
            label="Messages"
            rows={scan.phase === 'failed' && scan.rows === undefined ? NO_ROWS : scan.rows}
            columns={columns}
            rowKey={placeKey}
            rowHeight={30}
            minWidth={isNarrow ? 400 : 760}
            selectedKey={chosen ? placeKey(chosen) : null}
            onSelect={choose}
            onOpen={choose}
            empty={<NoMessages scan={scan} />}
          />
        }
        side={
          chosen && <RecordDetail clusterId={clusterId} topic={topic} place={chosen} onClose={() => choose(null)} />
        }
      />
    </div>
  )
}

const NO_ROWS: readonly MessageRow[] = []

function NoMessages({ scan: { query, phase } }: { scan: ScanState }): ReactNode {
  if (phase === 'failed') return null
  const isLive = query?.start.at === 'live'
  if (phase === 'running') {
    return (
      <div className={styles.waiting}>
        <EmptyState title={isLive ? 'Waiting for new messages' : 'Nothing found yet'}>
          {isLive ? 'What is written from now on appears here.' : 'Every message of the range is looked at.'}
        </EmptyState>
      </div>
    )
  }
  if (isFiltered(query)) {
    return (
      <EmptyState title="No message contains this text">
        Key, value and headers were searched. The line above says whether everything was looked at.
      </EmptyState>
    )
  }
  return (
    <EmptyState icon={<IconMessages size={20} />} title={isLive ? 'Nothing was written' : 'No messages here'}>
      Produce one above, or let a client write to the topic.
    </EmptyState>
  )
}

interface ScanControl {
  readonly change: (change: Partial<ScanDraft>, options: { readonly runs: boolean }) => void
  readonly run: () => void
  readonly refresh: () => void
  readonly stop: () => void
  readonly pause: () => void
  readonly resume: () => void
}

interface ScanInHand {
  readonly draft: ScanDraft
  readonly problem: string | null
  readonly scan: ScanState
  readonly control: ScanControl
}

function useScan({ clusterId, topic }: MessagesTabProps): ScanInHand {
  const { timestamps: zone } = useSettings()
  const [scanner] = useState(() => new MessageScan(scanMessages))
  const [draft, setDraft] = useState(FIRST_DRAFT)
  const [problem, setProblem] = useState<string | null>(null)
  const latest = useRef(draft)
  const scan = useSyncExternalStore(scanner.subscribe, scanner.state)
  const control = useMemo(() => {
    const run = (): void => {
      const query = queryOf(latest.current, { clusterId, topic, zone })
      setProblem('problem' in query ? query.problem : null)
      if ('value' in query) void scanner.start(query.value)
    }
    return {
      change: (change: Partial<ScanDraft>, { runs }: { readonly runs: boolean }) => {
        latest.current = { ...latest.current, ...change }
        setDraft(latest.current)
        if (runs) run()
        else setProblem(null)
      },
      run,
      // A live tail shows what was written by itself.
      refresh: () => {
        if (latest.current.at !== 'live') run()
      },
      stop: () => scanner.stop(),
      pause: () => scanner.pause(),
      resume: () => scanner.resume(),
    }
  }, [scanner, clusterId, topic, zone])
  useEffect(() => {
    control.run()
    return () => scanner.dispose()
  }, [control, scanner])
  return { draft, problem, scan, control }
}
