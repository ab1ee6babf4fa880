import { lstat, mkdir, open, rename, rm, statfs, utimes, type FileHandle } from 'node:fs/promises'
import { dirname, join, relative, sep } from 'node:path'
import type { BackupProgress } from '../api/data-directories.ts'
import { texts } from '../languages/texts.ts'
import { allocatedBytesOf, filesBelow } from './data-directory.ts'
import { directoryHolder, holderInWords } from './directory-holder.ts'

/** A backup was not made, or not to its end. The message says why, in one sentence. */
export class BackupRefusedError extends Error {
  override readonly name = 'BackupRefusedError'
  readonly remedy: string

  constructor(why: string, remedy: string) {
    super(why)
    this.remedy = remedy
  }
}

export interface BackupOptions {
  /** Absolute, both. */
  readonly directory: string
  /** Must not exist. */
  readonly target: string
  readonly signal?: AbortSignal | undefined
}

interface SourceFile {
  readonly path: string
  readonly sizeBytes: number
  readonly allocatedBytes: bigint
  readonly modifiedAt: Date
}

const CHUNK_BYTES = 1024 * 1024
/** Of a file system: a hole is at least that long and begins at a multiple of it. */
const BLOCK_BYTES = 4096
const TELL_AFTER_MS = 100

/**
 * Copies a log directory, holes in its files and the times of its files included: Kafka keeps records by them. The copy
 * gets its name when it is whole; one that was ended before, by an error or by its reader, is removed.
 *
 * @throws BackupRefusedError
 */
export async function* backUpDirectory(options: BackupOptions): AsyncGenerator<BackupProgress, void, undefined> {
  const { directory, target, signal } = options
  await requireFree(directory)
  await requireTarget(options)
  const files = await sourceFiles(directory)
  const totalBytes = files.reduce((sum, { allocatedBytes }) => sum + allocatedBytes, 0n)
  await requireRoom(target, totalBytes)
  const partial = `${target}.partial`
  const tell = pacer()
  let copiedBytes = 0n
  try {
    await mkdir(partial, { mode: 0o700 })
    for (const file of files) {
      for await (const bytes of copyFile(directory, partial, file)) {
        signal?.throwIfAborted()
        // What is still to be written by the source's system has no blocks yet, so more may be found than was counted.
        copiedBytes = smaller(copiedBytes + BigInt(bytes), totalBytes)
        if (tell()) yield { copiedBytes, totalBytes, finishedAs: null }
      }
    }
    await requireFree(directory)
    await rename(partial, target)
  } finally {
    await rm(partial, { recursive: true, force: true })
  }
  yield { copiedBytes: totalBytes, totalBytes, finishedAs: target }
}

async function requireFree(directory: string): Promise<void> {
  const holder = await directoryHolder(directory)
  if (holder === null) return
  throw new BackupRefusedError(
    texts.segments.backup.whileItRuns(holderInWords(holder), directory),
    texts.segments.backup.stopIt,
  )
}

async function requireTarget({ directory, target }: BackupOptions): Promise<void> {
  const words = texts.segments.backup
  const way = relative(directory, target)
  if (way === '' || (!way.startsWith(`..${sep}`) && way !== '..')) {
    throw new BackupRefusedError(words.withinItself(target), words.anotherPlace)
  }
  if ((await lstat(target).catch(() => null)) !== null) {
    throw new BackupRefusedError(words.exists(target), words.anotherName)
  }
  const parent = await lstat(dirname(target)).catch(() => null)
  if (parent?.isDirectory() !== true) {
    throw new BackupRefusedError(words.noParent(dirname(target)), words.makeParent)
  }
}

/** A disk filled to its last byte would stop other programs too, so a little must stay. */
const ROOM_TO_LEAVE_BYTES = 64n * 1024n * 1024n

async function requireRoom(target: string, neededBytes: bigint): Promise<void> {
  const { bavail, bsize } = await statfs(dirname(target), { bigint: true })
  const freeBytes = bavail * bsize
  if (freeBytes >= neededBytes + ROOM_TO_LEAVE_BYTES) return
  throw new BackupRefusedError(
    texts.segments.backup.noRoom(inMebibytes(neededBytes), dirname(target), inMebibytes(freeBytes)),
    texts.segments.backup.makeRoom,
  )
}

function smaller(left: bigint, right: bigint): bigint {
  return left < right ? left : right
}

function inMebibytes(bytes: bigint): string {
  return `${(bytes + 1024n * 1024n - 1n) / (1024n * 1024n)} MiB`
}

async function sourceFiles(directory: string): Promise<SourceFile[]> {
  const files: SourceFile[] = []
  for (const path of await filesBelow(directory)) {
    const status = await lstat(join(directory, path), { bigint: true })
    const modifiedAt = new Date(Number(status.mtimeMs))
    files.push({ path, sizeBytes: Number(status.size), allocatedBytes: allocatedBytesOf(status), modifiedAt })
  }
  return files
}

/** Copies one file and gives after each piece how many bytes of data, not holes, it had. */
async function* copyFile(from: string, to: string, file: SourceFile): AsyncGenerator<number, void, undefined> {
  const path = join(to, file.path)
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  const source = await open(join(from, file.path), 'r')
  try {
    const target = await open(path, 'wx', 0o644)
    try {
      yield* copyData(source, target)
      await target.truncate(file.sizeBytes)
      await target.sync()
    } finally {
      await target.close()
    }
  } finally {
    await source.close()
  }
  await utimes(path, file.modifiedAt, file.modifiedAt)
}

async function* copyData(source: FileHandle, target: FileHandle): AsyncGenerator<number, void, undefined> {
  const chunk = Buffer.allocUnsafe(CHUNK_BYTES)
  for (let position = 0; ;) {
    const { bytesRead } = await source.read(chunk, 0, CHUNK_BYTES, position)
    if (bytesRead === 0) return
    let written = 0
    for (const { start, end } of dataIn(chunk.subarray(0, bytesRead))) {
      await target.write(chunk, start, end - start, position + start)
      written += end - start
    }
    position += bytesRead
    yield written
  }
}

const ZEROS = Buffer.alloc(BLOCK_BYTES)

/** The runs of blocks that are not all zeros: what is between them becomes a hole. */
function dataIn(chunk: Buffer): { readonly start: number; readonly end: number }[] {
  const runs: { start: number; end: number }[] = []
  for (let start = 0; start < chunk.length; start += BLOCK_BYTES) {
    const end = Math.min(start + BLOCK_BYTES, chunk.length)
    if (chunk.compare(ZEROS, 0, end - start, start, end) === 0) continue
    const last = runs.at(-1)
    if (last?.end === start) last.end = end
    else runs.push({ start, end })
  }
  return runs
}

/** True at most every so many milliseconds. */
function pacer(): () => boolean {
  let toldAt = 0
  return () => {
    const now = performance.now()
    if (now - toldAt < TELL_AFTER_MS) return false
    toldAt = now
    return true
  }
}
