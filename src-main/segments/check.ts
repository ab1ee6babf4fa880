import { join } from 'node:path'
import { DiskError } from '../../broker/environment/disk-error.ts'
import type { CheckProgress, Finding } from '../api/segment-check.ts'
import type { FileOnDisk } from '../api/segments.ts'
import { checkOffsetIndex, checkProducerSnapshot, checkTimeIndex, checkTransactionIndex } from './check-indexes.ts'
import { checkLog, type CheckCounts, type Found } from './check-log.ts'
import { holdsBatches } from './file-names.ts'
import { LogFile } from './log-file.ts'

/** Files that are to be checked, all of one folder. */
export interface CheckedFolder {
  readonly folder: string
  readonly directory: string
  readonly files: readonly FileOnDisk[]
}

const shownFindings = 500
const tellAfterMs = 100
/** So many batches whose CRC is wrong are remembered of a log; with more, none counts as sound. */
const rememberedBatches = 10_000

/**
 * Checks files of batches and what stands beside them, and tells how far it is. Gives others a turn between pieces, and
 * ends when nobody wants to hear more.
 */
export async function* check(
  folders: readonly CheckedFolder[],
  signal: AbortSignal,
): AsyncGenerator<CheckProgress, void, undefined> {
  const round = new CheckRound(folders)
  let toldAt = performance.now()
  for (const isPause of round.run()) {
    if (signal.aborted) return
    if (!isPause) continue
    if (performance.now() - toldAt > tellAfterMs) {
      yield round.progress(false)
      toldAt = performance.now()
    }
    await new Promise((resolve) => setImmediate(resolve))
  }
  yield round.progress(true)
}

class CheckRound {
  readonly #folders: readonly CheckedFolder[]
  readonly #counts: CheckCounts = { checkedBytes: 0, batchCount: 0, entryCount: 0 }
  readonly #totalBytes: number
  readonly #findings: Finding[] = []
  /** Of each log that was gone over, where its batches with a wrong CRC are. */
  readonly #unsound = new Map<string, Set<number>>()
  readonly #startedAt = performance.now()
  #findingCount = 0
  #fileCount = 0
  #current: string | null = null

  constructor(folders: readonly CheckedFolder[]) {
    this.#folders = folders
    this.#totalBytes = folders
      .flatMap(({ files }) => files)
      .reduce((sum, file) => sum + (holdsBatches(file) ? file.sizeBytes : 0), 0)
  }

  progress(isDone: boolean): CheckProgress {
    return {
      ...this.#counts,
      totalBytes: this.#totalBytes,
      fileCount: this.#fileCount,
      current: isDone ? null : this.#current,
      findings: [...this.#findings],
      findingCount: this.#findingCount,
      elapsedMs: performance.now() - this.#startedAt,
      isDone,
    }
  }

  /** True: a pause; false: something was found. */
  *run(): Generator<boolean, void, undefined> {
    for (const folder of this.#folders) {
      for (const file of folder.files) {
        this.#current = folder.folder === '' ? file.fileName : `${folder.folder}/${file.fileName}`
        yield* this.#checkFile(folder, file)
        this.#fileCount += 1
        yield true
      }
    }
  }

  *#checkFile(folder: CheckedFolder, file: FileOnDisk): Generator<boolean, void, undefined> {
    const before = this.#counts.checkedBytes
    try {
      for (const found of this.#checks(folder, file)) {
        if (found !== null) this.#note(folder, file, found)
        yield found === null
      }
    } catch (error) {
      if (!(error instanceof DiskError)) throw error
      // Retention takes files away while they are looked at.
      if (error.code !== 'ENOENT') this.#note(folder, file, { kind: 'unreadable-file', why: error.message })
    }
    // What could not be read is behind us all the same.
    if (holdsBatches(file)) this.#counts.checkedBytes = before + file.sizeBytes
  }

  *#checks({ directory, files }: CheckedFolder, file: FileOnDisk): Generator<Found | null, void, undefined> {
    const { kind, state, fileName, baseOffset } = file
    if (holdsBatches(file)) {
      const path = join(directory, fileName)
      using log = new LogFile(path)
      yield* this.#remembering(path, checkLog(log, this.#counts))
      const isIndexed = files.some((each) => each.kind === 'index' && each.baseOffset === baseOffset)
      if (kind === 'log' && state === 'current' && baseOffset !== null && !isIndexed) yield { kind: 'index-missing' }
      return
    }
    if (state !== 'current' || baseOffset === null) return
    const logName = fileName.replace(/\.[a-z]+$/, '.log')
    const isSound = this.#soundnessOf(join(directory, logName))
    const segment = { directory, fileName: logName, baseOffset, isSound }
    if (kind === 'index') yield* checkOffsetIndex(segment, this.#counts)
    if (kind === 'timeindex') yield* checkTimeIndex(segment, this.#counts)
    if (kind === 'txnindex') yield* checkTransactionIndex(segment, this.#counts)
    if (kind === 'snapshot') yield* checkProducerSnapshot(join(directory, fileName), this.#counts)
  }

  *#remembering(path: string, checks: ReturnType<typeof checkLog>): ReturnType<typeof checkLog> {
    const unsound = new Set<number>()
    for (const found of checks) {
      const position = found?.kind === 'crc' ? found.position : null
      if (typeof position === 'number' && unsound.size <= rememberedBatches) unsound.add(position)
      yield found
    }
    if (unsound.size <= rememberedBatches) this.#unsound.set(path, unsound)
  }

  /** Files come in the order of their names, so that a log is gone over before its time index. */
  #soundnessOf(logPath: string): (position: number) => boolean {
    const unsound = this.#unsound.get(logPath)
    return (position) => unsound !== undefined && !unsound.has(position)
  }

  #note({ folder }: CheckedFolder, { fileName }: FileOnDisk, found: Found): void {
    this.#findingCount += 1
    if (this.#findings.length >= shownFindings) return
    const nothing = {
      position: null,
      offset: null,
      expected: null,
      found: null,
      entry: null,
      leftBytes: null,
      why: null,
    }
    this.#findings.push({ ...nothing, ...found, folder, fileName })
  }
}
