import type { ScanRequest } from '../api/scans.ts'
import type { TransferFormat } from '../api/transfers.ts'
import { TopicDecoder, type DecodingSetup } from '../decoding/topic-decoder.ts'
import { compileFilter } from '../filters/record-filter.ts'
import type { FetchedBatch, PartitionRange, ReadProblem } from '../kafka/fetch-cursor.ts'
import type { WireCluster } from '../kafka/wire-cluster.ts'
import { connectTo, type ClusterPlace } from '../scans/cluster-place.ts'
import type { FoundRow } from '../scans/found-row.ts'
import { readWindows, recordsOf, type Window } from '../scans/read-window.ts'
import { decodedContents } from '../scans/record-contents.ts'
import { RowSearch } from '../scans/row-search.ts'
import { planScan } from '../scans/scan-plan.ts'
import { judge } from '../scans/scan-verdict.ts'
import { runExport, type ExportJobEvent, type ExportWork } from './export-job.ts'
import { fileHead, recordLine } from './record-lines.ts'
import { texts } from '../languages/texts.ts'

export interface ExportOrder {
  readonly place: ClusterPlace
  readonly setup: DecodingSetup
  readonly request: ScanRequest
  /** Null: it is handed over, piece by piece. */
  readonly path: string | null
  readonly format: TransferFormat
}

const pieceCharacters = 128 * 1024

/** Writes what a scan finds, one partition after the other, with no more than one answer of a broker in memory. */
export function exportRows(order: ExportOrder, signal: AbortSignal): AsyncGenerator<ExportJobEvent, void, undefined> {
  return runExport(order.path, signal, async (work) => {
    const cluster = connectTo(order.place)
    try {
      const plan = await planScan(cluster, order.request)
      const exporting = new Export(order, work, cluster)
      await work.write(Buffer.from(fileHead(order.format)))
      for (const { range, partition, problem } of plan) {
        if (work.signal.aborted) break
        if (range !== null) await exporting.partition(range)
        else {
          const explanation = texts.scans.ofPartition(partition, problem)
          exporting.problems.push({ reason: 'failed-partition', explanation })
        }
      }
      return exporting.outcome()
    } finally {
      cluster.close()
    }
  })
}

class Export {
  readonly problems: ReadProblem[] = []
  readonly #order: ExportOrder
  readonly #work: ExportWork
  readonly #cluster: WireCluster
  readonly #search: RowSearch
  readonly #decoder: TopicDecoder
  /** Lines that belong to the next piece, and the pieces that are to be written next. */
  #lines: string[] = []
  #lineCharacters = 0
  #pieces: Uint8Array[] = []
  #writtenCount = 0
  #scannedCount = 0

  constructor(order: ExportOrder, work: ExportWork, cluster: WireCluster) {
    const { request, setup } = order
    this.#order = order
    this.#work = work
    this.#cluster = cluster
    const decoder = new TopicDecoder(request.topic, setup)
    this.#decoder = decoder
    this.#search = new RowSearch({
      filter: request.filter === null ? null : compileFilter(request.filter),
      readContents: decodedContents(() => decoder),
      isCommittedOnly: request.isolation === 'read-committed',
      showsControlRecords: request.showsControlRecords,
      contents: 'borrowed',
    })
  }

  async partition(range: PartitionRange): Promise<void> {
    const { signal } = this.#work
    const take: Window['take'] = (_batch, findings) => {
      this.#scannedCount += findings.recordCount
      for (const row of findings.rows) this.#add(row)
    }
    const reader = { cluster: this.#cluster, search: this.#search, signal, prepare: this.#prepare.bind(this) }
    const [cursor] = await readWindows([{ range, take }], reader).catch((error: unknown) => {
      if (signal.aborted) return []
      throw error
    })
    await this.#flush()
    if (cursor?.problem) this.problems.push(cursor.problem)
  }

  outcome() {
    const { problems } = this
    const [writtenCount, scannedCount] = [this.#writtenCount, this.#scannedCount]
    const isStopped = this.#work.signal.aborted
    const verdict = judge({ isStopped, hasMore: false, rowCount: writtenCount, scannedCount, problems })
    return { writtenCount, scannedCount, verdict }
  }

  #add({ partition, offset, timestamp, isLogAppendTime, content }: FoundRow): void {
    if (content === null) return
    const { topic } = this.#order.request
    const record = { topic, partition, offset, timestamp, isLogAppendTime, ...content }
    const line = recordLine(record, this.#order.format)
    this.#lines.push(line)
    this.#lineCharacters += line.length
    this.#writtenCount += 1
    if (this.#lineCharacters >= pieceCharacters) this.#cut()
  }

  /** Texts of an answer as a whole would outlive young collections, and keep the collector busier than the export. */
  #cut(): void {
    this.#pieces.push(Buffer.from(this.#lines.join('')))
    this.#lines = []
    this.#lineCharacters = 0
  }

  /** What was found before is gone, and schemas are at hand, before more is looked at. */
  async #prepare(batches: readonly FetchedBatch[]): Promise<void> {
    await this.#flush()
    const { setup, request } = this.#order
    if (setup.registry !== null && request.filter !== null) await this.#decoder.prepare(recordsOf(batches))
  }

  async #flush(): Promise<void> {
    if (this.#lines.length > 0) this.#cut()
    const pieces = this.#pieces
    this.#pieces = []
    for (const piece of pieces) await this.#work.write(piece)
    await this.#work.tell({ writtenCount: this.#writtenCount, scannedCount: this.#scannedCount })
  }
}
