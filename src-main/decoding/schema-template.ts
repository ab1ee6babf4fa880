import protobuf from 'protobufjs'
import { z } from 'zod'
import { protobufTypes } from './protobuf-codec.ts'
import type { SchemaSource } from './schema-codec.ts'
import {
  fixed,
  fraction,
  madeText,
  madeValue,
  oneOf,
  textFor,
  truth,
  wholeNumber,
  writeTemplate,
  type TemplateShape,
} from './template-shape.ts'

/** Types that hold themselves end here. */
const deepest = 5

/**
 * A template whose messages fit a schema: each field is made up by its type, texts by what the field is called.
 * @throws Error when the schema cannot be read
 */
export function schemaTemplate(source: SchemaSource, messageType: string | null): string {
  if (source.kind === 'protobuf') return writeTemplate(protobufShape(protobufTypes(source).typeOf(messageType), 0))
  const schema = jsonOf(source.text)
  if (source.kind === 'avro') {
    const known = new Map<string, unknown>()
    for (const { text } of source.references) avroShape(jsonOf(text), { name: '', depth: 0, known })
    return writeTemplate(avroShape(schema, { name: '', depth: 0, known }))
  }
  return writeTemplate(jsonShape(schema, { name: '', depth: 0, root: schema }))
}

/** A registry gives the name of a primitive type without quotes. */
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text.trim()
  }
}

interface AvroPlace {
  /** Of the field that it is for. */
  readonly name: string
  readonly depth: number
  /** Types that have a name, for who refers to them. */
  readonly known: Map<string, unknown>
}

const avroObject = z.looseObject({
  type: z.unknown().optional(),
  name: z.string().optional(),
  namespace: z.string().optional(),
  logicalType: z.string().optional(),
  symbols: z.array(z.string()).default([]),
  size: z.number().default(0),
  scale: z.number().default(0),
  items: z.unknown().optional(),
  values: z.unknown().optional(),
  fields: z.array(z.looseObject({ name: z.string(), type: z.unknown() })).default([]),
})

function avroShape(schema: unknown, place: AvroPlace): TemplateShape {
  if (typeof schema === 'string') return avroPrimitive(schema, place)
  if (Array.isArray(schema)) {
    const branch: unknown = schema.find((each) => each !== 'null')
    const isTooDeep = place.depth >= deepest && schema.includes('null')
    return branch === undefined || isTooDeep ? fixed(null) : avroShape(branch, place)
  }
  const { type, name, namespace, ...rest } = avroObject.parse(schema)
  if (name !== undefined) {
    place.known.set(name, schema)
    if (namespace !== undefined) place.known.set(`${namespace}.${name}`, schema)
  }
  const below = { ...place, depth: place.depth + 1 }
  if (type === 'record') {
    const members = rest.fields.map(
      (field) => [field.name, avroShape(field.type, { ...below, name: field.name })] as const,
    )
    return { kind: 'object', members }
  }
  if (type === 'enum') return oneOf(rest.symbols)
  if (type === 'array') return { kind: 'list', items: place.depth >= deepest ? [] : [avroShape(rest.items, below)] }
  if (type === 'map') return { kind: 'object', members: [['key', avroShape(rest.values, { ...below, name: 'value' })]] }
  if (rest.logicalType === 'decimal') {
    return madeValue(`number.float({"min":0,"max":100,"fractionDigits":${rest.scale}})`)
  }
  if (type === 'fixed') return fixed(Buffer.alloc(rest.size).toString('base64'))
  return rest.logicalType === undefined ? avroShape(type, place) : avroLogical(rest.logicalType, type, place)
}

function avroLogical(logicalType: string, type: unknown, place: AvroPlace): TemplateShape {
  if (logicalType.endsWith('timestamp-millis')) return madeValue('now')
  if (logicalType === 'uuid') return madeText('string.uuid')
  return logicalType === 'date' ? madeValue('number.int({"min":0,"max":40000})') : avroShape(type, place)
}

function avroPrimitive(type: string, place: AvroPlace): TemplateShape {
  switch (type) {
    case 'null':
      return fixed(null)
    case 'boolean':
      return truth
    case 'int':
    case 'long':
      return wholeNumber
    case 'float':
    case 'double':
      return fraction
    case 'bytes':
      return fixed('AAEC')
    case 'string':
      return textFor(place.name)
    default: {
      const named = place.known.get(type) ?? place.known.get(type.split('.').at(-1) ?? type)
      return named === undefined || place.depth > deepest ? fixed(null) : avroShape(named, place)
    }
  }
}

const integers = new Set([
  'int32',
  'int64',
  'uint32',
  'uint64',
  'sint32',
  'sint64',
  'fixed32',
  'fixed64',
  'sfixed32',
  'sfixed64',
])

