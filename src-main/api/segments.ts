import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { procedure } from './base.ts'
import { clusterId } from './clusters.ts'
import { offsetInput, timestampInput } from './int64.ts'
import { checkProgress } from './segment-check.ts'
import { fileContents, fileState, segmentFileKind } from './segment-contents.ts'
import { compactionForecast, foretoldRecord } from './segment-forecast.ts'
import { lookup } from './segment-lookup.ts'
import { outlook, outlookAssumptions } from './segment-outlook.ts'

/** A file as it lies in its folder. */
export const fileOnDisk = z.object({
  fileName: z.string(),
  kind: segmentFileKind,
  state: fileState,
  /** Of the segment that it belongs to; null where it belongs to none. */
  baseOffset: z.bigint().nullable(),
  sizeBytes: z.number(),
  modifiedAt: z.bigint(),
})
export type FileOnDisk = z.infer<typeof fileOnDisk>

/** What a folder's name says: in use, on its way out, being moved to another disk, or of no topic that exists. */
export const folderState = z.enum(['current', 'delete', 'future', 'stray'])

export const partitionFolder = z.object({
  /** Its name, by which it is asked for; empty: the opened place itself. */
  folder: z.string(),
  topic: z.string(),
  partition: z.number(),
  state: folderState,
  directory: z.string(),
  sizeBytes: z.bigint(),
  segmentCount: z.number(),
})
export type PartitionFolder = z.infer<typeof partitionFolder>

/** What was opened, and what is right in it. */
export const openedPlace = z.object({
  /** `folder`: one partition's. `file`: one file, and what belongs to it beside it. `unknown`: nothing of Kafka's. */
  kind: z.enum(['log-directory', 'folder', 'file', 'unknown']),
  path: z.string(),
  /** Of a `file`: its name. */
  fileName: z.string().nullable(),
  folders: z.array(partitionFolder),
  files: z.array(fileOnDisk),
})
export type OpenedPlace = z.infer<typeof openedPlace>

export const segmentFile = z.object({
  baseOffset: z.bigint(),
  /** The offset after the last record; null when the file has a damaged tail before it. */
  nextOffset: z.bigint().nullable(),
  sizeBytes: z.number(),
  firstTimestamp: z.bigint().nullable(),
  /** The largest, as far as the indexes and the tail behind them tell. */
  lastTimestamp: z.bigint().nullable(),
  isActive: z.boolean(),
  fileName: z.string(),
  modifiedAt: z.bigint(),
})
export type SegmentFile = z.infer<typeof segmentFile>

/** What decides how the next start deals with damage. */
export const startState = z.object({
  /** `running`: somebody has it open. `unknown`: no log directory around it. */
  state: z.enum(['running', 'clean', 'unclean', 'unknown']),
  /** All before it was forced to the disk; null: nothing is known. */
  recoveryPoint: z.bigint().nullable(),
  logStartOffset: z.bigint().nullable(),
  highWatermark: z.bigint().nullable(),
  firstDirtyOffset: z.bigint().nullable(),
})
export type StartState = z.infer<typeof startState>

export const folderContents = z.object({
  topic: z.string().nullable(),
  partition: z.number().nullable(),
  topicId: z.string().nullable(),
  directory: z.string(),
  segments: z.array(segmentFile),
  files: z.array(fileOnDisk),
  start: startState,
})
export type FolderContents = z.infer<typeof folderContents>

/** Where the batches of a file end before the file does, and what stands there. */
export const damage = z.object({
  kind: z.enum(['torn-header', 'torn-batch', 'zeros', 'impossible-size', 'unknown-magic']),
  position: z.number(),
  leftBytes: z.number(),
  /** What the batch there says of itself. */
  sizeBytes: z.number().optional(),
  magic: z.number().optional(),
})
export type Damage = z.infer<typeof damage>

