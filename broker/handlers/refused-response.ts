import type { Api } from '../protocol/api.ts'
import type { AnyField, Fields, StructInput } from '../schema/field.ts'
import { includesVersion } from '../schema/version-range.ts'

type Values = Readonly<Record<string, unknown>>

/** What every place in the response is filled from. */
interface Refusal {
  readonly version: number
  readonly errorCode: number
}

/**
 * The response to a request that nobody looks at: the error stands wherever the response has a place for one, and what
 * the request lists is listed again under the same names.
 */
export function refusedResponse(api: Api, request: Values, refusal: Refusal): StructInput<Fields> {
  return refused(api.response.fields, request, refusal)
}

function refused(fields: Fields, request: Values, refusal: Refusal): Values {
  const members = Object.entries(fields)
    .filter(([, field]) => includesVersion(field.versions, refusal.version))
    .map(([name, field]) => [name, name === 'errorCode' ? refusal.errorCode : repeated(field, request[name], refusal)])
  return Object.fromEntries(members) as Values
}

function repeated({ shape, default: zero }: AnyField, asked: unknown, refusal: Refusal): unknown {
  if (shape.kind === 'array') {
    const { element } = shape
    if (element.kind !== 'struct' || !Array.isArray(asked)) return zero as unknown
    return asked.filter(isStruct).map((item) => refused(element.fields, item, refusal))
  }
  if (shape.kind === 'struct' || shape.kind === 'records') return zero as unknown
  return typeof asked === typeof zero ? asked : (zero as unknown)
}

function isStruct(value: unknown): value is Values {
  return typeof value === 'object' && value !== null && !(value instanceof Uint8Array)
}
