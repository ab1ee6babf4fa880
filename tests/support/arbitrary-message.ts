import * as fc from 'fast-check'
import { zeroUuid } from '../../broker/bytes/uuid.ts'
import type { AnyField, Fields, Shape } from '../../broker/schema/field.ts'
import { includesVersion } from '../../broker/schema/version-range.ts'

type Value = fc.Arbitrary<unknown>

const uuidText = fc
  .uint8Array({ minLength: 16, maxLength: 16 })
  .map((bytes) => Buffer.from(bytes).toString('base64url'))
const anyBytes = fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes))

const primitives: Record<Exclude<Shape['kind'], 'array' | 'struct'>, Value> = {
  boolean: fc.boolean(),
  int8: fc.integer({ min: -128, max: 127 }),
  int16: fc.integer({ min: -32768, max: 32767 }),
  uint16: fc.integer({ min: 0, max: 65535 }),
  int32: fc.integer({ min: -2147483648, max: 2147483647 }),
  int64: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  float64: fc.double(),
  uuid: fc.oneof(uuidText, fc.constant(zeroUuid)),
  // "binary" means every code point there is, without halves of surrogate pairs: those have no UTF-8.
  string: fc.string({ unit: 'binary', maxLength: 12 }),
  bytes: anyBytes,
  records: anyBytes,
}

/**
 * Values that a reader of `version` could have come up with: any value where the version carries the field, the
 * default where it does not.
 */
export function arbitraryStruct(fields: Fields, version: number): fc.Arbitrary<Record<string, unknown>> {
  const members = Object.entries(fields).map(([name, field]) => [name, arbitraryField(field, version)] as const)
  return fc.record(Object.fromEntries(members))
}

function arbitraryField(field: AnyField, version: number): Value {
  if (!includesVersion(field.versions, version)) return fc.constant(field.default as unknown)
  const value = arbitraryShape(field.shape, version)
  return includesVersion(field.nullable, version) ? fc.option(value, { nil: null, freq: 4 }) : value
}

function arbitraryShape(shape: Shape, version: number): Value {
  if (shape.kind === 'array') return fc.array(arbitraryShape(shape.element, version), { maxLength: 3 })
  if (shape.kind === 'struct') return arbitraryStruct(shape.fields, version)
  return primitives[shape.kind]
}
