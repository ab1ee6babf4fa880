import type { Filter, LearnedPath } from '../../src-main/api/filters.ts'
import type { FilterTrial, RowField, ScanRequest, ScanRow, ScanStatus } from '../../src-main/api/scans.ts'
import { client } from './client.ts'

export type { FieldOperator, FieldSubject, Filter, LearnedPath, RecordPart } from '../../src-main/api/filters.ts'
export type {
  FilterTrial,
  Isolation,
  RecordState,
  RowField,
  ScanEnd,
  ScanRequest,
  ScanRow,
  ScanStart,
  ScanStatus,
} from '../../src-main/api/scans.ts'

export type { FieldPreview, Message, PartitionProgress, ReadMessage, ScanVerdict } from '../../src-main/api/messages.ts'
export type { CompressionCodec, Content, ProduceInput } from '../../src-main/api/producing.ts'

export interface Histogram {
  readonly bucketMs: bigint
  readonly buckets: readonly { readonly start: bigint; readonly scannedCount: number; readonly matchCount: number }[]
}

export interface WantedRows {
  readonly from: number
  readonly count: number
  /** What stands in columns of their own; none when left out. */
  readonly fields?: readonly RowField[]
}

/** What a scan of the back end can be asked for, as far as a session of the front end needs it. */
export interface ScanSource {
  /** Hands on the scan's id and its status, until it is closed by `signal`. */
  readonly open: (
    request: ScanRequest,
    options: {
      readonly signal: AbortSignal
      readonly onOpened: (scanId: string) => void
      readonly onStatus: (status: ScanStatus) => void
    },
  ) => Promise<void>
  readonly rows: (scanId: string, wanted: WantedRows) => Promise<{ revision: number; rows: ScanRow[] }>
  readonly more: (scanId: string, limit: number) => Promise<void>
  readonly stop: (scanId: string) => Promise<void>
  readonly pause: (scanId: string) => Promise<void>
  readonly resume: (scanId: string) => Promise<void>
}

export const scanSource: ScanSource = {
  open: async (request, { signal, onOpened, onStatus }) => {
    for await (const event of await client.scans.open(request, { signal })) {
      if (event.type === 'opened') onOpened(event.scanId)
      else onStatus(event.status)
    }
  },
  rows: (scanId, { fields = [], ...wanted }) => client.scans.rows({ scanId, ...wanted, fields: [...fields] }),
  more: (scanId, limit) => client.scans.more({ scanId, limit }),
  stop: (scanId) => client.scans.stop({ scanId }),
  pause: (scanId) => client.scans.pause({ scanId }),
  resume: (scanId) => client.scans.resume({ scanId }),
}

export function histogramOf(scanId: string, bucketCount: number): Promise<Histogram> {
  return client.scans.histogram({ scanId, bucketCount })
}

export interface Timeline {
  readonly bucketMs: bigint
  readonly buckets: readonly { readonly start: bigint; readonly offsetCount: bigint }[]
}

/** How many messages a topic has over time, from its first to its last. */
export function timelineOf(onTopic: { clusterId: string; topic: string }, bucketCount: number): Promise<Timeline> {
  return client.scans.timeline({ ...onTopic, partitions: null, from: null, to: null, bucketCount })
}

/** The paths that rows of a scan have, to be offered where a condition is written. */
export function pathsOf(scanId: string): Promise<LearnedPath[]> {
  return client.scans.paths({ scanId })
}

/** Asks a filter about one record. */
export function tryFilter(
  place: { clusterId: string; topic: string; partition: number; offset: bigint },
  filter: Filter,
): Promise<FilterTrial> {
  return client.scans.tryFilter({ ...place, filter })
}
