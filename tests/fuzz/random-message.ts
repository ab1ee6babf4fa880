import type { Api } from '../../broker/protocol/api.ts'
import { encodeRequest } from '../../broker/protocol/request-frame.ts'
import { UnwritableValueError } from '../../broker/schema/unwritable-value-error.ts'
import type { AnyField, Fields, Shape, Struct } from '../../broker/schema/field.ts'
import { includesVersion } from '../../broker/schema/version-range.ts'
import { zeroUuid } from '../../broker/bytes/uuid.ts'
import type { Chance } from './chance.ts'

/** What a random message may speak of, so that it gets past the first check and into the broker. */
export interface Vocabulary {
  readonly words: readonly string[]
  readonly topicIds: readonly string[]
  /** Whole record batches. */
  readonly batches: readonly Uint8Array[]
}

/** Numbers at which checks have their edges. */
const EDGES = [-1, 0, 1, 2, 3, 127, -128, 255, 32767, -32768, 65535, 2 ** 31 - 1, -(2 ** 31)]

/** Fields by which a request says how long it wants to wait: long waits are no hangs, and would only slow things down. */
const WAITS = new Set(['maxWaitMs', 'timeoutMs', 'rebalanceTimeoutMs', 'sessionTimeoutMs', 'transactionTimeoutMs'])

/** A message that follows its schema, with values that make sense more often than not. */
export function randomStruct(fields: Fields, version: number, source: Source): Struct<Fields> {
  const members = Object.entries(fields).map(([name, field]) => [
    name,
    randomField(name, field, { version, ...source }),
  ])
  return Object.fromEntries(members) as Struct<Fields>
}

/** A whole random request, with its size in front. */
export function encodeAny(
  api: Api,
  { version, correlationId, ...source }: Source & { readonly version: number; readonly correlationId: number },
): Buffer {
  for (;;) {
    const value = randomStruct(api.request.fields, version, source)
    try {
      return Buffer.concat(encodeRequest(api, { version, correlationId, clientId: 'fuzzer', value }))
    } catch (error) {
      // A field without a form in this version got a value: nothing that could be sent.
      if (!(error instanceof UnwritableValueError)) throw error
    }
  }
}

interface Source {
  readonly chance: Chance
  readonly vocabulary: Vocabulary
}

interface Place extends Source {
  readonly version: number
}

function randomField(name: string, field: AnyField, place: Place): unknown {
  const { version, chance } = place
  if (!includesVersion(field.versions, version)) return field.default as unknown
  if (includesVersion(field.nullable, version) && chance.oneIn(6)) return null
  if (WAITS.has(name)) return chance.below(20)
  return randomShape(field.shape, place)
}

function randomShape(shape: Shape, place: Place): unknown {
  if (shape.kind === 'array') {
    return Array.from({ length: place.chance.below(4) }, () => randomShape(shape.element, place))
  }
  if (shape.kind === 'struct') return randomStruct(shape.fields, place.version, place)
  return primitives[shape.kind](place)
}

const primitives: Readonly<Record<Exclude<Shape['kind'], 'array' | 'struct'>, (place: Place) => unknown>> = {
  boolean: ({ chance }) => chance.oneIn(2),
  int8: ({ chance }) => integer(chance, 8),
  int16: ({ chance }) => integer(chance, 16),
  uint16: ({ chance }) => chance.below(65_536),
  int32: ({ chance }) => integer(chance, 32),
  int64: ({ chance }) => (chance.oneIn(4) ? chance.bigInt64() : BigInt(integer(chance, 32))),
  float64: ({ chance }) => chance.pick([0, -1, 1, Number.MAX_VALUE, Number.NaN, Number.POSITIVE_INFINITY]),
  uuid: ({ chance, vocabulary }) =>
    chance.oneIn(4)
      ? Buffer.from(chance.bytes(16)).toString('base64url')
      : chance.pick([zeroUuid, ...vocabulary.topicIds]),
  string: ({ chance, vocabulary }) =>
    chance.oneIn(6) ? Buffer.from(chance.bytes(chance.below(12))).toString('latin1') : chance.pick(vocabulary.words),
  bytes: ({ chance }) => Buffer.from(chance.bytes(chance.below(40))),
  records: ({ chance, vocabulary }) =>
    Buffer.from(chance.oneIn(4) ? chance.bytes(chance.below(100)) : chance.pick(vocabulary.batches)),
}

function integer(chance: Chance, bits: number): number {
  const value = chance.oneIn(4) ? Number(BigInt.asIntN(bits, chance.bigInt64())) : chance.pick(EDGES)
  return Number(BigInt.asIntN(bits, BigInt(value)))
}
