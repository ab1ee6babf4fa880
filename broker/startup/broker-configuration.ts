import { resolve } from 'node:path'
import { DiskError } from '../environment/disk-error.ts'
import type { Disk } from '../environment/disk.ts'
import { brokerConfigs } from '../metadata/configs/broker-configs.ts'
import type { StaticConfigs } from '../metadata/configs/node-configs.ts'
import { oldestRelease, releases } from '../metadata/features.ts'
import { topicConfigs } from '../metadata/configs/topic-configs.ts'
import { configProblem, listMembers } from '../metadata/configs/validate-config.ts'
import type { StartOptions } from './command-line.ts'
import { parseJavaProperties } from '../bytes/java-properties.ts'
import { listenerAddresses, type AddressOverride, type ListenerAddress } from './listener-address.ts'
import { propertyOf } from './listener-configs.ts'
import { combinationProblem } from './setting-combinations.ts'
import { StartFailure } from './start-failure.ts'

/** Everything that decides how the broker starts, from the command line and the file together. */
export interface BrokerConfiguration {
  /** Absolute. */
  readonly dataDirectory: string
  /** For clients; at least one. */
  readonly listeners: readonly ListenerAddress[]
  /** Host and port of the command line, where it has them. */
  readonly override: AddressOverride
  readonly nodeId: number
  /** What the command line says of the cluster; null where it says nothing. */
  readonly clusterId: string | null
  /** One of `releases`. */
  readonly releaseVersion: string
  readonly staticConfigs: StaticConfigs
  /** Properties that are not known here; said once in the log. */
  readonly warnings: readonly string[]
}

/** @throws StartFailure with what is wrong and where. */
export function readConfiguration(options: StartOptions, disk: Disk): BrokerConfiguration {
  const fromFile = options.config === null ? new Map<string, string>() : readFile(options.config, disk)
  const staticConfigs = new Map([...fromFile, ...options.set.map(parseSetting)])
  const warnings: string[] = []
  for (const [name, value] of staticConfigs) {
    const definition = brokerConfigs.get(propertyOf(name))
    if (definition === undefined) warnings.push(unknownProperty(name))
    const problem = definition === undefined ? null : configProblem(definition, value)
    if (problem !== null) throw new StartFailure('configuration', `${problem}.`)
  }
  const problem = combinationProblem(staticConfigs)
  if (problem !== null) throw new StartFailure('configuration', `${problem}.`)
  const dataDirectory = findDataDirectory(options, staticConfigs)
  staticConfigs.set('log.dirs', dataDirectory)
  const nodeId = Number(staticConfigs.get('node.id') ?? staticConfigs.get('broker.id') ?? 1)
  staticConfigs.set('node.id', String(nodeId))
  const override = { host: options.host, port: options.port }
  const listeners = listenerAddresses(staticConfigs, override)
  const { clusterId = null } = options
  const releaseVersion = releaseOf(options)
  return { dataDirectory, listeners, override, nodeId, clusterId, releaseVersion, staticConfigs, warnings }
}

function releaseOf({ releaseVersion }: StartOptions): string {
  const release = releaseVersion ?? oldestRelease
  if (releases.includes(release)) return release
  const known = releases.join(', ')
  throw new StartFailure('configuration', `--release-version takes one of ${known}, not '${release}'.`)
}

function readFile(path: string, disk: Disk): Map<string, string> {
  try {
    return parseJavaProperties(Buffer.from(disk.readFile(resolve(path))).toString('utf8'))
  } catch (error) {
    if (!(error instanceof DiskError)) throw error
    const why = error.code === 'ENOENT' ? 'does not exist' : `cannot be read (${error.code})`
    throw new StartFailure('configuration', `The configuration file ${path} ${why}.`, error)
  }
}

function parseSetting(text: string): [string, string] {
  const [, name, value] = /^\s*([^=\s]+)\s*=(.*)$/s.exec(text) ?? []
  if (name === undefined || value === undefined) {
    throw new StartFailure('configuration', `--set takes name=value, not '${text}'.`)
  }
  return [name, value.trim()]
}

function unknownProperty(name: string): string {
  if (topicConfigs.has(name)) return `The property ${name} belongs to topics; for the broker it is ignored.`
  return `The property ${name} is not known here and is ignored.`
}

function findDataDirectory({ data }: StartOptions, configs: StaticConfigs): string {
  if (data !== null) return resolve(data)
  const [first, ...more] = listMembers(configs.get('log.dirs') ?? configs.get('log.dir') ?? '')
  if (first === undefined) {
    throw new StartFailure(
      'configuration',
      'Say where topics are kept: --data DIR, or log.dirs in the configuration file.',
    )
  }
  if (more.length > 0) {
    throw new StartFailure(
      'configuration',
      'log.dirs names several directories; Brokkr keeps everything in one so far.',
    )
  }
  return resolve(first)
}
