import { randomUUID } from 'node:crypto'
import type { z } from 'zod'
import type { Filter, LearnedPath } from '../api/filters.ts'
import type { TopicDecoding } from '../api/decoding.ts'
import type { ReadMessage } from '../api/messages.ts'
import type { FilterTrial, RowField, scanEvent, ScanRequest, ScanRow } from '../api/scans.ts'
import { TopicDecoder, type DecodingSetup } from '../decoding/topic-decoder.ts'
import { NotFoundError } from '../kafka/kafka-errors.ts'
import { readRecordAt } from '../kafka/partition-reader.ts'
import type { WireCluster } from '../kafka/wire-cluster.ts'
import { tryFilter } from './filter-trial.ts'
import type { FoundRow, RecordContent } from './found-row.ts'
import type { ClusterPlace } from './cluster-place.ts'
import { learnPaths } from './learned-paths.ts'
import { KeptClusters } from './kept-clusters.ts'
import { LastRecord, type BytesOrder } from './last-record.ts'
import { decodedContents, type ReadContents } from './record-contents.ts'
import { isShownInParts, readRecord, shownRecord, type RecordAddress } from './record-reader.ts'
import { placeKey, readAgain } from './records-again.ts'
import { recordsOf } from './read-window.ts'
import { Scan } from './scan.ts'
import { fieldReader, scanRowOf } from './scan-row.ts'
import { NewsInTurns } from './news-in-turns.ts'
import { timelineOf, type TimelineQuestion } from './timeline.ts'
import { texts } from '../languages/texts.ts'

interface TrialQuestion {
  readonly place: ClusterPlace
  readonly setup: DecodingSetup
  readonly topic: string
  readonly partition: number
  readonly offset: bigint
  readonly filter: Filter
}

interface RecordOrder {
  readonly place: ClusterPlace
  readonly setup: DecodingSetup
  readonly address: RecordAddress
}

interface RowsQuestion {
  readonly scanId: string
  readonly from: number
  readonly count: number
  readonly fields?: readonly RowField[]
}

type ScanEvent = z.infer<typeof scanEvent>

interface OpenScan {
  readonly scan: Scan
  /** For rows that have to be read again: a tail keeps the scan's own connections waiting. */
  readonly rereading: WireCluster
  readonly decoding: { setup: DecodingSetup; decoder: TopicDecoder }
  readonly readContents: ReadContents
}

interface ScanOrder {
  readonly place: ClusterPlace
  readonly request: ScanRequest
  readonly setup: DecodingSetup
}

const statusEveryMs = 100
const learntFromRows = 300
const rowsBudgetBytes = 128 * 1024 * 1024

/** Rows of a scan with their bytes, as far as they can be had. */
export interface WholeRows {
  readonly topic: string
  readonly cluster: WireCluster
  readonly rows: (from: number, count: number) => Promise<{ row: FoundRow; content: RecordContent | null }[]>
}

/** The scans that are open, by their ids. */
export class ScanDesk {
  readonly #scans = new Map<string, OpenScan>()
  readonly #clusters = new KeptClusters()
  readonly #largeFields = new LastRecord(this.#clusters)

  async *open({ place, request, setup }: ScanOrder, signal: AbortSignal): AsyncGenerator<ScanEvent, void, undefined> {
    const cluster = this.#clusters.take(place)
    const rereading = this.#clusters.take(place)
    let scan: Scan | null = null
    let rowsTold = 0
    // What ends a scan, and what shows its first rows, is told at once; the rest in turns.
    const isUrgent = (): boolean => signal.aborted || scan?.isRunning === false || (rowsTold === 0 && hasRows(scan))
    const news = new NewsInTurns(isUrgent, statusEveryMs)
    const onAbort = (): void => news.tell()
    signal.addEventListener('abort', onAbort)
    const scanId = randomUUID()
    try {
      const decoding: OpenScan['decoding'] = { setup, decoder: new TopicDecoder(request.topic, setup) }
      const readContents = decodedContents(() => decoding.decoder)
      scan = await Scan.open(request, {
        cluster,
        readContents,
        prepare: setup.registry === null ? null : (batches) => decoding.decoder.prepare(recordsOf(batches)),
        changed: () => news.tell(),
        budgetBytes: rowsBudgetBytes,
      })
      this.#scans.set(scanId, { scan, rereading, decoding, readContents })
      yield { type: 'opened', scanId }
      let told = -1
      while (!signal.aborted) {
        if (scan.revision !== told) {
          told = scan.revision
          rowsTold = scan.rows.end
          yield { type: 'status', status: scan.status() }
        }
        await news.next()
      }
    } catch (error) {
      if (!signal.aborted) throw error
    } finally {
      signal.removeEventListener('abort', onAbort)
      this.#scans.delete(scanId)
      await scan?.close()
      this.#clusters.giveBack(place, cluster)
      this.#clusters.giveBack(place, rereading)
    }
  }

