import type { ByteReader } from '../bytes/byte-reader.ts'
import { MalformedBytesError } from '../bytes/malformed-bytes-error.ts'
import { resolveFields, type CompileContext, type ReadValue } from './resolved-field.ts'
import type { Fields, PrimitiveKind, Shape } from './field.ts'

/*
 * Lengths on the wire:
 *
 *              classic                      flexible (KIP-482)
 *   string     int16 length, -1 is null     unsigned varint length + 1, 0 is null
 *   bytes      int32 length, -1 is null     unsigned varint length + 1, 0 is null
 *   array      int32 count,  -1 is null     unsigned varint count + 1,  0 is null
 *   struct     -                            ... then unsigned varint number of tagged fields, each: tag, size, bytes
 *   null struct int8 -1, present int8 1     the same, but a tagged one int8 0
 */
type ReadLength = (reader: ByteReader) => number

const int16Length: ReadLength = (reader) => reader.int16()
const int32Length: ReadLength = (reader) => reader.int32()
const compactLength: ReadLength = (reader) => reader.unsignedVarint() - 1

const fixedWidth: Partial<Record<PrimitiveKind, ReadValue>> = {
  boolean: (reader) => reader.boolean(),
  int8: (reader) => reader.int8(),
  int16: (reader) => reader.int16(),
  uint16: (reader) => reader.uint16(),
  int32: (reader) => reader.int32(),
  int64: (reader) => reader.int64(),
  float64: (reader) => reader.float64(),
  uuid: (reader) => reader.uuid(),
}

function shapeReader(shape: Shape, nullable: boolean, context: CompileContext): ReadValue {
  switch (shape.kind) {
    case 'array':
      return arrayReader(shape.element, nullable, context)
    case 'struct':
      return nullable ? nullableStructReader(shape.fields, context) : structReader(shape.fields, context)
    default:
      return fixedWidth[shape.kind] ?? lengthReader(shape.kind, nullable, context)
  }
}

function lengthReader(kind: PrimitiveKind, nullable: boolean, context: CompileContext): ReadValue {
  const readLength = context.flexible ? compactLength : kind === 'string' ? int16Length : int32Length
  const readBody: (reader: ByteReader, length: number) => unknown =
    kind === 'string' ? (reader, length) => reader.utf8(length) : (reader, length) => reader.bytes(length)
  return (reader) => {
    const length = readLength(reader)
    if (length >= 0) return readBody(reader, length)
    return nullOrFail(length, nullable, context)
  }
}

function nullOrFail(length: number, nullable: boolean, context: CompileContext): null {
  if (length === -1 && nullable) return null
  throw new MalformedBytesError(
    length === -1
      ? `${context.path} is null in version ${context.version}`
      : `${context.path} has a length of ${length}`,
  )
}

function arrayReader(element: Shape, nullable: boolean, context: CompileContext): ReadValue {
  const readLength = context.flexible ? compactLength : int32Length
  const readElement = shapeReader(element, false, context)
  return (reader) => {
    const count = readLength(reader)
    if (count < 0) return nullOrFail(count, nullable, context)
    reader.claimElements(count)
    const values: unknown[] = []
    for (let index = 0; index < count; index++) values.push(readElement(reader))
    return values
  }
}

function nullableStructReader(fields: Fields, context: CompileContext): ReadValue {
  const readStruct = structReader(fields, context)
  return (reader) => (reader.int8() < 1 ? null : readStruct(reader))
}

/** Reads a struct of `fields` as the context's version has it. */
export function structReader(fields: Fields, context: CompileContext): ReadValue {
  const resolved = resolveFields(fields, context.version)
  const names = resolved.map(({ name }) => name)
  const defaults = resolved.map(({ field }): unknown => field.default)
  const tagged = new Map<number, { index: number; read: ReadValue }>()
  const inline: (ReadValue | null)[] = resolved.map(({ name, field, place, nullable }, index) => {
    if (place === 'absent') return null
    const read = shapeReader(field.shape, nullable, { ...context, path: `${context.path}.${name}` })
    if (place === 'inline') return read
    tagged.set(field.tag ?? -1, { index, read })
    return null
  })
  return (reader) => {
    // Every field is assigned in the order of the schema, so that all versions share one hidden class.
    const value: Record<string, unknown> = {}
    for (let index = 0; index < names.length; index++) {
      const read = inline[index]
      value[names[index] as string] = read ? read(reader) : defaults[index]
    }
    if (context.flexible) {
      readTagged(reader, (tag, body) => {
        const known = tagged.get(tag)
        if (known) value[names[known.index] as string] = known.read(body)
      })
    }
    return value
  }
}

/** Tags must rise; unknown ones are skipped, as KIP-482 demands. */
function readTagged(reader: ByteReader, accept: (tag: number, body: ByteReader) => void): void {
  const count = reader.unsignedVarint()
  let previous = -1
  for (let index = 0; index < count; index++) {
    const tag = reader.unsignedVarint()
    if (tag <= previous) throw new MalformedBytesError(`tag ${tag} follows tag ${previous}: tags must rise`)
    previous = tag
    accept(tag, reader.part(reader.unsignedVarint()))
  }
}
