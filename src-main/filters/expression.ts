import { Environment } from '@marcbachmann/cel-js'
import { bufferOf } from '../../broker/bytes/buffer-of.ts'
import { numberText, type Plain } from '../decoding/exact-json.ts'
import { FilterSyntaxError } from './filter-syntax-error.ts'
import type { FilterRecord, RecordContents, RecordFilter } from './record-filter.ts'
import { recordSize } from './record-size.ts'

/** What CEL computes with: integers are bigint, every other number is a double. */
type CelValue = null | boolean | string | number | bigint | Uint8Array | CelValue[] | { [name: string]: CelValue }

const environment = new Environment({ homogeneousAggregateLiterals: false, enableOptionalTypes: true })
  .registerVariable('key', 'dyn')
  .registerVariable('value', 'dyn')
  .registerVariable('keyText', 'dyn')
  .registerVariable('valueText', 'dyn')
  .registerVariable('headers', 'dyn')
  .registerVariable('partition', 'dyn')
  .registerVariable('offset', 'dyn')
  .registerVariable('timestamp', 'dyn')
  .registerVariable('size', 'dyn')
  // As other consoles name it, so that expressions can be taken along.
  .registerVariable('record', 'dyn')

/**
 * A filter in CEL. A record matches when the expression gives `true`; whatever else it gives, or what it fails with, is
 * an error of the filter.
 *
 * @throws FilterSyntaxError
 */
export function compileExpression(expression: string): RecordFilter {
  const evaluate = parse(expression)
  const matches: RecordFilter['matches'] = (record, contents) => {
    const result: unknown = evaluate(expressionVariables(record, contents))
    if (typeof result === 'boolean') return result
    throw new Error(`the expression gives ${describe(result)} instead of true or false`)
  }
  return { matches, mayContain: null, needsTimeLimit: true, needsContents: true }
}

function parse(expression: string) {
  try {
    const parsed = environment.parse(expression)
    const checked = parsed.check()
    if (!checked.valid) throw checked.error ?? new Error('the types do not fit')
    return parsed
  } catch (error) {
    throw new FilterSyntaxError(error instanceof Error ? error.message : String(error))
  }
}

/** The variables by name; each is made when the expression first asks for it. */
function expressionVariables(record: FilterRecord, contents: RecordContents): Record<string, unknown> {
  const variables: Record<string, unknown> = {}
  const lazily = (name: string, make: () => CelValue): void => {
    let made: { value: CelValue } | null = null
    Object.defineProperty(variables, name, { enumerable: true, get: () => (made ??= { value: make() }).value })
  }
  lazily('key', () => celValue(contents.key()))
  lazily('value', () => celValue(contents.value()))
  lazily('keyText', () => textOf(record.key))
  lazily('valueText', () => textOf(record.value))
  lazily('headers', () => headersOf(record))
  lazily('partition', () => BigInt(record.partition))
  lazily('offset', () => record.offset)
  lazily('timestamp', () => record.timestamp)
  lazily('size', () => BigInt(recordSize(record)))
  Object.defineProperty(variables, 'record', { get: () => variables })
  return variables
}

/** The last of several headers with the same key, as a map can hold but one. */
function headersOf({ headers }: FilterRecord): CelValue {
  return Object.fromEntries(headers.map(({ key, value }) => [key, textOf(value)]))
}

function textOf(bytes: Uint8Array | null): string | null {
  return bytes === null ? null : bufferOf(bytes).toString('utf8')
}

function celValue(value: Plain | Uint8Array): CelValue {
  if (value instanceof Uint8Array) return value
  if (typeof value !== 'object' || value === null) return typeof value === 'number' ? celNumber(String(value)) : value
  if (Array.isArray(value)) return value.map(celValue)
  const number = numberText(value)
  if (number !== null) return celNumber(number)
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, celValue(each as Plain)]))
}

function celNumber(text: string): bigint | number {
  return /^-?\d+$/.test(text) ? BigInt(text) : Number(text)
}

function describe(result: unknown): string {
  if (result === null) return 'null'
  return typeof result === 'bigint' || typeof result === 'number' ? String(result) : `a ${typeof result}`
}
