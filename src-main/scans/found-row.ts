import type { RecordHeader } from '../../broker/records/record.ts'
import type { RecordState } from '../api/scans.ts'

/** The bytes of a record, in memory of their own. */
export interface RecordContent {
  readonly key: Uint8Array | null
  readonly value: Uint8Array | null
  readonly headers: readonly RecordHeader[]
  /** Of a large record only the beginnings of key and value are here; these are their sizes. */
  readonly clippedFrom: { readonly keyBytes: number; readonly valueBytes: number } | null
}

/** A record that a scan has found: where it is, and its bytes where memory allows. */
export interface FoundRow {
  readonly partition: number
  readonly offset: bigint
  /** Milliseconds since 1970, or -1. */
  readonly timestamp: bigint
  readonly isLogAppendTime: boolean
  readonly state: RecordState
  /** Of key, value and headers together. */
  readonly sizeBytes: number
  /** Null: to be read again when it is shown. */
  content: RecordContent | null
}

/** Larger records are read again when they are shown. */
const largestKeptBytes = 16 * 1024

interface RecordBytes {
  readonly key: Uint8Array | null
  readonly value: Uint8Array | null
  readonly headers: readonly RecordHeader[]
}

/** Of key, value and headers together. */
export function sizeOfRecord({ key, value, headers }: RecordBytes): number {
  let size = (key?.byteLength ?? 0) + (value?.byteLength ?? 0)
  for (const header of headers) size += Buffer.byteLength(header.key) + (header.value?.byteLength ?? 0)
  return size
}

/** A copy: what was read shares memory with megabytes of others. */
export function contentOf({ key, value, headers }: RecordBytes): RecordContent {
  return {
    key: copyOf(key),
    value: copyOf(value),
    clippedFrom: null,
    headers:
      headers.length === 0 ? noHeaders : headers.map((header) => ({ key: header.key, value: copyOf(header.value) })),
  }
}

/** Of records beyond that, only the beginnings are kept for a table. */
const largestShownBytes = 1024 * 1024
const clippedBytes = 16 * 1024

/** What of a record a scan keeps beside its row: all of small ones, and of the largest what a table shows of them. */
export function keptContentOf(record: RecordBytes, sizeBytes: number): RecordContent | null {
  if (sizeBytes <= largestKeptBytes) return contentOf(record)
  return sizeBytes > largestShownBytes ? shownContentOf(record) : null
}

/** The memory that the content of a row takes. */
export function contentBytes({ content, sizeBytes }: FoundRow): number {
  if (content === null) return 0
  return content.clippedFrom === null ? sizeBytes : Math.min(sizeBytes, 2 * clippedBytes)
}

/** As much of a record as a row of a table needs. */
export function shownContentOf(record: RecordBytes): RecordContent {
  if (sizeOfRecord(record) <= largestShownBytes) return contentOf(record)
  const { key, value, headers } = record
  const clip = (bytes: Uint8Array | null): Uint8Array | null => bytes?.subarray(0, clippedBytes) ?? null
  const clipped = {
    key: clip(key),
    value: clip(value),
    headers: headers.map((each) => ({ ...each, value: clip(each.value) })),
  }
  return { ...contentOf(clipped), clippedFrom: { keyBytes: key?.byteLength ?? 0, valueBytes: value?.byteLength ?? 0 } }
}

const noHeaders: readonly RecordHeader[] = []

/** Small ones lie together in pieces of 8 KiB: memory of its own for each of 20,000 a second fragments the process. */
function copyOf(bytes: Uint8Array | null): Uint8Array | null {
  return bytes === null ? null : Buffer.from(bytes)
}

/** By time, the oldest first; what has the same time by partition and offset. */
export function byTime(a: FoundRow, b: FoundRow): number {
  if (a.timestamp !== b.timestamp) return a.timestamp < b.timestamp ? -1 : 1
  if (a.partition !== b.partition) return a.partition - b.partition
  return a.offset < b.offset ? -1 : a.offset > b.offset ? 1 : 0
}
