import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import type { z } from 'zod'
import type { Filter, LearnedPath } from '../api/filters.ts'
import type { FieldPreview } from '../api/messages.ts'
import type { FilterTrial, scanEvent, ScanRequest, ScanRow } from '../api/scans.ts'
import { previewOf } from '../decoding/preview.ts'
import { parseBootstrapServers } from '../kafka/broker-address.ts'
import { NotFoundError } from '../kafka/kafka-errors.ts'
import { readRecordAt } from '../kafka/partition-reader.ts'
import { WireCluster } from '../kafka/wire-cluster.ts'
import { tryFilter } from './filter-trial.ts'
import type { RecordContent } from './found-row.ts'
import { learnPaths } from './learned-paths.ts'
import { readPlainContents } from './record-contents.ts'
import { placeKey, readAgain } from './records-again.ts'
import { Scan } from './scan.ts'
import { timelineOf, type TimelineQuestion } from './timeline.ts'

/** How a cluster is reached, in a form that can be sent to another thread. */
export interface ClusterPlace {
  readonly bootstrapServers: string
}

interface TrialQuestion {
  readonly place: ClusterPlace
  readonly topic: string
  readonly partition: number
  readonly offset: bigint
  readonly filter: Filter
}

type ScanEvent = z.infer<typeof scanEvent>

interface OpenScan {
  readonly scan: Scan
  /** For rows that have to be read again: a tail keeps the scan's own connections waiting. */
  readonly rereading: WireCluster
}

const statusEveryMs = 100
const learntFromRows = 300
const rowsBudgetBytes = 128 * 1024 * 1024

/** The scans that are open, by their ids. */
export class ScanDesk {
  readonly #scans = new Map<string, OpenScan>()

  async *open(
    { place, request }: { readonly place: ClusterPlace; readonly request: ScanRequest },
    signal: AbortSignal,
  ): AsyncGenerator<ScanEvent, void, undefined> {
    const cluster = connectTo(place)
    const rereading = connectTo(place)
    const news = new Changes()
    const onAbort = (): void => news.tell()
    signal.addEventListener('abort', onAbort)
    let scan: Scan | null = null
    const scanId = randomUUID()
    try {
      const tools = {
        cluster,
        readContents: readPlainContents,
        prepare: null,
        changed: () => news.tell(),
        budgetBytes: rowsBudgetBytes,
      }
      scan = await Scan.open(request, tools)
      this.#scans.set(scanId, { scan, rereading })
      yield { type: 'opened', scanId }
      let told = -1
      while (!signal.aborted) {
        if (scan.revision !== told) {
          told = scan.revision
          yield { type: 'status', status: scan.status() }
        }
        await news.next()
        // What ends a scan, and what shows its first rows, is told at once; the rest in turns.
        if (scan.isRunning && scan.rows.end > 0) await delay(statusEveryMs, undefined, { signal })
      }
    } catch (error) {
      if (!signal.aborted) throw error
    } finally {
      signal.removeEventListener('abort', onAbort)
      this.#scans.delete(scanId)
      await scan?.close()
      cluster.close()
      rereading.close()
    }
  }

  async rows({ scanId, from, count }: { readonly scanId: string; readonly from: number; readonly count: number }) {
    const { scan, rereading } = this.#find(scanId)
    const { revision } = scan
    const found = scan.window(from, count)
    const missing = found.filter(({ row }) => row.content === null)
    const again = await readAgain(
      rereading,
      scan.request.topic,
      missing.map(({ row }) => row),
    )
    const rows = found.map(({ index, row }): ScanRow => {
      const content = row.content ?? again.get(placeKey(row)) ?? null
      if (row.content === null && content !== null) scan.rows.remember(index, content)
      const { partition, offset, timestamp, sizeBytes, state } = row
      const timestampType = row.isLogAppendTime ? 'log-append-time' : 'create-time'
      const place = { index, partition, offset, timestamp, timestampType, sizeBytes, state } as const
      return { ...place, isGone: content === null, ...previews(content) }
    })
    return { revision, rows }
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
    const { scan } = this.#find(scanId)
    const { first, end } = scan.rows
    const step = Math.max(1, Math.floor((end - first) / learntFromRows))
    const contents = Array.from({ length: learntFromRows }, (_each, index) => {
      return scan.window(first + index * step, 1)[0]?.row.content ?? null
    })
    const known = contents.filter((content) => content !== null)
    return Promise.resolve(learnPaths(known, readPlainContents))
  }

  async tryFilter({ place, topic, partition, offset, filter }: TrialQuestion): Promise<FilterTrial> {
    const cluster = connectTo(place)
    try {
      const record = await readRecordAt(cluster, { topic, partition, offset })
      return tryFilter(filter, record, readPlainContents)
    } finally {
      cluster.close()
    }
  }

  async timeline({ place, question }: { readonly place: ClusterPlace; readonly question: TimelineQuestion }) {
    const cluster = connectTo(place)
    try {
      return await timelineOf(cluster, question)
    } finally {
      cluster.close()
    }
  }

  /** @throws NotFoundError */
  #find(scanId: string): OpenScan {
    const found = this.#scans.get(scanId)
    if (found !== undefined) return found
    throw new NotFoundError({
      what: 'These messages are not open any more.',
      why: 'The search was closed, or the back end has started anew.',
      remedy: 'Search again.',
    })
  }
}

function connectTo({ bootstrapServers }: ClusterPlace): WireCluster {
  return new WireCluster({ bootstrap: parseBootstrapServers(bootstrapServers) })
}

const nothing: FieldPreview = { kind: 'null', text: '', sizeBytes: 0, isCut: false }

function previews(content: RecordContent | null): Pick<ScanRow, 'key' | 'value' | 'headers'> {
  if (content === null) return { key: nothing, value: nothing, headers: [] }
  return {
    key: previewOf(content.key),
    value: previewOf(content.value),
    headers: content.headers.map(({ key, value }) => ({ key, value: previewOf(value) })),
  }
}

/** Remembers that something has changed until somebody asks. */
class Changes {
  #isTold = false
  #wake: (() => void) | null = null

  tell(): void {
    this.#isTold = true
    this.#wake?.()
  }

  async next(): Promise<void> {
    if (!this.#isTold) await new Promise<void>((resolve) => (this.#wake = resolve))
    this.#isTold = false
    this.#wake = null
  }
}
