import type { ScanVerdict } from '../api/messages.ts'
import type { ScanRequest, ScanStatus } from '../api/scans.ts'
import { compileFilter } from '../filters/record-filter.ts'
import type { WireCluster } from '../kafka/wire-cluster.ts'
import type { FoundRow } from './found-row.ts'
import { followTail, TailLane, watchWaiting } from './live-tail.ts'
import { advanceScan, unsettledRows } from './merged-scan.ts'
import { PartitionLane } from './partition-lane.ts'
import type { WindowReader } from './read-window.ts'
import type { ReadContents } from './record-contents.ts'
import { RowSearch } from './row-search.ts'
import { RowStore } from './row-store.ts'
import { ScanCounts } from './scan-counts.ts'
import { planScan, type PlannedPartition } from './scan-plan.ts'
import { judge } from './scan-verdict.ts'
import { texts } from '../languages/texts.ts'

export interface ScanTools {
  readonly cluster: WireCluster
  readonly readContents: ReadContents
  readonly prepare: WindowReader['prepare']
  /** Called whenever the status, or a row, has become another. */
  readonly changed: () => void
  /** Memory for the contents of rows. */
  readonly budgetBytes: number
}

type Lanes =
  | { readonly kind: 'merged'; readonly lanes: readonly PartitionLane[] }
  | { readonly kind: 'tail'; readonly lanes: readonly TailLane[] }

/**
 * A scan with its rows, from its opening until it is closed. It runs by itself; who wants to see it asks for its status
 * whenever `changed` was called.
 *
 * Invariant: `verdict` is null exactly while something runs or a tail is paused.
 */
export class Scan {
  readonly request: ScanRequest
  readonly #tools: ScanTools
  readonly #search: RowSearch
  readonly #rows: RowStore
  readonly #counts = new ScanCounts()
  readonly #lanes: Lanes
  readonly #unplanned: readonly (PlannedPartition & { problem: string })[]
  readonly #heldBackCount: bigint
  readonly #changed: () => void
  readonly #startedAt = Date.now()
  #elapsedMs = 0
  #run: { readonly stop: AbortController; readonly isDone: Promise<void> } | null = null
  #target: number
  #phase: ScanStatus['phase'] = 'running'
  #verdict: ScanVerdict | null = null
  #waitingCount = 0n
  #revision = 0
  #unsettled: { readonly revision: number; readonly rows: FoundRow[] } | null = null

