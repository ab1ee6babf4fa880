import { join } from 'node:path'
import type { BatchHeader, SegmentFile } from '../api/segments.ts'
import type { Lookup, LookupStep } from '../api/segment-lookup.ts'
import { headerOf } from './batch-header.ts'
import { recordsOf } from './batch-records.ts'
import { companionOf } from './file-names.ts'
import { IndexBytes, offsetEntryBytes, searchIndex, timeEntryBytes } from './index-file.ts'
import { isDamage, LogFile, type BatchPlace } from './log-file.ts'

export type LookupTarget =
  | { readonly kind: 'offset'; readonly offset: bigint }
  | { readonly kind: 'time'; readonly timestamp: bigint }

export interface LocateOptions {
  readonly directory: string
  /** Oldest first. */
  readonly segments: readonly SegmentFile[]
  readonly target: LookupTarget
}

/** Finds an offset or a time as Kafka does, and tells each step. @throws DiskError */
export function locate(options: LocateOptions): Lookup {
  return new Search(options).run()
}

class Search {
  readonly #options: LocateOptions
  readonly #steps: LookupStep[] = []

  constructor(options: LocateOptions) {
    this.#options = options
  }

  run(): Lookup {
    const { segments, target } = this.#options
    const index =
      target.kind === 'offset' ? segmentOfOffset(segments, target.offset) : segmentOfTime(segments, target.timestamp)
    if (index < 0) return this.#nothing(target.kind === 'offset' ? 'before-start' : 'after-end')
    // An offset that compaction has taken from the end of a segment is looked for in the ones behind it.
    for (let at = index; at < segments.length; at++) {
      const segment = segments[at]
      const found = segment === undefined ? null : this.#inSegment(segment, at)
      if (found !== null) return found
    }
    return this.#nothing('after-end')
  }

  #nothing(outcome: Lookup['outcome']): Lookup {
    return { outcome, steps: this.#steps, fileName: null, position: null, offset: null, ...this.#bounds() }
  }

