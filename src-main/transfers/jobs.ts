import { randomUUID } from 'node:crypto'

type Opened = { readonly type: 'opened'; readonly jobId: string }

/** What is under way and can be stopped from beside the stream that tells of it. */
export class Jobs {
  readonly #running = new Map<string, AbortController>()

  /** Runs one whose first event names it. */
  async *run<Event>(
    signal: AbortSignal,
    work: (signal: AbortSignal) => AsyncGenerator<Event, void, undefined>,
  ): AsyncGenerator<Event | Opened, void, undefined> {
    const jobId = randomUUID()
    const controller = new AbortController()
    this.#running.set(jobId, controller)
    try {
      yield { type: 'opened', jobId }
      yield* work(AbortSignal.any([signal, controller.signal]))
    } finally {
      this.#running.delete(jobId)
    }
  }

  /** One that has ended meanwhile needs no stopping. */
  stop({ jobId }: { readonly jobId: string }): Promise<void> {
    this.#running.get(jobId)?.abort()
    return Promise.resolve()
  }
}
