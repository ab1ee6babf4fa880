import protobuf from 'protobufjs'
import { DecodeError } from './decode-error.ts'
import { isPlainObject, numberText, type Plain } from './exact-json.ts'
import { texts } from '../languages/texts.ts'

// Protobuf's JSON mapping, with one difference: 64-bit integers are numbers here, every digit kept, and not strings.

const longTypes = new Set(['int64', 'uint64', 'sint64', 'fixed64', 'sfixed64'])

interface Longish {
  readonly low: number
  readonly high: number
  readonly unsigned: boolean
}

/** A message as plain data; fields that are not set are left out, as the mapping does. */
export function plainMessage(message: protobuf.Message, type: protobuf.Type): Plain {
  const values = message as unknown as Record<string, unknown>
  const special = wellKnownJson(values, type)
  if (special !== undefined) return special
  const plain: Record<string, Plain> = {}
  for (const field of type.fieldsArray) {
    field.resolve()
    if (!Object.hasOwn(values, field.name) && (field.partOf !== null || field.repeated || field.map)) continue
    const value = values[field.name]
    if (value === undefined || value === null) continue
    plain[field.name] = plainField(field, value)
  }
  return plain
}

function plainField(field: protobuf.Field, value: unknown): Plain {
  if (field.map) {
    const entries = Object.entries(value as Record<string, unknown>)
    return Object.fromEntries(entries.map(([key, each]) => [mapKey(field, key), plainValue(field, each)]))
  }
  return field.repeated ? (value as unknown[]).map((each) => plainValue(field, each)) : plainValue(field, value)
}

/** Keys of 64 bits are kept as eight bytes in a string. */
function mapKey(field: protobuf.Field, key: string): string {
  if (!(field instanceof protobuf.MapField)) return key
  const { keyType } = field
  if (!longTypes.has(keyType) || key.length !== 8) return key
  const long = protobuf.util.longFromHash(key, keyType.startsWith('u'))
  return String(bigintOf(long as unknown as Longish))
}

function plainValue({ type, resolvedType }: protobuf.Field, value: unknown): Plain {
  if (resolvedType instanceof protobuf.Type) return plainMessage(value as protobuf.Message, resolvedType)
  if (resolvedType instanceof protobuf.Enum) return resolvedType.valuesById[Number(value)] ?? Number(value)
  if (longTypes.has(type)) {
    return typeof value === 'object' && value !== null ? bigintOf(value as Longish) : BigInt(value as number)
  }
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64')
  return value as Plain
}

function bigintOf({ low, high, unsigned }: Longish): bigint {
  const bits = (BigInt(high >>> 0) << 32n) | BigInt(low >>> 0)
  return unsigned ? bits : BigInt.asIntN(64, bits)
}

function wellKnownJson(values: Record<string, unknown>, type: protobuf.Type): Plain | undefined {
  const name = type.fullName
  if (!name.startsWith('.google.protobuf.')) return undefined
  const seconds = () => secondsOf(values['seconds'])
  const nanos = typeof values['nanos'] === 'number' ? values['nanos'] : 0
  if (name === '.google.protobuf.Timestamp') {
    const whole = new Date(Number(seconds()) * 1000)
    if (Number.isNaN(whole.getTime())) return undefined
    return whole.toISOString().replace(/\.000Z$/, nanos === 0 ? 'Z' : `.${String(nanos).padStart(9, '0')}Z`)
  }
  if (name === '.google.protobuf.Duration') {
    const sign = seconds() < 0n || nanos < 0 ? '-' : ''
    const fraction = nanos === 0 ? '' : `.${String(Math.abs(nanos)).padStart(9, '0')}`
    return `${sign}${String(seconds()).replace('-', '')}${fraction}s`
  }
  const isWrapper = /\.(?:Double|Float|U?Int64|U?Int32|Bool|String|Bytes)Value$/.test(name)
  const field = type.fields['value']
  if (!isWrapper || field === undefined) return undefined
  return plainValue(field, Object.hasOwn(values, 'value') ? values['value'] : field.typeDefault)
}

function secondsOf(value: unknown): bigint {
  if (typeof value === 'object' && value !== null) return bigintOf(value as Longish)
  return typeof value === 'number' ? BigInt(value) : 0n
}

