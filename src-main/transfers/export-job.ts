import { open, rename } from 'node:fs/promises'
import type { ScanVerdict } from '../api/messages.ts'
import type { ExportEvent } from '../api/transfers.ts'
import { EventQueue } from '../kafka/event-queue.ts'

/** A piece of an export that goes to no file here; whoever takes it sets the pace. */
interface ExportPiece {
  readonly type: 'bytes'
  readonly bytes: Uint8Array
}

export type ExportJobEvent = ExportEvent | ExportPiece

export interface ExportCounts {
  readonly writtenCount: number
  readonly scannedCount: number
}

/** What an export is given to work with. */
export interface ExportWork {
  readonly signal: AbortSignal
  /** Resolves when there is room for more. */
  readonly write: (bytes: Uint8Array) => Promise<void>
  readonly tell: (counts: ExportCounts) => Promise<void>
}

type Outcome = ExportCounts & { readonly verdict: ScanVerdict }

const progressEveryMs = 150

/**
 * Runs an export and tells how far it is. A file has its name only when it is complete; what there is of an incomplete one
 * stands beside it as `.part`. Without a path, what is written is handed over piece by piece.
 */
export async function* runExport(
  path: string | null,
  signal: AbortSignal,
  work: (tools: ExportWork) => Promise<Outcome>,
): AsyncGenerator<ExportJobEvent, void, undefined> {
  const events = new EventQueue<ExportJobEvent>(0)
  const left = new AbortController()
  const target = await openTarget(path, events)
  let writtenBytes = 0
  let toldAt = Date.now()
  const run = async (): Promise<void> => {
    const { verdict, writtenCount } = await work({
      signal: AbortSignal.any([signal, left.signal]),
      write: async (bytes) => {
        writtenBytes += bytes.byteLength
        if (bytes.byteLength > 0) await target.write(bytes)
      },
      tell: async (counts) => {
        if (Date.now() < toldAt + progressEveryMs) return
        toldAt = Date.now()
        await events.push({ type: 'progress', ...counts, writtenBytes })
      },
    })
    const writtenTo = await target.finish(verdict.isComplete)
    await events.push({ type: 'report', path: writtenTo, writtenCount, writtenBytes, verdict })
  }
  const isDone = run().then(
    () => events.close(),
    (error: unknown) => events.close(error),
  )
  try {
    yield* events
  } finally {
    left.abort()
    events.close()
    await isDone
    await target.close()
  }
}

interface ExportTarget {
  readonly write: (bytes: Uint8Array) => Promise<void>
  /** Gives the path of the file, where there is one. */
  readonly finish: (isComplete: boolean) => Promise<string | null>
  readonly close: () => Promise<void>
}

async function openTarget(path: string | null, events: EventQueue<ExportJobEvent>): Promise<ExportTarget> {
  if (path === null) {
    return {
      write: (bytes) => events.push({ type: 'bytes', bytes }),
      finish: () => Promise.resolve(null),
      close: () => Promise.resolve(),
    }
  }
  const partPath = `${path}.part`
  const file = await open(partPath, 'w')
  return {
    write: (bytes) => file.writeFile(bytes),
    finish: async (isComplete) => {
      await file.sync()
      await file.close()
      if (isComplete) await rename(partPath, path)
      return isComplete ? path : partPath
    },
    close: () => file.close(),
  }
}
