import { resolve } from 'node:path'
import type { Environment } from '../../broker/environment/environment.ts'
import { nodeEnvironment } from '../../broker/environment/node-environment.ts'
import { readConfiguration } from '../../broker/startup/broker-configuration.ts'
import { createLogger, formatLogLine } from '../../broker/startup/logger.ts'
import { startBroker as startInProcess, type RunningBroker } from '../../broker/startup/start-broker.ts'
import { freePort } from './free-port.ts'
import { connectToKafka, type KafkaConnection } from './kafka-connection.ts'
import { startProgram, type Program } from './program.ts'
import { temporaryFolder } from './temporary-folder.ts'

export interface StartOptions {
  /** Broker properties, by Kafka's names. */
  readonly config?: Readonly<Record<string, string>>
  /** The data directory; a temporary one, gone with the broker, when left out. */
  readonly data?: string
  /** A free one when left out. */
  readonly port?: number
  readonly clusterId?: string
  readonly releaseVersion?: string
  /** The machine's own when left out. */
  readonly environment?: Environment
}

/** Groups gather at once and few files are made: tests would otherwise wait for seconds. Everything else is as in Kafka. */
const quickConfig = {
  'group.initial.rebalance.delay.ms': '0',
  'offsets.topic.num.partitions': '5',
  'transaction.state.log.num.partitions': '5',
}

export interface TestBroker extends RunningBroker, AsyncDisposable {
  readonly host: string
  readonly port: number
  readonly bootstrapServers: string
  /** Everything logged so far. */
  log(): string
  /** A connection that speaks the broker's own codecs. */
  connect(): Promise<KafkaConnection>
}

/** A broker in this process on a free loopback port: `await using broker = await startBroker()`. */
export async function startBroker(options: StartOptions = {}): Promise<TestBroker> {
  const folder = options.data === undefined ? await temporaryFolder() : null
  const environment = options.environment ?? nodeEnvironment()
  const configuration = readConfiguration(
    {
      data: options.data ?? folder?.join('data') ?? null,
      // Who names listeners means them as they are; the command line would be stronger.
      host: options.config?.listeners === undefined ? '127.0.0.1' : null,
      port: options.port ?? (options.config?.listeners === undefined ? 0 : null),
      config: null,
      set: Object.entries({ ...quickConfig, ...options.config }).map(([name, value]) => `${name}=${value}`),
      parentChannel: false,
      clusterId: options.clusterId ?? null,
      releaseVersion: options.releaseVersion ?? null,
    },
    environment.disk,
  )
  let log = ''
  const logger = createLogger(
    (line) => {
      log += formatLogLine(line)
    },
    () => environment.clock.now(),
  )
  const broker = await startInProcess({ environment, configuration, logger }).catch(async (error: unknown) => {
    await folder?.[Symbol.asyncDispose]()
    throw error
  })
  let stopped: Promise<void> | null = null
  const stop = () => (stopped ??= broker.stop())
  const { host, port } = broker.listening
  return {
    advertised: broker.advertised,
    listening: broker.listening,
    listeners: broker.listeners,
    clusterId: broker.clusterId,
    nodeId: broker.nodeId,
    dataDirectory: broker.dataDirectory,
    failed: broker.failed,
    stats: () => broker.stats(),
    stop,
    host,
    port,
    bootstrapServers: `${host}:${port}`,
    log: () => log,
    connect: () => connectToKafka(host, port),
    [Symbol.asyncDispose]: async () => {
      await stop()
      await folder?.[Symbol.asyncDispose]()
    },
  }
}

const mainFile = resolve(import.meta.dirname, '../../broker/main.ts')

export interface BrokerProcess extends AsyncDisposable {
  readonly program: Program
  readonly port: number
  readonly bootstrapServers: string
  connect(): Promise<KafkaConnection>
  /** Ends it as a crash would, and waits until it is gone. */
  kill(): Promise<void>
}

/** A broker as a process of its own, for tests that end it: `data` outlives it, so that it can be started again there. */
export async function startBrokerProcess(options: StartOptions & { readonly data: string }): Promise<BrokerProcess> {
  const port = options.port ?? (await freePort())
  const program = await runBrokerProgram([
    'start',
    '--data',
    options.data,
    '--port',
    String(port),
    ...settings(options),
  ])
  await program.waitForLine(/^Kafka is ready on /)
  return {
    program,
    port,
    bootstrapServers: `127.0.0.1:${port}`,
    connect: () => connectToKafka('127.0.0.1', port),
    kill: async () => void (await program.stop('SIGKILL')),
    [Symbol.asyncDispose]: () => program[Symbol.asyncDispose](),
  }
}

function settings({ config, releaseVersion }: StartOptions): string[] {
  const release = releaseVersion === undefined ? [] : ['--release-version', releaseVersion]
  const set = Object.entries({ ...quickConfig, ...config }).flatMap(([name, value]) => ['--set', `${name}=${value}`])
  return [...release, ...set]
}

/** The broker's program with any arguments, on the sources as they are. */
export function runBrokerProgram(args: readonly string[]): Promise<Program> {
  return startProgram(process.execPath, [mainFile, ...args])
}
