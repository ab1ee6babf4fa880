import { ByteWriter } from '../bytes/byte-writer.ts'
import { resolveFields, type CompileContext, type ResolvedField, type WriteValue } from './resolved-field.ts'
import { UnwritableValueError } from './unwritable-value-error.ts'
import type { Fields, PrimitiveKind, Shape } from './field.ts'

/* The lengths on the wire are drawn in shape-reader.ts. */
type WriteLength = (writer: ByteWriter, length: number) => void

const int16Length: WriteLength = (writer, length) => writer.int16(length)
const int32Length: WriteLength = (writer, length) => writer.int32(length)
const compactLength: WriteLength = (writer, length) => writer.unsignedVarint(length + 1)

const fixedWidth: Partial<Record<PrimitiveKind, WriteValue>> = {
  boolean: (writer, value) => writer.boolean(value as boolean),
  int8: (writer, value) => writer.int8(value as number),
  int16: (writer, value) => writer.int16(value as number),
  uint16: (writer, value) => writer.uint16(value as number),
  int32: (writer, value) => writer.int32(value as number),
  int64: (writer, value) => writer.int64(value as bigint),
  float64: (writer, value) => writer.float64(value as number),
  uuid: (writer, value) => writer.uuid(value as string),
}

function shapeWriter(shape: Shape, nullable: boolean, context: CompileContext): WriteValue {
  switch (shape.kind) {
    case 'array':
      return orNull(arrayWriter(shape.element, context), {
        nullable,
        context,
        writeNull: lengthOf(context, int32Length),
      })
    case 'struct':
      return nullable ? nullableStructWriter(shape.fields, context) : structWriter(shape.fields, context)
    case 'string':
      return orNull(stringWriter(context), { nullable, context, writeNull: lengthOf(context, int16Length) })
    case 'bytes':
    case 'records':
      return orNull(bytesWriter(context), { nullable, context, writeNull: lengthOf(context, int32Length) })
    default:
      return checked(fixedWidth[shape.kind] as WriteValue, context)
  }
}

function lengthOf(context: CompileContext, classic: WriteLength): WriteLength {
  return context.flexible ? compactLength : classic
}

function checked(write: WriteValue, context: CompileContext): WriteValue {
  return (writer, value) => {
    if (value === undefined || value === null) throw missing(context)
    write(writer, value)
  }
}

function orNull(
  write: WriteValue,
  options: { readonly nullable: boolean; readonly context: CompileContext; readonly writeNull: WriteLength },
): WriteValue {
  return (writer, value) => {
    if (value !== null && value !== undefined) write(writer, value)
    else if (value === null && options.nullable) options.writeNull(writer, -1)
    else throw missing(options.context)
  }
}

function missing(context: CompileContext): Error {
  return new UnwritableValueError(`${context.path} must have a value in version ${context.version}`)
}

function stringWriter(context: CompileContext): WriteValue {
  const writeLength = lengthOf(context, int16Length)
  return (writer, value) => {
    const text = value as string
    const byteLength = Buffer.byteLength(text)
    if (byteLength > 32767 && !context.flexible) {
      throw new UnwritableValueError(`${context.path} takes at most 32767 bytes, not ${byteLength}`)
    }
    writeLength(writer, byteLength)
    writer.utf8(text, byteLength)
  }
}

function bytesWriter(context: CompileContext): WriteValue {
  const writeLength = lengthOf(context, int32Length)
  return (writer, value) => {
    const body = value as Uint8Array
    writeLength(writer, body.byteLength)
    writer.bytes(body)
  }
}

function arrayWriter(element: Shape, context: CompileContext): WriteValue {
  const writeLength = lengthOf(context, int32Length)
  const writeElement = shapeWriter(element, false, context)
  return (writer, value) => {
    const values = value as readonly unknown[]
    writeLength(writer, values.length)
    for (const each of values) writeElement(writer, each)
  }
}

function nullableStructWriter(fields: Fields, context: CompileContext): WriteValue {
  const writeStruct = structWriter(fields, context)
  const nullMarker = context.place === 'tagged' ? 0 : -1
  return (writer, value) => {
    writer.int8(value === null ? nullMarker : 1)
    if (value !== null) writeStruct(writer, value)
  }
}

interface FieldWriter extends ResolvedField {
  readonly write: WriteValue
}

/** Writes a struct of `fields` as the context's version has it. */
export function structWriter(fields: Fields, context: CompileContext): WriteValue {
  const resolved = resolveFields(fields, context.version)
  const writable = resolved.flatMap((each): FieldWriter[] => {
    if (each.place === 'absent') return []
    const inner = { ...context, path: `${context.path}.${each.name}`, place: each.place }
    return [{ ...each, write: shapeWriter(each.field.shape, each.nullable, inner) }]
  })
  const inline = writable.filter(({ place }) => place === 'inline')
  const tagged = writable.filter(({ place }) => place === 'tagged').toSorted((a, b) => tagOf(a) - tagOf(b))
  const refused = resolved.filter(({ place, field }) => place === 'absent' && !field.ignorable)
  return (writer, value) => {
    const members = value as Record<string, unknown>
    for (const { name, field } of refused) refuseLoss(members[name], { name, default: field.default, context })
    for (const { name, field, write } of inline) {
      const member = members[name]
      write(writer, member === undefined ? field.default : member)
    }
    if (context.flexible) writeTagged(writer, tagged, members)
  }
}

function tagOf({ field }: FieldWriter): number {
  return field.tag ?? -1
}

/** A value that the version cannot carry must not vanish silently, unless the schema says that it may. */
function refuseLoss(
  member: unknown,
  field: { readonly name: string; readonly default: unknown; readonly context: CompileContext },
): void {
  if (member === undefined || isSameValue(member, field.default)) return
  const { path, version } = field.context
  throw new UnwritableValueError(`${path}.${field.name} has a value, but version ${version} cannot carry it`)
}

function writeTagged(writer: ByteWriter, tagged: readonly FieldWriter[], members: Record<string, unknown>): void {
  const present = tagged.filter(({ name, field }) => {
    const member = members[name]
    return member !== undefined && !isSameValue(member, field.default)
  })
  writer.unsignedVarint(present.length)
  for (const { name, field, write } of present) {
    const body = new ByteWriter(64)
    write(body, members[name])
    writer.unsignedVarint(field.tag ?? 0)
    writer.unsignedVarint(body.length)
    for (const chunk of body.chunks()) writer.bytes(chunk)
  }
}

/** Equality as far as defaults need it: primitives, empty arrays, empty bytes, and structs of those. */
function isSameValue(left: unknown, right: unknown): boolean {
  if (Object.is(left, right)) return true
  if (left === null || right === null || typeof left !== 'object' || typeof right !== 'object') return false
  if (left instanceof Uint8Array && right instanceof Uint8Array) return left.byteLength === 0 && right.byteLength === 0
  if (Array.isArray(left) || Array.isArray(right)) {
    return Array.isArray(left) && Array.isArray(right) && left.length === 0 && right.length === 0
  }
  return Object.entries(right).every(([name, value]) => isSameValue((left as Record<string, unknown>)[name], value))
}
