import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { procedure } from './base.ts'
import { clusterId } from './clusters.ts'
import { scanVerdict } from './messages.ts'
import { compressionCodec, schemaPlace } from './producing.ts'
import { scanRequest } from './scans.ts'

/**
 * One record a line, or a row. Bytes that are text are written as text, others as base64, so that whatever is read back
 * is the same, byte for byte:
 *
 * - `jsonl`: `{"topic","partition","offset","timestamp","timestampType","key":null|{"text"}|{"base64"},"value":…,"headers":[{"key","value":…}]}`
 * - `csv`: the same as columns, `keyEncoding` and `valueEncoding` being `null`, `text` or `base64`, headers as JSON
 */
export const transferFormat = z.enum(['jsonl', 'csv'])
export type TransferFormat = z.infer<typeof transferFormat>

/** The first event of a job: by this id it is stopped. */
export const jobOpened = z.object({ type: z.literal('opened'), jobId: z.string() })

export const exportEvent = z.discriminatedUnion('type', [
  jobOpened,
  z.object({
    type: z.literal('progress'),
    writtenCount: z.number(),
    writtenBytes: z.number(),
    scannedCount: z.number(),
  }),
  /** An export that is not complete keeps what it has, beside the name that was asked for. */
  z.object({
    type: z.literal('report'),
    /** Null: it went to whoever fetched it. */
    path: z.string().nullable(),
    writtenCount: z.number(),
    writtenBytes: z.number(),
    verdict: scanVerdict,
  }),
])
export type ExportEvent = z.infer<typeof exportEvent>

export const lineError = z.object({ line: z.number(), why: z.string() })
export type LineError = z.infer<typeof lineError>

/**
 * What of a line becomes a message, where the lines are not those of an export: the names of columns (CSV), or paths into
 * the object (JSON Lines: `user.id`). A value of null: the whole line, as JSON.
 */
const lineMapping = z.object({ key: z.string().nullable(), value: z.string().nullable() })

/**
 * Text with values that are made up for each message: `{"id":{{index}},"name":"{{person.fullName}}"}`. In `{{ }}` stand
 * `index`, `now` (milliseconds), `today` (ISO 8601), or a module and a method of Faker, with its arguments as JSON:
 * `{{number.int({"min":1,"max":6})}}`, `{{helpers.arrayElement(["red","blue"])}}`. In a template that begins like JSON, what
 * is put in is escaped as JSON wants it.
 */
const template = z.string().max(200_000)
export const messageTemplate = z.object({
  /** Null: no key. */
  key: template.nullable(),
  value: template.nullable(),
  headers: z.array(z.object({ key: z.string(), value: template })).max(100),
})
export type MessageTemplate = z.infer<typeof messageTemplate>

/** With which schema values are written; `messageType`: of Protobuf, null for the first. */
const valueSchema = z.object({ schema: schemaPlace, messageType: z.string().nullable() })

const ofLines = { format: transferFormat, mapping: lineMapping.nullable().default(null) }
const recordSource = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('file'), path: z.string().min(1), ...ofLines }),
  z.object({
    kind: z.literal('text'),
    text: z.string().max(8_000_000),
    /** Its last line may not be whole. */
    isBeginning: z.boolean().optional(),
    ...ofLines,
  }),
  /** A file of the page's machine: it comes piece by piece by `feed`, from when the job is opened. */
  z.object({ kind: z.literal('upload'), name: z.string().max(1000), ...ofLines }),
  z.object({
    kind: z.literal('generator'),
    template: messageTemplate,
    /** Null: values go out as the template makes them. */
    valueSchema: valueSchema.nullable().default(null),
    /** How many; null: until it is stopped. */
    count: z.number().int().min(1).max(1_000_000_000).nullable(),
    /** The same seed makes the same messages; null: others each time. */
    seed: z.number().int().nullable(),
  }),
])
export type RecordSource = z.infer<typeof recordSource>
export type RecordSourceInput = z.input<typeof recordSource>

