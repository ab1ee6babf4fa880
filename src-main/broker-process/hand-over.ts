import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { HandOver } from '../api/local-cluster.ts'
import { writeAtomically } from '../settings/write-atomically.ts'
import { texts } from '../languages/texts.ts'
import { LocalClusterError } from './cluster-problem.ts'
import { serverProperties, unwritableDirectory, type HandedOver } from './server-properties.ts'

export interface HandOverPlace {
  /** Where the configuration is written. */
  readonly folder: string
  /** What Kafka's tools log in with; null where everybody may come. */
  readonly toolConfigurationPath: string | null
}

/**
 * Writes the `server.properties` for a directory whose broker has stopped into `folder`, and says how to start Apache
 * Kafka with it. Nothing in the directory changes.
 *
 * @throws LocalClusterError when Apache Kafka cannot be told of such a directory
 */
export async function writeHandOver(
  handedOver: HandedOver,
  { folder, toolConfigurationPath }: HandOverPlace,
): Promise<HandOver> {
  const { directory, host, port } = handedOver
  const obstacle = unwritableDirectory(directory)
  if (obstacle !== null) {
    throw new LocalClusterError('REJECTED', { ...texts.brokerProcess.handOver, why: obstacle })
  }
  const configuration = serverProperties(handedOver)
  const configurationPath = join(folder, 'server.properties')
  await mkdir(folder, { recursive: true, mode: 0o700 })
  // Passwords may stand in it.
  await writeAtomically(configurationPath, configuration)
  const bootstrapServers = `${host}:${port}`
  return {
    directory,
    configurationPath,
    configuration,
    bootstrapServers,
    commands: commandsFor({ configurationPath, bootstrapServers, toolConfigurationPath }),
  }
}

/** The command lines, for the shell of this system, in the folder where Apache Kafka was unpacked. */
function commandsFor(given: {
  readonly configurationPath: string
  readonly bootstrapServers: string
  readonly toolConfigurationPath: string | null
}): HandOver['commands'] {
  const { configurationPath, bootstrapServers, toolConfigurationPath } = given
  const isWindows = process.platform === 'win32'
  const program = (name: string): string => (isWindows ? `bin\\windows\\${name}.bat` : `bin/${name}.sh`)
  const path = quoted(configurationPath, isWindows)
  const login = toolConfigurationPath === null ? '' : ` --command-config ${quoted(toolConfigurationPath, isWindows)}`
  const words = texts.brokerProcess.handOverSteps
  return [
    { purpose: words.start, command: `${program('kafka-server-start')} ${path}` },
    {
      purpose: words.look,
      command: `${program('kafka-topics')} --bootstrap-server ${bootstrapServers}${login} --describe`,
    },
    { purpose: words.stop, command: program('kafka-server-stop') },
  ]
}

function quoted(path: string, isWindows: boolean): string {
  if (/^[\w./:\\-]+$/.test(path)) return path
  return isWindows ? `"${path}"` : `'${path.replaceAll("'", String.raw`'\''`)}'`
}
