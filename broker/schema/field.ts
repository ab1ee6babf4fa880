import { parseVersions, type VersionRange, type VersionText } from './version-range.ts'

/**
 * Fields of messages, as data. A message is written down once, in the terms of Kafka's own specifications, and both
 * directions of its codec and its TypeScript type follow from that.
 */

/** What a schema says about a type, apart from where it stands. */
export type Shape =
  | { readonly kind: PrimitiveKind }
  | { readonly kind: 'array'; readonly element: Shape }
  | { readonly kind: 'struct'; readonly fields: Readonly<Record<string, AnyField>> }

export type PrimitiveKind =
  | 'boolean'
  | 'int8'
  | 'int16'
  | 'uint16'
  | 'int32'
  | 'int64'
  | 'float64'
  | 'uuid'
  | 'string'
  | 'bytes'
  | 'records'

export interface FieldOptions {
  /** Versions of the message that carry the field. All of them when left out. */
  readonly versions?: VersionText
  /** Versions in which the field may be null. */
  readonly nullable?: VersionText
  /** The tag of an optional field (KIP-482), in the versions given by `taggedVersions`. */
  readonly tag?: number
  /** Versions in which the field is tagged; those of `versions` when left out and a tag is given. */
  readonly taggedVersions?: VersionText
  /**
   * What a reader sees where a version does not carry the field, and what is written where a writer left it out.
   * Zero, empty or false when left out here. A field that has a default, or that some versions lack, is optional
   * for writers.
   */
  readonly default?: unknown
  /** Whether a value may be dropped silently where the version cannot carry it. Otherwise writing it is an error. */
  readonly ignorable?: boolean
}

/** `Value` is what a reader gets; `Optional` is true where a writer may leave the field out. */
export interface Field<Value, Optional extends boolean = boolean> {
  readonly shape: Shape
  readonly versions: VersionRange
  readonly nullable: VersionRange
  readonly tag: number | null
  readonly taggedVersions: VersionRange
  readonly default: Value
  readonly ignorable: boolean
  /** Only for the type system; there is no such property. */
  readonly '~types'?: { value: Value; optional: Optional }
}

// oxlint-disable-next-line typescript/no-explicit-any -- the type parameter is invariant; only `any` accepts every field
export type AnyField = Field<any>
export type Fields = Readonly<Record<string, AnyField>>

type OrNull<T, O> = O extends { nullable: VersionText } ? T | null : T
type IsOptional<O> = O extends { default: unknown } ? true : O extends { versions: VersionText } ? true : false
type FieldOf<T, O> = Field<OrNull<T, O>, IsOptional<O>>

/** A value type that can stand in an array: a primitive or a struct. */
export interface Element<Value, Written = Value> {
  readonly shape: Shape
  readonly zero: unknown
  readonly '~element'?: { value: Value; written: Written }
}

type ValueOfField<F> = F extends Field<infer V> ? V : never
type OptionalKeys<F extends Fields> = { [K in keyof F]: F[K] extends Field<infer _, true> ? K : never }[keyof F]

/** What reading a struct of these fields gives: every field, defaults filled in. */
export type StructValue<F extends Fields> = { [K in keyof F]: ValueOfField<F[K]> }

/** What writing a struct of these fields takes: fields with a default or with versions may be left out. */
export type StructInput<F extends Fields> = {
  [K in Exclude<keyof F, OptionalKeys<F>>]: InputOf<ValueOfField<F[K]>>
} & {
  [K in OptionalKeys<F>]?: InputOf<ValueOfField<F[K]>> | undefined
}

/** The writer's view of a reader's type: structs carry their own input type with them. */
export type InputOf<V> = V extends { readonly '~input'?: infer I }
  ? Exclude<I, undefined>
  : V extends readonly (infer E)[]
    ? readonly InputOf<E>[]
    : V

/** A struct's value that remembers what a writer may leave out. */
export type Struct<F extends Fields> = StructValue<F> & { readonly '~input'?: StructInput<F> }

function field<T, const O extends FieldOptions>(shape: Shape, zero: T, options: O | undefined): FieldOf<T, O> {
  const given: FieldOptions = options ?? {}
  const versions = parseVersions(given.versions ?? '0+')
  const tag = given.tag ?? null
  const built: Field<unknown> = {
    shape,
    versions,
    nullable: parseVersions(given.nullable ?? 'none'),
    tag,
    taggedVersions:
      tag === null ? parseVersions('none') : given.taggedVersions ? parseVersions(given.taggedVersions) : versions,
    default: given.default === undefined ? zero : given.default,
    ignorable: given.ignorable ?? false,
  }
  return built as FieldOf<T, O>
}

const emptyBytes: Uint8Array = new Uint8Array(0)
const zeroUuidText = 'AAAAAAAAAAAAAAAAAAAAAA'

function primitive<T>(kind: PrimitiveKind, zero: T) {
  const shape: Shape = { kind }
  return <const O extends FieldOptions = FieldOptions>(options?: O): FieldOf<T, O> => field<T, O>(shape, zero, options)
}

export const boolean = primitive<boolean>('boolean', false)
export const int8 = primitive<number>('int8', 0)
export const int16 = primitive<number>('int16', 0)
export const uint16 = primitive<number>('uint16', 0)
export const int32 = primitive<number>('int32', 0)
export const int64 = primitive<bigint>('int64', 0n)
export const float64 = primitive<number>('float64', 0)
/** 22 characters of base64url; see `broker/bytes/uuid.ts`. */
export const uuid = primitive<string>('uuid', zeroUuidText)
export const string = primitive<string>('string', '')
export const bytes = primitive<Uint8Array>('bytes', emptyBytes)

/** Record batches, opaque to the codec and never copied. Always nullable, as everywhere in Kafka's specifications. */
export function records<const O extends FieldOptions = FieldOptions>(
  options?: O,
): Field<Uint8Array | null, IsOptional<O>> {
  const built = field<Uint8Array | null, FieldOptions>({ kind: 'records' }, null, { nullable: '0+', ...options })
  return built as Field<Uint8Array | null, IsOptional<O>>
}

/** A named group of fields; by itself an element of an array, with `nested` a field. */
export function struct<const F extends Fields>(fields: F): Element<Struct<F>> {
  return { shape: { kind: 'struct', fields }, zero: null }
}

export function nested<const F extends Fields, const O extends FieldOptions = FieldOptions>(
  fields: F,
  options?: O,
): FieldOf<Struct<F>, O> {
  const zero: Record<string, unknown> = {}
  for (const [name, member] of Object.entries(fields)) zero[name] = member.default
  return field<Struct<F>, O>({ kind: 'struct', fields }, zero as Struct<F>, options)
}

export function array<V, const O extends FieldOptions = FieldOptions>(
  element: Element<V> | Field<V>,
  options?: O,
): FieldOf<readonly V[], O> {
  return field<readonly V[], O>({ kind: 'array', element: element.shape }, [], options)
}
