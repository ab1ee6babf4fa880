import type { SchemaFile, SchemaKind } from '../api/decoding.ts'
import type { Content } from '../api/producing.ts'
import { bytesOf } from './content.ts'
import { DecodeError } from './decode-error.ts'
import { framed } from './registry-framing.ts'
import type { SchemaCodec } from './schema-codec.ts'
import type { SchemaRegistry } from './schema-registry.ts'
import { fileCodec } from './topic-decoder.ts'
import { texts } from '../languages/texts.ts'

type EncodedContent = Extract<Content, { kind: 'encoded' }>

/** With what content that has a schema is written. */
export interface EncodingPlace {
  readonly topic: string
  readonly part: 'key' | 'value'
  readonly schemaFiles: readonly SchemaFile[]
  /** Null: none is set, or its secret is missing. */
  readonly registry: SchemaRegistry | null
}

export interface FoundSchema {
  readonly kind: SchemaKind
  readonly codec: SchemaCodec
  /** For people. */
  readonly label: string
  /** Null: of a file, whose messages name no schema. */
  readonly schemaId: number | null
}

/** The bytes that a user's input means; null is Kafka's null. @throws DecodeError when it does not fit its schema */
export async function encodeContent(content: Content, place: EncodingPlace): Promise<Uint8Array | null> {
  if (content.kind !== 'encoded') return bytesOf(content)
  return encodeWith(await schemaFor(content, place), content)
}

/** @throws DecodeError why there is none at hand */
export async function schemaFor({ schema }: EncodedContent, place: EncodingPlace): Promise<FoundSchema> {
  if (schema.from === 'file') {
    const file = place.schemaFiles.find(({ name }) => name === schema.name)
    if (file === undefined) throw new DecodeError(texts.decoding.noSchemaFile(schema.name))
    const codec = fileCodec(file, place.schemaFiles)
    return { kind: file.kind, codec, label: `${kindNames[file.kind]}, file ${file.name}`, schemaId: null }
  }
  const { registry, topic, part } = place
  if (registry === null) throw new DecodeError(texts.decoding.noRegistry)
  const subject = schema.subject ?? `${topic}-${part}`
  const { id, kind, codec } = await registry.latest(subject)
  return { kind, codec, label: `${kindNames[kind]}, schema ${id} of ${subject}`, schemaId: id }
}

/** @throws DecodeError where it does not fit */
export function encodeWith({ kind, codec, schemaId }: FoundSchema, content: EncodedContent): Buffer {
  const message = encoded(codec, content)
  if (schemaId === null) return message
  return framed(schemaId, kind === 'protobuf' ? codec.messagePath(content.messageType) : null, message)
}

function encoded(codec: SchemaCodec, { json, messageType }: EncodedContent): Buffer {
  try {
    return codec.encode(json, messageType)
  } catch (error) {
    if (error instanceof SyntaxError) throw new DecodeError(texts.decoding.noJson(error.message))
    throw error
  }
}

const kindNames = { avro: 'Avro', protobuf: 'Protobuf', 'json-schema': 'JSON Schema' } as const satisfies Record<
  SchemaKind,
  string
>
