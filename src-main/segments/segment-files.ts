import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { SegmentFile } from '../api/segments.ts'
import { emptyWhereMissing } from './partition-directories.ts'
import { SegmentNotFoundError } from './segment-errors.ts'
import { isDamage, SegmentReader, type BatchAt } from './segment-reader.ts'

const LOG_NAME = /^\d{20}\.log$/

/** Offset index: int32 offset relative to the base offset, int32 position. */
const INDEX_ENTRY_BYTES = 8
/** Time index: int64 timestamp, int32 relative offset. */
const TIME_INDEX_ENTRY_BYTES = 12

/** The name of the file that holds the records from `baseOffset` on. */
export function logFileName(baseOffset: bigint): string {
  return `${baseOffset.toString().padStart(20, '0')}.log`
}

/** The segments of a partition, oldest first. @throws SegmentNotFoundError when the partition has no directory */
export async function listSegments(directory: string): Promise<SegmentFile[]> {
  const names = (await readdir(directory).catch(emptyWhereMissing)).toSorted((a, b) => (a < b ? -1 : 1))
  const logs = names.filter((name) => LOG_NAME.test(name))
  if (logs.length === 0) throw new SegmentNotFoundError(`${directory} holds no segments.`)
  const segments: SegmentFile[] = []
  for (const fileName of logs) {
    const companions = names.filter((name) => name !== fileName && name.startsWith(fileName.slice(0, 20)))
    // One that retention removes at this moment is simply not there.
    const segment = await describeSegment({ directory, fileName, companions }).catch(nullWhereNotFound)
    if (segment !== null) segments.push({ ...segment, isActive: fileName === logs.at(-1) })
  }
  return segments
}

interface SegmentPlace {
  readonly directory: string
  readonly fileName: string
  readonly companions: readonly string[]
}

async function describeSegment({
  directory,
  fileName,
  companions,
}: SegmentPlace): Promise<Omit<SegmentFile, 'isActive'>> {
  const path = join(directory, fileName)
  await using reader = await SegmentReader.open(path)
  const { mtimeMs } = await stat(path)
  const baseOffset = BigInt(fileName.slice(0, 20))
  const first = await reader.headerAt(0)
  const tail = await readTail(reader, { path, baseOffset })
  const isEmpty = first === null
  return {
    baseOffset,
    nextOffset: isEmpty ? baseOffset : tail.nextOffset,
    sizeBytes: BigInt(reader.sizeBytes),
    firstTimestamp: isEmpty || isDamage(first) ? null : firstTimestampOf(first),
    lastTimestamp: tail.lastTimestamp,
    fileName,
    companions: await withSizes(directory, companions),
    modifiedAt: BigInt(Math.round(mtimeMs)),
  }
}

/** Compaction replaces the base timestamp by the delete horizon; what is left then is the youngest. */
function firstTimestampOf({ header }: BatchAt): bigint {
  const isBaseKept = header.timestampType === 'CreateTime' && !header.hasDeleteHorizon
  return isBaseKept ? header.baseTimestamp : header.maxTimestamp
}

interface Tail {
  /** Null when damage stands before the end. */
  readonly nextOffset: bigint | null
  readonly lastTimestamp: bigint | null
}

/** Walks the batches behind the last entry of the offset index: a few kilobytes, whatever the size of the segment. */
async function readTail(reader: SegmentReader, place: { path: string; baseOffset: bigint }): Promise<Tail> {
  const start = await lastIndexedPosition(reader, place)
  let youngest = await lastIndexedTimestamp(place.path)
  let nextOffset = place.baseOffset
  for (let position = start; ;) {
    const found = await reader.headerAt(position)
    if (found === null) return { nextOffset, lastTimestamp: youngest < 0n ? null : youngest }
    if (isDamage(found)) return { nextOffset: null, lastTimestamp: youngest < 0n ? null : youngest }
    nextOffset = found.header.nextOffset
    if (found.header.maxTimestamp > youngest) youngest = found.header.maxTimestamp
    position += found.sizeBytes
  }
}

/** Where to begin the walk; 0 when there is no index, or one that does not lead to a batch. */
async function lastIndexedPosition(
  reader: SegmentReader,
  { path, baseOffset }: { path: string; baseOffset: bigint },
): Promise<number> {
  const last = lastEntry(await readIndex(path, '.index'), INDEX_ENTRY_BYTES)
  if (last === null) return 0
  const position = last.readInt32BE(4)
  const lastOffset = baseOffset + BigInt(last.readInt32BE(0))
  const found = position >= 0 ? await reader.headerAt(position) : null
  // The entry names the last offset of what was appended at that position, which may have been several batches.
  const fits = found !== null && !isDamage(found) && found.header.baseOffset <= lastOffset
  return fits ? position : 0
}

async function lastIndexedTimestamp(path: string): Promise<bigint> {
  return lastEntry(await readIndex(path, '.timeindex'), TIME_INDEX_ENTRY_BYTES)?.readBigInt64BE(0) ?? -1n
}

async function readIndex(logPath: string, extension: string): Promise<Buffer> {
  return readFile(logPath.replace(/\.log$/, extension)).catch(() => Buffer.alloc(0))
}

/** The last entry that was written: the index of an active segment may be longer than its contents and filled up with zeros. */
function lastEntry(index: Buffer, entryBytes: number): Buffer | null {
  const entryAt = (at: number) => index.subarray(at * entryBytes, (at + 1) * entryBytes)
  let written = 0
  let beyond = Math.floor(index.length / entryBytes)
  while (written < beyond) {
    const middle = (written + beyond) >>> 1
    if (entryAt(middle).some((byte) => byte !== 0)) written = middle + 1
    else beyond = middle
  }
  return written === 0 ? null : entryAt(written - 1)
}

async function withSizes(directory: string, names: readonly string[]): Promise<SegmentFile['companions']> {
  const sized = await Promise.all(
    names.map(async (fileName) => {
      const status = await stat(join(directory, fileName), { bigint: true }).catch(() => null)
      return status === null ? [] : [{ fileName, sizeBytes: status.size }]
    }),
  )
  return sized.flat()
}

function nullWhereNotFound(error: unknown): null {
  if (error instanceof SegmentNotFoundError) return null
  throw error
}