export const batchHeader = z.object({
  /** Where the batch starts in the file. */
  position: z.number(),
  sizeBytes: z.number(),
  magic: z.number(),
  baseOffset: z.bigint(),
  lastOffset: z.bigint(),
  /** Null in the formats of before Kafka 0.11, which do not say. */
  recordCount: z.number().nullable(),
  /** A codec's name, or the number of one that is not known. */
  compression: z.string(),
  crc: z.number(),
  leaderEpoch: z.number(),
  producerId: z.bigint(),
  producerEpoch: z.number(),
  baseSequence: z.number(),
  lastSequence: z.number(),
  baseTimestamp: z.bigint(),
  maxTimestamp: z.bigint(),
  timestampType: z.enum(['create-time', 'log-append-time', 'none']),
  isTransactional: z.boolean(),
  isControl: z.boolean(),
  deleteHorizonMs: z.bigint().nullable(),
})
export type BatchHeader = z.infer<typeof batchHeader>

export const batchKind = z.enum(['data', 'transactional', 'aborted', 'control'])
export type BatchKind = z.infer<typeof batchKind>

export const batchSummary = batchHeader.extend({
  kind: batchKind,
  isCrcOk: z.boolean(),
})
export type BatchSummary = z.infer<typeof batchSummary>

export const segmentRecord = z.object({
  offset: z.bigint(),
  timestamp: z.bigint(),
  /** -1: the batch has no producer. */
  sequence: z.number(),
  sizeBytes: z.number(),
  keyBytes: z.number(),
  valueBytes: z.number(),
  /** Text of the beginning, or hex where it is not UTF-8; of Kafka's own topics as JSON. Null is Kafka's null. */
  key: z.string().nullable(),
  value: z.string().nullable(),
  headers: z.array(z.object({ key: z.string(), value: z.string().nullable() })),
  /** What a control record or a record of the metadata log says. */
  decoded: z.object({ type: z.string(), version: z.number(), json: z.string() }).nullable(),
})
export type SegmentRecord = z.infer<typeof segmentRecord>

export const batchRecords = z.object({
  batch: batchSummary.nullable(),
  records: z.array(segmentRecord),
  /** There are more than are given. */
  isCut: z.boolean(),
  /** Why the records end before they should. */
  problem: z.string().nullable(),
})
export type BatchRecords = z.infer<typeof batchRecords>

/** How far a file was gone over, header by header. */
export const surveyStatus = z.object({
  /** Bytes that hold batches, as far as it was read. */
  readBytes: z.number(),
  sizeBytes: z.number(),
  batchCount: z.number(),
  recordCount: z.number(),
  isDone: z.boolean(),
  damage: damage.nullable(),
  /** Bytes of each codec and of each kind of batch. */
  codecs: z.array(z.object({ name: z.string(), sizeBytes: z.number(), batchCount: z.number() })),
  kinds: z.array(z.object({ name: batchKind, sizeBytes: z.number(), batchCount: z.number() })),
  minTimestamp: z.bigint().nullable(),
  maxTimestamp: z.bigint().nullable(),
  largestBatchBytes: z.number(),
})
export type SurveyStatus = z.infer<typeof surveyStatus>

/**
 * Pieces of a file, one below the other: a batch each where there are few, as many as were asked for where there are
 * more. All columns are of one length.
 */
export const segmentMap = z.object({
  from: z.number(),
  to: z.number(),
  /** Of each piece: where it starts; it ends where the next one does, the last one at `to`. */
  positions: z.array(z.number()),
  /** Where the first batch starts that begins in it; -1: none does. */
  starts: z.array(z.number()),
  /** Batches that start in it: 1 where it is one batch. */
  batchCounts: z.array(z.number()),
  /** Index of the codec that most of it has, in `codecNames`. */
  codecs: z.array(z.number()),
  /** What most of it is, as an index into data, transactional, aborted, control. */
  kinds: z.array(z.number()),
  /** Bit of each kind that is in it; bit 4: a delete horizon. */
  kindBits: z.array(z.number()),
  /** The largest timestamp; -1: none. As a number: it makes a colour. */
  timestamps: z.array(z.number()),
  codecNames: z.array(z.string()),
})
export type SegmentMap = z.infer<typeof segmentMap>

const onPlace = z.object({ clusterId })
const onFolder = onPlace.extend({ folder: z.string().max(300) })
const onFile = onFolder.extend({ fileName: z.string().min(1).max(300) })
const filePosition = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER)

