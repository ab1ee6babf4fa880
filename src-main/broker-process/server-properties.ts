import { localProperties } from './local-properties.ts'
import { propertyLine, type Properties } from './properties-text.ts'

export interface HandedOver {
  /** Absolute path of the log directory. */
  readonly directory: string
  readonly nodeId: number
  /** Where clients reached the local cluster. */
  readonly host: string
  readonly port: number
  /** The level of `kraft.version` on disk: 0 wants the voters in the configuration, 1 finds them in the log. */
  readonly kraftVersion: number
  /** What secure mode adds; null where everybody may come. */
  readonly security: Properties | null
}

/** Why Apache Kafka could not be told of such a directory, in one sentence; null: it can. */
export function unwritableDirectory(directory: string): string | null {
  return directory.includes(',') ? `Kafka takes the comma in ${directory} for the end of a directory’s name.` : null
}

/** The text of a `server.properties` with which Apache Kafka serves the directory as broker and controller in one. */
export function serverProperties({ directory, nodeId, host, port, kraftVersion, security }: HandedOver): string {
  const controller = `${host}:${port === 65_535 ? port - 1 : port + 1}`
  const quorum =
    kraftVersion === 0
      ? (['controller.quorum.voters', `${nodeId}@${controller}`] as const)
      : (['controller.quorum.bootstrap.servers', controller] as const)
  const protocol = security === null ? 'PLAINTEXT' : 'SASL_SSL'
  const listeners = `${protocol}://${host}:${port},CONTROLLER://${controller}`
  const parts: readonly (readonly [title: string, properties: Properties])[] = [
    [
      'Broker and controller in one process, as the node that the directory belongs to',
      [['process.roles', 'broker,controller'], ['node.id', String(nodeId)], quorum],
    ],
    [
      'Clients find it where they found the local cluster; the controller listens on the port beside',
      [
        ['listeners', listeners],
        ['advertised.listeners', listeners],
        ['inter.broker.listener.name', protocol],
        ['controller.listener.names', 'CONTROLLER'],
        ['listener.security.protocol.map', `${protocol}:${protocol},CONTROLLER:${protocol}`],
      ],
    ],
    ...(security === null ? [] : [['Certificates, users and who may do what', security] as const]),
    ['The data', [['log.dirs', directory]]],
    [
      'There is one broker, so internal topics have one replica',
      [
        ['offsets.topic.replication.factor', '1'],
        ['transaction.state.log.replication.factor', '1'],
        ['transaction.state.log.min.isr', '1'],
        ['share.coordinator.state.topic.replication.factor', '1'],
        ['share.coordinator.state.topic.min.isr', '1'],
      ],
    ],
    ['As the local cluster was set', localProperties],
  ]
  const blocks = parts.map(([title, properties]) => [`# ${title}`, ...properties.map(propertyLine), ''].join('\n'))
  return ['# Written by Brokkr: Apache Kafka goes on where the local cluster has stopped.', '', ...blocks].join('\n')
}
