import { basename, dirname, join } from 'node:path'
import { lockHolder } from '../../broker/environment/lock-holder.ts'
import { NodeDisk } from '../../broker/environment/node-disk.ts'
import { CheckpointFile } from '../../broker/log/checkpoint-file.ts'
import { directoryName } from '../../broker/log/directory-name.ts'
import { readTopicId } from '../../broker/log/partition-metadata.ts'
import type { FileOnDisk, FolderContents, SegmentFile, StartState } from '../api/segments.ts'
import { headerOf } from './batch-header.ts'
import { companionOf, nameOfFolder } from './file-names.ts'
import { IndexBytes, offsetEntryBytes, timeEntryBytes } from './index-file.ts'
import { isDamage, LogFile } from './log-file.ts'
import { filesIn } from './opened-place.ts'

const disk = new NodeDisk()

/** Which folder, and the file alone where only one was opened. */
export interface FolderPlace {
  readonly directory: string
  readonly only?: string | undefined
}

/** The files of a partition's folder and what its segments hold. A few reads a segment, however large it is. @throws DiskError */
export function readFolder({ directory, only }: FolderPlace): FolderContents {
  const named = nameOfFolder(directory)
  const files = filesIn(directory, only)
  return {
    topic: named?.topic ?? null,
    partition: named?.partition ?? null,
    topicId: readTopicId(disk, directory),
    directory,
    segments: segmentsOf(directory, files),
    files,
    start: startStateOf(directory),
  }
}

/** The segments among the files, oldest first. Where nothing else is there, also one on its way in or out. */
function segmentsOf(directory: string, files: readonly FileOnDisk[]): SegmentFile[] {
  const logs = files.filter(({ kind }) => kind === 'log')
  const current = logs.filter(({ state }) => state === 'current')
  const shown = current.length > 0 ? current : logs
  const segments = shown.flatMap((file) => describeOrNothing(directory, file))
  segments.sort((a, b) => (a.baseOffset < b.baseOffset ? -1 : a.baseOffset > b.baseOffset ? 1 : 0))
  return segments.map((segment, index) => ({ ...segment, isActive: index === segments.length - 1 }))
}

/** One that retention removes at this moment is simply not there. */
function describeOrNothing(directory: string, file: FileOnDisk): SegmentFile[] {
  try {
    return [describeSegment(directory, file)]
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return []
    throw error
  }
}

function describeSegment(directory: string, { fileName, baseOffset, modifiedAt }: FileOnDisk): SegmentFile {
  using file = new LogFile(join(directory, fileName))
  const first = file.placeAt(0)
  const header = first === null || isDamage(first) ? null : headerOf(file, first)
  const base = baseOffset ?? header?.baseOffset ?? 0n
  const tail = readTail(file, base)
  return {
    baseOffset: base,
    nextOffset: tail.nextOffset,
    sizeBytes: file.sizeBytes,
    // Compaction replaces the base timestamp by the delete horizon; what is left then is the youngest.
    firstTimestamp:
      header === null
        ? null
        : header.deleteHorizonMs === null
          ? knownTime(header.baseTimestamp)
          : knownTime(header.maxTimestamp),
    lastTimestamp: tail.lastTimestamp,
    isActive: false,
    fileName,
    modifiedAt,
  }
}

function knownTime(timestamp: bigint): bigint | null {
  return timestamp < 0n ? null : timestamp
}

/** Walks the batches behind the last entry of the offset index: a few kilobytes, whatever the size of the segment. */
function readTail(file: LogFile, baseOffset: bigint): { nextOffset: bigint | null; lastTimestamp: bigint | null } {
  let youngest = lastIndexedTimestamp(file.path)
  let nextOffset = baseOffset
  for (let position = lastIndexedPosition(file, baseOffset); ;) {
    const place = file.placeAt(position)
    if (place === null) return { nextOffset, lastTimestamp: knownTime(youngest) }
    if (isDamage(place)) return { nextOffset: null, lastTimestamp: knownTime(youngest) }
    const { lastOffset, maxTimestamp } = headerOf(file, place)
    nextOffset = lastOffset + 1n
    if (maxTimestamp > youngest) youngest = maxTimestamp
    position += place.sizeBytes
  }
}

/** Where to begin the walk; 0 when there is no index, or one that does not lead to a batch. */
function lastIndexedPosition(file: LogFile, baseOffset: bigint): number {
  const index = IndexBytes.read(companionOf(file.path, 'index'), offsetEntryBytes)
  if (index === null || index.count === 0) return 0
  const { offset, position } = index.offsetEntry(index.count - 1, baseOffset)
  const place = position < 0 ? null : file.placeAt(position)
  // Older releases have named the last offset of all that was appended at once, which may have been several batches.
  const fits = place !== null && !isDamage(place) && headerOf(file, place).baseOffset <= offset
  return fits ? position : 0
}

function lastIndexedTimestamp(logPath: string): bigint {
  const index = IndexBytes.read(companionOf(logPath, 'timeindex'), timeEntryBytes)
  return index === null || index.count === 0 ? -1n : index.timeEntry(index.count - 1, 0n).timestamp
}

/** What the log directory around a folder says about its next start. */
function startStateOf(directory: string): StartState {
  const root = dirname(directory)
  const named = nameOfFolder(directory)
  const nothing = { recoveryPoint: null, logStartOffset: null, highWatermark: null, firstDirtyOffset: null }
  if (named === null || !disk.exists(join(root, 'meta.properties'))) return { state: 'unknown', ...nothing }
  const name = directoryName(named.topic, named.partition)
  const checkpoint = (fileName: string): bigint | null =>
    new CheckpointFile(disk, join(root, fileName)).read()?.get(name) ?? null
  return {
    state: stateOf(root),
    recoveryPoint: checkpoint('recovery-point-offset-checkpoint'),
    logStartOffset: checkpoint('log-start-offset-checkpoint'),
    highWatermark: checkpoint('replication-offset-checkpoint'),
    firstDirtyOffset: checkpoint('cleaner-offset-checkpoint'),
  }
}

function stateOf(root: string): StartState['state'] {
  if (lockHolder(join(root, '.lock')) !== null) return 'running'
  return disk.exists(join(root, '.kafka_cleanshutdown')) ? 'clean' : 'unclean'
}

/** The name of a folder as a message would have it. */
export function topicOf(directory: string): string | null {
  return nameOfFolder(basename(directory))?.topic ?? null
}
