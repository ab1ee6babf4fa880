import { startApacheKafka } from '../support/apache-kafka/broker.ts'
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
  const { bootstrapServers } = stack.use(await startBrokerProcess({ data: folder.join('data'), config }))
  const owned = stack.move()
  return { bootstrapServers, [Symbol.asyncDispose]: () => owned.disposeAsync() }
}
