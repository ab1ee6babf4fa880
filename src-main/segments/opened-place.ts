import { basename, dirname, join } from 'node:path'
import { NodeDisk } from '../../broker/environment/node-disk.ts'
import { nameOfFile } from '../api/file-names.ts'
import type { FileOnDisk, OpenedPlace, PartitionFolder } from '../api/segments.ts'
import { texts } from '../languages/texts.ts'
import { nameOfFolder } from './file-names.ts'
import { SegmentNotFoundError } from './segment-errors.ts'

const disk = new NodeDisk()

/**
 * What is at a path: a log directory, the folder of a partition, a file of one, or nothing of Kafka's. A log directory
 * that `mayBeAbsent` is then one without anything in it. @throws DiskError, SegmentNotFoundError
 */
export function openPlace(path: string, { mayBeAbsent = false } = {}): OpenedPlace {
  const status = disk.status(path)
  if (status === null) {
    if (mayBeAbsent) return { kind: 'log-directory', path, fileName: null, folders: [], files: [] }
    throw new SegmentNotFoundError(texts.segments.gone.path(path))
  }
  if (status.kind === 'file') {
    const files = filesIn(dirname(path), basename(path))
    const isKnown = nameOfFile(basename(path)).kind !== 'unknown'
    return { kind: isKnown ? 'file' : 'unknown', path, fileName: basename(path), folders: [], files }
  }
  const files = filesIn(path)
  const isFolder = files.some(({ kind, baseOffset }) => kind === 'log' && baseOffset !== null)
  if (isFolder) return { kind: 'folder', path, fileName: null, folders: [], files }
  const folders = foldersIn(path)
  const isKnown = folders.length > 0 || files.some(({ kind }) => kind !== 'unknown' && kind !== 'lock')
  return { kind: isKnown ? 'log-directory' : 'unknown', path, fileName: null, folders, files }
}

/** The directory that a folder's name stands for. The empty name is the opened place itself, or what holds the opened file. */
export function directoryOfFolder(path: string, folder: string): string {
  if (folder === '') return disk.status(path)?.kind === 'file' ? dirname(path) : path
  requirePlainName(folder)
  return join(path, folder)
}

/** Names come from outside and become paths. @throws SegmentNotFoundError for what is no plain name */
export function requirePlainName(name: string): void {
  if (name === '.' || name === '..' || /[/\\\0]/.test(name)) {
    throw new SegmentNotFoundError(texts.segments.gone.noName(JSON.stringify(name)))
  }
}

/** The files of a directory by name, or of one file and those that share its base offset. */
export function filesIn(directory: string, only?: string): FileOnDisk[] {
  return disk.list(directory).flatMap(({ name, kind }): FileOnDisk[] => {
    if (kind !== 'file' || (only !== undefined && !belongsTo(only, name))) return []
    const status = statusOf(join(directory, name))
    if (status === null) return []
    return [
      {
        fileName: name,
        ...nameOfFile(name),
        sizeBytes: status.size,
        modifiedAt: BigInt(Math.round(status.modifiedAtMs)),
      },
    ]
  })
}

function belongsTo(logName: string, name: string): boolean {
  const stem = (each: string) =>
    each.replace(/\.(?:log|index|timeindex|txnindex|snapshot)(?:\.(?:deleted|cleaned|swap))?$/, '')
  return name === logName || stem(name) === stem(logName)
}

/** Every folder of a partition, by topic and number; one that vanishes meanwhile is left out. */
function foldersIn(path: string): PartitionFolder[] {
  const found = disk.list(path).flatMap(({ name, kind }): PartitionFolder[] => {
    const parsed = kind === 'directory' ? nameOfFolder(name) : null
    if (parsed === null) return []
    const directory = join(path, name)
    const { topic, partition, suffix } = parsed
    return [{ folder: name, topic, partition, state: suffix ?? 'current', directory, ...sumOf(directory) }]
  })
  return found.sort((a, b) => (a.topic === b.topic ? a.partition - b.partition : a.topic < b.topic ? -1 : 1))
}

function sumOf(directory: string): { sizeBytes: bigint; segmentCount: number } {
  let sizeBytes = 0n
  let segmentCount = 0
  for (const { name, kind } of listOf(directory)) {
    if (kind !== 'file') continue
    sizeBytes += BigInt(statusOf(join(directory, name))?.size ?? 0)
    if (/^\d{20}\.log$/.test(name)) segmentCount += 1
  }
  return { sizeBytes, segmentCount }
}

/** A folder that may not be read, or is gone, still has its name. */
function listOf(directory: string) {
  try {
    return disk.list(directory)
  } catch {
    return []
  }
}

function statusOf(path: string) {
  try {
    return disk.status(path)
  } catch {
    return null
  }
}
