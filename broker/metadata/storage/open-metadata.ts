import { basename, join } from 'node:path'
import { brokerConfigs } from '../configs/broker-configs.ts'
import type { StaticConfigs } from '../configs/node-configs.ts'
import type { Disk } from '../../environment/disk.ts'
import type { Environment } from '../../environment/environment.ts'
import { beginsWithSoundBatch } from '../../log/segment-scan.ts'
import { ImageDraft } from '../image/image-draft.ts'
import { MetadataImage } from '../image/metadata-image.ts'
import type { BatchView } from '../../records/batch-view.ts'
import {
  bootstrapPath,
  bootstrapRecords,
  formatDirectory,
  metadataLogName,
  requireFormattable,
} from './format-directory.ts'
import type { NewMetadataRecord } from '../records/metadata-records.ts'
import { MetadataLog } from './metadata-log.ts'
import { oldestRelease } from '../features.ts'
import { MetadataLogFiles } from './metadata-log-files.ts'
import { MetadataReader } from './metadata-reader.ts'
import { MetadataStorageError, messageOf } from './metadata-storage-error.ts'
import { metaPropertiesPath, readMetaProperties, type MetaProperties } from './meta-properties.ts'
import { randomUuid } from './random-uuid.ts'
import { listSnapshots, removeSnapshotLeftovers, snapshotPath, type SnapshotId } from './snapshot-files.ts'
import { readSnapshot } from './snapshot-reader.ts'

export interface OpenMetadataOptions {
  readonly environment: Environment
  readonly directory: string
  readonly nodeId: number
  readonly staticConfigs: StaticConfigs
  readonly controllerEndpoint: { readonly host: string; readonly port: number }
  readonly clusterId?: string
  readonly release?: string
  readonly report?: (message: string) => void
}

/** Everything that a data directory says about its cluster, read and understood; nothing of it was changed. */
export interface OpenedMetadata {
  readonly properties: MetaProperties
  /** Opens the log for writing, which cuts a torn end off. */
  openLog(): Promise<MetadataLog>
  readonly reader: MetadataReader
  readonly image: MetadataImage
  /** The topics that were deleted behind the snapshot: ids to names. */
  readonly removedTopics: ReadonlyMap<string, string>
  /** Milliseconds since 1970; that of the last batch of the log, 0 when there is none behind the snapshot. */
  readonly lastTimestamp: bigint
  /** Of the log, behind the newest snapshot. */
  readonly bytesSinceSnapshot: number
  /** What a log begins with that has set no metadata.version yet; null when it has. */
  readonly bootstrap: readonly NewMetadataRecord[] | null
}

/**
 * Formats an empty directory, checks and replays a full one, of which nothing is changed.
 * @throws MetadataStorageError when it belongs to another node or cluster, or cannot be understood.
 */
export async function openMetadata(options: OpenMetadataOptions): Promise<OpenedMetadata> {
  const { environment, directory } = options
  environment.disk.makeDirectory(directory)
  const properties = readMetaProperties(environment, directory) ?? format(options)
  requireIdentity(options, properties)
  requireMetadata(environment, directory)
  const files = new MetadataLogFiles(environment.disk, join(directory, metadataLogName))
  const replayed = await replay(options, files)
  requireSoleVoter(options, { properties, reader: replayed.reader })
  const bootstrap = replayed.image.metadataVersion === 0 ? readBootstrap(options) : null
  const openLog = () => openForWriting(options, replayed.image.endOffset)
  return { properties, ...replayed, bootstrap, openLog }
}

async function openForWriting(options: OpenMetadataOptions, endOffset: bigint): Promise<MetadataLog> {
  const { environment, directory, staticConfigs } = options
  const logDirectory = join(directory, metadataLogName)
  if (environment.disk.exists(logDirectory)) removeSnapshotLeftovers(environment.disk, logDirectory)
  const log = await MetadataLog.open({
    environment,
    directory,
    segmentBytes: configNumber(staticConfigs, 'metadata.log.segment.bytes'),
    segmentMs: configNumber(staticConfigs, 'metadata.log.segment.ms'),
  })
  if (log.endOffset === endOffset) return log
  if (log.endOffset < endOffset) {
    options.report?.(`${logDirectory} ended before its snapshot; it goes on at offset ${endOffset}`)
    log.restartAt(endOffset)
    return log
  }
  await log.close()
  throw new Error(`${logDirectory} was read up to offset ${endOffset}, but ends at ${log.endOffset}`)
}

