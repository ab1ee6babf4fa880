import avro from 'avsc'
import { LosslessNumber } from 'lossless-json'
import { plainOf } from './binary-formats.ts'
import { DecodeError, reasonOf } from './decode-error.ts'
import { isPlainObject, numberText, parseExactJson, type Plain } from './exact-json.ts'
import type { MessageCodec, SchemaSource } from './schema-codec.ts'
import { texts } from '../languages/texts.ts'

/** Longs keep all of their 64 bits. */
const exactLong = avro.types.LongType.__with({
  fromBuffer: (bytes: Buffer) => bytes.readBigInt64LE(),
  toBuffer: (value: bigint) => {
    const bytes = Buffer.alloc(8)
    bytes.writeBigInt64LE(value)
    return bytes
  },
  fromJSON: (value: number | string) => BigInt(value),
  toJSON: (value: bigint) => Number(value),
  isValid: (value: unknown) => typeof value === 'bigint' && BigInt.asIntN(64, value) === value,
  compare: (a: bigint, b: bigint) => (a === b ? 0 : a < b ? -1 : 1),
})

/** Bytes that are a decimal: an integer in two's complement, and how many of its digits stand behind the point. */
class DecimalType extends avro.types.LogicalType {
  readonly #scale: number

  constructor(schema: avro.Schema, options?: unknown) {
    super(schema, options as ConstructorParameters<typeof avro.types.LogicalType>[1])
    const { scale } = schema as { scale?: unknown }
    this.#scale = typeof scale === 'number' ? scale : 0
  }

  protected override _fromValue(value: Uint8Array): LosslessNumber {
    const hex = Buffer.from(value).toString('hex')
    const unscaled = hex === '' ? 0n : BigInt.asIntN(value.length * 8, BigInt(`0x${hex}`))
    return new LosslessNumber(withPoint(unscaled, this.#scale))
  }

  protected override _toValue(value: unknown): Buffer | undefined {
    const text = numberText(value as Plain)
    if (text === null) return undefined
    const [whole = '', fraction = ''] = text.split('.')
    if (fraction.length > this.#scale || /[eE]/.test(text)) return undefined
    return twosComplement(BigInt(whole + fraction.padEnd(this.#scale, '0')))
  }
}

function withPoint(unscaled: bigint, scale: number): string {
  if (scale === 0) return String(unscaled)
  const digits = String(unscaled < 0n ? -unscaled : unscaled).padStart(scale + 1, '0')
  return `${unscaled < 0n ? '-' : ''}${digits.slice(0, -scale)}.${digits.slice(-scale)}`
}

function twosComplement(value: bigint): Buffer {
  let size = 1
  while (BigInt.asIntN(size * 8, value) !== value) size += 1
  return Buffer.from(
    BigInt.asUintN(size * 8, value)
      .toString(16)
      .padStart(size * 2, '0'),
    'hex',
  )
}

/** @throws Error when the schema cannot be read */
export function avroCodec({ text, references }: SchemaSource): MessageCodec {
  const registry: Record<string, avro.Type> = {}
  const options = {
    registry,
    logicalTypes: { decimal: DecimalType },
    typeHook: (schema: unknown) => {
      const name =
        typeof schema === 'string' ? schema : isPlainObject(schema as Plain) ? (schema as { type: unknown }).type : null
      return name === 'long' ? exactLong : undefined
    },
  } as unknown as Parameters<typeof avro.Type.forSchema>[1]
  const parse = (source: string) => avro.Type.forSchema(schemaOf(source), options)
  for (const reference of references) parse(reference.text)
  const type = parse(text)
  const typeName = type.name ?? type.typeName
  return {
    messageTypes: [],
    messagePath: () => [],
    decode: (bytes) => {
      const value: unknown = type.fromBuffer(bytes)
      return { content: plainOf(value), typeName, complaint: null }
    },
    encode: (json) => {
      const value = valueFor(type, parseExactJson(json))
      type.isValid(value, {
        errorHook: (path, found) => {
          const shown = typeof found === 'bigint' ? String(found) : JSON.stringify(found)
          throw new DecodeError(
            texts.decoding.doesNotFit(path.join('.') || texts.decoding.theValue, shown ?? texts.decoding.itIsMissing),
          )
        },
      })
      return type.toBuffer(value)
    },
  }
}

function schemaOf(text: string): avro.Schema {
  try {
    return JSON.parse(text) as avro.Schema
  } catch {
    // A registry gives the name of a primitive type without quotes.
    return text.trim()
  }
}

/** JSON as the type wants its values: longs as bigint, bytes from base64, fields that are left out by their defaults. */
function valueFor(type: avro.Type, value: Plain): unknown {
  const name = type.typeName
  if (name.startsWith('logical:')) return value
  if (name.startsWith('abstract:long') || type === exactLong) return bigintOf(value)
  const number = numberText(value)
  if (number !== null && name !== 'union:unwrapped' && name !== 'union:wrapped') return Number(number)
  if ((name === 'bytes' || name === 'fixed') && typeof value === 'string') return Buffer.from(value, 'base64')
  if (type instanceof avro.types.ArrayType && Array.isArray(value)) {
    return value.map((each) => valueFor(type.itemsType, each as Plain))
  }
  if (type instanceof avro.types.MapType && isPlainObject(value)) {
    const values = type.valuesType as avro.Type
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, valueFor(values, each)]))
  }
  if (type instanceof avro.types.RecordType && isPlainObject(value)) return recordFor(type, value)
  if (type instanceof avro.types.UnwrappedUnionType) return unionFor(type.types, value)
  if (type instanceof avro.types.WrappedUnionType && isPlainObject(value)) {
    const branches = type.types
    return Object.fromEntries(
      Object.entries(value).map(([branch, each]) => {
        const found = branches.find((candidate) => (candidate.name ?? candidate.typeName) === branch)
        return [branch, found === undefined ? each : valueFor(found, each)]
      }),
    )
  }
  return value
}

function recordFor(type: avro.types.RecordType, value: { readonly [name: string]: Plain }): unknown {
  const unknown = Object.keys(value).find((name) => !type.fields.some((field) => field.name === name))
  if (unknown !== undefined) {
    throw new DecodeError(texts.decoding.noField(unknown, type.name ?? texts.decoding.theRecord))
  }
  return Object.fromEntries(
    type.fields.map((field) => {
      const given = value[field.name]
      return [field.name, given === undefined ? field.defaultValue() : valueFor(field.type, given)]
    }),
  )
}

function unionFor(branches: readonly avro.Type[], value: Plain): unknown {
  for (const branch of branches) {
    try {
      const candidate = valueFor(branch, value)
      if (branch.isValid(candidate)) return candidate
    } catch (error) {
      if (!(error instanceof DecodeError)) throw new DecodeError(reasonOf(error))
    }
  }
  return value
}

function bigintOf(value: Plain): unknown {
  const text = numberText(value)
  return text !== null && /^-?\d+$/.test(text) ? BigInt(text) : value
}
