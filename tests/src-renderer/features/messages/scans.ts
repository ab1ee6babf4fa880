import type { ScanRequest, ScanRow, ScanSource, ScanStatus } from '../../../../src-renderer/api/scans.ts'

const NOTHING = { kind: 'null', text: '', sizeBytes: 0, isCut: false } as const

/** A row at an index, without content. */
function rowOf(index: number): ScanRow {
  return {
    index,
    partition: 0,
    offset: BigInt(index),
    timestamp: 0n,
    timestampType: 'create-time',
    key: NOTHING,
    value: NOTHING,
    headers: [],
    sizeBytes: 0,
    state: 'plain',
    isGone: false,
    keyFormat: null,
    valueFormat: null,
    decodingProblem: null,
    fields: [],
  }
}

/** The status of a running scan that has seen nothing, but for what is given. */
export function statusOf(change: Partial<ScanStatus>): ScanStatus {
  return {
    phase: 'running',
    revision: 0,
    firstRow: 0,
    rowCount: 0,
    settledRowCount: change.rowCount ?? 0,
    scannedCount: 0n,
    scannedBytes: 0n,
    matchCount: 0,
    droppedCount: 0,
    waitingCount: 0n,
    elapsedMs: 0,
    partitions: [],
    filterErrors: { count: 0, sample: null },
    heldBackCount: 0n,
    account: { offsetCount: 0n, recordCount: 0n, controlCount: 0n, abortedCount: 0n, gapCount: 0n },
    verdict: null,
    canContinue: false,
    ...change,
  }
}

export const ALL_OF_ORDERS: ScanRequest = {
  clusterId: 'local',
  topic: 'orders',
  partitions: null,
  start: { at: 'beginning' },
  end: { at: 'now' },
  order: 'newest',
  filter: null,
  isolation: 'read-uncommitted',
  showsControlRecords: false,
  limit: 100,
  decoding: null,
}

export interface ScriptedSource extends ScanSource {
  /** Of the scan that was opened last. */
  readonly tell: (status: ScanStatus) => void
  readonly asked: { from: number; count: number }[]
  readonly acts: string[]
  /** Settles when every request for rows that was made so far was answered. */
  readonly settle: () => Promise<void>
}

/** A back end whose scans say what the test tells them, and whose rows are what their indexes are. */
export function scriptedSource(): ScriptedSource {
  let onStatus: (status: ScanStatus) => void = () => {}
  let opened = 0
  let revision = 0
  const asked: ScriptedSource['asked'] = []
  const acts: string[] = []
  return {
    asked,
    acts,
    tell: (status) => {
      revision = status.revision
      onStatus(status)
    },
    settle: () => new Promise((resolve) => setImmediate(resolve)),
    open: (_request, options) => {
      onStatus = (status) => options.onStatus(status)
      options.onOpened(`scan ${++opened}`)
      return new Promise((resolve) => options.signal.addEventListener('abort', () => resolve()))
    },
    rows: async (_scanId, { from, count }) => {
      asked.push({ from, count })
      return { revision, rows: Array.from({ length: count }, (_, at) => rowOf(from + at)) }
    },
    more: async (_scanId, limit) => void acts.push(`more ${limit}`),
    stop: async () => void acts.push('stop'),
    pause: async () => void acts.push('pause'),
    resume: async () => void acts.push('resume'),
  }
}
