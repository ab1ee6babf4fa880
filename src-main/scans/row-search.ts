import { setImmediate as nextTurn } from 'node:timers/promises'
import type { BatchView } from '../../broker/records/batch-view.ts'
import { recordsIn, uncompressedRecords } from '../../broker/records/records-in.ts'
import type { RecordView } from '../../broker/records/record.ts'
import type { FilterErrors } from '../api/filters.ts'
import type { RecordFilter } from '../filters/record-filter.ts'
import { TimeLimit } from '../filters/time-limit.ts'
import type { FetchedBatch } from '../kafka/fetch-cursor.ts'
import type { ReadContents } from './record-contents.ts'
import { texts } from '../languages/texts.ts'
import { contentOf, keptContentOf, sizeOfRecord, type FoundRow, type RecordContent } from './found-row.ts'

/** A part of a partition, while it is gone over. */
export interface SearchedRange {
  readonly partition: number
  readonly startOffset: bigint
  /** Null: without an end. */
  readonly endOffset: bigint | null
}

/** What one batch had. */
export interface BatchFindings {
  readonly rows: FoundRow[]
  /** Records that the filter was asked about, or that count as looked at because none of their batch can match. */
  recordCount: number
  controlCount: number
  abortedCount: number
}

export interface RowSearchOptions {
  readonly filter: RecordFilter | null
  readonly readContents: ReadContents
  readonly isCommittedOnly: boolean
  readonly showsControlRecords: boolean
  /**
   * Of all rows, however large, as copies (`whole`), or as they lie in what was read (`borrowed`): for who has done with them when
   * he has taken the findings. Left out: what a table shows, as copies.
   */
  readonly contents?: 'whole' | 'borrowed'
  /** Called when the filter has failed at a record that took so long that who watches should hear of it before the next. */
  readonly hasWaited?: () => void
}

/** One record, or a batch of ordinary ones, takes a fraction of that. */
const timeLimitMs = 250
/** A filter that is cut off at as many records in a row is too slow for all of them. */
const mostCutInARow = 20

/** Finds the rows of a scan in batches, and counts what is in them. */
export class RowSearch {
  readonly #options: RowSearchOptions
  readonly #timeLimit: TimeLimit | null
  #errorCount = 0
  #cutInARow = 0
  #errorSample: FilterErrors['sample'] = null

  constructor(options: RowSearchOptions) {
    this.#options = options
    this.#timeLimit = options.filter?.needsTimeLimit === true ? new TimeLimit(timeLimitMs) : null
  }

  get errors(): FilterErrors {
    return { count: this.#errorCount, sample: this.#errorSample }
  }

  /**
   * Others get a turn after each record at which a filter was cut off.
   * @throws CorruptBatchError, UnsupportedBatchError when the batch cannot be read; Error when the filter is too slow for any
   * record; the reason of the signal
   */
  async search({ batch, state }: FetchedBatch, range: SearchedRange, signal: AbortSignal): Promise<BatchFindings> {
    const { filter, isCommittedOnly, showsControlRecords } = this.#options
    const findings: BatchFindings = { rows: [], recordCount: 0, controlCount: 0, abortedCount: 0 }
    if (state === 'control' && !showsControlRecords) {
      findings.controlCount = countWithin(batch, range)
      return findings
    }
    if (isCommittedOnly && (state === 'aborted' || state === 'undecided')) {
      findings.abortedCount = countWithin(batch, range)
      return findings
    }
    const uncompressed = uncompressedRecords(batch)
    const mayContain = filter?.mayContain ?? null
    if (mayContain !== null && !mayContain(uncompressed)) {
      findings.recordCount = countWithin(batch, range, uncompressed)
      return findings
    }
    const records = recordsWithin(batch, range, uncompressed)
    findings.recordCount = records.length
    const isLogAppendTime = batch.timestampType === 'LogAppendTime'
    const matching =
      filter === null ? records : await this.#matching(records, filter, { partition: range.partition, signal })
    for (const record of matching) {
      const sizeBytes = sizeOfRecord(record)
      const content = this.#contentOf(record, sizeBytes)
      const { offset, timestamp } = record
      findings.rows.push({ partition: range.partition, offset, timestamp, isLogAppendTime, state, sizeBytes, content })
    }
    return findings
  }

  #contentOf(record: RecordView, sizeBytes: number): RecordContent | null {
    const { contents } = this.#options
    if (contents === undefined) return keptContentOf(record, sizeBytes)
    if (contents === 'whole') return contentOf(record)
    const { key, value, headers } = record
    return { key, value, headers, clippedFrom: null }
  }

