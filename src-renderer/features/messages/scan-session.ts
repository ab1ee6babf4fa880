import type { RowField, ScanRequest, ScanRow, ScanSource, ScanStatus } from '../../api/scans.ts'

export interface ScanState {
  readonly request: ScanRequest | null
  /** Null until the scan is open. */
  readonly scanId: string | null
  readonly status: ScanStatus | null
  /** `opening`: nothing is known of it yet. */
  readonly phase: 'opening' | 'running' | 'paused' | 'ended' | 'failed'
  /** Why the phase is `failed`. */
  readonly error: unknown
  /** The rows to be seen are `firstRow` up to, not including, `rowCount`; undefined: not known yet. */
  readonly firstRow: number
  readonly rowCount: number | undefined
  /** These are the scan's own rows, or it is known to have none: those of the scan before are gone. */
  readonly isShown: boolean
}

const NOTHING: ScanState = {
  request: null,
  scanId: null,
  status: null,
  phase: 'opening',
  error: null,
  firstRow: 0,
  rowCount: undefined,
  isShown: false,
}

/** Rows beside those in sight that are kept, so that scrolling back asks for nothing. */
const KEPT_AROUND = 1000
const AHEAD = 50
const MOST_ASKED = 1000

/** Rows by their indexes, or counted back from the last one, which is 0; `end` is exclusive. */
export interface Wanted {
  readonly counted: 'from-first' | 'from-last'
  readonly start: number
  readonly end: number
}

interface Ask {
  readonly status: ScanStatus
  readonly wanted: Wanted
  readonly scanId: string
  readonly from: number
  readonly count: number
  readonly fields: readonly RowField[]
}

const FIRST_ROWS: Wanted = { counted: 'from-first', start: 0, end: AHEAD }
const LAST_ROWS: Wanted = { ...FIRST_ROWS, counted: 'from-last' }

interface Run {
  readonly request: ScanRequest
  readonly controller: AbortController
  scanId: string | null
  status: ScanStatus | null
  rows: Map<number, ScanRow>
  /** The revision that `rows` are of, at least. */
  revision: number
  isFetching: boolean
  /** Its rows are the ones in sight: those of the scan before are gone. */
  isShown: boolean
}

/**
 * One scan after the other, and the rows of it that are in sight; the others stay at the back end. The rows of the scan
 * before stay until the next one has its first, so that nothing flickers.
 *
 * Invariant: at most one request for rows is under way, and it is for what was wanted last.
 */
export class ScanSession {
  readonly #source: ScanSource
  readonly #listeners = new Set<() => void>()
  #state: ScanState = NOTHING
  #shownRows: ReadonlyMap<number, ScanRow> = new Map()
  #rowsVersion = 0
  #run: Run | null = null
  #wanted: Wanted = FIRST_ROWS
  #fields: readonly RowField[] = []