  #bounds(): Pick<Lookup, 'firstOffset' | 'nextOffset'> {
    const { segments } = this.#options
    return { firstOffset: segments[0]?.baseOffset ?? null, nextOffset: segments.at(-1)?.nextOffset ?? null }
  }

  #inSegment(segment: SegmentFile, index: number): Lookup | null {
    const { directory, segments, target } = this.#options
    this.#steps.push({
      step: 'segment',
      by: target.kind,
      segmentCount: segments.length,
      passedCount: index,
      fileName: segment.fileName,
      baseOffset: segment.baseOffset,
      nextBaseOffset: segments[index + 1]?.baseOffset ?? null,
      largestTimestamp: segment.lastTimestamp,
    })
    using file = new LogFile(join(directory, segment.fileName))
    const offset = target.kind === 'offset' ? target.offset : this.#lookUpTime(segment, target.timestamp)
    return this.#scan(file, segment, this.#lookUpOffset(file, segment, offset))
  }

  #lookUpTime({ fileName, baseOffset }: SegmentFile, timestamp: bigint): bigint {
    const name = companionOf(fileName, 'timeindex')
    const index = IndexBytes.read(join(this.#options.directory, name), timeEntryBytes)
    const none = { entry: null, compared: [] }
    const { entry, compared } =
      index === null ? none : searchIndex(index, timestamp, (at) => index.timeEntry(at, baseOffset).timestamp)
    const found = entry === null ? undefined : index?.timeEntry(entry, baseOffset)
    this.#steps.push({
      step: 'time-index',
      fileName: name,
      entryCount: index?.count ?? 0,
      compared: [...compared],
      entry,
      timestamp: found?.timestamp ?? null,
      offset: found?.offset ?? baseOffset,
    })
    return found?.offset ?? baseOffset
  }

  #lookUpOffset(file: LogFile, { fileName, baseOffset }: SegmentFile, target: bigint): number {
    const name = companionOf(fileName, 'index')
    const index = IndexBytes.read(join(this.#options.directory, name), offsetEntryBytes)
    const none = { entry: null, compared: [] }
    const { entry, compared } =
      index === null ? none : searchIndex(index, target, (at) => index.offsetEntry(at, baseOffset).offset)
    const found = entry === null ? undefined : index?.offsetEntry(entry, baseOffset)
    const isLie = found !== undefined && !leadsToBatch(file, found)
    const position = isLie ? 0 : (found?.position ?? 0)
    this.#steps.push({
      step: 'offset-index',
      fileName: name,
      entryCount: index?.count ?? 0,
      target,
      compared: [...compared],
      entry,
      offset: found?.offset ?? null,
      position: found?.position ?? 0,
      isMissing: index === null,
      isLie,
    })
    return position
  }

  #scan(file: LogFile, segment: SegmentFile, fromPosition: number): Lookup | null {
    const { target } = this.#options
    let position = fromPosition
    let passed = 0
    for (;;) {
      const place = file.placeAt(position)
      const header = place === null || isDamage(place) ? null : headerOf(file, place)
      const isFound = header !== null && mayHold(header, target)
      if (header === null || isFound) {
        this.#steps.push({
          step: 'scan',
          fileName: segment.fileName,
          fromPosition,
          toPosition: position,
          passedBatches: passed,
          readBytes: position - fromPosition + (place === null ? 0 : 61),
        })
      }
      if (place === null) return null
      if (isDamage(place) || header === null) {
        return { ...this.#nothing('damaged'), fileName: segment.fileName, position }
      }
      if (isFound) {
        const found = this.#inBatch(file, { place, header, fileName: segment.fileName })
        if (found !== null) return found
      }
      position += place.sizeBytes
      passed += 1
    }
  }

  #inBatch(file: LogFile, at: { place: BatchPlace; header: BatchHeader; fileName: string }): Lookup | null {
    const { place, header, fileName } = at
    const { target } = this.#options
    const record = findRecord(file, place, target)
    // The largest timestamp of a batch is that of a record; one that is not there any more does not count.
    if (record === null && target.kind === 'time') return null
    const { position, sizeBytes, baseOffset, lastOffset, maxTimestamp } = header
    this.#steps.push({ step: 'batch', fileName, position, sizeBytes, baseOffset, lastOffset, maxTimestamp })
    if (record !== null) this.#steps.push({ step: 'record', ...record })
    const isThere = record !== null && (target.kind === 'time' || record.offset === target.offset)
    return {
      outcome: isThere ? 'found' : 'gone',
      steps: this.#steps,
      fileName,
      position,
      offset: record?.offset ?? null,
      ...this.#bounds(),
    }
  }
}

/** The last segment that does not begin behind the offset; -1: all do. */
function segmentOfOffset(segments: readonly SegmentFile[], offset: bigint): number {
  return segments.findLastIndex(({ baseOffset }) => baseOffset <= offset)
}

/** The first segment whose largest timestamp is not before the time; -1: none. */
function segmentOfTime(segments: readonly SegmentFile[], timestamp: bigint): number {
  return segments.findIndex(({ lastTimestamp }) => lastTimestamp !== null && lastTimestamp >= timestamp)
}

function leadsToBatch(
  file: LogFile,
  { offset, position }: { readonly offset: bigint; readonly position: number },
): boolean {
  const place = position < 0 ? null : file.placeAt(position)
  if (place === null || isDamage(place)) return false
  const { baseOffset, lastOffset } = headerOf(file, place)
  return baseOffset <= lastOffset && lastOffset <= offset
}

function mayHold({ lastOffset, maxTimestamp }: BatchHeader, target: LookupTarget): boolean {
  return target.kind === 'offset' ? lastOffset >= target.offset : maxTimestamp >= target.timestamp
}

/** The first record that is at the target or behind it; null where the records cannot be read, or there is none. */
function findRecord(file: LogFile, place: BatchPlace, target: LookupTarget) {
  let found: { recordNumber: number; offset: bigint; timestamp: bigint } | null = null
  let count = 0
  try {
    for (const { offset, timestamp } of recordsOf(file, place)) {
      const fits = target.kind === 'offset' ? offset >= target.offset : timestamp >= target.timestamp
      if (fits) found ??= { recordNumber: count, offset, timestamp }
      count += 1
    }
  } catch {
    // Damage is told by a check; here the batch is as far as one gets.
  }
  return found === null ? null : { ...found, recordCount: count }
}
