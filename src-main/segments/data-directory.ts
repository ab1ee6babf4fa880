import { lstat, readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Environment } from '../../broker/environment/environment.ts'
import { nodeEnvironment } from '../../broker/environment/node-environment.ts'
import { metadataLogName } from '../../broker/metadata/storage/format-directory.ts'
import { readMetaProperties, type MetaProperties } from '../../broker/metadata/storage/meta-properties.ts'
import { messageOf } from '../../broker/metadata/storage/metadata-storage-error.ts'
import type { DataDirectory } from '../api/data-directories.ts'
import { texts } from '../languages/texts.ts'
import { readClusterMetadata, type ClusterMetadata } from './cluster-metadata.ts'
import { directoryHolder, holderInWords } from './directory-holder.ts'
import { metadataRelease } from './metadata-releases.ts'
import { listPartitionDirectories } from './partition-directories.ts'

/** The directory is not a log directory, or cannot be read. The message is one sentence for the user. */
export class NoDataDirectoryError extends Error {
  override readonly name = 'NoDataDirectoryError'
}

/** What a log directory is, without what only the console knows of it. */
export type DescribedDirectory = Omit<DataDirectory, 'isLocalCluster' | 'suggestedBackup'>

/** Looks at a log directory without changing it. @throws NoDataDirectoryError */
export async function describeDataDirectory(path: string): Promise<DescribedDirectory> {
  const properties = await identityOf(nodeEnvironment(), path)
  const metadata = await readClusterMetadata(nodeEnvironment().disk, path).catch(messageOf)
  const holder = await directoryHolder(path)
  const partitions = (await listPartitionDirectories(path)).filter(({ topic }) => topic !== '__cluster_metadata')
  const isRead = typeof metadata !== 'string'
  return {
    path,
    ...properties,
    ...(isRead ? featuresOf(metadata) : { metadataVersion: null, features: [] }),
    topicCount: new Set(partitions.map(({ topic }) => topic)).size,
    partitionCount: partitions.length,
    ...(await sizesOf(path)),
    lastCleanStop: await modifiedAt(join(path, '.kafka_cleanshutdown')),
    lastWrittenAt: await lastWrite(path),
    holder,
    obstacle: holder === null ? obstacleOf(metadata, properties) : texts.segments.directory.runs(holderInWords(holder)),
  }
}

/** Which node a directory belongs to, and how its quorum is found. @throws NoDataDirectoryError */
export async function nodeOfDirectory(path: string): Promise<{ nodeId: number; kraftVersion: number }> {
  const { nodeId } = await identityOf(nodeEnvironment(), path)
  const { kraftVersion } = await readClusterMetadata(nodeEnvironment().disk, path)
  return { nodeId, kraftVersion }
}

/** @throws NoDataDirectoryError when `meta.properties` is missing or says nothing */
async function identityOf(environment: Environment, path: string): Promise<MetaProperties> {
  const words = texts.segments.directory
  const status = await stat(path).catch((error: unknown) => {
    throw new NoDataDirectoryError(words.notOpened(path, reasonOf(error)), { cause: error })
  })
  if (!status.isDirectory()) throw new NoDataDirectoryError(words.isFile(path))
  let properties: MetaProperties | null
  try {
    properties = readMetaProperties(environment, path)
  } catch (error) {
    throw new NoDataDirectoryError(messageOf(error), { cause: error })
  }
  if (properties !== null) return properties
  throw new NoDataDirectoryError(words.noIdentity(path))
}

function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  const { missing, noPermission } = texts.segments.directory
  if (code === 'ENOENT') return missing
  return code === 'EACCES' ? noPermission : messageOf(error)
}

function featuresOf({ image, kraftVersion }: ClusterMetadata): Pick<DataDirectory, 'metadataVersion' | 'features'> {
  const features = [...image.features].map(([name, level]) => ({ name, level }))
  const level = image.features.get('metadata.version')
  return {
    metadataVersion: level === undefined ? null : { level, release: metadataRelease(level) },
    features: [
      // Stands in control records of the log, not among the features.
      { name: 'kraft.version', level: kraftVersion },
      ...features.filter(({ name }) => name !== 'metadata.version'),
    ],
  }
}

function obstacleOf(metadata: ClusterMetadata | string, { nodeId }: MetaProperties): string | null {
  const words = texts.segments.directory
  if (typeof metadata === 'string') return words.unreadableMetadata(metadata)
  const others = metadata.voterIds.filter((id) => id !== nodeId)
  if (others.length > 0) {
    return words.otherControllers(metadata.voterIds.join(', '))
  }
  const directoryCount = metadata.image.brokers.get(nodeId)?.directories.length ?? 1
  if (directoryCount <= 1) return null
  return words.otherDirectories(directoryCount)
}

async function sizesOf(path: string): Promise<Pick<DataDirectory, 'sizeBytes' | 'allocatedBytes'>> {
  let sizeBytes = 0n
  let allocatedBytes = 0n
  for (const file of await filesBelow(path)) {
    const status = await lstat(join(path, file), { bigint: true }).catch(() => null)
    sizeBytes += status?.size ?? 0n
    allocatedBytes += allocatedBytesOf(status)
  }
  return { sizeBytes, allocatedBytes }
}

/** What a file takes of the disk; the system counts in blocks of 512 bytes, and Windows does not count. */
export function allocatedBytesOf(status: { readonly size: bigint; readonly blocks: bigint } | null): bigint {
  if (status === null) return 0n
  const blocks = status.blocks * 512n
  return process.platform === 'win32' || blocks > status.size ? status.size : blocks
}

/** Relative paths of every file, at any depth; what vanishes meanwhile is left out. */
export async function filesBelow(path: string): Promise<string[]> {
  const entries = await readdir(path, { withFileTypes: true, recursive: true })
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(path.length + 1))
}

async function lastWrite(path: string): Promise<bigint | null> {
  let newest: bigint | null = null
  for (const file of await filesBelow(path)) {
    const at = file.endsWith('.log') ? await modifiedAt(join(path, file)) : null
    if (at !== null && (newest === null || at > newest)) newest = at
  }
  return newest ?? (await modifiedAt(join(path, metadataLogName)))
}

async function modifiedAt(path: string): Promise<bigint | null> {
  const status = await stat(path, { bigint: true }).catch(() => null)
  return status?.mtimeMs ?? null
}