  private constructor(request: ScanRequest, tools: ScanTools, plan: readonly PlannedPartition[]) {
    this.request = request
    this.#tools = tools
    this.#target = request.limit
    this.#rows = new RowStore(tools.budgetBytes)
    this.#search = new RowSearch({
      filter: request.filter === null ? null : compileFilter(request.filter),
      readContents: tools.readContents,
      isCommittedOnly: request.isolation === 'read-committed',
      showsControlRecords: request.showsControlRecords,
      hasWaited: () => this.#hasChanged(),
    })
    this.#unplanned = plan.filter((each): each is PlannedPartition & { problem: string } => each.problem !== null)
    this.#heldBackCount = plan.reduce((sum, { heldBackCount }) => sum + heldBackCount, 0n)
    this.#lanes = lanesOf(request, plan)
    this.#changed = tools.changed
    this.#start()
  }

  /**
   * Asks for the bounds and starts.
   * @throws FilterSyntaxError; KafkaClientError when the topic or a partition does not exist, or nobody answers
   */
  static async open(request: ScanRequest, tools: ScanTools): Promise<Scan> {
    if (request.filter !== null) compileFilter(request.filter)
    return new Scan(request, tools, await planScan(tools.cluster, request))
  }

  get rows(): RowStore {
    return this.#rows
  }

  get revision(): number {
    return this.#revision
  }

  get isRunning(): boolean {
    return this.#phase === 'running'
  }

  get histogram(): ScanCounts['histogram'] {
    return this.#counts.histogram
  }

  status(): ScanStatus {
    const lanes = this.#lanes.lanes
    const matchCount = lanes.reduce((sum, lane) => sum + lane.matchCount, 0)
    const isTail = this.#lanes.kind === 'tail'
    return {
      phase: this.#phase,
      revision: this.#revision,
      firstRow: this.#rows.first,
      rowCount: this.#rows.end + this.#unsettledCount(),
      settledRowCount: this.#rows.end,
      scannedCount: BigInt(this.#counts.recordCount),
      scannedBytes: BigInt(this.#counts.bytes),
      matchCount,
      droppedCount: isTail ? this.#rows.first : 0,
      waitingCount: this.#waitingCount,
      heldBackCount: this.#heldBackCount,
      elapsedMs: this.#elapsed(),
      partitions: [...lanes.map((lane) => lane.progress()), ...this.#unplanned.map(unplannedProgress)],
      filterErrors: this.#search.errors,
      account: this.#counts.account(),
      verdict: this.#verdict,
      canContinue: this.#phase === 'ended' && this.#canContinue(),
    }
  }

  /** The rows from an index on, those whose place may still change among them. */
  window(from: number, count: number): { index: number; row: FoundRow }[] {
    const found: { index: number; row: FoundRow }[] = []
    const settled = this.#rows.end
    for (let index = Math.max(from, this.#rows.first); index < from + count; index++) {
      const row = index < settled ? this.#rows.get(index) : (this.#unsettledRows()[index - settled] ?? null)
      if (row === null) break
      found.push({ index, row })
    }
    return found
  }

  /** Rows are shown otherwise from now on. */
  redecoded(): void {
    this.#hasChanged()
  }

  more(limit: number): void {
    if (this.#phase !== 'ended') return
    this.#target = this.#rows.end + limit
    for (const lane of this.#lanes.lanes) lane.problem = null
    this.#start()
  }

  async stop(): Promise<void> {
    await this.#halt()
    if (this.#phase === 'paused') this.#end({ isStopped: true })
  }

  async pause(): Promise<void> {
    if (this.#lanes.kind !== 'tail' || this.#phase !== 'running') return
    this.#phase = 'paused'
    await this.#halt()
    const stop = new AbortController()
    const tell = (waitingCount: bigint): void => {
      this.#waitingCount = waitingCount
      this.#hasChanged()
    }
    const tail = { ...this.#tail(), lanes: this.#lanes.lanes }
    this.#run = { stop, isDone: watchWaiting(this.#tools.cluster, tail, { signal: stop.signal, tell }) }
    this.#hasChanged()
  }

  async resume(): Promise<void> {
    if (this.#phase !== 'paused') return
    await this.#halt()
    this.#waitingCount = 0n
    this.#start()
  }

  async close(): Promise<void> {
    await this.#halt()
  }

  #start(): void {
    const stop = new AbortController()
    this.#phase = 'running'
    this.#verdict = null
    this.#run = { stop, isDone: this.#read(stop.signal) }
    this.#hasChanged()
  }

  async #halt(): Promise<void> {
    const run = this.#run
    run?.stop.abort()
    await run?.isDone
  }

  async #read(signal: AbortSignal): Promise<void> {
    const { cluster, prepare } = this.#tools
    const reader = { cluster, search: this.#search, signal, prepare }
    try {
      if (this.#lanes.kind === 'tail') await followTail({ ...this.#tail(), lanes: this.#lanes.lanes }, reader)
      else await advanceScan({ ...this.#merged(), lanes: this.#lanes.lanes }, this.#target, reader)
      this.#end({ isStopped: false })
    } catch (error) {
      if (!signal.aborted) {
        const explanation = error instanceof Error ? error.message : String(error)
        this.#phase = 'ended'
        this.#verdict = { isComplete: false, reason: 'failed-partition', explanation }
        this.#hasChanged()
      } else if (this.#phase === 'running') this.#end({ isStopped: true })
    }
  }

  #merged() {
    return {
      rows: this.#rows,
      counts: this.#counts,
      hasFilter: this.request.filter !== null,
      changed: () => this.#hasChanged(),
    }
  }

  #tail() {
    return {
      rows: this.#rows,
      counts: this.#counts,
      keptRowCount: this.request.limit,
      changed: () => this.#hasChanged(),
    }
  }

  #end({ isStopped }: { readonly isStopped: boolean }): void {
    this.#elapsedMs = this.#elapsed()
    this.#phase = 'ended'
    const lanes = this.#lanes.lanes
    const problems = [
      ...this.#unplanned.map(({ partition, problem }) => ({
        reason: 'failed-partition' as const,
        explanation: texts.scans.ofPartition(partition, problem),
      })),
      ...lanes.flatMap((lane) => {
        const problem = lane.problem ?? (lane instanceof PartitionLane ? lane.loss : null)
        return problem === null ? [] : [problem]
      }),
    ]
    this.#verdict = judge({
      isStopped,
      hasMore: this.#canContinue(),
      rowCount: this.#rows.end,
      scannedCount: this.#counts.recordCount,
      problems,
    })
    this.#hasChanged()
  }

  #canContinue(): boolean {
    if (this.#lanes.kind === 'tail') return this.#lanes.lanes.length > 0
    return this.#lanes.lanes.some((lane) => !lane.isRead || lane.waitingCount > 0)
  }

  #unsettledCount(): number {
    if (this.#lanes.kind === 'tail') return 0
    return this.#lanes.lanes.reduce((sum, { waitingCount }) => sum + waitingCount, 0)
  }

  #unsettledRows(): FoundRow[] {
    if (this.#lanes.kind === 'tail') return []
    if (this.#unsettled?.revision !== this.#revision) {
      this.#unsettled = { revision: this.#revision, rows: unsettledRows(this.#lanes.lanes) }
    }
    return this.#unsettled.rows
  }

  #elapsed(): number {
    return this.#phase === 'ended' && this.#elapsedMs > 0 ? this.#elapsedMs : Date.now() - this.#startedAt
  }

  #hasChanged(): void {
    this.#revision += 1
    this.#changed()
  }
}

function lanesOf(request: ScanRequest, plan: readonly PlannedPartition[]): Lanes {
  const ranges = plan.flatMap(({ range }) => (range === null ? [] : [range]))
  if (request.end.at === 'never') return { kind: 'tail', lanes: ranges.map((range) => new TailLane(range)) }
  const isNewestFirst = request.order === 'newest'
  const lanes = ranges.flatMap((range) => {
    const { endOffset } = range
    return endOffset === null ? [] : [new PartitionLane({ ...range, endOffset }, { isNewestFirst })]
  })
  return { kind: 'merged', lanes }
}

function unplannedProgress({ partition, problem }: { partition: number; problem: string | null }) {
  return { partition, startOffset: 0n, position: 0n, endOffset: 0n, matchCount: 0, problem }
}
