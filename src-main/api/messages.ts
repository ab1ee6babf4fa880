import { z } from 'zod'
import { procedure } from './base.ts'
import { clusterId } from './clusters.ts'
import { decodedField, topicDecoding } from './decoding.ts'
import { offsetInput } from './int64.ts'

/**
 * The key, the value or a header value of a record as a row of a table shows it. The bytes stay at the back end;
 * `messages.read` and `messages.bytes` give more of them.
 */
export const fieldPreview = z.object({
  /** `null` (no value at all) and `empty` (no bytes) are different things in Kafka. */
  kind: z.enum(['null', 'empty', 'json', 'text', 'binary']),
  /** The beginning as text; for binary, as hex. Never longer than a few hundred characters. */
  text: z.string(),
  sizeBytes: z.number(),
  isCut: z.boolean(),
})
export type FieldPreview = z.infer<typeof fieldPreview>

export const messageRow = z.object({
  partition: z.number(),
  offset: z.bigint(),
  /** Milliseconds since 1970, or -1 where the record has none. */
  timestamp: z.bigint(),
  timestampType: z.enum(['create-time', 'log-append-time']),
  key: fieldPreview,
  value: fieldPreview,
  headers: z.array(z.object({ key: z.string(), value: fieldPreview })),
  /** Of key, value and headers together. */
  sizeBytes: z.number(),
})
export type MessageRow = z.infer<typeof messageRow>

/** Bytes as base64, or null where Kafka has null. */
const wholeBytes = z.string().nullable()

/** A record, whole and exact, with the facts of the batch it came in. */
export const message = z.object({
  partition: z.number(),
  offset: z.bigint(),
  timestamp: z.bigint(),
  timestampType: z.enum(['create-time', 'log-append-time']),
  keyBase64: wholeBytes,
  valueBase64: wholeBytes,
  /** In the order they were written, duplicates kept. */
  headers: z.array(z.object({ key: z.string(), valueBase64: wholeBytes })),
  batch: z.object({
    baseOffset: z.bigint(),
    recordCount: z.number(),
    sizeBytes: z.number(),
    compression: z.string(),
    leaderEpoch: z.number(),
    producerId: z.bigint(),
    producerEpoch: z.number(),
    baseSequence: z.number(),
    isTransactional: z.boolean(),
    isControl: z.boolean(),
  }),
})
export type Message = z.infer<typeof message>

export const partitionProgress = z.object({
  partition: z.number(),
  startOffset: z.bigint(),
  /** The next offset to be looked at. */
  position: z.bigint(),
  /** Where the scan of this partition ends, exclusive. */
  endOffset: z.bigint(),
  matchCount: z.number(),
  /** Set when the partition cannot be read to its end. */
  problem: z.string().nullable(),
})
export type PartitionProgress = z.infer<typeof partitionProgress>

/** How a scan ended. `complete`: every record of the range was looked at. */
export const scanVerdict = z.object({
  isComplete: z.boolean(),
  /** Why it is not complete: `limit` rows were found, it was stopped, or a partition could not be read. */
  reason: z.enum(['complete', 'limit', 'stopped', 'failed-partition', 'connection-lost', 'topic-deleted']),
  explanation: z.string(),
})
export type ScanVerdict = z.infer<typeof scanVerdict>

const onRecord = z.object({
  clusterId,
  topic: z.string(),
  partition: z.number().int().min(0),
  offset: offsetInput,
})

/** The first of its bytes, and what they were read as. */
const readField = z.object({
  isNull: z.boolean(),
  sizeBytes: z.number(),
  /** At most 256 KiB of them. */
  base64: z.string(),
  isCut: z.boolean(),
  decoded: decodedField,
})
export type ReadField = z.infer<typeof readField>

const readMessage = message.omit({ keyBase64: true, valueBase64: true, headers: true }).extend({
  /** What became of its transaction. */
  state: z.enum(['plain', 'committed', 'aborted', 'undecided', 'control']),
  sizeBytes: z.number(),
  /** Which record of its producer's sequence it is; -1 without one. */
  sequence: z.number(),
  key: readField,
  value: readField,
  headers: z.array(readField.extend({ key: z.string() })),
})
export type ReadMessage = z.infer<typeof readMessage>

export const messages = {
  /**
   * One record by its place, decoded, with as much of its bytes as a screen shows: however large it is, this is small.
   * `NOT_FOUND` when compaction or retention has removed it.
   */
  read: procedure.input(onRecord.extend({ decoding: topicDecoding.nullable() })).output(readMessage),
  /** A stretch of the bytes of a key, a value or a header value, for a view of all of it and for saving it. */
  bytes: procedure
    .input(
      onRecord.extend({
        part: z.discriminatedUnion('kind', [
          z.object({ kind: z.literal('key') }),
          z.object({ kind: z.literal('value') }),
          z.object({ kind: z.literal('header'), index: z.number().int().min(0) }),
        ]),
        from: z.number().int().min(0),
        count: z
          .number()
          .int()
          .min(1)
          .max(4 * 1024 * 1024),
      }),
    )
    .output(z.object({ base64: z.string(), totalBytes: z.number() })),
  /** One record by its place. `NOT_FOUND` when compaction or retention has removed it. */
  get: procedure
    .input(z.object({ clusterId, topic: z.string(), partition: z.number().int().min(0), offset: offsetInput }))
    .output(message),
}
