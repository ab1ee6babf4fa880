import { join } from 'node:path'
import { startApacheKafka } from '../support/apache-kafka/broker.ts'
import { freePort } from '../support/free-port.ts'
import { startProgram, type Program } from '../support/program.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { firstAnswer } from './first-answer.ts'

export interface SubjectOptions {
  /** The data directory, made when it is missing; a fresh one, gone with the broker, when left out. */
  readonly data?: string
  /** Broker properties. */
  readonly properties?: Readonly<Record<string, string | number>>
}

/** A broker that is measured, in a process of its own. */
export interface RunningSubject extends AsyncDisposable {
  readonly bootstrapServers: string
  readonly port: number
  readonly pid: number
  /** Milliseconds from the start of the process to its word that it serves. */
  readonly startedInMs: number
  /** Milliseconds from the start of the process to its first answer to a Metadata request. */
  readonly answeredInMs: number
  /** Ends it as a crash would, and waits until it is gone. */
  kill(): Promise<void>
}

export interface Subject {
  readonly name: 'Brokkr' | 'Apache Kafka'
  readonly start: (options?: SubjectOptions) => Promise<RunningSubject>
}

/** What `kafka-server-start.sh` gives the JVM when nothing else is said. */
const SERVER_JVM = ['-Xmx1G', '-Xms1G', '-server', '-XX:+UseG1GC', '-XX:MaxGCPauseMillis=20']

/** As the Apache Kafka beside it is configured: a consumer's first join would otherwise wait for three seconds. */
const SAME_AS_APACHE = { 'group.initial.rebalance.delay.ms': 0, 'offsets.topic.num.partitions': 3 }

const COMMAND = join(import.meta.dirname, '../../bin/brokkr.js')

/** A start that has to read gigabytes first. */
const START_LIMIT_MS = 300_000

export const brokkr: Subject = {
  name: 'Brokkr',
  start: async ({ data, properties } = {}) => {
    await using stack = new AsyncDisposableStack()
    const folder = stack.use(await temporaryFolder('brokkr-bench-'))
    const port = await freePort()
    const settings = Object.entries({ ...SAME_AS_APACHE, ...properties }).flatMap(([name, value]) => [
      '--set',
      `${name}=${value}`,
    ])
    const startedAt = performance.now()
    const args = [COMMAND, 'broker', 'start', '--data', data ?? folder.join('data'), '--port', String(port)]
    const program = stack.use(await startProgram(process.execPath, [...args, ...settings]))
    const answered = firstAnswer(port, program.ended)
    await program.waitForLine(/^Kafka is ready on /, START_LIMIT_MS)
    const startedInMs = performance.now() - startedAt
    return running(stack, program, { port, startedInMs, answeredInMs: (await answered) - startedAt })
  },
}

export const apacheKafka: Subject = {
  name: 'Apache Kafka',
  start: async ({ data, properties = {} } = {}) => {
    await using stack = new AsyncDisposableStack()
    const port = await freePort()
    const ended = Promise.withResolvers<unknown>()
    const answered = firstAnswer(port, ended.promise)
    const directory = data === undefined ? {} : { logDirectory: data }
    const start = startApacheKafka({ jvmFlags: SERVER_JVM, port, properties, ...directory })
    void start.catch(ended.resolve)
    const { program, startedAt, startedInMs } = stack.use(await start)
    return running(stack, program, { port, startedInMs, answeredInMs: (await answered) - startedAt })
  },
}

function running(
  stack: AsyncDisposableStack,
  program: Program,
  figures: Pick<RunningSubject, 'port' | 'startedInMs' | 'answeredInMs'>,
): RunningSubject {
  const owned = stack.move()
  return {
    ...figures,
    bootstrapServers: `127.0.0.1:${figures.port}`,
    pid: program.pid,
    kill: async () => void (await program.stop('SIGKILL')),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}
