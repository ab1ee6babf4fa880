import protobuf from 'protobufjs'
import { DecodeError } from './decode-error.ts'
import { parseExactJson } from './exact-json.ts'
import { plainMessage, protobufInput } from './protobuf-json.ts'
import type { SchemaCodec, SchemaSource } from './schema-codec.ts'

const wellKnown = ['any', 'duration', 'timestamp', 'empty', 'struct', 'wrappers', 'field_mask'].map(
  (name) => `google/protobuf/${name}.proto`,
)

/** @throws Error when the schema or something that it imports cannot be read */
export function protobufCodec({ text, references }: SchemaSource): SchemaCodec {
  const root = new protobuf.Root()
  for (const file of wellKnown) {
    const known = protobuf.common.get(file)
    if (known?.nested) root.addJSON(known.nested)
  }
  const options = { keepCase: true }
  for (const { text: imported } of references) protobuf.parse(imported, root, options)
  protobuf.parse(text, root, options)
  root.resolveAll()
  const declared = declaredTypes(text)
  const typeOf = (messageType: string | readonly number[] | null): protobuf.Type => {
    const name = Array.isArray(messageType) ? nameAt(declared, messageType) : (messageType ?? declared[0]?.name)
    if (typeof name !== 'string') throw new DecodeError('the schema declares no message')
    return root.lookupType(name)
  }
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
  protobuf.parse(text, alone, { keepCase: true })
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
    if (found === null) throw new DecodeError(`the schema has no message at ${path.join('.')}`)
    level = found.nested
  }
  if (found === null) throw new DecodeError('the message names no type')
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
