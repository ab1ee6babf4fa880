import { Worker } from 'node:worker_threads'
import { currentLanguage, type Language } from '../api/languages/language.ts'
import { Caller } from './call-other-thread.ts'
import type { AnswerMessage } from './calls.ts'
import type { DataMethods } from './data-methods.ts'

type Calls = {
  [
    Name in keyof DataMethods as DataMethods[Name] extends (...args: never[]) => Promise<unknown> ? Name : never
  ]: DataMethods[Name]
}
type Streams = {
  [
    Name in keyof DataMethods as DataMethods[Name] extends (...args: never[]) => AsyncIterable<unknown> ? Name : never
  ]: DataMethods[Name]
}
type ItemOf<Method> = Method extends (...args: never[]) => AsyncIterable<infer Item> ? Item : never

/**
 * The thread that reads, searches and decodes, as the others see it. Started when it is first needed; one that ends by
 * itself takes its open calls with it and is started anew for the next.
 */
export class DataWorker implements AsyncDisposable {
  readonly #program: string
  #running: { readonly worker: Worker; readonly caller: Caller } | null = null
  #isClosed = false

  /** `program`: the file of `worker.ts`, built or as source. */
  constructor(program: string) {
    this.#program = program
  }

  /** @throws RemoteError as the method throws */
  async call<Name extends keyof Calls>(
    method: Name,
    input: Parameters<Calls[Name]>[0],
    signal?: AbortSignal,
  ): Promise<Awaited<ReturnType<Calls[Name]>>> {
    return (await this.#caller().call(method, input, signal)) as Awaited<ReturnType<Calls[Name]>>
  }

  stream<Name extends keyof Streams>(
    method: Name,
    input: Parameters<Streams[Name]>[0],
    signal?: AbortSignal,
  ): AsyncGenerator<ItemOf<Streams[Name]>, void, undefined> {
    const items = this.#caller().stream(method, input, signal)
    return items as AsyncGenerator<ItemOf<Streams[Name]>, void, undefined>
  }

  /** What the thread says to the user is in this language from now on; one that is started later asks for it itself. */
  speak(language: Language): void {
    // A thread that ends meanwhile has nothing to say any more.
    this.#running?.caller.call('speak', language).catch(() => undefined)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isClosed = true
    const running = this.#running
    this.#running = null
    running?.caller.lose(new Error('Brokkr is closing.'))
    await running?.worker.terminate()
  }

  #caller(): Caller {
    if (this.#isClosed) throw new Error('Brokkr is closing.')
    this.#running ??= this.#start()
    return this.#running.caller
  }

  #start() {
    const worker = new Worker(this.#program, { workerData: currentLanguage() })
    // The console ends when its hosts do.
    worker.unref()
    const caller = new Caller({
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
      send: (message) => worker.postMessage(message),
      onMessage: (listener) => worker.on('message', (answer: AnswerMessage) => listener(answer)),
    })
    const lose = (error: Error): void => {
      if (this.#running?.worker === worker) this.#running = null
      caller.lose(error)
    }
    worker.on('error', (error) => lose(error instanceof Error ? error : new Error(String(error))))
    worker.on('exit', () => lose(new Error('What reads messages has ended.')))
    return { worker, caller }
  }
}
