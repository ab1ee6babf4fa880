import { basename, join } from 'node:path'
import type { Environment } from '../environment/environment.ts'
import { LeaderEpochs } from './leader-epochs.ts'
import type { LogConfig } from './log-config.ts'
import { indexLies } from './check-indexes.ts'
import { finishInterruptedSwaps } from './interrupted-swaps.ts'
import { ProducerSnapshots } from './producer-snapshots.ts'
import { ProducerState } from './producer-state.ts'
import { recoverSegment } from './recover-segment.ts'
import { isSoundOrTorn } from './refuse-damage.ts'
import { parseSegmentFile } from './segment-files.ts'
import { SegmentList } from './segment-list.ts'
import { Segment } from './segment.ts'

export interface LoadLogOptions {
  readonly environment: Environment
  readonly directory: string
  readonly config: LogConfig
  readonly isClean: boolean
  /** After an orderly stop: segments that were changed later than that are looked through first. */
  readonly changedAfterMs?: number
  readonly recoveryPoint: bigint
  readonly logStartOffset: bigint
  readonly report: (message: string) => void
  /** Base offsets of segments whose checksums need not be computed again. */
  readonly soundSegments?: ReadonlySet<bigint>
}

export interface LoadedLog {
  readonly segments: SegmentList
  readonly epochs: LeaderEpochs
  readonly producers: ProducerState
  readonly snapshots: ProducerSnapshots
  readonly logStartOffset: bigint
  readonly logEndOffset: bigint
  readonly recoveryPoint: bigint
  /** The last stop has forced everything to the medium, names of files included, and nothing was changed since. */
  readonly isUntouched: boolean
}

const epochsFile = 'leader-epoch-checkpoint'

/** Work on the loop's back between two pauses, in bytes of log. */
const bytesBetweenPauses = 16 * 1024 * 1024

/** A log directory without any segment gets its first one. */
export function createLog(options: LoadLogOptions): LoadedLog {
  const { environment, directory, logStartOffset } = options
  environment.disk.makeDirectory(directory)
  return {
    segments: new SegmentList([newSegment(options, logStartOffset)]),
    epochs: LeaderEpochs.none(environment.disk, join(directory, epochsFile)),
    producers: new ProducerState(),
    snapshots: new ProducerSnapshots(environment.disk, directory, []),
    logStartOffset,
    logEndOffset: logStartOffset,
    recoveryPoint: logStartOffset,
    isUntouched: false,
  }
}

type SegmentSurroundings = Pick<LoadLogOptions, 'environment' | 'directory' | 'config'> & {
  readonly report?: (message: string) => void
}

export function newSegment(
  { environment, directory, config }: Pick<LoadLogOptions, 'environment' | 'directory' | 'config'>,
  baseOffset: bigint,
): Segment {
  const options = segmentOptions({ environment, directory, config }, baseOffset)
  return Segment.create(config.preallocate ? { ...options, preallocatedBytes: config.segmentBytes } : options)
}

export function segmentOptions({ environment, directory, config, report }: SegmentSurroundings, baseOffset: bigint) {
  const jitterBound = Math.min(config.segmentJitterMs, config.segmentMs, 2 ** 31 - 1)
  return {
    disk: environment.disk,
    directory,
    baseOffset,
    indexIntervalBytes: config.indexIntervalBytes,
    rollJitterMs: jitterBound > 0 ? environment.random.integer(jitterBound) : 0,
    now: environment.clock.now(),
    ...(report === undefined ? {} : { report }),
  }
}

/**
 * Opens what is in the directory. After a clean stop the indexes are taken as they are, but for a look at the tail; otherwise every segment
 * from the recovery point on is read, checked and indexed again, cut at the first batch that is not sound, and what lies behind it is dropped.
 */
