import { z } from 'zod'
import { procedure } from './base.ts'
import { clusterId } from './clusters.ts'
import { schemaKind } from './decoding.ts'
import { offsetInput, timestampInput } from './int64.ts'

/** Where the schema is that JSON is written with. */
export const schemaPlace = z.discriminatedUnion('from', [
  z.object({
    from: z.literal('registry'),
    /** Null: `<topic>-key` or `<topic>-value`, as clients name it. Its latest version is used, and its id goes with the message. */
    subject: z.string().min(1).nullable(),
  }),
  z.object({ from: z.literal('file'), name: z.string() }),
])

/** Bytes to be written: text is taken as UTF-8; null is Kafka's null (as a value: a tombstone). */
const content = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('null') }),
  z.object({ kind: z.literal('text'), text: z.string() }),
  z.object({ kind: z.literal('base64'), base64: z.base64() }),
  /** JSON that is written as its schema says. */
  z.object({
    kind: z.literal('encoded'),
    json: z.string(),
    schema: schemaPlace,
    /** Of Protobuf, where the schema has several; null: the first. */
    messageType: z.string().nullable(),
  }),
])
export type Content = z.infer<typeof content>

export const compressionCodec = z.enum(['none', 'gzip', 'snappy', 'lz4', 'zstd'])
export type CompressionCodec = z.infer<typeof compressionCodec>

export const produceInput = z.object({
  clusterId,
  topic: z.string(),
  /** Null: by the key's hash as Java's default partitioner does it, or any partition when there is no key. */
  partition: z.number().int().min(0).nullable(),
  key: content,
  value: content,
  /** Written in this order; the same key may come several times. */
  headers: z.array(z.object({ key: z.string(), value: content })),
  /** Milliseconds since 1970; null: now. */
  timestamp: timestampInput.nullable(),
  compression: compressionCodec,
  acks: z.enum(['all', 'leader', 'none']),
})
export type ProduceInput = z.infer<typeof produceInput>

const contentCheck = z.object({
  /** Why it cannot be written so; null: it can. */
  problem: z.string().nullable(),
  /** For people: "Avro, schema 7 of orders-value". Empty when no schema was found. */
  label: z.string(),
  kind: schemaKind.nullable(),
  messageTypes: z.array(z.string()),
  sizeBytes: z.number(),
})
export type ContentCheck = z.infer<typeof contentCheck>

const written = z.object({ partition: z.number(), offset: z.bigint().nullable(), timestamp: z.bigint() })

export const producing = {
  /** Whether a key or value could be written as it stands, for a form to say while it is filled in. */
  check: procedure
    .input(z.object({ clusterId, topic: z.string(), part: z.enum(['key', 'value']), content }))
    .output(contentCheck),
  /** Writes one record and says where it is. With acks `none` nobody can know: the offset is null. */
  produce: procedure.input(produceInput).output(written),
  /** Writes a record once more, byte for byte, wherever it is to go; its bytes do not leave the back end. */
  resend: procedure
    .input(
      z.object({
        clusterId,
        topic: z.string(),
        from: z.object({ clusterId, topic: z.string(), partition: z.number().int().min(0), offset: offsetInput }),
        keepsTimestamp: z.boolean(),
      }),
    )
    .output(written),
}
