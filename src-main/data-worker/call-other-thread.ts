import { RemoteError, type AnswerMessage, type CallMessage, type Channel } from './calls.ts'

interface Waiting {
  readonly resolve: (answer: AnswerMessage) => void
  readonly reject: (error: Error) => void
}

/** Calls methods in the other thread. */
export class Caller {
  readonly #channel: Channel<CallMessage, AnswerMessage>
  readonly #waiting = new Map<number, Waiting>()
  #lastId = 0
  #lost: Error | null = null

  constructor(channel: Channel<CallMessage, AnswerMessage>) {
    this.#channel = channel
    channel.onMessage((answer) => {
      const waiting = this.#waiting.get(answer.id)
      this.#waiting.delete(answer.id)
      waiting?.resolve(answer)
    })
  }

  /** The other thread is gone: every call fails with that error from now on. */
  lose(error: Error): void {
    this.#lost ??= error
    for (const { reject } of this.#waiting.values()) reject(error)
    this.#waiting.clear()
  }

  /** @throws RemoteError what the method throws; the reason of the signal */
  async call(method: string, input: unknown, signal?: AbortSignal): Promise<unknown> {
    const id = ++this.#lastId
    const answer = await this.#ask({ kind: 'call', id, method, input }, signal)
    if (answer.kind === 'result') return answer.value
    throw new Error(`${method} gives a stream.`)
  }

  /** Each item is asked for when the one before has been taken. Leaving the iteration ends the stream over there. */
  async *stream(method: string, input: unknown, signal?: AbortSignal): AsyncGenerator<unknown, void, undefined> {
    const id = ++this.#lastId
    try {
      await this.#ask({ kind: 'call', id, method, input }, signal)
      for (;;) {
        const answer = await this.#ask({ kind: 'next', id }, signal)
        if (answer.kind !== 'item') return
        yield answer.value
      }
    } finally {
      this.#channel.send({ kind: 'cancel', id })
    }
  }

  async #ask(message: CallMessage, signal?: AbortSignal): Promise<AnswerMessage> {
    if (this.#lost !== null) throw this.#lost
    signal?.throwIfAborted()
    const { id } = message
    const onAbort = (): void => {
      this.#waiting.get(id)?.reject(signal?.reason instanceof Error ? signal.reason : new Error('It was cancelled.'))
      this.#waiting.delete(id)
      this.#channel.send({ kind: 'cancel', id })
    }
    signal?.addEventListener('abort', onAbort)
    try {
      const answer = await new Promise<AnswerMessage>((resolve, reject) => {
        this.#waiting.set(id, { resolve, reject })
        this.#channel.send(message)
      })
      if (answer.kind === 'error') throw new RemoteError(answer.error)
      return answer
    } finally {
      signal?.removeEventListener('abort', onAbort)
    }
  }
}
