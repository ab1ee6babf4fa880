import type { ByteReader } from '../bytes/byte-reader.ts'
import { ByteWriter } from '../bytes/byte-writer.ts'
import type { Fields, Struct, StructInput } from './field.ts'
import type { ReadValue, WriteValue } from './resolved-field.ts'
import { structReader } from './shape-reader.ts'
import { structWriter } from './shape-writer.ts'
import { includesVersion, parseVersions, type VersionRange, type VersionText } from './version-range.ts'

/**
 * A message: a struct with a name and versions. Requests, responses, metadata records and coordinator records are
 * all messages in this sense.
 */
export interface Message<F extends Fields = Fields> {
  readonly name: string
  readonly validVersions: VersionRange
  /** Versions in which strings, arrays and bytes have compact lengths and structs end with tagged fields (KIP-482). */
  readonly flexibleVersions: VersionRange
  readonly fields: F
  /** One compiled codec per version, made on first use. */
  readonly codecs: Map<number, CompiledCodec>
}

interface CompiledCodec {
  readonly read: ReadValue
  readonly write: WriteValue
}

/** Thrown for a version that a message does not have: whoever asks must have looked at `validVersions` before. */
export class UnsupportedVersionError extends Error {
  override readonly name = 'UnsupportedVersionError'
}

/** What reading `M` gives. */
export type ValueOf<M> = M extends Message<infer F> ? Struct<F> : never

/** What writing `M` takes; fields with a default may be left out. */
export type InputFor<M> = M extends Message<infer F> ? StructInput<F> : never

export function message<const F extends Fields>(definition: {
  readonly name: string
  readonly validVersions: VersionText
  readonly flexibleVersions: VersionText
  readonly fields: F
}): Message<F> {
  return {
    name: definition.name,
    validVersions: parseVersions(definition.validVersions),
    flexibleVersions: parseVersions(definition.flexibleVersions),
    fields: definition.fields,
    codecs: new Map(),
  }
}

/** Reads one message of `version` and leaves the reader behind it. @throws MalformedBytesError */
export function readMessage<F extends Fields>(schema: Message<F>, version: number, reader: ByteReader): Struct<F> {
  return codecFor(schema, version).read(reader) as Struct<F>
}

/** Writes `value` as `version`. @throws UnwritableValueError when the version cannot carry it. */
export function writeMessage<F extends Fields>(
  schema: Message<F>,
  version: number,
  target: { readonly writer: ByteWriter; readonly value: StructInput<F> },
): void {
  codecFor(schema, version).write(target.writer, target.value)
}

/** `value` in `version`, as one piece of bytes. */
export function encodeMessage<F extends Fields>(schema: Message<F>, version: number, value: StructInput<F>): Buffer {
  const writer = new ByteWriter()
  writeMessage(schema, version, { writer, value })
  return writer.toBytes()
}

export function isFlexible(schema: Message, version: number): boolean {
  return includesVersion(schema.flexibleVersions, version)
}

function codecFor(schema: Message, version: number): CompiledCodec {
  const known = schema.codecs.get(version)
  if (known) return known
  if (!includesVersion(schema.validVersions, version)) {
    const { min, max } = schema.validVersions
    throw new UnsupportedVersionError(`${schema.name} has the versions ${min} to ${max}, not ${version}`)
  }
  const context = { version, flexible: isFlexible(schema, version), path: schema.name }
  const made = { read: structReader(schema.fields, context), write: structWriter(schema.fields, context) }
  schema.codecs.set(version, made)
  return made
}
