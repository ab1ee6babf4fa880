import { isUtf8 } from 'node:buffer'
import { bufferOf } from '../../broker/bytes/buffer-of.ts'
import type { FieldDecoding, FieldFormat, RegistryPlace, SchemaFile, TopicDecoding } from '../api/decoding.ts'
import { binaryFormats } from './binary-formats.ts'
import { DecodeError, reasonOf } from './decode-error.ts'
import type { Plain } from './exact-json.ts'
import { internalReader } from './internal-topics.ts'
import { payloadOf, schemaIdOf, splitMessagePath } from './registry-framing.ts'
import { schemaCodec, type SchemaCodec } from './schema-codec.ts'
import { schemaRegistryAt, type SchemaRegistry } from './schema-registry.ts'
import { texts } from '../languages/texts.ts'

/** All that decoding needs to know, in a form that can be sent to another thread. */
export interface DecodingSetup {
  readonly decoding: TopicDecoding
  readonly registry: RegistryPlace | null
  readonly schemaFiles: readonly SchemaFile[]
}

export interface KeyAndValue {
  readonly key: Uint8Array | null
  readonly value: Uint8Array | null
}

export interface Attempt {
  readonly format: FieldFormat
  readonly why: string
}

/** What bytes were read as. `format` null: as nothing, `content` are the bytes. */
export interface Reading {
  readonly format: FieldFormat | null
  readonly content: Plain | Uint8Array
  readonly label: string
  readonly attempts: readonly Attempt[]
  /** What does not fit its schema although it could be read. */
  readonly complaint?: string
}

/** Decodes the messages of one topic as it was chosen, or by what each message itself looks like. */
export class TopicDecoder {
  readonly #topic: string
  readonly #setup: DecodingSetup
  readonly #registry: SchemaRegistry | null
  readonly #fileCodecs = new Map<string, SchemaCodec>()

  constructor(topic: string, setup: DecodingSetup) {
    this.#topic = topic
    this.#setup = setup
    this.#registry = setup.registry === null ? null : schemaRegistryAt(setup.registry)
  }

