import { z } from 'zod'
import { procedure } from './base.ts'
import { clusterId } from './clusters.ts'
import { say } from './languages/texts.ts'

/** How bytes are read. `auto` looks at each message; `kafka-internal` knows the topics that Kafka keeps for itself. */
export const fieldFormat = z.enum([
  'auto',
  'text',
  'json',
  'avro',
  'protobuf',
  'json-schema',
  'msgpack',
  'cbor',
  'xml',
  'uuid',
  'int8',
  'int16',
  'int16-le',
  'int32',
  'int32-le',
  'int64',
  'int64-le',
  'uint8',
  'uint16',
  'uint16-le',
  'uint32',
  'uint32-le',
  'uint64',
  'uint64-le',
  'float32',
  'float32-le',
  'float64',
  'float64-le',
  'hex',
  'base64',
  'kafka-internal',
])
export type FieldFormat = z.infer<typeof fieldFormat>

export const fieldDecoding = z.object({
  format: fieldFormat,
  /** A local schema, by its name. Null: by the registry, which the message itself names a schema of. */
  schemaFile: z.string().nullable(),
  /** Of Protobuf: the message type, where the schema file has several. */
  messageType: z.string().nullable(),
})
export type FieldDecoding = z.infer<typeof fieldDecoding>

export const topicDecoding = z.object({ key: fieldDecoding, value: fieldDecoding })
export type TopicDecoding = z.infer<typeof topicDecoding>

export const automatic: FieldDecoding = { format: 'auto', schemaFile: null, messageType: null }

/** Of which topics a choice is remembered: of one, or of all whose names fit a pattern with `*`. */
export const decodingScope = z.object({ kind: z.enum(['topic', 'pattern']), name: z.string().min(1).max(300) })
export type DecodingScope = z.infer<typeof decodingScope>

/** A registry that speaks Confluent's REST interface. The secret is kept in memory only. */
export const registryPlace = z.object({
  url: z.url({ protocol: /^https?$/, ...say('registryAddress') }),
  auth: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('none') }),
    z.object({ kind: z.literal('basic'), user: z.string(), password: z.string() }),
    z.object({ kind: z.literal('bearer'), token: z.string() }),
  ]),
})
export type RegistryPlace = z.infer<typeof registryPlace>

export const schemaKind = z.enum(['avro', 'protobuf', 'json-schema'])
export type SchemaKind = z.infer<typeof schemaKind>

export const schemaFile = z.object({
  name: z.string().min(1).max(200),
  kind: schemaKind,
  text: z.string().max(5_000_000),
})
export type SchemaFile = z.infer<typeof schemaFile>

/** What was made of bytes, and what was tried before. */
export const decodedField = z.object({
  /** Null: nothing fits, it is shown in hex; or there are no bytes. */
  format: fieldFormat.nullable(),
  /** For people: "Avro, schema 7 of the registry (shop.Order)". */
  label: z.string(),
  text: z.string(),
  /** `text` is JSON, every digit kept. */
  isJson: z.boolean(),
  /** `text` is only the beginning. */
  isCut: z.boolean(),
  attempts: z.array(z.object({ format: fieldFormat, why: z.string() })),
})
export type DecodedField = z.infer<typeof decodedField>

const onTopic = z.object({ clusterId, topic: z.string() })
const onCluster = z.object({ clusterId })

export const decoding = {
  /** What holds for a topic: its own choice, or that of the longest pattern that fits, or `auto`. */
  choice: procedure.input(onTopic).output(z.object({ decoding: topicDecoding, scope: decodingScope.nullable() })),
  remember: procedure.input(onCluster.extend({ scope: decodingScope, decoding: topicDecoding })).output(z.void()),
  forget: procedure.input(onCluster.extend({ scope: decodingScope })).output(z.void()),
  /** Whether a registry is set, without its secret; `needsSecret` after a restart. */
  registry: procedure.input(onCluster).output(
    z
      .object({
        url: z.string(),
        authKind: z.enum(['none', 'basic', 'bearer']),
        user: z.string(),
        needsSecret: z.boolean(),
      })
      .nullable(),
  ),
  /** Null: none any more. */
  setRegistry: procedure.input(onCluster.extend({ registry: registryPlace.nullable() })).output(z.void()),
  /** Asks a registry for its subjects. */
  testRegistry: procedure.input(z.object({ registry: registryPlace })).output(z.object({ subjectCount: z.number() })),
  /** With the names of the message types that each declares (Protobuf), in order. */
  schemaFiles: procedure.output(
    z.array(schemaFile.pick({ name: true, kind: true }).extend({ messageTypes: z.array(z.string()) })),
  ),
  /** `REJECTED` when it cannot be read as what it is said to be. Gives the names of its message types (Protobuf). */
  addSchemaFile: procedure.input(schemaFile).output(z.object({ messageTypes: z.array(z.string()) })),
  removeSchemaFile: procedure.input(z.object({ name: z.string() })).output(z.void()),
}
