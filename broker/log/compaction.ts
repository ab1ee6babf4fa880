import type { IndexFile } from './index-file.ts'
import type { LogConfig } from './log-config.ts'
import type { LogWriter } from './log-writer.ts'
import type { Segment } from './segment.ts'
import { maxOf, minOf } from './load-log.ts'

export interface CompactionNeed {
  /** From here on keys have not been compared with earlier ones yet. */
  readonly firstDirtyOffset: bigint
  /** Exclusive: open transactions, the active segment and records younger than `min.compaction.lag.ms` are left alone. */
  readonly firstUncleanableOffset: bigint
  /** Bytes between the two, as a share of all before the second: 0 to 1. */
  readonly dirtyRatio: number
  /** Above `min.cleanable.dirty.ratio`, or a record is older than `max.compaction.lag.ms` allows. */
  readonly isDue: boolean
}

/** How much there is to compact. `checkpoint` is the first dirty offset of the last round. */
export function compactionNeed(
  writer: LogWriter,
  { checkpoint, lastStableOffset, now }: { checkpoint: bigint; lastStableOffset: bigint; now: number },
): CompactionNeed {
  const { config, segments, logStartOffset, logEndOffset } = writer
  const isOutside = checkpoint < logStartOffset || checkpoint > logEndOffset
  const firstDirtyOffset = isOutside ? logStartOffset : checkpoint
  const closed = segments.all().slice(0, -1)
  const tooYoung = closed.find((segment) => isTooYoung(segment, config, now))
  const limit = minOf(lastStableOffset, tooYoung?.baseOffset ?? segments.active.baseOffset)
  // Whole segments only: the one that the limit lies in is left alone.
  const limitBase = segments.all()[segments.floorIndex(limit)]?.baseOffset ?? firstDirtyOffset
  const firstUncleanableOffset = maxOf(limitBase, firstDirtyOffset)
  const cleanable = closed.filter(({ baseOffset }) => baseOffset < firstUncleanableOffset)
  // The segment that the first dirty offset lies in counts as dirty.
  const dirty = cleanable.filter((segment) => endOf(segment, writer) > firstDirtyOffset)
  const dirtyBytes = sizeOf(dirty)
  const totalBytes = sizeOf(cleanable)
  const dirtyRatio = totalBytes === 0 ? 0 : dirtyBytes / totalBytes
  const isLate = dirty.some((segment) => isTooOld(segment, config, now))
  return {
    firstDirtyOffset,
    firstUncleanableOffset,
    dirtyRatio,
    isDue: dirtyBytes > 0 && (isLate || dirtyRatio > config.minCleanableDirtyRatio),
  }
}

/** Neighbours that fit one segment together, with their indexes, are written as one. */
export function groupSegments(segments: readonly Segment[], config: LogConfig, endOffset: bigint): Segment[][] {
  const groups: Segment[][] = []
  for (const [index, segment] of segments.entries()) {
    const group = groups.at(-1)
    const first = group?.[0]
    const end = segments[index + 1]?.baseOffset ?? endOffset
    const fits =
      group !== undefined &&
      first !== undefined &&
      sizeOf(group) + segment.size <= config.segmentBytes &&
      [...group, segment].reduce((sum, { offsetIndex }) => sum + bytesOf(offsetIndex), 0) <= config.segmentIndexBytes &&
      [...group, segment].reduce((sum, { timeIndex }) => sum + bytesOf(timeIndex), 0) <= config.segmentIndexBytes &&
      end - 1n - first.baseOffset <= 2n ** 31n - 1n
    if (fits) group.push(segment)
    else groups.push([segment])
  }
  return groups
}

function bytesOf({ file }: { readonly file: IndexFile }): number {
  return file.count * file.entryBytes
}

function isTooYoung(segment: Segment, config: LogConfig, now: number): boolean {
  return config.minCompactionLagMs > 0 && Number(segment.ageTimestamp) > now - config.minCompactionLagMs
}

function isTooOld(segment: Segment, config: LogConfig, now: number): boolean {
  const first = segment.firstBatchTimestamp
  return first >= 0n && Number(first) < now - config.maxCompactionLagMs
}

function endOf(segment: Segment, { segments, logEndOffset }: LogWriter): bigint {
  return segments.all()[segments.floorIndex(segment.baseOffset) + 1]?.baseOffset ?? logEndOffset
}

function sizeOf(segments: readonly Segment[]): number {
  return segments.reduce((sum, { size }) => sum + size, 0)
}
