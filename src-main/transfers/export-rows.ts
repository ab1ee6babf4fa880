import { open, rename, type FileHandle } from 'node:fs/promises'
import { setTimeout as delay } from 'node:timers/promises'
import type { ScanRequest } from '../api/scans.ts'
import type { ExportEvent, TransferFormat } from '../api/transfers.ts'
import { TopicDecoder, type DecodingSetup } from '../decoding/topic-decoder.ts'
import { compileFilter } from '../filters/record-filter.ts'
import type { FetchedBatch, ReadProblem } from '../kafka/fetch-cursor.ts'
import type { WireCluster } from '../kafka/wire-cluster.ts'
import { connectTo, type ClusterPlace } from '../scans/cluster-place.ts'
import type { FoundRow } from '../scans/found-row.ts'
import { readWindows, recordsOf } from '../scans/read-window.ts'
import { decodedContents } from '../scans/record-contents.ts'
import { RowSearch } from '../scans/row-search.ts'
import { planScan } from '../scans/scan-plan.ts'
import { judge } from '../scans/scan-verdict.ts'
import { fileHead, recordLine } from './record-lines.ts'
import { texts } from '../languages/texts.ts'

export interface ExportOrder {
  readonly place: ClusterPlace
  readonly setup: DecodingSetup
  readonly request: ScanRequest
  readonly path: string
  readonly format: TransferFormat
}

const progressEveryMs = 150

/**
 * Writes what a scan finds to a file, one partition after the other, with no more than one answer of a broker in memory.
 * The file has its name only when it is complete; what there is of an incomplete one stands beside it as `.part`.
 */
export async function* exportRows(
  order: ExportOrder,
  signal: AbortSignal,
): AsyncGenerator<ExportEvent, void, undefined> {
  const cluster = connectTo(order.place)
  const partPath = `${order.path}.part`
  let file: FileHandle | null = null
  try {
    const plan = await planScan(cluster, order.request)
    file = await open(partPath, 'w')
    const exporting = new Export(order, file, cluster)
    await file.write(fileHead(order.format))
    for (const { range, partition, problem } of plan) {
      if (signal.aborted) break
      if (range !== null) yield* exporting.partition(range, signal)
      else {
        const explanation = texts.scans.ofPartition(partition, problem)
        exporting.problems.push({ reason: 'failed-partition', explanation })
      }
    }
    const { writtenCount, writtenBytes, scannedCount, problems } = exporting
    const verdict = judge({ isStopped: signal.aborted, hasMore: false, rowCount: writtenCount, scannedCount, problems })
    await file.sync()
    await file.close()
    file = null
    if (verdict.isComplete) await rename(partPath, order.path)
    yield { type: 'report', path: verdict.isComplete ? order.path : partPath, writtenCount, writtenBytes, verdict }
  } finally {
    await file?.close()
    cluster.close()
  }
}

class Export {
  readonly problems: ReadProblem[] = []
  readonly #order: ExportOrder
  readonly #file: FileHandle
  readonly #cluster: WireCluster
  readonly #search: RowSearch
  readonly #decoder: TopicDecoder
  #waiting: string[] = []
  writtenCount = 0
  writtenBytes = 0
  scannedCount = 0

  constructor(order: ExportOrder, file: FileHandle, cluster: WireCluster) {
    const { request, setup } = order
    this.#order = order
    this.#file = file
    this.#cluster = cluster
    const decoder = new TopicDecoder(request.topic, setup)
    this.#decoder = decoder
    this.#search = new RowSearch({
      filter: request.filter === null ? null : compileFilter(request.filter),
      readContents: decodedContents(() => decoder),
      isCommittedOnly: request.isolation === 'read-committed',
      showsControlRecords: request.showsControlRecords,
      keepsContents: true,
    })
  }

  async *partition(
    range: Parameters<typeof readWindows>[0][number]['range'],
    signal: AbortSignal,
  ): AsyncGenerator<ExportEvent, void, undefined> {
    const reading = readWindows(
      [
        {
          range,
          take: (_batch, findings) => {
            this.scannedCount += findings.recordCount
            for (const row of findings.rows) this.#add(row)
          },
        },
      ],
      { cluster: this.#cluster, search: this.#search, signal, prepare: (batches) => this.#prepare(batches) },
    )
    const end = reading.then(
      () => true,
      () => true,
    )
    while (!(await Promise.race([end, delay(progressEveryMs, false)]))) {
      const { writtenCount, writtenBytes, scannedCount } = this
      yield { type: 'progress', writtenCount, writtenBytes, scannedCount }
    }
    const cursors = await reading.catch((error: unknown) => {
      if (signal.aborted) return []
      throw error
    })
    await this.#flush()
    const [cursor] = cursors
    if (cursor?.problem) this.problems.push(cursor.problem)
  }

  #add({ partition, offset, timestamp, isLogAppendTime, content }: FoundRow): void {
    if (content === null) return
    const { topic } = this.#order.request
    const record = { topic, partition, offset, timestamp, isLogAppendTime, ...content }
    this.#waiting.push(recordLine(record, this.#order.format))
    this.writtenCount += 1
  }

  /** What was found before is on disk, and schemas are at hand, before more is looked at. */
  async #prepare(batches: readonly FetchedBatch[]): Promise<void> {
    await this.#flush()
    const { setup, request } = this.#order
    if (setup.registry !== null && request.filter !== null) await this.#decoder.prepare(recordsOf(batches))
  }

  async #flush(): Promise<void> {
    if (this.#waiting.length === 0) return
    const bytes = Buffer.from(this.#waiting.join(''))
    this.#waiting = []
    this.writtenBytes += bytes.byteLength
    await this.#file.writeFile(bytes)
  }
}