  async #matching(
    records: readonly RecordView[],
    filter: RecordFilter,
    { partition, signal }: { readonly partition: number; readonly signal: AbortSignal },
  ): Promise<RecordView[]> {
    const isMatch: boolean[] = []
    let next = 0
    const evaluate = (): void => {
      const record = records[next]
      if (record !== undefined) isMatch[next] = this.#asks(record, filter, partition)
      next += 1
    }
    const evaluateAll = (): void => {
      while (next < records.length) evaluate()
    }
    if (this.#timeLimit === null) evaluateAll()
    while (next < records.length) {
      const first = next
      if (this.#timeLimit?.run(evaluateAll) !== false) break
      const cut = next
      if (cut > first) this.#cutInARow = 0
      // One of many was cut off: perhaps only because the others had used up the time.
      if (cut > first && this.#timeLimit.run(evaluate)) continue
      this.#cutOff(partition, records[cut]?.offset ?? 0n)
      next = cut + 1
      await nextTurn()
      signal.throwIfAborted()
    }
    return records.filter((_record, index) => isMatch[index] === true)
  }

  #asks(record: RecordView, filter: RecordFilter, partition: number): boolean {
    try {
      const { offset, timestamp, key, value } = record
      const seen = {
        partition,
        offset,
        timestamp,
        key,
        value,
        get headers() {
          return record.headers
        },
      }
      return filter.matches(seen, this.#options.readContents(record))
    } catch (error) {
      this.#failed(partition, record.offset, firstLine(error))
      return false
    }
  }

  #cutOff(partition: number, offset: bigint): void {
    this.#failed(partition, offset, texts.scans.tookTooLong(timeLimitMs))
    this.#options.hasWaited?.()
    this.#cutInARow += 1
    if (this.#cutInARow < mostCutInARow) return
    this.#cutInARow = 0
    throw new Error(texts.scans.filterTooSlow(mostCutInARow, timeLimitMs))
  }

  #failed(partition: number, offset: bigint, why: string): void {
    this.#errorCount += 1
    this.#errorSample ??= { partition, offset, why }
  }
}

/** What an expression fails with goes on to show the place in it. */
function firstLine(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error)
  return text.split('\n', 1)[0] ?? text
}

function isWithin(offset: bigint, { startOffset, endOffset }: SearchedRange): boolean {
  return offset >= startOffset && (endOffset === null || offset < endOffset)
}

function recordsWithin(
  batch: BatchView,
  { startOffset, endOffset }: SearchedRange,
  uncompressed: Buffer,
): RecordView[] {
  const records: RecordView[] = []
  for (const record of recordsIn(batch, { uncompressed, startOffset })) {
    if (endOffset !== null && record.offset >= endOffset) break
    records.push(record)
  }
  return records
}

/** A batch at a border of the range has to be looked into, any other knows its number of records. */
function countWithin(batch: BatchView, range: SearchedRange, uncompressed?: Buffer): number {
  if (isWithin(batch.baseOffset, range) && isWithin(batch.lastOffset, range)) return batch.recordCount
  let count = 0
  const options = uncompressed === undefined ? {} : { uncompressed }
  for (const { offset } of recordsIn(batch, options)) if (isWithin(offset, range)) count += 1
  return count
}
