import type { Api } from '../protocol/api.ts'
import type { AnyField, Fields, StructInput } from '../schema/field.ts'

type Values = Readonly<Record<string, unknown>>

/**
 * The response to a request that nobody looks at: the error stands wherever the response has a place for one, and what
 * the request lists is listed again under the same names.
 */
export function refusedResponse(api: Api, request: Values, errorCode: number): StructInput<Fields> {
  return refused(api.response.fields, request, errorCode)
}

function refused(fields: Fields, request: Values, errorCode: number): Values {
  const members = Object.entries(fields).map(([name, field]) => [
    name,
    name === 'errorCode' ? errorCode : repeated(field, request[name], errorCode),
  ])
  return Object.fromEntries(members) as Values
}

function repeated({ shape, default: zero }: AnyField, asked: unknown, errorCode: number): unknown {
  if (shape.kind === 'array') {
    const { element } = shape
    if (element.kind !== 'struct' || !Array.isArray(asked)) return zero as unknown
    return asked.filter(isStruct).map((item) => refused(element.fields, item, errorCode))
  }
  if (shape.kind === 'struct' || shape.kind === 'records') return zero as unknown
  return typeof asked === typeof zero ? asked : (zero as unknown)
}

function isStruct(value: unknown): value is Values {
  return typeof value === 'object' && value !== null && !(value instanceof Uint8Array)
}
