import { freePort } from '../free-port.ts'
import { startApacheKafka, type ApacheKafka } from './broker.ts'

export interface ApacheCluster extends AsyncDisposable {
  readonly bootstrapServers: string
  /** By their place: the first is the controller as well. */
  readonly brokers: readonly ApacheKafka[]
}

/** Two brokers of Apache Kafka in one cluster: node 1 is the controller as well, node 2 a broker only. */
export async function startTwoApacheBrokers(
  properties: Readonly<Record<string, string | number>> = {},
): Promise<ApacheCluster> {
  await using stack = new AsyncDisposableStack()
  const controllerPort = await freePort()
  const port = await freePort()
  const listeners = `PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controllerPort}`
  const first = stack.use(
    await startApacheKafka({
      port,
      properties: {
        ...properties,
        listeners,
        'advertised.listeners': listeners,
        'controller.quorum.bootstrap.servers': `127.0.0.1:${controllerPort}`,
      },
    }),
  )
  const secondPort = await freePort()
  const second = stack.use(
    await startApacheKafka({
      port: secondPort,
      properties: {
        ...properties,
        'process.roles': 'broker',
        'node.id': 2,
        listeners: `PLAINTEXT://127.0.0.1:${secondPort}`,
        'advertised.listeners': `PLAINTEXT://127.0.0.1:${secondPort}`,
        'controller.quorum.bootstrap.servers': `127.0.0.1:${controllerPort}`,
      },
    }),
  )
  const owned = stack.move()
  return {
    bootstrapServers: `${first.bootstrapServers},${second.bootstrapServers}`,
    brokers: [first, second],
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}
