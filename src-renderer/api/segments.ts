import { client } from './client.ts'
import type { CheckProgress } from '../../src-main/api/segment-check.ts'
import type { CompactionForecast } from '../../src-main/api/segment-forecast.ts'
import type { OutlookConfigName } from '../../src-main/api/segment-outlook.ts'
import type { SurveyStatus } from '../../src-main/api/segments.ts'

export { nameOfFile } from '../../src-main/api/file-names.ts'
export type { CheckProgress, Finding } from '../../src-main/api/segment-check.ts'
export type { FileContents, ProducerSnapshotEntry, SegmentFileKind } from '../../src-main/api/segment-contents.ts'
export type { CompactionForecast, ForetoldRecord } from '../../src-main/api/segment-forecast.ts'
export type { Lookup, LookupStep } from '../../src-main/api/segment-lookup.ts'
export type { Outlook, OutlookConfigName, SegmentOutlook } from '../../src-main/api/segment-outlook.ts'
export type {
  BatchRecords,
  BatchSummary,
  Damage,
  FileOnDisk,
  FolderContents,
  OpenedPlace,
  PartitionFolder,
  SegmentFile,
  SegmentMap,
  SegmentRecord,
  SurveyStatus,
} from '../../src-main/api/segments.ts'

/** A file of batches. `folder` is empty where the place itself is that folder. */
export interface FilePlace {
  readonly clusterId: string
  readonly folder: string
  readonly fileName: string
}

/** What is heard of a survey. */
export interface SurveyListener {
  readonly onOpened: (surveyId: string) => void
  readonly onStatus: (status: SurveyStatus) => void
}

/** Goes over a file and hears how far it is, for as long as nobody stops it. */
export async function followSurvey(
  place: FilePlace,
  { listener, signal }: { listener: SurveyListener; signal: AbortSignal },
): Promise<void> {
  for await (const event of await client.segments.survey(place, { signal })) {
    if (event.type === 'opened') listener.onOpened(event.surveyId)
    else listener.onStatus(event.status)
  }
}

/** Plays a round of compaction through and hears what it takes, for as long as nobody stops it. */
export async function followForecast(
  input: {
    readonly clusterId: string
    readonly folder: string
    readonly assumptions: Partial<Record<OutlookConfigName, string>>
  },
  {
    listener,
    signal,
  }: {
    listener: {
      readonly onOpened: (forecastId: string) => void
      readonly onForecast: (forecast: CompactionForecast) => void
    }
    signal: AbortSignal
  },
): Promise<void> {
  for await (const event of await client.segments.forecast(input, { signal })) {
    if (event.type === 'opened') listener.onOpened(event.forecastId)
    else listener.onForecast(event.forecast)
  }
}

/** What is checked: everything, a folder, or one file of it. */
export interface CheckScope {
  readonly clusterId: string
  readonly folder: string | null
  readonly fileName: string | null
}

/** Checks files and hears how far it is, to the end or until it is stopped. */
export async function followCheck(
  scope: CheckScope,
  { onProgress, signal }: { onProgress: (progress: CheckProgress) => void; signal: AbortSignal },
): Promise<void> {
  for await (const progress of await client.segments.check(scope, { signal })) onProgress(progress)
}