  async rows({ scanId, from, count, fields = [] }: RowsQuestion) {
    const readers = fields.map(fieldReader)
    const { scan, rereading, decoding } = this.#find(scanId)
    const { revision } = scan
    const found = scan.window(from, count)
    const missing = found.filter(({ row }) => row.content === null)
    const again = await readAgain(
      rereading,
      scan.request.topic,
      missing.map(({ row }) => row),
    )
    const contents = found.map(({ row }) => row.content ?? again.get(placeKey(row)) ?? null)
    await decoding.decoder.prepare(contents.filter((content) => content !== null))
    const rows = found.map(({ index, row }, at): ScanRow => {
      const content = contents[at] ?? null
      if (row.content === null && content?.clippedFrom === null) scan.rows.remember(index, content)
      return scanRowOf({ index, row, content, fields: readers }, decoding.decoder)
    })
    return { revision, rows }
  }

  wholeRows(scanId: string): WholeRows {
    const { scan, rereading } = this.#find(scanId)
    const { topic } = scan.request
    return {
      topic,
      cluster: rereading,
      rows: async (from, count) => {
        const found = scan.window(from, count).map(({ row }) => row)
        const missing = found.filter(({ content }) => content === null)
        const again = await readAgain(rereading, topic, missing)
        return found.map((row) => ({ row, content: row.content ?? again.get(placeKey(row)) ?? null }))
      },
    }
  }

  decode({ scanId, decoding }: { readonly scanId: string; readonly decoding: TopicDecoding }): Promise<void> {
    const { scan, decoding: current } = this.#find(scanId)
    current.setup = { ...current.setup, decoding }
    current.decoder = new TopicDecoder(scan.request.topic, current.setup)
    scan.redecoded()
    return Promise.resolve()
  }

  async more({ scanId, limit }: { readonly scanId: string; readonly limit: number }): Promise<void> {
    this.#find(scanId).scan.more(limit)
    return Promise.resolve()
  }

  async stop({ scanId }: { readonly scanId: string }): Promise<void> {
    await this.#find(scanId).scan.stop()
  }

  async pause({ scanId }: { readonly scanId: string }): Promise<void> {
    await this.#find(scanId).scan.pause()
  }

  async resume({ scanId }: { readonly scanId: string }): Promise<void> {
    await this.#find(scanId).scan.resume()
  }

  histogram({ scanId, bucketCount }: { readonly scanId: string; readonly bucketCount: number }) {
    return Promise.resolve(this.#find(scanId).scan.histogram.buckets(bucketCount))
  }

  /** Learnt from rows all over the scan, as far as their contents are at hand. */
  paths({ scanId }: { readonly scanId: string }): Promise<LearnedPath[]> {
    const { scan, readContents } = this.#find(scanId)
    const { first, end } = scan.rows
    const step = Math.max(1, Math.floor((end - first) / learntFromRows))
    const contents = Array.from({ length: learntFromRows }, (_each, index) => {
      return scan.window(first + index * step, 1)[0]?.row.content ?? null
    })
    const known = contents.filter((content) => content !== null)
    return Promise.resolve(learnPaths(known, readContents))
  }

  async tryFilter({ place, setup, topic, partition, offset, filter }: TrialQuestion): Promise<FilterTrial> {
    const cluster = this.#clusters.take(place)
    try {
      const record = await readRecordAt(cluster, { topic, partition, offset })
      const decoder = new TopicDecoder(topic, setup)
      await decoder.prepare([record])
      return tryFilter(
        filter,
        record,
        decodedContents(() => decoder),
      )
    } finally {
      this.#clusters.giveBack(place, cluster)
    }
  }

  async read({ place, setup, address }: RecordOrder): Promise<ReadMessage> {
    const cluster = this.#clusters.take(place)
    try {
      const record = await readRecord(cluster, address)
      if (isShownInParts(record)) this.#largeFields.keep(place, address, record)
      return await shownRecord(record, new TopicDecoder(address.topic, setup))
    } finally {
      this.#clusters.giveBack(place, cluster)
    }
  }

  async bytes(order: BytesOrder): Promise<{ base64: string; totalBytes: number }> {
    const { from, count } = order
    const bytes = await this.#largeFields.bytesOf(order)
    const part = bytes.subarray(from, from + count)
    return { base64: Buffer.from(part).toString('base64'), totalBytes: bytes.byteLength }
  }

  async timeline({ place, question }: { readonly place: ClusterPlace; readonly question: TimelineQuestion }) {
    const cluster = this.#clusters.take(place)
    try {
      return await timelineOf(cluster, question)
    } finally {
      this.#clusters.giveBack(place, cluster)
    }
  }

  /** @throws NotFoundError */
  #find(scanId: string): OpenScan {
    const found = this.#scans.get(scanId)
    if (found !== undefined) return found
    throw new NotFoundError({
      what: texts.scans.notOpen,
      why: texts.scans.notOpenBecause,
      remedy: texts.scans.searchAgain,
    })
  }
}

function hasRows(scan: Scan | null): boolean {
  return scan !== null && scan.rows.end > 0
}
