import protobuf from 'protobufjs'
import { DecodeError } from './decode-error.ts'
import { parseExactJson } from './exact-json.ts'
import { addProtobufFile } from './protobuf-files.ts'
import { plainMessage, protobufInput } from './protobuf-json.ts'
import type { MessageCodec, SchemaSource } from './schema-codec.ts'
import { texts } from '../languages/texts.ts'

const wellKnown = ['any', 'duration', 'timestamp', 'empty', 'struct', 'wrappers', 'field_mask'].map(
  (name) => `google/protobuf/${name}.proto`,
)

interface ProtobufTypes {
  readonly declared: readonly Declared[]
  /** By name, or by its place in the schema; null: the first. @throws DecodeError, Error when there is none */
  readonly typeOf: (messageType: string | readonly number[] | null) => protobuf.Type
}

/** @throws Error when the schema or something that it imports cannot be read */
export function protobufTypes({ text, references }: Pick<SchemaSource, 'text' | 'references'>): ProtobufTypes {
  const root = new protobuf.Root()
  for (const file of wellKnown) {
    const known = protobuf.common.get(file)
    if (known?.nested) root.addJSON(known.nested)
  }
  for (const { text: imported } of references) addProtobufFile(root, imported)
  addProtobufFile(root, text)
  root.resolveAll()
  const declared = declaredTypes(text)
  return {
    declared,
    typeOf: (messageType) => {
      const name = Array.isArray(messageType) ? nameAt(declared, messageType) : (messageType ?? declared[0]?.name)
      if (typeof name !== 'string') throw new DecodeError(texts.decoding.noMessage)
      return root.lookupType(name)
    },
  }
}

/** @throws Error when the schema or something that it imports cannot be read */
export function protobufCodec(source: SchemaSource): MessageCodec {
  const { declared, typeOf } = protobufTypes(source)
  return {
    messageTypes: flatten(declared),
    messagePath: (messageType) => (messageType === null ? [0] : (pathTo(declared, messageType) ?? [0])),
    decode: (bytes, messageType) => {
      const type = typeOf(messageType)
      return { content: plainMessage(type.decode(bytes), type), typeName: type.fullName.slice(1), complaint: null }
    },
    encode: (json, messageType) => {
      const type = typeOf(messageType)
      return Buffer.from(type.encode(protobufInput(parseExactJson(json), type)).finish())
    },
  }
}

interface Declared {
  readonly name: string
  readonly nested: readonly Declared[]
}

/** The messages of one file, in the order in which it declares them, which is what the registry counts by. */
function declaredTypes(text: string): Declared[] {
  const alone = new protobuf.Root()
  addProtobufFile(alone, text)
  return typesIn(alone)
}

function typesIn(space: protobuf.NamespaceBase): Declared[] {
  return space.nestedArray.flatMap((each): Declared[] => {
    if (each instanceof protobuf.Type) {
      // The entries of a map are messages on the wire only.
      return [{ name: each.fullName.slice(1), nested: typesIn(each) }]
    }
    return each instanceof protobuf.Namespace ? typesIn(each) : []
  })
}

function flatten(types: readonly Declared[]): string[] {
  return types.flatMap(({ name, nested }) => [name, ...flatten(nested)])
}

function nameAt(types: readonly Declared[], path: readonly number[]): string {
  let found: Declared | null = null
  let level = types
  for (const index of path) {
    found = level[index] ?? null
    if (found === null) throw new DecodeError(texts.decoding.noMessageAt(path.join('.')))
    level = found.nested
  }
  if (found === null) throw new DecodeError(texts.decoding.noType)
  return found.name
}

function pathTo(types: readonly Declared[], name: string): number[] | null {
  for (const [index, type] of types.entries()) {
    if (type.name === name) return [index]
    const below = pathTo(type.nested, name)
    if (below !== null) return [index, ...below]
  }
  return null
}
