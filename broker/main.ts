import { nodeEnvironment } from './environment/node-environment.ts'
import { holdYoungHeapWhileIdle } from './environment/young-heap.ts'
import { exitCodes } from './control/messages.ts'
import { openParentChannel, type ParentChannel } from './control/parent-channel.ts'
import { LogStorageError } from './log/log-errors.ts'
import { readConfiguration } from './startup/broker-configuration.ts'
import { parseCommandLine, usage, type StartOptions } from './startup/command-line.ts'
import { createLogger, formatLogLine, type Logger } from './startup/logger.ts'
import { startBroker, type RunningBroker } from './startup/start-broker.ts'
import { asStartFailure, StartFailure } from './startup/start-failure.ts'
import { brokkrVersion } from './startup/version.ts'

/*
 * The broker's program: reads the command line, starts the broker, reports to the parent, and ends in order when asked to.
 */

const statsIntervalMs = 1000
/** An orderly stop that takes longer than this is given up; what was acknowledged is on disk anyway. */
const stopLimitMs = 20_000

async function run(words: readonly string[]): Promise<void> {
  const command = parseCommandLine(words)
  if (command.kind === 'help') process.stdout.write(usage)
  else await new Program(command.options).start()
}

class Program {
  readonly #options: StartOptions
  readonly #logger: Logger
  #channel: ParentChannel | null = null
  #broker: RunningBroker | null = null
  #stopReason: string | null = null

  constructor(options: StartOptions) {
    this.#options = options
    this.#logger = createLogger((line) => {
      const stream = line.level === 'info' || line.level === 'debug' ? process.stdout : process.stderr
      stream.write(formatLogLine(line))
      this.#channel?.send({ kind: 'log', ...line })
    }, Date.now)
  }

  async start(): Promise<void> {
    this.#watchProcess()
    const environment = nodeEnvironment()
    holdYoungHeapWhileIdle(() => this.#broker?.stats().requests ?? 0)
    try {
      const configuration = readConfiguration(this.#options, environment.disk)
      for (const warning of configuration.warnings) this.#logger.warn(warning)
      this.#broker = await startBroker({ environment, configuration, logger: this.#logger })
    } catch (error) {
      this.#fail(error)
      return
    }
    this.#announce(this.#broker)
    void this.#broker.failed.then((cause) => this.#endAfterFailure(cause))
    if (this.#stopReason !== null) await this.#stop(this.#broker)
  }

  /** A parent that has gone must not be outlived, and a closed pipe must not end an orderly stop. */
  #watchProcess(): void {
    for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {})
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
      process.on(signal, () => this.#requestStop(`received ${signal}`))
    }
    process.on('uncaughtException', (error) => {
      this.#logger.error('The broker ends because of an unexpected error', error)
      process.exit(exitCodes.internal)
    })
    if (!this.#options.parentChannel) return
    this.#channel = openParentChannel({
      onMessage: () => this.#requestStop('the console asked for it'),
      onParentGone: () => this.#requestStop('the process that started it is gone'),
    })
  }

  #announce(broker: RunningBroker): void {
    const { advertised, clusterId, nodeId, dataDirectory, listening, listeners } = broker
    this.#logger.info(`Serving ${dataDirectory} as node ${nodeId} of cluster ${clusterId}, Brokkr ${brokkrVersion}`)
    for (const each of listeners.slice(1)) {
      this.#logger.info(`Also listening on ${addressText(each.listening)} for ${each.name} (${each.securityProtocol})`)
    }
    process.stdout.write(`Kafka is ready on ${addressText(listening)}\n`)
    const channel = this.#channel
    if (channel === null) return
    channel.send({ kind: 'ready', ...advertised, clusterId, nodeId, version: brokkrVersion, dataDirectory })
    const timer = setInterval(() => {
      const { rss: residentBytes } = process.memoryUsage()
      channel.send({ kind: 'stats', ...broker.stats(), residentBytes, uptimeMs: Math.round(process.uptime() * 1000) })
    }, statsIntervalMs)
    timer.unref()
  }

  #requestStop(reason: string): void {
    if (this.#stopReason !== null) return
    this.#stopReason = reason
    // While the broker is starting, the stop waits until it has started.
    if (this.#broker !== null) void this.#stop(this.#broker)
  }

  /** Going on would mean to promise changes that nobody can keep. What was acknowledged before is on disk. */
  #endAfterFailure(cause: unknown): void {
    const text = `The metadata cannot be written any more: ${cause instanceof Error ? cause.message : String(cause)}`
    this.#logger.error(text)
    this.#channel?.send({ kind: 'failed', reason: 'directoryUnreadable', text })
    process.exitCode = exitCodes.directoryUnreadable
    this.#requestStop('the data directory failed')
  }

  async #stop(broker: RunningBroker): Promise<void> {
    this.#logger.info(`Stopping: ${this.#stopReason ?? 'no reason given'}`)
    setTimeout(() => process.exit(exitCodes.internal), stopLimitMs).unref()
    try {
      await broker.stop()
      this.#logger.info('Stopped')
      process.exitCode ??= exitCodes.stopped
    } catch (error) {
      const isStorage = error instanceof LogStorageError
      const cause = isStorage ? undefined : error
      const what = isStorage ? `: ${error.message} The next start looks through the logs.` : ''
      this.#logger.error(`The stop did not go through in order${what}`, cause)
      process.exitCode = exitCodes.internal
    }
    this.#channel?.close()
    process.exit()
  }

  #fail(error: unknown): void {
    const failure = asStartFailure(error, { dataDirectory: '', listeners: [] })
    process.stderr.write(`brokkr: ${failure.message}\n`)
    if (failure.reason === 'internal') this.#logger.error('The cause', failure.cause)
    this.#channel?.send({ kind: 'failed', reason: failure.reason, text: failure.message })
    process.exitCode = exitCodes[failure.reason]
    this.#channel?.close()
    // Whatever else is still open must not keep a broker alive that does not serve.
    setTimeout(() => process.exit(), 100).unref()
  }
}

function addressText({ host, port }: { readonly host: string; readonly port: number }): string {
  return `${host.includes(':') ? `[${host}]` : host}:${port}`
}

try {
  await run(process.argv.slice(2))
} catch (error) {
  const failure = error instanceof StartFailure ? error : asStartFailure(error, { dataDirectory: '', listeners: [] })
  process.stderr.write(`brokkr: ${failure.message}\n`)
  process.exitCode = exitCodes[failure.reason]
}