function protobufShape(type: protobuf.Type, depth: number): TemplateShape {
  if (type.fullName === '.google.protobuf.Timestamp') return madeText('today')
  const chosen = new Set(type.oneofsArray.map((oneof) => oneof.fieldsArray[0]?.name))
  const fields = type.fieldsArray.filter(({ partOf, name }) => partOf === null || chosen.has(name))
  return {
    kind: 'object',
    members: fields.flatMap((field) => {
      const value = protobufValue(field.resolve(), depth)
      if (value === null) return []
      if (field instanceof protobuf.MapField) {
        const key = field.keyType === 'string' ? 'key' : field.keyType === 'bool' ? 'true' : '1'
        return [[field.name, { kind: 'object', members: [[key, value]] }] as const]
      }
      return [[field.name, field.repeated ? ({ kind: 'list', items: [value] } as const) : value] as const]
    }),
  }
}

/** Null: it is left out. */
function protobufValue({ type, name, resolvedType }: protobuf.Field, depth: number): TemplateShape | null {
  if (resolvedType instanceof protobuf.Enum) return oneOf(Object.keys(resolvedType.values))
  if (resolvedType instanceof protobuf.Type) return depth >= deepest ? null : protobufShape(resolvedType, depth + 1)
  if (integers.has(type)) return wholeNumber
  if (type === 'bool') return truth
  if (type === 'bytes') return fixed('AAEC')
  return type === 'string' ? textFor(name) : fraction
}

interface JsonPlace {
  readonly name: string
  readonly depth: number
  /** Where references begin. */
  readonly root: unknown
}

const jsonObject = z.looseObject({
  type: z.union([z.string(), z.array(z.string())]).optional(),
  format: z.string().optional(),
  enum: z.array(z.unknown()).optional(),
  const: z.unknown().optional(),
  $ref: z.string().optional(),
  properties: z.record(z.string(), z.unknown()).optional(),
  items: z.unknown().optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  oneOf: z.array(z.unknown()).optional(),
  anyOf: z.array(z.unknown()).optional(),
})

const formats: Readonly<Record<string, TemplateShape>> = {
  'date-time': madeText('today'),
  date: fixed('2026-01-31'),
  email: madeText('internet.email'),
  uuid: madeText('string.uuid'),
  uri: madeText('internet.url'),
  ipv4: madeText('internet.ipv4'),
}

function jsonShape(schema: unknown, place: JsonPlace): TemplateShape {
  const parsed = jsonObject.safeParse(schema)
  if (!parsed.success || place.depth > deepest) return fixed(null)
  const { data } = parsed
  if (data.$ref !== undefined) return jsonShape(referred(data.$ref, place.root), { ...place, depth: place.depth + 1 })
  if (data.const !== undefined) return fixed(data.const)
  if (data.enum !== undefined) return oneOf(data.enum)
  const [branch] = data.oneOf ?? data.anyOf ?? []
  if (branch !== undefined) return jsonShape(branch, place)
  const type = Array.isArray(data.type) ? data.type.find((each) => each !== 'null') : data.type
  if (type === 'object' || data.properties !== undefined) {
    const members = Object.entries(data.properties ?? {}).map(
      ([name, each]) => [name, jsonShape(each, { ...place, name, depth: place.depth + 1 })] as const,
    )
    return { kind: 'object', members }
  }
  if (type === 'array') {
    const items = data.items === undefined ? [] : [jsonShape(data.items, { ...place, depth: place.depth + 1 })]
    return { kind: 'list', items }
  }
  if (type === 'integer' || type === 'number') return jsonNumber(type, data)
  if (type === 'boolean') return truth
  if (type === 'null') return fixed(null)
  return formats[data.format ?? ''] ?? textFor(place.name)
}

function jsonNumber(
  type: 'integer' | 'number',
  { minimum, maximum }: { minimum?: number | undefined; maximum?: number | undefined },
) {
  if (minimum === undefined && maximum === undefined) return type === 'integer' ? wholeNumber : fraction
  const min = minimum ?? Math.min(0, maximum ?? 0)
  const range = { min, max: maximum ?? min + 1000 }
  return type === 'integer'
    ? madeValue(`number.int(${JSON.stringify(range)})`)
    : madeValue(`number.float(${JSON.stringify({ ...range, fractionDigits: 2 })})`)
}

/** `#/definitions/Address` and the like; of other documents nothing is known here. */
function referred(reference: string, root: unknown): unknown {
  let found = root
  for (const step of reference.replace(/^#\/?/, '').split('/')) {
    if (step === '') continue
    const name = step.replaceAll('~1', '/').replaceAll('~0', '~')
    found = (found as Readonly<Record<string, unknown>> | null)?.[name]
  }
  return found === root ? null : found
}
