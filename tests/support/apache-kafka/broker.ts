import { existsSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { freePort } from '../free-port.ts'
import { startProgram, type Program } from '../program.ts'
import { temporaryFolder, type TemporaryFolder } from '../temporary-folder.ts'
import { APACHE_KAFKA_VERSION } from './distribution.ts'
import { javaArguments, javaCommand, QUICK_JVM, runKafkaTool } from './tools.ts'

export interface ApacheKafkaOptions {
  /** Broker properties on top of those of a quick single node. */
  readonly properties?: Readonly<Record<string, string | number>>
  /** The log directory to start on, formatted when it is not; otherwise a fresh one, gone when the broker stops. */
  readonly logDirectory?: string
  /** Flags of the JVM, where quick start and small memory are not what is asked for. */
  readonly jvmFlags?: readonly string[]
  /** The release; the one that the suites compare with when left out. */
  readonly version?: string
  /** A free one when left out. */
  readonly port?: number
  /** Arguments of `kafka-storage format` beside those of a single node, for a directory that is not formatted yet. */
  readonly format?: readonly string[]
}

export interface ApacheKafka extends AsyncDisposable {
  readonly bootstrapServers: string
  readonly port: number
  readonly logDirectory: string
  readonly program: Program
  /** When the process was started, by `performance.now()`. */
  readonly startedAt: number
  /** Milliseconds from the start of the process, on a formatted directory, to its word that it serves. */
  readonly startedInMs: number
}

// Kafka's own cluster ids are 16 random bytes in unpadded base64; tests like to see the same one every time.
const CLUSTER_ID = '4L6g3nShT-eMCtK--X86sw'

/** Apache Kafka as a single node, broker and controller in one, on free loopback ports; resolves when it serves. */
export async function startApacheKafka(options: ApacheKafkaOptions = {}): Promise<ApacheKafka> {
  await using stack = new AsyncDisposableStack()
  const folder = stack.use(await temporaryFolder('apache-kafka-'))
  const { version = APACHE_KAFKA_VERSION, port = await freePort() } = options
  const logDirectory = options.logDirectory ?? folder.join('data')
  const configuration = await writeConfiguration(folder, {
    ...defaults(port, await freePort()),
    ...options.properties,
    'log.dirs': logDirectory,
  })
  if (!existsSync(join(logDirectory, 'meta.properties'))) {
    const isController = options.properties?.['process.roles'] !== 'broker'
    const extra = [...(isController ? ['--standalone'] : []), ...(options.format ?? [])]
    await format(configuration, { logDirectory, version, extra })
  }
  const jvmFlags = [...(options.jvmFlags ?? QUICK_JVM), '-Dlog.level=INFO']
  const java = await javaArguments('kafka.Kafka', { jvmFlags, version })
  const startedAt = performance.now()
  const program = stack.use(await startProgram(javaCommand(), [...java, configuration]))
  await program.waitForLine(/Kafka Server started/, 300_000)
  const startedInMs = performance.now() - startedAt
  const owned = stack.move()
  return {
    bootstrapServers: `127.0.0.1:${port}`,
    port,
    logDirectory,
    program,
    startedAt,
    startedInMs,
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}

function defaults(port: number, controllerPort: number): Record<string, string | number> {
  return {
    'process.roles': 'broker,controller',
    'node.id': 1,
    listeners: `PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controllerPort}`,
    'advertised.listeners': `PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controllerPort}`,
    'controller.listener.names': 'CONTROLLER',
    'controller.quorum.bootstrap.servers': `127.0.0.1:${controllerPort}`,
    'listener.security.protocol.map': 'CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT',
    'inter.broker.listener.name': 'PLAINTEXT',
    'offsets.topic.replication.factor': 1,
    'offsets.topic.num.partitions': 3,
    'transaction.state.log.replication.factor': 1,
    'transaction.state.log.min.isr': 1,
    'transaction.state.log.num.partitions': 3,
    'share.coordinator.state.topic.replication.factor': 1,
    'share.coordinator.state.topic.min.isr': 1,
    'group.initial.rebalance.delay.ms': 0,
  }
}

async function writeConfiguration(
  folder: TemporaryFolder,
  properties: Record<string, string | number>,
): Promise<string> {
  const path = folder.join('server.properties')
  const lines = Object.entries(properties).map(([key, value]) => `${key}=${value}\n`)
  await writeFile(path, lines.join(''))
  return path
}

interface Formatting {
  readonly logDirectory: string
  readonly version: string
  readonly extra: readonly string[]
}

async function format(configuration: string, { logDirectory, version, extra }: Formatting): Promise<void> {
  await mkdir(logDirectory, { recursive: true })
  const args = ['format', '--cluster-id', CLUSTER_ID, '--config', configuration, ...extra]
  const { exitCode, stdout, stderr } = await runKafkaTool('kafka.tools.StorageTool', args, { version })
  if (exitCode !== 0) throw new Error(`Apache Kafka ${version} did not format ${logDirectory}:\n${stdout}${stderr}`)
}