  /** Fetches the schemas that these messages name. Never fails: who is not there is told of by `read`. */
  async prepare(records: Iterable<KeyAndValue>): Promise<void> {
    if (this.#registry === null) return
    const ids = new Set<number>()
    for (const { key, value } of records) {
      for (const bytes of [key, value]) {
        const id = schemaIdOf(bytes)
        if (id !== null) ids.add(id)
      }
    }
    if (ids.size > 0) await this.#registry.prepare(ids)
  }

  /** Never throws: what cannot be read is given as bytes, with what was tried. */
  read(part: 'key' | 'value', record: KeyAndValue): Reading {
    const bytes = record[part]
    if (bytes === null) return { format: null, content: null, label: 'null', attempts: [] }
    const attempts: Attempt[] = []
    for (const choice of this.#candidates(part, bytes)) {
      try {
        return { ...this.#readAs(choice, part, record), attempts }
      } catch (error) {
        attempts.push({ format: choice.format, why: reasonOf(error) })
      }
    }
    return { format: null, content: bytes, label: texts.decoding.labels.bytes, attempts }
  }

  /** A header is text or it is bytes: nobody says more of it. */
  readHeader(bytes: Uint8Array | null): Reading {
    if (bytes === null) return { format: null, content: null, label: 'null', attempts: [] }
    if (!isText(bytes)) return { format: null, content: bytes, label: texts.decoding.labels.bytes, attempts: [] }
    return {
      format: 'text',
      content: bufferOf(bytes).toString('utf8'),
      label: texts.decoding.labels.text,
      attempts: [],
    }
  }

  /** One after the other: a scan asks this of millions of records, and the first is mostly right. */
  *#candidates(part: 'key' | 'value', bytes: Uint8Array): Generator<FieldDecoding, void, undefined> {
    const chosen = this.#setup.decoding[part]
    if (chosen.format !== 'auto') return yield chosen
    if (internalReader(this.#topic) !== null) yield { ...chosen, format: 'kafka-internal' }
    // Which of the three it is, the registry knows.
    if (schemaIdOf(bytes) !== null) yield { ...chosen, format: 'avro' }
    if (looksLikeJson(bytes)) yield { ...chosen, format: 'json' }
    if (isText(bytes)) return yield { ...chosen, format: 'text' }
    yield { ...chosen, format: 'msgpack' }
    yield { ...chosen, format: 'cbor' }
  }

  #readAs(choice: FieldDecoding, part: 'key' | 'value', record: KeyAndValue): Omit<Reading, 'attempts'> {
    const { format } = choice
    const bytes = bufferOf(record[part] ?? new Uint8Array(0))
    if (format === 'kafka-internal') return this.#readInternal(part, record)
    if (format === 'avro' || format === 'protobuf' || format === 'json-schema') {
      return this.#readWithSchema(choice, bytes)
    }
    const decode = binaryFormats[format]
    if (decode === undefined) throw new DecodeError(texts.decoding.nothingReadsIt)
    const content = decode(bytes)
    // Almost any bytes are some number or word in these; only a whole structure is worth believing.
    const isGuess = this.#setup.decoding[part].format === 'auto' && (format === 'msgpack' || format === 'cbor')
    if (isGuess && (typeof content !== 'object' || content === null)) throw new DecodeError(texts.decoding.noListNoMap)
    return { format, content, label: format === 'text' ? texts.decoding.labels.text : (labels[format] ?? format) }
  }

  #readInternal(part: 'key' | 'value', { key, value }: KeyAndValue): Omit<Reading, 'attempts'> {
    const read = internalReader(this.#topic)
    if (read === null) throw new DecodeError(texts.decoding.notInternal(this.#topic))
    const record = { key: key === null ? null : bufferOf(key), value: value === null ? null : bufferOf(value) }
    return { format: 'kafka-internal', content: read(part, record), label: texts.decoding.labels.ofKafka(this.#topic) }
  }

  #readWithSchema({ format, schemaFile, messageType }: FieldDecoding, bytes: Buffer): Omit<Reading, 'attempts'> {
    if (schemaFile !== null) {
      const codec = this.#fileCodec(schemaFile)
      const { content, typeName, complaint } = codec.decode(bytes, messageType)
      return { format, content, ...labelled(typeName, texts.decoding.labels.ofFile(schemaFile), complaint) }
    }
    const id = schemaIdOf(bytes)
    if (id === null) throw new DecodeError(texts.decoding.noSchemaId)
    if (this.#registry === null) {
      throw new DecodeError(texts.decoding.mayNameSchema(id))
    }
    const { kind, codec } = this.#registry.known(id)
    const payload = payloadOf(bytes)
    const { path, message } = kind === 'protobuf' ? splitMessagePath(payload) : { path: null, message: payload }
    const { content, typeName, complaint } = codec.decode(message, messageType ?? path)
    return { format: kind, content, ...labelled(typeName, texts.decoding.labels.ofRegistry(id), complaint) }
  }

  #fileCodec(name: string): SchemaCodec {
    const known = this.#fileCodecs.get(name)
    if (known !== undefined) return known
    const file = this.#setup.schemaFiles.find((each) => each.name === name)
    if (file === undefined) throw new DecodeError(texts.decoding.noSchemaFile(name))
    const codec = fileCodec(file, this.#setup.schemaFiles)
    this.#fileCodecs.set(name, codec)
    return codec
  }
}

/** Other files of the same kind can be imported by their names. @throws Error when the schema cannot be read */
export function fileCodec(file: SchemaFile, others: readonly SchemaFile[]): SchemaCodec {
  const references = others.filter(({ kind, name, text }) => {
    return (
      kind === file.kind && name !== file.name && (kind === 'json-schema' || file.text.includes(importedAs(name, text)))
    )
  })
  return schemaCodec({ kind: file.kind, text: file.text, references })
}

/** What a file that imports this one has in it. */
function importedAs(name: string, text: string): string {
  return /"name"\s*:\s*"([^"]+)"/.exec(text)?.[1] ?? name
}

function labelled(typeName: string, source: string, complaint: string | null): Pick<Reading, 'label' | 'complaint'> {
  const label = `${typeName}, ${source}`
  return complaint === null ? { label } : { label: texts.decoding.labels.thatDoesNotFit(label, complaint), complaint }
}

const labels: Partial<Record<FieldFormat, string>> = {
  json: 'JSON',
  msgpack: 'MessagePack',
  cbor: 'CBOR',
  xml: 'XML',
  uuid: 'UUID',
}

function looksLikeJson(bytes: Uint8Array): boolean {
  const first = bytes.find((byte) => byte > 0x20)
  if (first === undefined || !isUtf8(bytes)) return false
  return '{["-0123456789tfn'.includes(String.fromCodePoint(first))
}

/** Valid UTF-8 without control characters: eight bytes of a long are often valid UTF-8, too. */
function isText(bytes: Uint8Array): boolean {
  if (!isUtf8(bytes)) return false
  return bytes.every((byte) => byte >= 0x20 || byte === 0x09 || byte === 0x0a || byte === 0x0d)
}
