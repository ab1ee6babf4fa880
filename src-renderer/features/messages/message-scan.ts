import type { MessageRow, PartitionProgress, scanMessages, ScanQuery, ScanVerdict } from '../../api/messages.ts'
import { RowBuffer } from './row-buffer.ts'

export interface ScanProgress {
  readonly scannedCount: bigint
  readonly scannedBytes: bigint
  readonly matchCount: number
  readonly partitions: readonly PartitionProgress[]
}

export interface ScanState {
  readonly query: ScanQuery | null
  /** Undefined until the first scan has something to show, or knows that there is nothing. */
  readonly rows: readonly MessageRow[] | undefined
  readonly phase: 'running' | 'ended' | 'failed'
  readonly progress: ScanProgress | null
  readonly verdict: ScanVerdict | null
  /** Why the phase is `failed`. */
  readonly error: unknown
  readonly isPaused: boolean
  /** Rows that have arrived since the pause and are not shown yet. */
  readonly waitingCount: number
  /** Rows that were dropped from the view because it holds no more. */
  readonly droppedCount: number
}

const NOTHING: ScanState = {
  query: null,
  rows: undefined,
  phase: 'ended',
  progress: null,
  verdict: null,
  error: null,
  isPaused: false,
  waitingCount: 0,
  droppedCount: 0,
}

/** A live tail goes on for days; the view holds the newest of it. */
export const LIVE_CAPACITY = 10_000

const STOPPED: ScanVerdict = { isComplete: false, reason: 'stopped', explanation: 'It was stopped before the end.' }

interface Run {
  readonly controller: AbortController
  readonly buffer: RowBuffer
  readonly query: ScanQuery
  isPaused: boolean
  /** Its end has been published; what comes after it is of no interest. */
  isOver: boolean
  waitingCount: number
  arrivedCount: number
}

/**
 * One scan after the other, and what of it is to be seen. Events are gathered and published a few times a second, never
 * one by one. The rows of the scan before stay until the next one has its first, so that nothing flickers.
 */
export class MessageScan {
  readonly #scan: typeof scanMessages
  readonly #listeners = new Set<() => void>()
  #state: ScanState = NOTHING
  #change: Partial<ScanState> = {}
  #run: Run | null = null
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(scan: typeof scanMessages) {
    this.#scan = scan
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  readonly state = (): ScanState => this.#state

  /** Ends the scan before, if it still runs, and starts another one. */
  async start(query: ScanQuery): Promise<void> {
    this.#leave()
    const isLive = query.start.at === 'live'
    const run: Run = {
      controller: new AbortController(),
      buffer: new RowBuffer({
        order: isLive || query.start.at === 'newest' ? 'newest-first' : 'oldest-first',
        capacity: isLive ? LIVE_CAPACITY : query.limit,
      }),
      query,
      isPaused: false,
      isOver: false,
      waitingCount: 0,
      arrivedCount: 0,
    }
    this.#run = run
    this.#publish({ ...NOTHING, query, phase: 'running', rows: startsEmpty(query) ? [] : this.#state.rows })
    try {
      await this.#scan(query, {
        signal: run.controller.signal,
        onEvent: (event) => {
          if (this.#run !== run || run.isOver) return
          if (event.type === 'rows') this.#take(run, event.rows)
          else if (event.type === 'verdict') this.#gather(run, { verdict: event.verdict })
          else this.#gather(run, { progress: event })
        },
      })
      this.#end(run, { phase: 'ended' })
    } catch (error) {
      this.#end(run, { phase: 'failed', error })
    }
  }

  /** Ends the scan on the user's wish; what was found stays. */
  stop(): void {
    const run = this.#run
    if (!run || this.#state.phase !== 'running') return
    this.#end(run, { phase: 'ended', verdict: STOPPED })
    run.controller.abort()
  }

  /** Holds the view still; the scan goes on. */
  pause(): void {
    if (!this.#run || this.#state.phase !== 'running') return
    this.#run.isPaused = true
    this.#publish({ isPaused: true })
  }

  resume(): void {
    if (!this.#run) return
    this.#run.isPaused = false
    this.#run.waitingCount = 0
    this.#publish({ ...this.#view(this.#run), isPaused: false, waitingCount: 0 })
  }

  /** Ends everything; to be called when nobody looks any more. */
  dispose(): void {
    this.#leave()
  }

  #leave(): void {
    this.#run?.controller.abort()
    this.#run = null
    clearTimeout(this.#timer)
    this.#timer = undefined
    this.#change = {}
  }

  #take(run: Run, rows: readonly MessageRow[]): void {
    const isFirst = run.arrivedCount === 0
    run.arrivedCount += rows.length
    run.buffer.add(rows)
    if (run.isPaused) {
      run.waitingCount += rows.length
      this.#gather(run, { waitingCount: run.waitingCount })
    } else if (isFirst && rows.length > 0) this.#publish({ ...this.#change, ...this.#view(run) })
    else this.#gather(run, {})
  }

  #end(run: Run, change: Partial<ScanState>): void {
    if (this.#run !== run || run.isOver) return
    run.isOver = true
    const isFinal = { ...this.#change, ...change }
    const failedEmpty = change.phase === 'failed' && run.arrivedCount === 0
    this.#publish({
      ...isFinal,
      ...(run.isPaused || failedEmpty ? {} : this.#view(run)),
    })
  }

  #view(run: Run): Pick<ScanState, 'rows' | 'droppedCount'> {
    return { rows: run.buffer.rows(), droppedCount: run.buffer.droppedCount }
  }

  #gather(run: Run, change: Partial<ScanState>): void {
    this.#change = { ...this.#change, ...change }
    this.#timer ??= setTimeout(
      () => this.#publish({ ...this.#change, ...(run.isPaused || run.arrivedCount === 0 ? {} : this.#view(run)) }),
      publishEveryMs(this.#state.rows?.length ?? 0),
    )
  }

  #publish(change: Partial<ScanState>): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    this.#change = {}
    this.#state = { ...this.#state, ...change }
    for (const listener of this.#listeners) listener()
  }
}

/** Whether rows are those that match a text, and not simply those that are there. */
export function isFiltered(query: ScanQuery | null): boolean {
  return query !== null && query.contains !== null
}

/** Rows of before would pass for what was found, or for what has just been written. */
function startsEmpty(query: ScanQuery): boolean {
  return query.start.at === 'live' || isFiltered(query)
}

/** A long list costs more to show again; its reader does not need it ten times a second. */
function publishEveryMs(rowCount: number): number {
  return rowCount < 5000 ? 100 : rowCount < 30_000 ? 300 : 1000
}
