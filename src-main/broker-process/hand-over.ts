import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { HandOver } from '../api/local-cluster.ts'
import { LocalClusterError } from './cluster-problem.ts'
import { serverProperties, unwritableDirectory, type HandedOver } from './server-properties.ts'

/**
 * Writes the `server.properties` for a directory whose broker has stopped into `folder`, and says how to start Apache
 * Kafka with it. Nothing in the directory changes.
 *
 * @throws LocalClusterError when Apache Kafka cannot be told of such a directory
 */
export async function writeHandOver(handedOver: HandedOver, folder: string): Promise<HandOver> {
  const { directory, host, port } = handedOver
  const obstacle = unwritableDirectory(directory)
  if (obstacle !== null) {
    const remedy = 'Move the data to a directory without a comma in its path, open it there, and hand that over.'
    throw new LocalClusterError('REJECTED', { what: 'Nothing was handed over.', why: obstacle, remedy })
  }
  const configuration = serverProperties(handedOver)
  const configurationPath = join(folder, 'server.properties')
  await mkdir(folder, { recursive: true, mode: 0o700 })
  await writeFile(configurationPath, configuration)
  const bootstrapServers = `${host}:${port}`
  return {
    directory,
    configurationPath,
    configuration,
    bootstrapServers,
    commands: commandsFor(configurationPath, bootstrapServers),
  }
}

/** The command lines, for the shell of this system, in the folder where Apache Kafka was unpacked. */
function commandsFor(configurationPath: string, bootstrapServers: string): HandOver['commands'] {
  const isWindows = process.platform === 'win32'
  const program = (name: string): string => (isWindows ? `bin\\windows\\${name}.bat` : `bin/${name}.sh`)
  const path = quoted(configurationPath, isWindows)
  return [
    { purpose: 'Start Apache Kafka', command: `${program('kafka-server-start')} ${path}` },
    {
      purpose: 'See that the topics are there',
      command: `${program('kafka-topics')} --bootstrap-server ${bootstrapServers} --describe`,
    },
    { purpose: 'Stop it, before the local cluster is started again', command: program('kafka-server-stop') },
  ]
}

function quoted(path: string, isWindows: boolean): string {
  if (/^[\w./:\\-]+$/.test(path)) return path
  return isWindows ? `"${path}"` : `'${path.replaceAll("'", String.raw`'\''`)}'`
}