export const produceManyInput = z.object({
  clusterId,
  topic: z.string(),
  source: recordSource,
  /** `key`: as Java's partitioner does it; `source`: the partition that the line names. */
  partitioning: z.enum(['key', 'source']),
  /** Whether the timestamps of the lines are kept; now otherwise. */
  keepsTimestamps: z.boolean(),
  compression: compressionCodec,
  /** Messages a second; null: as fast as it goes. */
  ratePerSecond: z.number().min(0.1).nullable(),
  /** Lines that cannot be read: `skip` leaves them out and counts them. */
  onError: z.enum(['stop', 'skip']),
})
export type ProduceManyInput = z.infer<typeof produceManyInput>

export const produceManyEvent = z.discriminatedUnion('type', [
  jobOpened,
  z.object({
    type: z.literal('progress'),
    readLines: z.number(),
    acknowledgedCount: z.number(),
    failedCount: z.number(),
    errors: z.array(lineError),
    /** What a batch is waited for, where that takes longer than it should. */
    waitingFor: z.string().nullable(),
  }),
  z.object({
    type: z.literal('report'),
    isComplete: z.boolean(),
    explanation: z.string(),
    /** Written and acknowledged, exactly once each. */
    acknowledgedCount: z.number(),
    failedCount: z.number(),
    /** The first hundred. */
    errors: z.array(lineError),
    partitions: z.array(
      z.object({ partition: z.number(), count: z.number(), firstOffset: z.bigint(), lastOffset: z.bigint() }),
    ),
  }),
])
export type ProduceManyEvent = z.infer<typeof produceManyEvent>

export const sourcePreview = z.object({
  records: z.array(
    z.object({ line: z.number(), key: z.string().nullable(), value: z.string().nullable(), headerCount: z.number() }),
  ),
  errors: z.array(lineError),
  sizeBytes: z.number(),
  /** What the first line names, so that a mapping can be chosen. */
  columns: z.array(z.string()),
})
export type SourcePreview = z.infer<typeof sourcePreview>

/**
 * A file on the machine that Brokkr runs on. Null: the export goes to whoever gets `/downloads/` and the id of its job from the
 * host that serves the page, and waits for that.
 */
const exportPath = z.string().min(1).nullable()

export const transfers = {
  /** Writes what a scan finds, partition by partition, whatever its size. Closing the iterator gives it up. */
  exportRows: procedure
    .input(z.object({ request: scanRequest, path: exportPath, format: transferFormat }))
    .output(eventIterator(exportEvent)),
  /** The same with rows of an open scan, in their order. */
  exportScanRows: procedure
    .input(
      z.object({
        scanId: z.string(),
        topic: z.string(),
        from: z.number().int().min(0),
        count: z.number().int().min(0).max(1_000_000),
        path: exportPath,
        format: transferFormat,
      }),
    )
    .output(eventIterator(exportEvent)),
  /** Where an export of a topic might go: in the user's downloads, under a name that is not taken. */
  suggestedPath: procedure
    .input(z.object({ topic: z.string(), format: transferFormat }))
    .output(z.object({ path: z.string() })),
  /** The first lines of a source, as they would be written to that topic. */
  previewSource: procedure
    .input(z.object({ clusterId, topic: z.string(), source: recordSource }))
    .output(sourcePreview),
  /** A template for messages that fit a schema. `REJECTED` where there is no such schema. */
  schemaTemplate: procedure
    .input(valueSchema.extend({ clusterId, topic: z.string() }))
    .output(z.object({ template: z.string(), label: z.string(), messageTypes: z.array(z.string()) })),
  /**
   * Writes many messages: idempotent, and in the order of the source within each partition. The last event says exactly
   * what was written. Closing the iterator stops it after what is under way.
   */
  produceMany: procedure.input(produceManyInput).output(eventIterator(produceManyEvent)),
  /**
   * The next piece of what a job has for its source. Answered when the job has taken it; `isWanted` false: it is the last one, or the
   * job has ended meanwhile.
   */
  feed: procedure
    .input(z.object({ jobId: z.string(), base64: z.string().max(4_000_000), isLast: z.boolean() }))
    .output(z.object({ isWanted: z.boolean() })),
  /** Ends a job after what is under way; its last event still says what was done. */
  stop: procedure.input(z.object({ jobId: z.string() })).output(z.void()),
}
