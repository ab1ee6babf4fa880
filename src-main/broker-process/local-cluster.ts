import { existsSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { LocalClusterStatus } from '../api/local-cluster.ts'
import { noSecurity, type ConnectionSecurity } from '../connections/connection-security.ts'
import { WatchedValue } from '../streams/watched-value.ts'
import { texts } from '../languages/texts.ts'
import { BrokerEndedError, startBrokerChild, type BrokerChild, type BrokerEnd } from './broker-child.ts'
import { forkBrokerProgram, type StartBrokerProgram } from './broker-program.ts'
import { endProblem, LocalClusterError, startProblem } from './cluster-problem.ts'
import { freePort } from './free-port.ts'
import { LogTail } from './log-tail.ts'
import { openSecureMode, type SecureMode } from './secure-mode.ts'
import { wipeDirectory } from './wipe-directory.ts'

export interface LocalClusterOptions {
  /** Absolute path of the broker's program. */
  readonly program: string
  /** How this host starts it; as a child that is plain Node without this. */
  readonly startProgram?: StartBrokerProgram
  /** Brokkr's own data directory; the broker's lies in it. */
  readonly dataDirectory: string
  readonly preferredPort: () => number
  /** Settles when a broker at that address has answered a request, rejects when it cannot. */
  readonly waitForAnswer: (bootstrapServers: string, secureMode: SecureMode | null) => Promise<void>
  /** Whether the next start is in secure mode. */
  readonly isSecured?: () => boolean
  /** Told in one sentence what a user should know and no screen shows. */
  readonly report?: (message: string) => void
  /** A directory elsewhere that was opened as the local cluster's; null: the one in `dataDirectory`. */
  readonly place?: LocalClusterPlace | null
  /** What a stop waits for a clean end before it kills. */
  readonly stopTimeLimitMs?: number
}

/** A log directory, and the id of the node that it belongs to. */
export interface LocalClusterPlace {
  readonly path: string
  readonly nodeId: number
}

const LOG_LINES_KEPT = 200
const LOG_LINES_OF_FAILURE = 50
const STOP_TIME_LIMIT_MS = 20_000
const PORT_ATTEMPTS = 3
const OWN_NODE_ID = 1

type RunningStatus = Extract<LocalClusterStatus, { state: 'running' }>

/** A broker that became ready, and the port that it could not have. */
interface Launched {
  readonly child: BrokerChild
  readonly bootstrapServers: string
  readonly port: number
  readonly takenPort: number | null
}

/**
 * The broker that Brokkr runs as its own child process.
 *
 * Invariants: at most one child lives; `stopped` and `failed` are said only when it is gone; acts happen one after the other, but
 * a stop does not wait for a start, it ends it.
 */
export class LocalCluster {
  readonly log = new LogTail(LOG_LINES_KEPT)
  readonly status: WatchedValue<LocalClusterStatus>
  readonly #options: LocalClusterOptions
  #place: LocalClusterPlace
  #lastPort: number | undefined
  #child: BrokerChild | undefined
  #secureMode: SecureMode | null = null
  #isStopAsked = false
  #start: Promise<LocalClusterStatus> | undefined
  #stop: Promise<LocalClusterStatus> | undefined

  constructor(options: LocalClusterOptions) {
    this.#options = options
    this.#place = options.place ?? this.#ownPlace()
    this.status = new WatchedValue<LocalClusterStatus>(this.#stopped())
  }

  /** Where the broker keeps its data. */
  get directory(): string {
    return this.#place.path
  }

  /** The port of its last run, and before the first one the port that it will try. */
  get lastPort(): number {
    return this.#lastPort ?? this.#options.preferredPort()
  }

  /** How its clients connect, by the last start. */
  get security(): ConnectionSecurity {
    return this.#secureMode?.security ?? noSecurity
  }

  /** The certificates and users of secure mode, made where they are not there yet; null when it is off. */
  async openSecureMode(): Promise<SecureMode | null> {
    const { isSecured = () => false, dataDirectory, report = () => {} } = this.#options
    return isSecured() ? openSecureMode(join(dataDirectory, 'secure-mode'), report) : null
  }

  /**
   * Makes another directory the one that the broker keeps its data in; null: Brokkr's own.
   * @throws LocalClusterError `CONFLICT` while a broker lives
   */
  moveTo(place: LocalClusterPlace | null): LocalClusterStatus {
    const { state } = this.status.value
    if (this.#child !== undefined || (state !== 'stopped' && state !== 'failed')) throw notWhileItRuns()
    this.#place = place ?? this.#ownPlace()
    this.log.clear()
    this.status.set(this.#stopped())
    return this.status.value
  }

  /** Returns when the broker answers. A second start joins the first one. */
  start(): Promise<LocalClusterStatus> {
    if (this.status.value.state === 'running') return Promise.resolve(this.status.value)
    this.#start ??= this.#startOnce().finally(() => {
      this.#start = undefined
    })
    return this.#start
  }

  /** Stops cleanly; kills a broker that does not end within the time limit. Does nothing when none runs. */
  stop(): Promise<LocalClusterStatus> {
    this.#isStopAsked = true
    this.#stop ??= this.#stopOnce().finally(() => {
      this.#stop = undefined
    })
    return this.#stop
  }

  async restart(): Promise<LocalClusterStatus> {
    await this.stop()
    return this.start()
  }

  /** Stops, then removes all data of the broker. */
  async wipe(): Promise<LocalClusterStatus> {
    await this.stop()
    await wipeDirectory({ directory: this.directory, inside: this.#options.dataDirectory })
    this.log.clear()
    this.status.set(this.#stopped())
    return this.status.value
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop()
  }

  async #startOnce(): Promise<LocalClusterStatus> {
    const clickedAt = performance.now()
    this.#isStopAsked = false
    await this.#stop
    try {
      this.#refuseWhenStopAsked()
      this.#starting(texts.brokerProcess.start.first)
      if (this.#isElsewhere) requireData(this.directory)
      else await mkdir(this.directory, { recursive: true, mode: 0o700 })
      const secureMode = await this.openSecureMode()
      this.#secureMode = secureMode
      const launched = await this.#launch()
      const answer = this.#options.waitForAnswer(launched.bootstrapServers, secureMode)
      await Promise.race([answer, rejectAtEnd(launched.child)])
      return this.#running(launched, Math.round(performance.now() - clickedAt))
    } catch (error) {
      return this.#startFailed(error)
    }
  }

  /** Tries the preferred port, then others, since a free one may be taken before the broker binds it. */
  async #launch(): Promise<Launched> {
    const preferred = this.#options.preferredPort()
    for (let attempt = 1; ; attempt++) {
      const port = await freePort(attempt === 1 ? preferred : 0)
      this.#refuseWhenStopAsked()
      const child = this.#startChild(port)
      try {
        const ready = await child.ready
        const takenPort = port === preferred ? null : preferred
        return { child, bootstrapServers: `${ready.host}:${ready.port}`, port: ready.port, takenPort }
      } catch (error) {
        const isPortTaken = error instanceof BrokerEndedError && error.end.failure?.reason === 'portTaken'
        if (!isPortTaken || attempt === PORT_ATTEMPTS) throw error
      }
    }
  }

  #startChild(port: number): BrokerChild {
    const child = startBrokerChild({
      program: this.#options.program,
      startProgram: this.#options.startProgram ?? forkBrokerProgram,
      dataDirectory: this.directory,
      nodeId: this.#place.nodeId,
      port,
      configurationPath: this.#secureMode?.configurationPath ?? null,
      onLogLine: (line) => this.log.add(line),
      onNews: (text) => {
        if (this.status.value.state === 'starting') this.#starting(text)
      },
      onStats: (stats) => {
        const { value } = this.status
        if (value.state === 'running') this.status.set({ ...value, memoryBytes: stats.residentBytes })
      },
    })
    this.#child = child
    void child.ended.then((end) => this.#childEnded(child, end))
    return child
  }

  #childEnded(child: BrokerChild, end: BrokerEnd): void {
    if (this.#child === child) this.#child = undefined
    // While starting and stopping those who wait for it say what its end means.
    if (this.status.value.state === 'running') this.#failed(endProblem(end))
  }

  async #stopOnce(): Promise<LocalClusterStatus> {
    const child = this.#child
    // One that is asked for from now on waits for this stop, and must not be waited for.
    const startUnderWay = this.#start
    if (child !== undefined) {
      this.status.set({ state: 'stopping', dataDirectory: this.directory })
      await child.stop(this.#options.stopTimeLimitMs ?? STOP_TIME_LIMIT_MS)
    }
    await startUnderWay?.catch(() => {})
    this.status.set(this.#stopped())
    return this.status.value
  }

  #running(launched: Launched, startedInMs: number): RunningStatus {
    this.#refuseWhenStopAsked()
    const { bootstrapServers, port, takenPort, child } = launched
    if (this.#child !== child) throw new Error(texts.brokerProcess.start.endedAtOnce)
    const status: RunningStatus = {
      state: 'running',
      dataDirectory: this.directory,
      bootstrapServers,
      isSecured: this.#secureMode !== null,
      port,
      takenPort,
      processId: child.processId,
      startedAt: BigInt(Date.now()),
      startedInMs,
      memoryBytes: null,
    }
    this.#lastPort = port
    this.status.set(status)
    return status
  }

  async #startFailed(error: unknown): Promise<never> {
    // A broker that lives but does not answer is of no use, and must not stay.
    const end = await this.#child?.stop(this.#options.stopTimeLimitMs ?? STOP_TIME_LIMIT_MS)
    if (this.#isStopAsked) throw stoppedWhileStarting()
    const brokerEnd = error instanceof BrokerEndedError ? error.end : undefined
    const why = error instanceof Error ? error.message : String(error)
    const failure = brokerEnd ?? {
      exitCode: end?.exitCode ?? null,
      signal: end?.signal ?? null,
      failure: unexpected(why),
    }
    const problem = startProblem(failure, this.directory)
    this.#failed(problem)
    throw new LocalClusterError('FAILED', problem)
  }

  #refuseWhenStopAsked(): void {
    if (this.#isStopAsked) throw stoppedWhileStarting()
  }

  #starting(step: string): void {
    this.status.set({ state: 'starting', dataDirectory: this.directory, step })
  }

  #failed(problem: Extract<LocalClusterStatus, { state: 'failed' }>['problem']): void {
    const lastLogLines = this.log.last(LOG_LINES_OF_FAILURE)
    this.status.set({ state: 'failed', dataDirectory: this.directory, problem, lastLogLines })
  }

  #stopped(): LocalClusterStatus {
    return { state: 'stopped', dataDirectory: this.directory, hasData: holdsData(this.directory) }
  }

  #ownPlace(): LocalClusterPlace {
    return { path: join(this.#options.dataDirectory, 'local-cluster'), nodeId: OWN_NODE_ID }
  }

  get #isElsewhere(): boolean {
    return this.directory !== this.#ownPlace().path
  }
}

/** `meta.properties` is what the broker writes first when it formats a directory. */
function holdsData(directory: string): boolean {
  return existsSync(join(directory, 'meta.properties'))
}

/** A directory that somebody has chosen is never formatted: its disk may only not be mounted. */
function requireData(directory: string): void {
  if (!holdsData(directory)) throw new Error(texts.brokerProcess.directoryGone(directory))
}

function notWhileItRuns(): LocalClusterError {
  return new LocalClusterError('CONFLICT', texts.brokerProcess.notWhileItRuns)
}

function unexpected(text: string): BrokerEnd['failure'] {
  return { kind: 'failed', reason: 'internal', text }
}

function stoppedWhileStarting(): LocalClusterError {
  return new LocalClusterError('CONFLICT', texts.brokerProcess.stoppedWhileStarting)
}

function rejectAtEnd(child: BrokerChild): Promise<never> {
  return child.ended.then((end) => Promise.reject(new BrokerEndedError(end)))
}
