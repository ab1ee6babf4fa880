import type { AnyField, Fields, Shape } from '../../../broker/schema/field.ts'
import { includesVersion } from '../../../broker/schema/version-range.ts'

/** A request as stories write it down: fields of any version, with what matters. */
export type Request = Readonly<Record<string, unknown>>

/** The part of `value` that `version` can carry, with the schema's defaults (zero, empty, null) where nothing is said. */
export function asOfVersion(fields: Fields, version: number, value: Request): Request {
  const members = Object.entries(fields)
    .filter(([, field]) => includesVersion(field.versions, version))
    .map(([name, field]) => [name, memberOf(field, version, value[name])])
  return Object.fromEntries(members) as Request
}

function memberOf(field: AnyField, version: number, value: unknown): unknown {
  if (value === undefined) return field.default
  if (value === null && !includesVersion(field.nullable, version)) return zeroOf(field.shape, version)
  return shaped(field.shape, version, value)
}

function shaped(shape: Shape, version: number, value: unknown): unknown {
  if (value === null) return null
  if (shape.kind === 'array') return (value as unknown[]).map((each) => shaped(shape.element, version, each))
  if (shape.kind === 'struct') return asOfVersion(shape.fields, version, value as Request)
  return value
}

/** What stands where null has no form. */
function zeroOf(shape: Shape, version: number): unknown {
  if (shape.kind === 'array') return []
  if (shape.kind === 'struct') return asOfVersion(shape.fields, version, {})
  return shape.kind === 'string' ? '' : new Uint8Array(0)
}