/** A directory that was formatted without the file gets what a new one would. */
function readBootstrap({ environment, directory }: OpenMetadataOptions): readonly NewMetadataRecord[] {
  const path = bootstrapPath(directory)
  if (!environment.disk.exists(path)) return bootstrapRecords()
  const reader = new MetadataReader(path)
  return readSnapshot(environment.disk, path).flatMap((batch) => reader.read(batch))
}

/** A number from the configuration file, or Kafka's default. */
export function configNumber(staticConfigs: StaticConfigs, name: string): number {
  return Number(staticConfigs.get(name) ?? brokerConfigs.get(name)?.defaultValue)
}

function format(options: OpenMetadataOptions): MetaProperties {
  const { environment, directory, nodeId, controllerEndpoint } = options
  requireFormattable(environment, directory)
  const clusterId = options.clusterId ?? randomUuid(environment.random)
  const properties = { clusterId, nodeId, directoryId: randomUuid(environment.random) }
  const { release = oldestRelease } = options
  formatDirectory(environment, { directory, properties, controllerEndpoint, release })
  options.report?.(`Formatted ${directory} for cluster ${clusterId}`)
  return properties
}

function requireIdentity({ directory, nodeId, clusterId }: OpenMetadataOptions, properties: MetaProperties): void {
  const path = metaPropertiesPath(directory)
  if (properties.nodeId !== nodeId) {
    throw new MetadataStorageError(
      path,
      `belongs to node ${properties.nodeId}, but node.id is ${nodeId}. Set node.id=${properties.nodeId}, or choose another directory.`,
    )
  }
  if (clusterId === undefined || clusterId === properties.clusterId) return
  throw new MetadataStorageError(
    path,
    `belongs to cluster ${properties.clusterId}, not to ${clusterId}. Choose the directory of that cluster, or another one.`,
  )
}

/** Without its metadata every topic would count as unknown and be moved aside. */
function requireMetadata({ disk }: Environment, directory: string): void {
  const logDirectory = join(directory, metadataLogName)
  const hasMetadata =
    disk.exists(logDirectory) && disk.list(logDirectory).some(({ name }) => isMetadata(disk, join(logDirectory, name)))
  if (hasMetadata) return
  const topic = disk
    .list(directory)
    .find(({ name, kind }) => kind === 'directory' && /.-\d+$/.test(name) && name !== metadataLogName)
  if (topic === undefined) return
  throw new MetadataStorageError(
    directory,
    `holds topics (such as ${topic.name}), but ${metadataLogName} is missing, empty or damaged. Restore it, or choose another directory.`,
  )
}

/** A log counts when its first batch is sound: recovery would cut another one down to nothing. */
function isMetadata(disk: Disk, path: string): boolean {
  if (path.endsWith('.checkpoint')) return !basename(path).startsWith('0'.repeat(20))
  return path.endsWith('.log') && beginsWithSoundBatch(disk, path)
}

/** How many batches are replayed before others get a turn. */
const batchesPerTurn = 200

