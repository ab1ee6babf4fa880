import { randomUUID } from 'node:crypto'
import { dirname, join } from 'node:path'
import { NodeDisk } from '../../broker/environment/node-disk.ts'
import type { CheckProgress } from '../api/segment-check.ts'
import type { FileContents } from '../api/segment-contents.ts'
import type { ForetoldRecord } from '../api/segment-forecast.ts'
import type { Lookup } from '../api/segment-lookup.ts'
import type { Outlook } from '../api/segment-outlook.ts'
import type {
  BatchRecords,
  BatchSummary,
  FolderContents,
  OpenedPlace,
  SegmentMap,
  SurveyStatus,
} from '../api/segments.ts'
import { texts } from '../languages/texts.ts'
import { AbortedTransactions, abortedEntries } from './aborted-transactions.ts'
import { readBatch } from './batch-records.ts'
import { check, type CheckedFolder } from './check.ts'
import { decodeFile, type Page } from './decode-file.ts'
import { ForecastDesk, type ForecastEvent } from './forecast-desk.ts'
import { readFolder, topicOf, type FolderPlace } from './folder-contents.ts'
import { locate, type LookupTarget } from './locate.ts'
import { LogFile } from './log-file.ts'
import { openTransactionOf } from './log-producers.ts'
import { outlookConfigs, type Assumptions } from './outlook-configs.ts'
import { outlookOf } from './outlook.ts'
import { directoryOfFolder, filesIn, openPlace, requirePlainName } from './opened-place.ts'
import { inWords, SegmentNotFoundError } from './segment-errors.ts'
import { Survey } from './survey.ts'

/** An absolute path, and a folder right in it; the empty name is the path itself. */
export interface OnFolder {
  readonly path: string
  readonly folder: string
}
export interface OnFile extends OnFolder {
  readonly fileName: string
}

export type SurveyEvent =
  | { readonly type: 'opened'; readonly surveyId: string }
  | { readonly type: 'status'; readonly status: SurveyStatus }

const stepMs = 12
const tellAfterMs = 100
const lookAgainMs = 1000

/** Answers what the segment viewer asks, in the thread that reads. Nothing is written, and every failure has its words. */
export class SegmentDesk {
  readonly #surveys = new Map<string, Survey>()
  readonly #forecasts = new ForecastDesk()

  async openSegments({ path, mayBeAbsent }: { path: string; mayBeAbsent: boolean }): Promise<OpenedPlace> {
    return told(() => openPlace(path, { mayBeAbsent }))
  }

  async segmentFolder(at: OnFolder): Promise<FolderContents> {
    return told(() => readFolder(placeOf(at)))
  }

  async segmentFile({ page, ...at }: OnFile & { page: Page }): Promise<FileContents> {
    return told(() => decodeFile(pathOf(at), page))
  }

  async *surveySegment(at: OnFile, signal: AbortSignal): AsyncGenerator<SurveyEvent, void, undefined> {
    const { directory } = placeOf(at)
    const survey = told(
      () => new Survey(new LogFile(pathOf(at)), new AbortedTransactions(abortedEntries(directory, filesIn(directory)))),
    )
    const surveyId = randomUUID()
    this.#surveys.set(surveyId, survey)
    try {
      yield { type: 'opened', surveyId }
      while (!signal.aborted) {
        yield* goOver(survey, signal)
        do await pause(lookAgainMs, signal)
        while (!signal.aborted && !told(() => survey.hasGrown()))
      }
    } finally {
      this.#surveys.delete(surveyId)
      survey[Symbol.dispose]()
    }
  }

