import { randomUUID } from 'node:crypto'
import { EventQueue } from '../kafka/event-queue.ts'

type Opened = { readonly type: 'opened'; readonly jobId: string }

/** What a job is given to work with. */
export interface JobTools {
  readonly signal: AbortSignal
  /** What it is fed with from beside, piece by piece; ends with the last piece, or when the job is stopped. */
  readonly upload: AsyncIterable<Uint8Array>
}

interface Running {
  readonly controller: AbortController
  readonly upload: EventQueue<Uint8Array>
}

export interface UploadedPiece {
  readonly jobId: string
  readonly base64: string
  readonly isLast: boolean
}

/** What is under way, and can be stopped and fed from beside the stream that tells of it. */
export class Jobs {
  readonly #running = new Map<string, Running>()

  /** Runs one whose first event names it. */
  async *run<Event>(
    signal: AbortSignal,
    work: (tools: JobTools) => AsyncGenerator<Event, void, undefined>,
  ): AsyncGenerator<Event | Opened, void, undefined> {
    const jobId = randomUUID()
    const controller = new AbortController()
    const upload = new EventQueue<Uint8Array>(0)
    const either = AbortSignal.any([signal, controller.signal])
    either.addEventListener('abort', () => upload.close())
    this.#running.set(jobId, { controller, upload })
    try {
      yield { type: 'opened', jobId }
      yield* work({ signal: either, upload })
    } finally {
      this.#running.delete(jobId)
      upload.close()
    }
  }

  /** One that has ended meanwhile needs no stopping. */
  stop({ jobId }: { readonly jobId: string }): Promise<void> {
    this.#running.get(jobId)?.controller.abort()
    return Promise.resolve()
  }

  /** Resolves when the job has taken the piece, so that no more than one waits here; false: it wants no more. */
  async feed({ jobId, base64, isLast }: UploadedPiece): Promise<boolean> {
    const upload = this.#running.get(jobId)?.upload
    if (base64 !== '') await upload?.push(Buffer.from(base64, 'base64'))
    if (isLast) upload?.close()
    return !isLast && this.#running.has(jobId)
  }
}
