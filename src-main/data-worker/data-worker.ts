import { Worker } from 'node:worker_threads'
import { currentLanguage, type Language } from '../api/languages/language.ts'
import { Caller } from './call-other-thread.ts'
import type { AnswerMessage } from './calls.ts'

type Answering = Promise<unknown>
type Streaming = AsyncIterable<unknown>
/** The methods that give one answer, or many. */
type Giving<Methods, Given> = {
  [Name in keyof Methods as Methods[Name] extends (...args: never[]) => Given ? Name : never]: Methods[Name]
}
type InputOf<Method> = Method extends (input: infer Input, ...others: never[]) => unknown ? Input : never
type AnswerOf<Method> = Method extends (...args: never[]) => infer Answer ? Awaited<Answer> : never
type ItemOf<Method> = Method extends (...args: never[]) => AsyncIterable<infer Item> ? Item : never

/**
 * A thread that goes over millions of records fills whatever young generation it is given, although what it makes of them lives
 * for a moment: V8 lets it grow to 128 MiB, which stay resident. Collecting a smaller one costs no more.
 */
const resourceLimits = { maxYoungGenerationSizeMb: 48 }

/**
 * A thread that reads, searches and decodes, as the others see it. Started when it is first needed; one that ends by
 * itself takes its open calls with it and is started anew for the next.
 */
export class DataWorker<Methods> implements AsyncDisposable {
  readonly #program: string
  #running: { readonly worker: Worker; readonly caller: Caller } | null = null
  #isClosed = false

  /** `program`: the file of `worker.ts` or `segment-worker.ts`, built or as source, whose methods these are. */
  constructor(program: string) {
    this.#program = program
  }

  /** @throws RemoteError as the method throws */
  async call<Name extends keyof Giving<Methods, Answering> & string>(
    method: Name,
    input: InputOf<Methods[Name]>,
    signal?: AbortSignal,
  ): Promise<AnswerOf<Methods[Name]>> {
    return (await this.#caller().call(method, input, signal)) as AnswerOf<Methods[Name]>
  }

  stream<Name extends keyof Giving<Methods, Streaming> & string>(
    method: Name,
    input: InputOf<Methods[Name]>,
    signal?: AbortSignal,
  ): AsyncGenerator<ItemOf<Methods[Name]>, void, undefined> {
    const items = this.#caller().stream(method, input, signal)
    return items as AsyncGenerator<ItemOf<Methods[Name]>, void, undefined>
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
    const worker = new Worker(this.#program, { workerData: currentLanguage(), resourceLimits })
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
