import { localProperties } from './local-properties.ts'

export interface HandedOver {
  /** Absolute path of the log directory. */
  readonly directory: string
  readonly nodeId: number
  /** Where clients reached the local cluster. */
  readonly host: string
  readonly port: number
  /** The level of `kraft.version` on disk: 0 wants the voters in the configuration, 1 finds them in the log. */
  readonly kraftVersion: number
}

/** Why Apache Kafka could not be told of such a directory, in one sentence; null: it can. */
export function unwritableDirectory(directory: string): string | null {
  return directory.includes(',') ? `Kafka takes the comma in ${directory} for the end of a directory’s name.` : null
}

/** The text of a `server.properties` with which Apache Kafka serves the directory as broker and controller in one. */
export function serverProperties({ directory, nodeId, host, port, kraftVersion }: HandedOver): string {
  const controller = `${host}:${port === 65_535 ? port - 1 : port + 1}`
  const quorum =
    kraftVersion === 0
      ? (['controller.quorum.voters', `${nodeId}@${controller}`] as const)
      : (['controller.quorum.bootstrap.servers', controller] as const)
  const parts: readonly (readonly [title: string, properties: readonly (readonly [string, string])[]])[] = [
    [
      'Broker and controller in one process, as the node that the directory belongs to',
      [['process.roles', 'broker,controller'], ['node.id', String(nodeId)], quorum],
    ],
    [
      'Clients find it where they found the local cluster; the controller listens on the port beside',
      [
        ['listeners', `PLAINTEXT://${host}:${port},CONTROLLER://${controller}`],
        ['advertised.listeners', `PLAINTEXT://${host}:${port},CONTROLLER://${controller}`],
        ['inter.broker.listener.name', 'PLAINTEXT'],
        ['controller.listener.names', 'CONTROLLER'],
        ['listener.security.protocol.map', 'PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT'],
      ],
    ],
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
  const blocks = parts.map(([title, properties]) => [`# ${title}`, ...properties.map(line), ''].join('\n'))
  return ['# Written by Brokkr: Apache Kafka goes on where the local cluster has stopped.', '', ...blocks].join('\n')
}

function line([name, value]: readonly [string, string]): string {
  return `${name}=${escapeValue(value)}`
}

/** Java reads properties as ISO 8859-1, drops blanks before a value and takes a backslash for the start of an escape. */
function escapeValue(value: string): string {
  return value
    .replaceAll('\\', '\\\\')
    .replace(/^ /, '\\ ')
    .replaceAll(/[^\x20-\x7e]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)
}
