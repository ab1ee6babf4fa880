import type { ByteReader } from '../bytes/byte-reader.ts'
import type { ByteWriter } from '../bytes/byte-writer.ts'
import type { AnyField, Fields } from './field.ts'
import { compileShapeReader } from './shape-reader.ts'
import { compileShapeWriter } from './shape-writer.ts'

/**
 * Turns a schema and a version into two functions. Everything that depends only on the version is decided here,
 * once; what is left for each message is a walk over closures.
 */
export type ReadValue = (reader: ByteReader) => unknown
export type WriteValue = (writer: ByteWriter, value: unknown) => void

export interface CompileContext {
  readonly version: number
  readonly flexible: boolean
  /** The way to the field, for error messages: `FetchRequest.topics.partitions`. */
  readonly path: string
}

export function compileReader(fields: Fields, context: CompileContext): ReadValue {
  return compileShapeReader({ kind: 'struct', fields }, neverNull, context)
}

export function compileWriter(fields: Fields, context: CompileContext): WriteValue {
  return compileShapeWriter({ kind: 'struct', fields }, neverNull, context)
}

const neverNull = false

/** A field of a struct, resolved for one version. */
export interface ResolvedField {
  readonly name: string
  readonly field: AnyField
  readonly place: 'inline' | 'tagged' | 'absent'
  readonly nullable: boolean
}

export function resolveFields(fields: Fields, version: number): ResolvedField[] {
  return Object.entries(fields).map(([name, field]) => {
    const present = version >= field.versions.min && version <= field.versions.max
    const tagged = present && version >= field.taggedVersions.min && version <= field.taggedVersions.max
    return {
      name,
      field,
      place: tagged ? 'tagged' : present ? 'inline' : 'absent',
      nullable: version >= field.nullable.min && version <= field.nullable.max,
    }
  })
}