/** A message from plain data. @throws DecodeError where it does not fit the type, saying where */
export function protobufInput(value: Plain, type: protobuf.Type): protobuf.Message {
  return type.create(inputFor(value, type, type.name))
}

function inputFor(value: Plain, type: protobuf.Type, path: string): Record<string, unknown> {
  const known = wellKnownInput(value, type)
  if (known !== undefined) return known
  if (!isPlainObject(value)) throw new DecodeError(texts.decoding.mustBeAnObject(path))
  const input: Record<string, unknown> = {}
  for (const [name, each] of Object.entries(value)) {
    const field = type.fields[name] ?? type.fieldsArray.find((candidate) => camelCase(candidate.name) === name)
    if (field === undefined) throw new DecodeError(texts.decoding.noField(`${path}.${name}`, type.name))
    if (each === null) continue
    field.resolve()
    input[field.name] = fieldInput(field, each, `${path}.${name}`)
  }
  return input
}

function fieldInput(field: protobuf.Field, value: Plain, path: string): unknown {
  if (field.map) {
    if (!isPlainObject(value)) throw new DecodeError(texts.decoding.mustBeAnObject(path))
    return Object.fromEntries(
      Object.entries(value).map(([key, each]) => [key, valueInput(field, each, `${path}.${key}`)]),
    )
  }
  if (!field.repeated) return valueInput(field, value, path)
  if (!Array.isArray(value)) throw new DecodeError(texts.decoding.mustBeAList(path))
  return value.map((each, index) => valueInput(field, each as Plain, `${path}[${index}]`))
}

function valueInput({ type, resolvedType }: protobuf.Field, value: Plain, path: string): unknown {
  if (resolvedType instanceof protobuf.Type) return inputFor(value, resolvedType, path)
  if (resolvedType instanceof protobuf.Enum) {
    const number = typeof value === 'string' ? resolvedType.values[value] : Number(numberText(value) ?? Number.NaN)
    if (number === undefined || Number.isNaN(number)) {
      throw new DecodeError(texts.decoding.mustBeOneOf(path, Object.keys(resolvedType.values)))
    }
    return number
  }
  const text = numberText(value) ?? (typeof value === 'string' ? value : null)
  if (type === 'string') return typeof value === 'string' ? value : refuse(path, 'text')
  if (type === 'bytes') return typeof value === 'string' ? Buffer.from(value, 'base64') : refuse(path, 'base64')
  if (type === 'bool') return typeof value === 'boolean' ? value : refuse(path, 'true or false')
  if (text === null) return refuse(path, 'a number')
  if (longTypes.has(type)) return /^-?\d+$/.test(text) ? longOf(BigInt(text), type) : refuse(path, 'an integer')
  const number = Number(text)
  if (Number.isNaN(number) && text !== 'NaN') return refuse(path, 'a number')
  return number
}

function longOf(value: bigint, type: string): unknown {
  const unsigned = type === 'uint64' || type === 'fixed64'
  return new protobuf.util.Long(Number(BigInt.asIntN(32, value)), Number(BigInt.asIntN(32, value >> 32n)), unsigned)
}

function wellKnownInput(value: Plain, type: protobuf.Type): Record<string, unknown> | undefined {
  if (type.fullName === '.google.protobuf.Timestamp' && typeof value === 'string') {
    const time = Date.parse(value)
    if (Number.isNaN(time)) throw new DecodeError(texts.decoding.noTime(value))
    const nanos = /\.(\d{1,9})/.exec(value)?.[1] ?? ''
    return { seconds: longOf(BigInt(Math.floor(time / 1000)), 'int64'), nanos: Number(nanos.padEnd(9, '0')) }
  }
  const field = type.fields['value']
  if (!/^\.google\.protobuf\.\w+Value$/.test(type.fullName) || field === undefined || isPlainObject(value)) {
    return undefined
  }
  return { value: valueInput(field, value, type.name) }
}

/** As the JSON mapping names a field. */
function camelCase(name: string): string {
  return name.replaceAll(/_+([a-z])/g, (_match, letter: string) => letter.toUpperCase())
}

function refuse(path: string, wanted: string): never {
  throw new DecodeError(texts.decoding.mustBe(path, wanted))
}
