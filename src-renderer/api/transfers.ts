import { useEffect, useRef, useState } from 'react'
import type { RedriveEvent, RedriveOrder } from '../../src-main/api/redrives.ts'
import type {
  ExportEvent,
  ProduceManyEvent,
  ProduceManyInput,
  RecordSourceInput,
} from '../../src-main/api/transfers.ts'
import type { ScanRequest } from '../../src-main/api/scans.ts'
import { client } from './client.ts'

export type { HeaderChange, RedriveEvent, RedriveOrder, RedriveReport } from '../../src-main/api/redrives.ts'
export type {
  ExportEvent,
  LineError,
  ProduceManyEvent,
  RecordSourceInput,
  SourcePreview,
  TransferFormat,
} from '../../src-main/api/transfers.ts'

export type ProduceManyOrder = Omit<ProduceManyInput, 'source'> & { readonly source: RecordSourceInput }
/** Null: a download of this browser. */
type ToFile = { readonly path: string | null; readonly format: 'jsonl' | 'csv' }
type Stream<Event> = (signal: AbortSignal) => Promise<AsyncIterable<Event>>

export const exportMatches = (request: ScanRequest, to: ToFile): Stream<ExportEvent> => {
  return (signal) => client.transfers.exportRows({ request, ...to }, { signal })
}

export const exportRowsOf = (
  rows: { scanId: string; topic: string; from: number; count: number },
  to: ToFile,
): Stream<ExportEvent> => {
  return (signal) => client.transfers.exportScanRows({ ...rows, ...to }, { signal })
}

export const produceMany = (order: ProduceManyOrder): Stream<ProduceManyEvent> => {
  return (signal) => client.transfers.produceMany(order, { signal })
}

export const dryRun = (order: RedriveOrder): Stream<RedriveEvent> => {
  return (signal) => client.redrives.dryRun(order, { signal })
}

export const redrive = (order: RedriveOrder): Stream<RedriveEvent> => {
  return (signal) => client.redrives.run(order, { signal })
}

export const resumeRedrive = (redriveId: string): Stream<RedriveEvent> => {
  return (signal) => client.redrives.resume({ redriveId }, { signal })
}

/** Has the browser fetch what that export writes. */
export function beginDownload(jobId: string): void {
  const anchor = document.createElement('a')
  anchor.href = `/downloads/${jobId}`
  anchor.download = ''
  anchor.click()
}

interface Opened {
  readonly type: 'opened'
  readonly jobId: string
}
type Told = Opened | { readonly type: 'progress' } | { readonly type: 'report' }

export interface Job<Event extends Told> {
  readonly phase: 'idle' | 'running' | 'done' | 'failed'
  readonly progress: Extract<Event, { type: 'progress' }> | null
  readonly report: Extract<Event, { type: 'report' }> | null
  /** Why the phase is `failed`. */
  readonly error: unknown
  readonly start: (open: Stream<Event>, onOpened?: (jobId: string) => void) => Promise<void>
  /** Ends it after what is under way; the report still comes. */
  readonly stop: () => void
  readonly reset: () => void
}

type JobState<Event extends Told> = Pick<Job<Event>, 'phase' | 'progress' | 'report' | 'error'>

/** Something of the back end that takes its time, and that ends when nobody looks any more. */
export function useJob<Event extends Told>(): Job<Event> {
  const idle: JobState<Event> = { phase: 'idle', progress: null, report: null, error: null }
  const [state, setState] = useState(idle)
  const running = useRef<{ readonly controller: AbortController; jobId: string | null }>(null)
  useEffect(() => () => running.current?.controller.abort(), [])
  const start: Job<Event>['start'] = async (open, onOpened): Promise<void> => {
    const run = { controller: new AbortController(), jobId: null as string | null }
    running.current = run
    const change = (next: Partial<JobState<Event>>): void => {
      if (running.current === run) setState((before) => ({ ...before, ...next }))
    }
    setState({ ...idle, phase: 'running' })
    try {
      for await (const event of await open(run.controller.signal)) {
        if (event.type === 'opened') {
          run.jobId = event.jobId
          onOpened?.(event.jobId)
        } else if (event.type === 'progress') change({ progress: event as Extract<Event, { type: 'progress' }> })
        else change({ phase: 'done', report: event as Extract<Event, { type: 'report' }> })
      }
    } catch (error) {
      if (!run.controller.signal.aborted) change({ phase: 'failed', error })
    }
  }
  return {
    ...state,
    start,
    stop: () => {
      const jobId = running.current?.jobId ?? null
      if (jobId !== null) void client.transfers.stop({ jobId })
    },
    reset: () => {
      running.current?.controller.abort()
      running.current = null
      setState(idle)
    },
  }
}