async function replay(
  options: OpenMetadataOptions,
  log: MetadataLogFiles,
): Promise<Pick<OpenedMetadata, 'reader' | 'image' | 'removedTopics' | 'lastTimestamp' | 'bytesSinceSnapshot'>> {
  const { clock } = options.environment
  const reader = new MetadataReader(log.directory)
  const draft = new ImageDraft(MetadataImage.empty)
  const removedTopics = new Map<string, string>()
  const snapshot = replaySnapshot(options, log, { reader, draft, removedTopics })
  let end = { endOffset: snapshot?.endOffset ?? log.startOffset, endEpoch: snapshot?.epoch ?? 0 }
  let lastTimestamp = 0n
  let bytesSinceSnapshot = 0
  let turn = 0
  for (const batch of log.batchesFrom(end.endOffset)) {
    replayBatch(batch, { reader, draft, removedTopics })
    end = { endOffset: batch.nextOffset, endEpoch: batch.partitionLeaderEpoch }
    lastTimestamp = batch.maxTimestamp
    bytesSinceSnapshot += batch.sizeInBytes
    turn += 1
    if (turn % batchesPerTurn === 0) await clock.yield()
  }
  const { after } = understood(log.directory, `before offset ${end.endOffset}`, () => draft.finish(end))
  return { reader, image: after, removedTopics, lastTimestamp, bytesSinceSnapshot }
}

interface Replayed {
  readonly reader: MetadataReader
  readonly draft: ImageDraft
  readonly removedTopics: Map<string, string>
}

function replayBatch(batch: BatchView, { reader, draft, removedTopics }: Replayed): void {
  for (const record of reader.read(batch)) {
    if (record.type === 'RemoveTopic') {
      const { topicId } = record.value
      removedTopics.set(topicId, draft.topics.nameOf(topicId))
    }
    understood(reader.path, `at offset ${batch.baseOffset} or shortly after`, () => draft.replay(record))
  }
}

/** @throws MetadataStorageError when what was read contradicts itself or goes beyond what is known here. */
function understood<Result>(path: string, where: string, action: () => Result): Result {
  try {
    return action()
  } catch (error) {
    const advice = 'A newer version of Kafka may have written it, or it is damaged. Nothing was changed.'
    throw new MetadataStorageError(path, `${where}, ${messageOf(error)}. ${advice}`, { cause: error })
  }
}

/** Starts from the newest snapshot. One that is damaged is an error: the log behind it need not reach back. */
function replaySnapshot(options: OpenMetadataOptions, log: MetadataLogFiles, target: Replayed): SnapshotId | null {
  const { disk } = options.environment
  const newest = listSnapshots(disk, log.directory).at(-1)
  if (newest === undefined) {
    if (log.startOffset === 0n) return null
    throw new MetadataStorageError(
      log.directory,
      `begins at offset ${log.startOffset}, and the snapshot of what was before is missing. Restore it, or choose another directory.`,
    )
  }
  const { reader } = target
  const path = snapshotPath(log.directory, newest)
  reader.path = path
  reader.place = newest.endOffset === 0n ? 'formatted' : 'log'
  for (const batch of readSnapshot(disk, path)) replayBatch(batch, target)
  reader.path = log.directory
  reader.place = 'log'
  if (newest.endOffset < log.startOffset) {
    throw new MetadataStorageError(
      log.directory,
      `begins at offset ${log.startOffset}, but its newest snapshot ends at ${newest.endOffset}. Restore what is between, or choose another directory.`,
    )
  }
  return newest
}

/** This program is a quorum of one: where others have a vote, it must not write alone. */
function requireSoleVoter(
  { directory, nodeId }: OpenMetadataOptions,
  { properties, reader }: { readonly properties: MetaProperties; readonly reader: MetadataReader },
): void {
  const path = join(directory, metadataLogName)
  const { kraftVersion, voters, electedVoterIds } = reader.raft
  const ids = kraftVersion === 0 ? electedVoterIds : (voters ?? []).map(({ voterId }) => voterId)
  const other = ids.find((id) => id !== nodeId)
  if (other !== undefined || ids.length > 1) {
    throw new MetadataStorageError(
      path,
      `belongs to a cluster with the controllers ${ids.join(', ')}. Only a cluster whose one controller is this node can be opened.`,
    )
  }
  const listed = voters?.[0]?.voterDirectoryId
  if (kraftVersion === 0 || listed === undefined || listed === properties.directoryId) return
  throw new MetadataStorageError(
    metaPropertiesPath(directory),
    `has directory.id ${properties.directoryId ?? '(none)'}, but the cluster's controller has ${listed}. Restore the file of that directory.`,
  )
}
