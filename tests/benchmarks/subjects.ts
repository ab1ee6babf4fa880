import { join } from 'node:path'
import { startApacheKafka } from '../support/apache-kafka/broker.ts'
import { freePort } from '../support/free-port.ts'
import { startProgram } from '../support/program.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

/** A broker that is measured, in a process of its own. */
export interface RunningSubject extends AsyncDisposable {
  readonly bootstrapServers: string
  readonly pid: number
  /** Milliseconds from the start of the process to its word that it serves. */
  readonly startedInMs: number
}

export interface Subject {
  readonly name: 'Brokkr' | 'Apache Kafka'
  readonly start: () => Promise<RunningSubject>
}

/** What `kafka-server-start.sh` gives the JVM when nothing else is said. */
const SERVER_JVM = ['-Xmx1G', '-Xms1G', '-server', '-XX:+UseG1GC', '-XX:MaxGCPauseMillis=20']

/** As the Apache Kafka beside it is configured: a consumer's first join would otherwise wait for three seconds. */
const SAME_AS_APACHE = ['--set', 'group.initial.rebalance.delay.ms=0']

const COMMAND = join(import.meta.dirname, '../../bin/brokkr.js')

export const brokkr: Subject = {
  name: 'Brokkr',
  start: async () => {
    await using stack = new AsyncDisposableStack()
    const folder = stack.use(await temporaryFolder('brokkr-bench-'))
    const port = await freePort()
    const startedAt = performance.now()
    const args = [COMMAND, 'broker', 'start', '--data', folder.join('data'), '--port', String(port), ...SAME_AS_APACHE]
    const program = stack.use(await startProgram(process.execPath, args))
    await program.waitForLine(/^Kafka is ready on /)
    const startedInMs = performance.now() - startedAt
    return running(stack, { bootstrapServers: `127.0.0.1:${port}`, pid: program.pid, startedInMs })
  },
}

export const apacheKafka: Subject = {
  name: 'Apache Kafka',
  start: async () => {
    await using stack = new AsyncDisposableStack()
    const kafka = stack.use(await startApacheKafka({ jvmFlags: SERVER_JVM }))
    const { bootstrapServers, program, startedInMs } = kafka
    return running(stack, { bootstrapServers, pid: program.pid, startedInMs })
  },
}

function running(stack: AsyncDisposableStack, subject: Omit<RunningSubject, keyof AsyncDisposable>): RunningSubject {
  const owned = stack.move()
  return { ...subject, [Symbol.asyncDispose]: () => owned.disposeAsync() }
}