  constructor(source: ScanSource) {
    this.#source = source
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  readonly state = (): ScanState => this.#state

  /** The row of an index of the scan; undefined when it has not come yet. */
  readonly rowAt = (index: number): ScanRow | undefined => this.#shownRows.get(index)

  /** Another number: `rowAt` may answer otherwise. */
  readonly rowsVersion = (): number => this.#rowsVersion

  /** Ends the scan before and starts another one. */
  async start(request: ScanRequest): Promise<void> {
    this.#leave()
    const run: Run = {
      request,
      controller: new AbortController(),
      scanId: null,
      status: null,
      rows: new Map(),
      revision: -1,
      isFetching: false,
      isShown: false,
    }
    this.#run = run
    this.#wanted = isLive(request) ? LAST_ROWS : FIRST_ROWS
    const { firstRow, rowCount } = this.#state
    const kept = startsEmpty(request) ? { firstRow: 0, rowCount: 0 } : { firstRow, rowCount }
    this.#publish({ ...NOTHING, ...kept, request })
    try {
      await this.#source.open(request, {
        signal: run.controller.signal,
        onOpened: (scanId) => {
          run.scanId = scanId
          if (this.#run === run) this.#publish({ scanId })
        },
        onStatus: (status) => this.#take(run, status),
      })
    } catch (error) {
      if (this.#run === run) this.#publish({ phase: 'failed', error, rowCount: this.#state.rowCount ?? 0 })
    }
  }

  /** These rows are in sight. */
  want(wanted: Wanted): void {
    this.#wanted = wanted
    this.#fetch()
  }

  /** These fields stand in columns of their own, from the next rows on; those that are here come anew. */
  showFields(fields: readonly RowField[]): void {
    if (fields === this.#fields) return
    this.#fields = fields
    if (this.#run) this.#run.revision = -1
    this.#fetch()
  }

  /** Goes on where the scan stands, for so many further rows. */
  async more(limit: number): Promise<void> {
    await this.#act((scanId) => this.#source.more(scanId, limit))
  }

  async stop(): Promise<void> {
    await this.#act((scanId) => this.#source.stop(scanId))
  }

  async pause(): Promise<void> {
    await this.#act((scanId) => this.#source.pause(scanId))
  }

  async resume(): Promise<void> {
    await this.#act((scanId) => this.#source.resume(scanId))
  }

  /** Ends everything; to be called when nobody looks any more. */
  dispose(): void {
    this.#leave()
  }

  async #act(act: (scanId: string) => Promise<void>): Promise<void> {
    const run = this.#run
    if (!run || run.scanId === null) return
    try {
      await act(run.scanId)
    } catch (error) {
      if (this.#run === run && !run.controller.signal.aborted) this.#publish({ phase: 'failed', error })
    }
  }

  #leave(): void {
    this.#run?.controller.abort()
    this.#run = null
  }

  #take(run: Run, status: ScanStatus): void {
    if (this.#run !== run) return
    run.status = status
    this.#publish({ status, phase: status.phase })
    const knowsThereAreNone = status.rowCount === 0 && status.phase !== 'running'
    // The newest of a tail are in sight: they are shown when they are here.
    if (knowsThereAreNone || (run.isShown && !isLive(run.request))) this.#show(run, status)
    this.#fetch()
  }

  /** Puts the rows of a run in sight. */
  #show(run: Run, status: ScanStatus): void {
    run.isShown = true
    this.#shownRows = run.rows
    this.#rowsVersion += 1
    this.#publish({ firstRow: status.firstRow, rowCount: countOf(status), isShown: true })
  }

  #fetch(): void {
    const run = this.#run
    if (!run || run.scanId === null || !run.status || run.isFetching) return
    const { status } = run
    const { from, to } = indexesOf(this.#wanted, status)
    const isHere = run.isShown && run.revision === status.revision && hasAll(run.rows, from, to)
    if (to <= from || (isHere && countOf(status) === this.#state.rowCount)) return
    if (isHere) {
      this.#show(run, status)
      return
    }
    run.isFetching = true
    void this.#load(run, {
      status,
      wanted: this.#wanted,
      scanId: run.scanId,
      from,
      count: to - from,
      fields: this.#fields,
    })
  }

  async #load(run: Run, ask: Ask): Promise<void> {
    try {
      const { revision, rows } = await this.#source.rows(ask.scanId, {
        from: ask.from,
        count: ask.count,
        fields: ask.fields,
      })
      if (this.#run !== run) return
      run.rows = keep(run.rows, { rows, from: ask.from, isSame: revision === run.revision })
      run.revision = ask.fields === this.#fields ? revision : -1
      this.#show(run, ask.status)
    } catch (error) {
      if (this.#run === run) this.#publish({ phase: 'failed', error, rowCount: this.#state.rowCount ?? 0 })
      return
    } finally {
      run.isFetching = false
    }
    // Whatever was wanted meanwhile; asking for the same again would bring the same.
    if (run.status !== ask.status || this.#wanted !== ask.wanted || this.#fields !== ask.fields) this.#fetch()
  }

  /** The state is another one only when something in it is: rows that come while one scrolls concern their table alone. */
  #publish(change: Partial<ScanState>): void {
    const next = { ...this.#state, ...change }
    const names = Object.keys(next) as (keyof ScanState)[]
    if (names.some((name) => next[name] !== this.#state[name])) this.#state = next
    for (const listener of this.#listeners) listener()
  }
}

/** At a limit, what was found beyond it has no certain place yet: it is on the next page, when that is read. */
function countOf({ verdict, rowCount, settledRowCount }: ScanStatus): number {
  return verdict?.reason === 'limit' ? settledRowCount : rowCount
}

/** The rows to ask for: those that are wanted, and a few behind them. */
function indexesOf({ counted, start, end }: Wanted, { firstRow, rowCount }: ScanStatus): { from: number; to: number } {
  const most = Math.min(Math.max(end, start + AHEAD), start + MOST_ASKED)
  const wanted = counted === 'from-first' ? { from: start, to: most } : { from: rowCount - most, to: rowCount - start }
  return { from: Math.max(firstRow, wanted.from), to: Math.min(rowCount, wanted.to) }
}

function hasAll(rows: ReadonlyMap<number, ScanRow>, from: number, to: number): boolean {
  for (let index = from; index < to; index++) if (!rows.has(index)) return false
  return true
}

interface Arrived {
  readonly rows: readonly ScanRow[]
  readonly from: number
  readonly isSame: boolean
}

/** What is there with what has come; of another revision nothing is certain any more but what has come. */
function keep(before: ReadonlyMap<number, ScanRow>, { rows, from, isSame }: Arrived): Map<number, ScanRow> {
  const kept = new Map<number, ScanRow>()
  if (isSame) {
    for (const [index, row] of before) if (Math.abs(index - from) < KEPT_AROUND) kept.set(index, row)
  }
  for (const row of rows) kept.set(row.index, row)
  return kept
}

/** Rows of before would pass for what was found, or for what has just been written. */
function startsEmpty(request: ScanRequest): boolean {
  return request.filter !== null || isLive(request)
}

export function isLive(request: ScanRequest | null): boolean {
  return request?.end.at === 'never'
}
