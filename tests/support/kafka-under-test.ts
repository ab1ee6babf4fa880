import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { startApacheKafka } from './apache-kafka/broker.ts'
import { startProgram } from './program.ts'
import { isMissing } from './system-requirements.ts'
import { temporaryFolder } from './temporary-folder.ts'

/** A broker that clients can be pointed at, whoever made it. */
export interface KafkaUnderTest extends AsyncDisposable {
  readonly bootstrapServers: string
}

/**
 * What the conformance suites run against: our broker, and Apache Kafka as the proof that a suite asks for nothing but
 * Kafka's own behaviour.
 */
export const kafkasUnderTest: readonly {
  readonly name: string
  readonly isMissing: boolean
  readonly start: () => Promise<KafkaUnderTest>
}[] = [
  { name: 'Brokkr', isMissing: false, start: startBrokkrProgram },
  { name: 'Apache Kafka', isMissing: isMissing('java', 'maven'), start: startApacheKafka },
]

const repository = join(import.meta.dirname, '../..')

/** Our broker as a program of its own, on a fresh directory and a port that the system picks. */
async function startBrokkrProgram(): Promise<KafkaUnderTest> {
  await using stack = new AsyncDisposableStack()
  const folder = stack.use(await temporaryFolder('brokkr-conformance-'))
  const args = [join(repository, 'broker/main.ts'), 'start', '--data', folder.join('data'), '--port', '0']
  const configuration = folder.join('server.properties')
  await writeFile(configuration, 'group.initial.rebalance.delay.ms=0\n')
  const program = stack.use(await startProgram(process.execPath, [...args, '--config', configuration]))
  const [, address] = await program.waitForLine(/Kafka is ready on (\S+)/)
  if (address === undefined) throw new Error('the broker is ready but does not say where')
  const owned = stack.move()
  return { bootstrapServers: address, [Symbol.asyncDispose]: () => owned.disposeAsync() }
}
