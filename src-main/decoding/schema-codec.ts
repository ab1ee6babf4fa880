import type { SchemaKind } from '../api/decoding.ts'
import { avroCodec } from './avro-codec.ts'
import type { Plain } from './exact-json.ts'
import { jsonSchemaCodec } from './json-schema-codec.ts'
import { protobufCodec } from './protobuf-codec.ts'
import { schemaTemplate } from './schema-template.ts'

/** A schema with all that it refers to. */
export interface SchemaSource {
  readonly kind: SchemaKind
  readonly text: string
  /** Schemas that it imports, those they import themselves first. `name`: as the import names it. */
  readonly references: readonly { readonly name: string; readonly text: string }[]
}

export interface Decoded {
  readonly content: Plain
  /** What of the schema it is: a record or message type. */
  readonly typeName: string
  /** What does not fit although it could be read. */
  readonly complaint: string | null
}

/** Reads and writes messages of one schema. */
export interface MessageCodec {
  /**
   * `messageType`: of Protobuf, by name, or by its place in the schema as a path of indexes.
   * @throws Error when the bytes do not fit
   */
  decode(bytes: Buffer, messageType: string | readonly number[] | null): Decoded
  /** From JSON. @throws DecodeError when it does not fit the schema, saying where */
  encode(json: string, messageType: string | null): Buffer
  /** Of Protobuf: the messages that it declares, in order. */
  readonly messageTypes: readonly string[]
  /** Where a message type stands: what comes before a message in the registry's format. */
  messagePath(messageType: string | null): readonly number[]
}

export interface SchemaCodec extends MessageCodec {
  /** What messages that fit are made up from: a template as the generator takes it. */
  template(messageType: string | null): string
}

/** @throws Error when the schema itself cannot be read */
export function schemaCodec(source: SchemaSource): SchemaCodec {
  const codec = messageCodec(source)
  return { ...codec, template: (messageType) => schemaTemplate(source, messageType) }
}

function messageCodec(source: SchemaSource): MessageCodec {
  if (source.kind === 'avro') return avroCodec(source)
  return source.kind === 'protobuf' ? protobufCodec(source) : jsonSchemaCodec(source)
}
