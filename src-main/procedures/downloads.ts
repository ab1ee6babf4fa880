import { setTimeout as delay } from 'node:timers/promises'
import type { ExportEvent } from '../api/transfers.ts'
import { texts } from '../languages/texts.ts'
import type { ExportJobEvent } from '../transfers/export-job.ts'
import { ProblemError } from './problem-error.ts'

/** Where a download goes: an answer to the page's request for it. */
export interface DownloadSink {
  /** Resolves when there is room for more. @throws Error when nobody takes it any more */
  readonly write: (bytes: Uint8Array) => Promise<void>
  /** What is not complete is broken off, so that nobody takes it for the whole. */
  readonly end: (how: 'complete' | 'broken') => void
}

/** A download that the page has not asked for yet. */
export interface OfferedDownload {
  readonly fileName: string
  readonly begin: (sink: DownloadSink) => void
}

const patienceMs = 30_000

/**
 * Exports on their way to the page that asked for them. Each is offered under the id of its job, which nobody else knows, until
 * it is fetched, once; from there on whoever takes it sets the pace.
 */
export class Downloads {
  readonly #offered = new Map<string, OfferedDownload>()

  /** The download of that id; null: there is none (any more). */
  take(id: string): OfferedDownload | null {
    const found = this.#offered.get(id) ?? null
    this.#offered.delete(id)
    return found
  }

  /** The events of an export without the pieces in it, which go to the download. */
  async *fed(events: AsyncIterable<ExportJobEvent>, fileName: string): AsyncGenerator<ExportEvent, void, undefined> {
    let jobId = ''
    let begun: Promise<DownloadSink | null> = Promise.resolve(null)
    let sink: DownloadSink | null = null
    let isComplete = false
    try {
      for await (const event of events) {
        if (event.type === 'bytes') {
          sink ??= await Promise.race([begun, delay(patienceMs, null, { ref: false })])
          if (sink === null) throw notTaken(texts.procedures.download.notFetched)
          await sink.write(event.bytes).catch(() => Promise.reject(notTaken(texts.procedures.download.cancelled)))
          continue
        }
        if (event.type === 'opened') {
          jobId = event.jobId
          begun = new Promise((begin) => this.#offered.set(jobId, { fileName, begin }))
        } else if (event.type === 'report') isComplete = event.verdict.isComplete
        yield event
      }
    } finally {
      this.#offered.delete(jobId)
      sink?.end(isComplete ? 'complete' : 'broken')
    }
  }
}

function notTaken(why: string): ProblemError {
  const { notExported, exportAgain } = texts.procedures.download
  return new ProblemError('FAILED', { what: notExported, why, remedy: exportAgain })
}