export async function loadLog(options: LoadLogOptions): Promise<LoadedLog> {
  const { environment, directory } = options
  const { disk } = environment
  const files = finishInterruptedSwaps(disk, directory)
  const found = openSegments(options, files)
  const epochsPath = join(directory, epochsFile)
  const epochs = files.includes(epochsFile) ? LeaderEpochs.read(disk, epochsPath) : LeaderEpochs.none(disk, epochsPath)
  const snapshots = new ProducerSnapshots(disk, directory, files)
  const producers = new ProducerState()
  if (found.length === 0) {
    snapshots.removeWhere(() => true)
    epochs.clear()
    return createLog(options)
  }
  const loader = new Loader(options, { segments: found, files: new Set(files), epochs, snapshots, producers })
  return loader.run()
}

interface Parts {
  segments: Segment[]
  readonly files: ReadonlySet<string>
  readonly epochs: LeaderEpochs
  readonly snapshots: ProducerSnapshots
  readonly producers: ProducerState
}

class Loader {
  readonly #options: LoadLogOptions
  readonly #parts: Parts
  #bytesSincePause = 0

  constructor(options: LoadLogOptions, parts: Parts) {
    this.#options = options
    this.#parts = parts
  }

  async run(): Promise<LoadedLog> {
    const { isClean, recoveryPoint } = this.#options
    const { epochs, snapshots, producers } = this.#parts
    await this.#refuseDamage()
    await this.#checkIndexes()
    const firstUnsure = this.#firstUnsure()
    if (firstUnsure >= 0) await this.#recoverFrom(firstUnsure)
    const active = this.#parts.segments.at(-1)
    const logEndOffset = active?.nextOffset() ?? 0n
    if (active === undefined || logEndOffset < this.#options.logStartOffset) return this.#startOver(logEndOffset)
    const logStartOffset = maxOf(this.#options.logStartOffset, this.#parts.segments[0]?.baseOffset ?? 0n)
    if (firstUnsure < 0) await this.#loadProducers(producers, { logStartOffset, upTo: logEndOffset })
    epochs.truncateFromEnd(logEndOffset)
    epochs.truncateFromStart(logStartOffset)
    // Apache Kafka does not start on a file that it cannot read.
    if (epochs.isFileUnreadable) epochs.write()
    this.#dropStraySnapshots(logStartOffset, logEndOffset)
    const isUntouched = isClean && firstUnsure < 0
    return {
      isUntouched,
      segments: new SegmentList(this.#parts.segments),
      epochs,
      producers,
      snapshots,
      logStartOffset,
      logEndOffset,
      recoveryPoint: isUntouched ? logEndOffset : minOf(recoveryPoint, logEndOffset),
    }
  }

  /** Nobody reads a log again after an orderly stop: what was damaged since would come to light at a consumer. @throws LogDirectoryError */
  async #refuseDamage(): Promise<void> {
    const { changedAfterMs, environment } = this.#options
    const { segments } = this.#parts
    for (const segment of changedAfterMs === undefined ? [] : segments) {
      if (segment.changedBeforeMs <= (changedAfterMs ?? 0)) continue
      await isSoundOrTorn(environment, segment.path('log'), { isLast: segment === segments.at(-1) })
    }
  }

  /** Looks at the indexes of the segments that will not be read in full, and builds those again that lie. */
  async #checkIndexes(): Promise<void> {
    const { environment, directory, report } = this.#options
    const { segments } = this.#parts
    const unsure = segments.findIndex((segment) => this.#isUnsure(segment))
    for (const [index, segment] of segments.entries()) {
      if (index === unsure) {
        const path = segment.path('index')
        if (!this.#parts.files.has(basename(path))) {
          report(`${path} is missing. It is built again from the log, of which every batch is checked.`)
        }
        return
      }
      const endOffset = segments[index + 1]?.baseOffset ?? null
      const lies = indexLies({ disk: environment.disk, directory, segment, endOffset })
      for (const { path, why } of lies) {
        report(`${path} does not fit its log: ${why}. It is built again from the log, of which nothing is changed.`)
      }
      if (lies.some(({ kind }) => kind !== 'txnindex')) segment.rebuildIndexes()
      if (lies.some(({ kind }) => kind === 'txnindex')) await this.#rebuildTransactionIndex(segment)
      if (lies.length > 0) segment.writeIndexes()
    }
  }

  async #rebuildTransactionIndex(segment: Segment): Promise<void> {
    const producers = new ProducerState()
    await this.#loadProducers(producers, { logStartOffset: this.#options.logStartOffset, upTo: segment.baseOffset })
    segment.transactionIndex.reset()
    for (const { view } of segment.scan(0, { whole: true })) {
      for (const aborted of producers.replay(view)) segment.transactionIndex.append(aborted)
    }
  }

  /** Missing an index, or not known to be on the medium. */
  #isUnsure(segment: Segment): boolean {
    const { isClean, recoveryPoint } = this.#options
    if (!this.#parts.files.has(basename(segment.path('index')))) return true
    if (isClean) return false
    const next = this.#parts.segments[this.#parts.segments.indexOf(segment) + 1]
    // One that ends at the recovery point was still growing when that was written down: only then its indexes were completed.
    return next === undefined || next.baseOffset >= recoveryPoint
  }

  /**
   * Index of the first segment that must be read in full, -1 when none must. The marker of a clean stop may lie when files were copied
   * or another program wrote them, so the last batches are looked at in any case.
   */
  #firstUnsure(): number {
    const { segments } = this.#parts
    const first = segments.findIndex((segment) => this.#isUnsure(segment))
    const active = segments.at(-1)
    if (first >= 0 || active === undefined || isTailSound(active)) return first
    this.#options.report(
      `${active.path('log')} does not end with a whole batch although the last stop was clean: it is checked in full.`,
    )
    return segments.length - 1
  }

