import { useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react'
import { scanSource } from '../../api/scans.ts'
import { useSettings } from '../../api/settings.ts'
import type { FieldChoice } from './field-filter.ts'
import { withField } from './filter-draft.ts'
import type { Page } from './pages.ts'
import { pageOf } from './pages.ts'
import type { DraftProblem, ScanDraft } from './scan-draft.ts'
import { FIRST_DRAFT, requestOf } from './scan-draft.ts'
import type { ScanState } from './scan-session.ts'
import { isLive, ScanSession } from './scan-session.ts'

export interface ScanControl {
  readonly change: (change: Partial<ScanDraft>, options: { readonly runs: boolean }) => void
  /** Narrows what is shown by a field of a record. */
  readonly filterBy: (field: FieldChoice) => void
  readonly run: () => void
  /** Reads again what is shown, because something was written. */
  readonly refresh: () => void
  /** Goes on where an incomplete scan stands. */
  readonly goOn: () => void
  readonly turn: (step: 1 | -1) => void
}

export interface ScanInHand {
  readonly draft: ScanDraft
  readonly problem: DraftProblem | null
  readonly scan: ScanState
  readonly page: Page
  /** The next page was asked for, and has no rows yet. */
  readonly isTurning: boolean
  readonly session: ScanSession
  readonly control: ScanControl
}

/** What the bar says, and the scan of what it said last. */
export function useScan({ clusterId, topic }: { clusterId: string; topic: string }): ScanInHand {
  const { timestamps: zone } = useSettings()
  const [session] = useState(() => new ScanSession(scanSource))
  const [draft, setDraft] = useState(FIRST_DRAFT)
  const [problem, setProblem] = useState<DraftProblem | null>(null)
  const [pageNumber, setPageNumber] = useState(0)
  const latest = useRef(draft)
  const scan = useSyncExternalStore(session.subscribe, session.state)
  const page = shownPage(scan, pageNumber)
  const run = useMemo(
    () => (): void => {
      const request = requestOf(latest.current, { clusterId, topic, zone, nowMs: Date.now() })
      setProblem('problem' in request ? request : null)
      if (!('value' in request)) return
      setPageNumber(0)
      void session.start(request.value)
    },
    [session, clusterId, topic, zone],
  )
  useEffect(() => {
    run()
    return () => session.dispose()
  }, [run, session])
  const control = useMemo(
    () => controlOf({ session, latest, setDraft, setProblem, setPageNumber, run }),
    [session, run],
  )
  return { draft, problem, scan, page, isTurning: pageNumber > page.number, session, control }
}

function shownPage({ request, firstRow, rowCount = 0 }: ScanState, pageNumber: number): Page {
  if (!isLive(request)) return pageOf(pageNumber, { rowCount, pageSize: request?.limit ?? FIRST_DRAFT.limit })
  return { number: 0, first: firstRow, count: rowCount - firstRow, hasPrevious: false, hasNext: false }
}

interface Parts {
  readonly session: ScanSession
  readonly latest: { current: ScanDraft }
  readonly setDraft: (draft: ScanDraft) => void
  readonly setProblem: (problem: null) => void
  readonly setPageNumber: (change: (before: number) => number) => void
  readonly run: () => void
}

function controlOf({ session, latest, setDraft, setProblem, setPageNumber, run }: Parts): ScanControl {
  const rowsLeftOfPage = (): number => {
    const { request, status } = session.state()
    const pageSize = request?.limit ?? FIRST_DRAFT.limit
    return pageSize - ((status?.settledRowCount ?? 0) % pageSize)
  }
  const change: ScanControl['change'] = (changed, { runs }) => {
    latest.current = { ...latest.current, ...changed }
    setDraft(latest.current)
    if (runs) run()
    else setProblem(null)
  }
  return {
    change,
    filterBy: (field) => change({ filter: withField(latest.current.filter, field) }, { runs: true }),
    run,
    // A live tail shows what was written by itself.
    refresh: () => {
      if (latest.current.at !== 'live') run()
    },
    goOn: () => void session.more(rowsLeftOfPage()),
    turn: (step) =>
      setPageNumber((before) => {
        const { rowCount = 0, request, status } = session.state()
        const page = pageOf(before, { rowCount, pageSize: request?.limit ?? FIRST_DRAFT.limit })
        if (step === 1 && !page.hasNext && status?.canContinue === true) void session.more(rowsLeftOfPage())
        return Math.max(0, page.number + step)
      }),
  }
}
