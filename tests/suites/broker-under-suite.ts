import { startApacheKafka } from '../support/apache-kafka/broker.ts'
import { freePort } from '../support/free-port.ts'
import type { KafkaUnderTest } from '../support/kafka-under-test.ts'
import { startBrokerProcess } from '../support/start-broker.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

export const BROKER_NAMES = ['brokkr', 'apache'] as const
export type BrokerName = (typeof BROKER_NAMES)[number]

/** Starts the broker on a fresh directory with these properties, in a process of its own. */
export function startBrokerUnderSuite(
  name: BrokerName,
  properties: Readonly<Record<string, string>>,
): Promise<KafkaUnderTest> {
  return name === 'apache' ? startApacheKafka({ properties, jvmFlags: ['-Xmx1G'] }) : startBrokkr(properties)
}

async function startBrokkr(config: Readonly<Record<string, string>>): Promise<KafkaUnderTest> {
  await using stack = new AsyncDisposableStack()
  const folder = stack.use(await temporaryFolder('brokkr-suite-'))
  const port = await freePort()
  // Said in the configuration, as it is for Apache Kafka: suites look at where a setting comes from.
  const advertised = { 'advertised.listeners': `PLAINTEXT://127.0.0.1:${port}` }
  const options = { data: folder.join('data'), port, config: { ...advertised, ...config } }
  const { bootstrapServers } = stack.use(await startBrokerProcess(options))
  const owned = stack.move()
  return { bootstrapServers, [Symbol.asyncDispose]: () => owned.disposeAsync() }
}
