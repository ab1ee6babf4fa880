import { z } from 'zod'
import { procedure } from './base.ts'
import { clusterId } from './clusters.ts'
import { timestampInput } from './int64.ts'

/** Bytes to be written: text is taken as UTF-8; null is Kafka's null (as a value: a tombstone). */
const content = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('null') }),
  z.object({ kind: z.literal('text'), text: z.string() }),
  z.object({ kind: z.literal('base64'), base64: z.base64() }),
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

export const producing = {
  /** Writes one record and says where it is. With acks `none` nobody can know: the offset is null. */
  produce: procedure
    .input(produceInput)
    .output(z.object({ partition: z.number(), offset: z.bigint().nullable(), timestamp: z.bigint() })),
}
