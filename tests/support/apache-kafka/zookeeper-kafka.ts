import { writeFile } from 'node:fs/promises'
import { setTimeout as delay } from 'node:timers/promises'
import { metadata } from '../../../broker/protocol/messages/metadata.ts'
import { freePort } from '../free-port.ts'
import { connectToKafka } from '../kafka-connection.ts'
import { startProgram } from '../program.ts'
import { temporaryFolder } from '../temporary-folder.ts'
import { javaArguments, javaCommand, QUICK_JVM } from './tools.ts'

/** The last release that runs with ZooKeeper, and so the last that can still write messages as they were before 0.11. */
export const LAST_WITH_ZOOKEEPER = '3.9.1'

export interface ZooKeeperKafka extends AsyncDisposable {
  readonly bootstrapServers: string
  readonly port: number
}

/**
 * Apache Kafka 3.9 as one broker with its ZooKeeper, speaking as 2.8 did: topics with `message.format.version` below 0.11
 * keep messages of magic 0 or 1.
 */
export async function startZooKeeperKafka(
  properties: Readonly<Record<string, string | number>> = {},
): Promise<ZooKeeperKafka> {
  await using stack = new AsyncDisposableStack()
  const folder = stack.use(await temporaryFolder('zookeeper-kafka-'))
  const [zooKeeperPort, port] = [await freePort(), await freePort()]
  const options = { version: LAST_WITH_ZOOKEEPER, jvmFlags: [...QUICK_JVM, '-Dlog.level=INFO'] }
  const settings = folder.join('zookeeper.properties')
  await writeProperties(settings, {
    dataDir: folder.join('zookeeper'),
    clientPort: zooKeeperPort,
    clientPortAddress: '127.0.0.1',
    'admin.enableServer': 'false',
  })
  const zooKeeper = await javaArguments('org.apache.zookeeper.server.ZooKeeperServerMain', options)
  const server = stack.use(await startProgram(javaCommand(), [...zooKeeper, settings]))
  await server.waitForLine(/binding to port/, 120_000)
  const configuration = folder.join('server.properties')
  await writeProperties(configuration, {
    'broker.id': 1,
    listeners: `PLAINTEXT://127.0.0.1:${port}`,
    'zookeeper.connect': `127.0.0.1:${zooKeeperPort}`,
    'zookeeper.connection.timeout.ms': 60_000,
    'inter.broker.protocol.version': '2.8',
    'offsets.topic.replication.factor': 1,
    'transaction.state.log.replication.factor': 1,
    'transaction.state.log.min.isr': 1,
    'transaction.state.log.num.partitions': 3,
    'group.initial.rebalance.delay.ms': 0,
    ...properties,
    'log.dirs': folder.join('data'),
  })
  const broker = stack.use(
    await startProgram(javaCommand(), [...(await javaArguments('kafka.Kafka', options)), configuration]),
  )
  await broker.waitForLine(/started \(kafka\.server\.KafkaServer\)/, 300_000)
  await knowsItself(port)
  const owned = stack.move()
  return { bootstrapServers: `127.0.0.1:${port}`, port, [Symbol.asyncDispose]: () => owned.disposeAsync() }
}

/** The broker serves before its controller has told it of brokers, itself included; no topic can be created until then. */
async function knowsItself(port: number): Promise<void> {
  await using client = await connectToKafka('127.0.0.1', port)
  for (;;) {
    const { brokers, controllerId } = await client.request(metadata, 7, { topics: [], allowAutoTopicCreation: false })
    if (brokers.length > 0 && controllerId >= 0) return
    await delay(50)
  }
}

function writeProperties(path: string, properties: Readonly<Record<string, string | number>>): Promise<void> {
  return writeFile(
    path,
    Object.entries(properties)
      .map(([key, value]) => `${key}=${value}\n`)
      .join(''),
  )
}
