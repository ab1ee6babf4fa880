import { join } from 'node:path'
import { MalformedBytesError } from '../../bytes/malformed-bytes-error.ts'
import { parseUuid, zeroUuid } from '../../bytes/uuid.ts'
import type { Environment } from '../../environment/environment.ts'
import { formatJavaProperties, parseJavaProperties } from '../../bytes/java-properties.ts'
import { MetadataStorageError } from './metadata-storage-error.ts'

/** What `meta.properties` (version 1) says: to which cluster and node a data directory belongs. */
export interface MetaProperties {
  readonly clusterId: string
  readonly nodeId: number
  /** Uuid of the directory; null in directories from before Kafka 3.7, where the next start draws one. */
  readonly directoryId: string | null
}

const fileName = 'meta.properties'

export function metaPropertiesPath(directory: string): string {
  return join(directory, fileName)
}

/** Null when the directory has none. @throws MetadataStorageError when the file says something else or nothing. */
export function readMetaProperties(environment: Environment, directory: string): MetaProperties | null {
  const path = metaPropertiesPath(directory)
  if (!environment.disk.exists(path)) return null
  const properties = parseJavaProperties(Buffer.from(environment.disk.readFile(path)).toString('utf8'))
  requireKnownVersion(path, properties.get('version') ?? '')
  const clusterId = properties.get('cluster.id')
  if (clusterId === undefined || clusterId === '') {
    throw new MetadataStorageError(path, 'has no cluster.id. Restore the file, or choose another data directory.')
  }
  const nodeId = Number(properties.get('node.id') ?? NaN)
  if (!Number.isInteger(nodeId) || nodeId < 0) {
    throw new MetadataStorageError(
      path,
      'has no node.id that is a number. Restore the file, or choose another directory.',
    )
  }
  return { clusterId, nodeId, directoryId: directoryIdOf(path, properties.get('directory.id')) }
}

function requireKnownVersion(path: string, version: string): void {
  if (version === '1') return
  if (!/^\d+$/.test(version)) {
    const advice = 'It is damaged, or not of Kafka. Restore the file, or choose another data directory.'
    throw new MetadataStorageError(path, `does not say in which format it is (there is no version=1). ${advice}`)
  }
  const advice =
    version === '0'
      ? 'It dates from Kafka before KRaft; migrate it with Kafka 3.9 first.'
      : 'A newer version of Kafka has written it; open the directory with that.'
  throw new MetadataStorageError(path, `has format version ${version}, but only 1 is known. ${advice}`)
}

/** The uuids of which only the lowest bits are set, below 100, have meanings of their own. */
function isReserved(directoryId: Uint8Array): boolean {
  return directoryId.subarray(0, 15).every((byte) => byte === 0) && (directoryId[15] ?? 0) < 100
}

function directoryIdOf(path: string, text: string | undefined): string | null {
  if (text === undefined) return null
  try {
    if (!isReserved(parseUuid(text))) return text
  } catch (error) {
    if (!(error instanceof MalformedBytesError)) throw error
  }
  throw new MetadataStorageError(path, `the directory.id ${text || zeroUuid} is not a uuid that a directory can have.`)
}

/** Replaces the file atomically. */
export function writeMetaProperties(
  environment: Environment,
  directory: string,
  properties: MetaProperties & { readonly directoryId: string },
): void {
  const entries: [string, string][] = [
    ['cluster.id', properties.clusterId],
    ['directory.id', properties.directoryId],
    ['node.id', String(properties.nodeId)],
    ['version', '1'],
  ]
  const comments = ['', new Date(environment.clock.now()).toUTCString()]
  environment.disk.replaceFile(metaPropertiesPath(directory), Buffer.from(formatJavaProperties(entries, comments)))
}
