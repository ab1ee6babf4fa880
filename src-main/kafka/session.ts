import type { Problem } from '../api/problem.ts'
import { texts } from '../languages/texts.ts'
import { guessKafkaVersion } from './api-version-table.ts'
import { parseBootstrapServers } from './broker-address.ts'
import { KafkaClientError } from './kafka-errors.ts'
import { WireCluster, type ClusterOptions } from './wire-cluster.ts'

export type SessionState =
  | { readonly state: 'connecting' }
  | {
      readonly state: 'connected'
      readonly kafkaClusterId: string | null
      readonly brokerCount: number
      /** As far as the versions of the APIs tell: "4.3"; null for a broker older than what is known. */
      readonly version: string | null
    }
  /** Tried again by itself at that time, in milliseconds since 1970. */
  | { readonly state: 'reconnecting'; readonly problem: Problem; readonly retryAt: number }
  /** Not tried again until somebody asks: trying a wrong password again and again locks accounts. */
  | { readonly state: 'failed'; readonly problem: Problem }

export interface SessionOptions extends Partial<Omit<ClusterOptions, 'bootstrap'>> {
  /** As in the contract: `host:port`, several of them separated by commas. */
  readonly bootstrapServers: string
}

const connectedCheckMs = 5000
const firstRetryMs = 250
const longestRetryMs = 10_000

/**
 * A saved cluster while the console is connected to it. Knows at any time whether the cluster can be reached: it looks every few
 * seconds, at once when a connection ends, and with growing pauses while nobody answers.
 */
export class ClusterSession implements AsyncDisposable {
  readonly cluster: WireCluster
  #state: SessionState = { state: 'connecting' }
  readonly #listeners = new Set<(state: SessionState) => void>()
  #timer: NodeJS.Timeout | null = null
  #checking: Promise<Error | null> | null = null
  #retryMs = firstRetryMs
  #isClosed = false

  constructor({ bootstrapServers, ...options }: SessionOptions) {
    this.cluster = new WireCluster({ ...options, bootstrap: parseBootstrapServers(bootstrapServers) })
    this.cluster.onConnectionLoss(() => void this.check())
  }

  get state(): SessionState {
    return this.#state
  }

  /** Calls `listener` at each change. Gives the function that stops it. */
  onChange(listener: (state: SessionState) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Connects, and keeps looking from then on. @throws KafkaClientError when the first attempt fails */
  async connect(): Promise<void> {
    const failure = await this.check()
    if (failure) throw failure
  }

  /** Looks now, and soon again where that fails. */
  retry(): Promise<Error | null> {
    this.#retryMs = firstRetryMs
    return this.check()
  }

  /** Looks now and gives what went wrong, if anything; a look that is under way is not repeated. */
  check(): Promise<Error | null> {
    this.#checking ??= this.#look().finally(() => {
      this.#checking = null
    })
    return this.#checking
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isClosed = true
    if (this.#timer) clearTimeout(this.#timer)
    this.#listeners.clear()
    this.cluster.close()
    await this.#checking
  }

  async #look(): Promise<Error | null> {
    if (this.#isClosed) return null
    this.cluster.forgetFailures()
    try {
      const { brokers, kafkaClusterId } = await this.cluster.metadata()
      const { versions } = await this.cluster.connection({ to: 'any' })
      const version = guessKafkaVersion(versions)
      this.#retryMs = firstRetryMs
      this.#become({ state: 'connected', kafkaClusterId, brokerCount: brokers.length, version })
      this.#lookAgainIn(connectedCheckMs)
      return null
    } catch (error) {
      const failure = error instanceof Error ? error : new Error(String(error))
      this.#fail(failure)
      return failure
    }
  }

  #fail(failure: Error): void {
    const problem = problemOf(failure)
    if (!passesByItself(failure)) {
      if (this.#timer) clearTimeout(this.#timer)
      this.#become({ state: 'failed', problem })
      return
    }
    this.#become({ state: 'reconnecting', problem, retryAt: Date.now() + this.#retryMs })
    this.#lookAgainIn(this.#retryMs)
    this.#retryMs = Math.min(longestRetryMs, this.#retryMs * 2)
  }

  #become(state: SessionState): void {
    if (this.#isClosed || JSON.stringify(state) === JSON.stringify(this.#state)) return
    this.#state = state
    for (const listener of this.#listeners) listener(state)
  }

  #lookAgainIn(delayMs: number): void {
    if (this.#isClosed) return
    if (this.#timer) clearTimeout(this.#timer)
    this.#timer = setTimeout(() => void this.check(), delayMs)
    this.#timer.unref()
  }
}

function passesByItself(failure: Error): boolean {
  return !(failure instanceof KafkaClientError) || failure.code === 'UNREACHABLE' || failure.code === 'FAILED'
}

function problemOf(error: Error): Problem {
  if (error instanceof KafkaClientError) return error.problem
  return { what: texts.kafka.unreachable.what, why: error.message, remedy: texts.kafka.unreachable.remedy }
}