  async segmentBatches(asked: {
    surveyId: string
    from: number
    count: number
  }): Promise<{ from: number; batches: BatchSummary[] }> {
    return told(() => ({ from: asked.from, batches: this.#survey(asked.surveyId).batches(asked.from, asked.count) }))
  }

  async segmentBatchNumber({
    surveyId,
    position,
  }: {
    surveyId: string
    position: number
  }): Promise<{ number: number | null }> {
    return told(() => ({ number: this.#survey(surveyId).numberAt(position) }))
  }

  async segmentMap({
    surveyId,
    ...stretch
  }: {
    surveyId: string
    from: number
    to: number
    pieces: number
  }): Promise<SegmentMap> {
    return told(() => this.#survey(surveyId).map(stretch))
  }

  async *forecastCompaction(
    { assumptions, ...at }: OnFolder & { assumptions: Assumptions },
    signal: AbortSignal,
  ): AsyncGenerator<ForecastEvent, void, undefined> {
    try {
      const contents = readFolder(placeOf(at))
      const configs = await outlookConfigs({ root: dirname(contents.directory), topic: contents.topic, assumptions })
      yield* this.#forecasts.run({ contents, configs, now: BigInt(Date.now()) }, signal)
    } catch (error) {
      throw inWords(error)
    }
  }

  /** Which part of each batch compaction takes, from 0 to 1; null: it does not touch the file, or is not known. */
  async foretoldBatches(asked: {
    forecastId: string
    fileName: string
    from: number
    count: number
  }): Promise<{ shares: (number | null)[] }> {
    const shares = this.#forecasts.sharesOf(asked.forecastId, asked.fileName)
    return { shares: Array.from({ length: asked.count }, (_each, at) => shares?.of(asked.from + at) ?? null) }
  }

  /** The same of stretches of a file, each from its position to the next one's. */
  async foretoldMap(asked: {
    forecastId: string
    fileName: string
    positions: readonly number[]
    to: number
  }): Promise<{ shares: (number | null)[] }> {
    const { positions, to } = asked
    const shares = this.#forecasts.sharesOf(asked.forecastId, asked.fileName)
    return { shares: positions.map((from, at) => shares?.between(from, positions[at + 1] ?? to) ?? null) }
  }

  async foretoldRecords({
    forecastId,
    position,
    ...at
  }: OnFile & { forecastId: string; position: number }): Promise<ForetoldRecord[]> {
    return told(() => this.#forecasts.records(forecastId, { path: pathOf(at), position, fileName: at.fileName }))
  }

  async segmentRecords({ position, ...at }: OnFile & { position: number }): Promise<BatchRecords> {
    return told(() => {
      const { directory } = placeOf(at)
      using file = new LogFile(pathOf(at))
      const aborted = new AbortedTransactions(abortedEntries(directory, filesIn(directory)))
      return readBatch(file, { position, topic: topicOfFile(directory, at.fileName), aborted })
    })
  }

  async locateInSegments({ target, ...at }: OnFolder & { target: LookupTarget }): Promise<Lookup> {
    return told(() => {
      const { directory, segments } = readFolder(placeOf(at))
      return locate({ directory, segments, target })
    })
  }

  async *checkSegments(asked: CheckOrder, signal: AbortSignal): AsyncGenerator<CheckProgress, void, undefined> {
    try {
      yield* check(foldersToCheck(asked), signal)
    } catch (error) {
      throw inWords(error)
    }
  }

  async segmentOutlook({ assumptions, ...at }: OnFolder & { assumptions: Assumptions }): Promise<Outlook> {
    const { directory, segments, start, topic, files } = told(() => readFolder(placeOf(at)))
    const configs = await outlookConfigs({ root: dirname(directory), topic, assumptions })
    const openTransaction = told(() => openTransactionOf({ directory, segments, files }))
    return outlookOf({ configs, segments, start, openTransaction, now: BigInt(Date.now()) })
  }

  #survey(surveyId: string): Survey {
    const survey = this.#surveys.get(surveyId)
    if (survey !== undefined) return survey
    throw new SegmentNotFoundError(texts.segments.gone.closed)
  }
}

export interface CheckOrder {
  readonly path: string
  /** Null: every folder. */
  readonly folder: string | null
  /** Null: every file of the folder. */
  readonly fileName: string | null
}

async function* goOver(survey: Survey, signal: AbortSignal): AsyncGenerator<SurveyEvent, void, undefined> {
  let toldAt = 0
  while (!survey.isDone && !signal.aborted) {
    told(() => survey.step(stepMs))
    const isTime = performance.now() - toldAt > tellAfterMs
    if (isTime && !survey.isDone) {
      yield { type: 'status', status: survey.status }
      toldAt = performance.now()
    }
    await new Promise((resolve) => setImmediate(resolve))
  }
  yield { type: 'status', status: survey.status }
}

/** Waits, or until the signal comes. */
async function pause(ms: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, ms)
    signal.addEventListener('abort', () => {
      clearTimeout(timer)
      resolve()
    })
  })
}

function foldersToCheck({ path, folder, fileName }: CheckOrder): CheckedFolder[] {
  if (folder === null) {
    const { kind, folders, files } = openPlace(path)
    if (kind !== 'log-directory') return [{ folder: '', directory: directoryOfFolder(path, ''), files }]
    const inFolders = folders.map((each) => ({
      folder: each.folder,
      directory: each.directory,
      files: filesIn(each.directory),
    }))
    return [{ folder: '', directory: path, files }, ...inFolders]
  }
  const { directory, only } = placeOf({ path, folder })
  return [{ folder, directory, files: filesIn(directory, fileName ?? only) }]
}

/** Where only a file was opened, what lies beside it does not count. */
function placeOf({ path, folder }: OnFolder): FolderPlace {
  const directory = directoryOfFolder(path, folder)
  const isFile = folder === '' && new NodeDisk().status(path)?.kind === 'file'
  return { directory, only: isFile ? path.slice(directory.length + 1) : undefined }
}

function pathOf({ fileName, ...at }: OnFile): string {
  requirePlainName(fileName)
  return join(directoryOfFolder(at.path, at.folder), fileName)
}

/** Snapshots and the bootstrap file hold records of the metadata log wherever they lie. */
function topicOfFile(directory: string, fileName: string): string | null {
  return fileName.includes('.checkpoint') ? '__cluster_metadata' : topicOf(directory)
}

function told<Value>(act: () => Value): Value {
  try {
    return act()
  } catch (error) {
    throw inWords(error)
  }
}