/**
 * Only where the files are on this machine: of the local cluster, running or stopped, and of any log directory, folder of
 * a partition or file, named by `directoryClusterPrefix` and its path. `REJECTED` otherwise. Nothing is ever written.
 */
export const segments = {
  open: procedure.input(onPlace).output(openedPlace),
  folder: procedure.input(onFolder).output(folderContents),
  /** What a file says that is none of batches; `from` and `count` are of its entries. */
  file: procedure
    .input(onFile.extend({ from: z.number().int().min(0), count: z.number().int().min(1).max(1000) }))
    .output(fileContents),
  /** Goes over a file of batches and stays open: batches that are appended meanwhile are told too. */
  survey: procedure
    .input(onFile)
    .output(
      eventIterator(
        z.discriminatedUnion('type', [
          z.object({ type: z.literal('opened'), surveyId: z.string() }),
          z.object({ type: z.literal('status'), status: surveyStatus }),
        ]),
      ),
    ),
  /** Batches of a survey by their number, with their CRCs checked. */
  batches: procedure
    .input(z.object({ surveyId: z.string(), from: z.number().int().min(0), count: z.number().int().min(1).max(1000) }))
    .output(z.object({ from: z.number(), batches: z.array(batchSummary) })),
  /** The number of the batch that holds this position; null where the survey has not come yet. */
  batchNumber: procedure
    .input(z.object({ surveyId: z.string(), position: filePosition }))
    .output(z.object({ number: z.number().nullable() })),
  map: procedure
    .input(
      z.object({
        surveyId: z.string(),
        from: filePosition,
        to: filePosition,
        pieces: z.number().int().min(1).max(10_000),
      }),
    )
    .output(segmentMap),
  /** The batch at a position, and its records. */
  records: procedure.input(onFile.extend({ position: filePosition })).output(batchRecords),
  /** Where an offset or a time is, step by step as Kafka looks it up. */
  locate: procedure
    .input(
      onFolder.extend({
        target: z.discriminatedUnion('kind', [
          z.object({ kind: z.literal('offset'), offset: offsetInput }),
          z.object({ kind: z.literal('time'), timestamp: timestampInput }),
        ]),
      }),
    )
    .output(lookup),
  /** Checks every batch and every index: of one file, of a folder, or of all folders. Closing the stream ends it. */
  check: procedure
    .input(onPlace.extend({ folder: z.string().max(300).nullable(), fileName: z.string().max(300).nullable() }))
    .output(eventIterator(checkProgress)),
  /** What retention and compaction take next, and when. */
  outlook: procedure.input(onFolder.extend({ assumptions: outlookAssumptions })).output(outlook),
  /**
   * Reads what the next round of compaction would read, and says what it would take. Stays open for who asks about batches
   * and records; ends at once where the policy does not compact.
   */
  forecast: procedure
    .input(onFolder.extend({ assumptions: outlookAssumptions }))
    .output(
      eventIterator(
        z.discriminatedUnion('type', [
          z.object({ type: z.literal('opened'), forecastId: z.string() }),
          z.object({ type: z.literal('status'), forecast: compactionForecast }),
        ]),
      ),
    ),
  /** Which part of batches of a file goes, from 0 to 1, by their number; null: the round does not touch them. */
  foretoldBatches: procedure
    .input(
      z.object({
        forecastId: z.string(),
        fileName: z.string().min(1).max(300),
        from: z.number().int().min(0),
        count: z.number().int().min(1).max(1000),
      }),
    )
    .output(z.object({ shares: z.array(z.number().nullable()) })),
  /** The same of pieces of a map, each from its position to the next one's, the last one to `to`. */
  foretoldMap: procedure
    .input(
      z.object({
        forecastId: z.string(),
        fileName: z.string().min(1).max(300),
        positions: z.array(filePosition).max(10_000),
        to: filePosition,
      }),
    )
    .output(z.object({ shares: z.array(z.number().nullable()) })),
  /** What happens to each record of the batch at a position, in order; empty: the round does not touch it. */
  foretoldRecords: procedure
    .input(onFile.extend({ forecastId: z.string(), position: filePosition }))
    .output(z.array(foretoldRecord)),
}