  async #recoverFrom(first: number): Promise<void> {
    const { segments, producers, epochs, snapshots } = this.#parts
    const start = segments[first]
    if (start === undefined) return
    // The snapshot at the first segment's base knows of transactions that began in segments that retention has taken.
    await this.#loadProducers(producers, { logStartOffset: this.#options.logStartOffset, upTo: start.baseOffset })
    let expected = start.baseOffset
    for (const [index, segment] of segments.entries()) {
      if (index < first) continue
      const isInPlace = segment.baseOffset >= expected
      // Compaction leaves such gaps in order; elsewhere they are what a power cut took from a segment that was not on the medium yet.
      if (segment.baseOffset > expected && !this.#options.config.cleanupPolicy.compact) {
        this.#options.report(
          `${this.#options.directory} has no records from offset ${expected} to ${segment.baseOffset - 1n}.`,
        )
      }
      const result = await recoverSegment(segment, {
        producers,
        epochs,
        clock: this.#options.environment.clock,
        isSound: this.#options.soundSegments?.has(segment.baseOffset) === true,
      })
      expected = result.nextOffset
      const next = segments[index + 1]
      const wasRoom = this.#options.config.preallocate && result.wasZeros && (next?.baseOffset ?? expected) === expected
      if ((result.cutBytes > 0 && !wasRoom) || !isInPlace) {
        const rest = isInPlace ? segments.slice(index + 1) : segments.slice(index)
        this.#options.report(
          `${segment.path('log')} was cut by ${result.cutBytes} bytes that are not a whole, sound batch; ` +
            `the log ends at offset ${result.nextOffset}, ${rest.length} later segments were removed.`,
        )
        for (const other of rest) removeSegmentFiles(this.#options.environment, other)
        this.#parts.segments = segments.filter((other) => !rest.includes(other))
        break
      }
      if (next !== undefined) snapshots.write(next.baseOffset, producers.entries())
    }
  }

  /** Producers as of `upTo`: from the newest snapshot, and from the batches behind it. */
  async #loadProducers(
    producers: ProducerState,
    { logStartOffset, upTo }: { readonly logStartOffset: bigint; readonly upTo: bigint },
  ): Promise<void> {
    const { snapshots, segments } = this.#parts
    const { environment } = this.#options
    const snapshot = snapshots.newest({ after: logStartOffset, upTo })
    producers.load(snapshot?.producers ?? [])
    const from = snapshot?.offset ?? logStartOffset
    for (const segment of new SegmentList(segments).from(from)) {
      if (segment.baseOffset >= upTo) break
      for (const { view, sizeInBytes } of segment.scan(segment.positionOf(from) ?? segment.size, { whole: true })) {
        if (view.baseOffset >= upTo) break
        producers.replay(view)
        this.#bytesSincePause += sizeInBytes
        if (this.#bytesSincePause < bytesBetweenPauses) continue
        this.#bytesSincePause = 0
        await environment.clock.yield()
      }
    }
  }

  /** Nothing is left of the log but its start. */
  #startOver(logEndOffset: bigint): LoadedLog {
    const { logStartOffset, environment, report } = this.#options
    report(
      `The log in ${this.#options.directory} ends at ${logEndOffset}, before its start at ${logStartOffset}: it is begun anew there.`,
    )
    for (const segment of this.#parts.segments) removeSegmentFiles(environment, segment)
    this.#parts.snapshots.removeWhere(() => true)
    this.#parts.epochs.clear()
    this.#parts.epochs.write()
    return createLog(this.#options)
  }

  /** Snapshots belong to a segment's base offset, except the newest one, which a clean stop has left. */
  #dropStraySnapshots(logStartOffset: bigint, logEndOffset: bigint): void {
    const { snapshots, segments } = this.#parts
    const bases = new Set(segments.map(({ baseOffset }) => baseOffset))
    const newest = snapshots.offsets().findLast((offset) => offset <= logEndOffset)
    const isBehindSegments = newest !== undefined && newest > (segments.at(-1)?.baseOffset ?? 0n)
    // A crash may have torn it, and it would stand in the way of the next one that is written for this offset.
    const isLast = isBehindSegments && (this.#options.isClean || snapshots.isSound(newest))
    const isOutside = (offset: bigint) => offset <= logStartOffset || offset > logEndOffset
    snapshots.removeWhere((offset) => isOutside(offset) || (!bases.has(offset) && !(isLast && offset === newest)))
  }
}

function openSegments(options: LoadLogOptions, names: readonly string[]): Segment[] {
  const { disk } = options.environment
  const files = names.map((name) => ({ name, parsed: parseSegmentFile(name) }))
  const bases = new Set(
    files.flatMap(({ parsed }) => (parsed?.kind === 'log' && parsed.suffix === '' ? [parsed.offset] : [])),
  )
  for (const { name, parsed } of files) {
    const isIndex = parsed !== null && parsed.kind !== 'log' && parsed.kind !== 'snapshot'
    if (isIndex && !bases.has(parsed.offset)) disk.removeFile(join(options.directory, name))
  }
  return [...bases].map((baseOffset) => new Segment(segmentOptions(options, baseOffset)))
}

/** Whether the batches behind the last index entry are sound and reach to the end of the file. */
function isTailSound(segment: Segment): boolean {
  if (segment.size === 0) return true
  const entry = segment.offsetIndex.last()
  const start = entry?.position ?? 0
  let end = start
  for (const { view, position, sizeInBytes } of segment.scan(start, { whole: true })) {
    const isIndexed = entry !== null && position === start
    if (isIndexed && view.lastOffset !== entry.offset) return false
    if (view.baseOffset < segment.baseOffset || !view.isCrcValid()) return false
    end = position + sizeInBytes
  }
  return end === segment.size
}

function removeSegmentFiles({ disk }: Environment, segment: Segment): void {
  segment.release()
  for (const kind of ['log', 'index', 'timeindex', 'txnindex'] as const) disk.removeFile(segment.path(kind))
}

export function maxOf(a: bigint, b: bigint): bigint {
  return a > b ? a : b
}

export function minOf(a: bigint, b: bigint): bigint {
  return a < b ? a : b
}
