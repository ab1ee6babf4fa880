import { startApacheKafka } from './apache-kafka/broker.ts'
import { startBrokerProcess } from './start-broker.ts'
import { isMissing } from './system-requirements.ts'
import { temporaryFolder } from './temporary-folder.ts'

/** A broker that clients can be pointed at, whoever made it. */
export interface KafkaUnderTest extends AsyncDisposable {
  readonly bootstrapServers: string
}

export interface KafkaUnderTestOptions {
  /** Broker properties on top of the usual ones. */
  readonly properties?: Readonly<Record<string, string>>
  /** The port of the first listener; a free one when left out. */
  readonly port?: number
  /** Of a broker on Java; the others have no use for them. */
  readonly jvmFlags?: readonly string[]
}

/**
 * What the conformance suites run against: our broker, and Apache Kafka as the proof that a suite asks for nothing but
 * Kafka's own behaviour.
 */
export const kafkasUnderTest: readonly {
  readonly name: string
  readonly isMissing: boolean
  readonly start: (options?: KafkaUnderTestOptions) => Promise<KafkaUnderTest>
}[] = [
  { name: 'Brokkr', isMissing: false, start: startBrokkr },
  { name: 'Apache Kafka', isMissing: isMissing('java', 'maven'), start: startApacheKafka },
]

/** Our broker as a program of its own, on a fresh directory. */
async function startBrokkr({ properties, port }: KafkaUnderTestOptions = {}): Promise<KafkaUnderTest> {
  await using stack = new AsyncDisposableStack()
  const folder = stack.use(await temporaryFolder('brokkr-conformance-'))
  const { bootstrapServers } = stack.use(
    await startBrokerProcess({ data: folder.join('data'), config: properties ?? {}, ...(port && { port }) }),
  )
  const owned = stack.move()
  return { bootstrapServers, [Symbol.asyncDispose]: () => owned.disposeAsync() }
}
