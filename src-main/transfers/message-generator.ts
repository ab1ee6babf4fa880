import type { Faker } from '@faker-js/faker'
import type { RecordSource } from '../api/transfers.ts'
import { reasonOf } from '../decoding/decode-error.ts'
import { texts } from '../languages/texts.ts'
import type { SourceLine } from './read-source.ts'
import type { TransferRecord } from './record-lines.ts'
import { SourceError } from './source-error.ts'

type Generator = Extract<RecordSource, { kind: 'generator' }>

/** Makes one text of a template. */
type Filled = (index: number) => string
type Part = string | ((index: number) => unknown)

/** Writes a value as its schema says. @throws Error where it does not fit */
export type EncodeValue = (json: string) => Buffer

/**
 * As many made-up messages as were asked for, or without an end; with a schema, what does not fit it is an error in its place.
 * @throws SourceError what is wrong with the template
 */
export async function* generateRecords(
  { template, count, seed }: Generator,
  encode: EncodeValue | null,
): AsyncGenerator<SourceLine, void, undefined> {
  // Loaded when it is needed: names and words are megabytes.
  const { faker } = await import('@faker-js/faker/locale/en')
  faker.seed(seed ?? undefined)
  const key = template.key === null ? null : filler(template.key, faker)
  const value = template.value === null ? null : filler(template.value, faker)
  const headers = template.headers.map((header) => ({ key: header.key, fill: filler(header.value, faker) }))
  const end = count ?? Number.POSITIVE_INFINITY
  for (let index = 0; index < end; index++) {
    const text = value === null ? null : value(index)
    const bytes = writtenAs(text, encode)
    if (bytes instanceof Error) {
      yield { line: index + 1, record: null, error: bytes.message }
      continue
    }
    const record: TransferRecord = {
      topic: '',
      partition: null,
      offset: null,
      timestamp: null,
      isLogAppendTime: false,
      key: key === null ? null : Buffer.from(key(index)),
      value: bytes,
      headers: headers.map((header) => ({ key: header.key, value: Buffer.from(header.fill(index)) })),
    }
    yield { line: index + 1, record, error: null }
  }
}

function writtenAs(text: string | null, encode: EncodeValue | null): Buffer | null | Error {
  if (text === null) return null
  try {
    return encode === null ? Buffer.from(text) : encode(text)
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error))
  }
}

/** @throws SourceError what is wrong with the template */
function filler(template: string, faker: Faker): Filled {
  const isJson = /^\s*[{[]/.test(template) && !template.trimStart().startsWith('{{')
  const parts = partsOf(template, faker)
  return (index) => parts.map((part) => (typeof part === 'string' ? part : written(part(index), isJson))).join('')
}

// Arguments are JSON, in whose texts and objects braces may stand as they like; what is nothing of the kind is told of.
const expressions = /\{\{\s*([\w.]+(?:\((?:"(?:[^"\\]|\\.)*"|[^"])*?\))?)\s*\}\}|\{\{(.*?)\}\}/gs

function partsOf(template: string, faker: Faker): Part[] {
  const parts: Part[] = []
  let from = 0
  for (const { 0: whole, 1: made, 2: other = '', index } of template.matchAll(expressions)) {
    parts.push(template.slice(from, index), valueOf((made ?? other).trim(), faker))
    from = index + whole.length
  }
  const rest = template.slice(from)
  const begun = rest.indexOf('{{')
  if (begun >= 0) {
    throw new SourceError(texts.transfers.unusable.template, texts.transfers.noEnd(rest.slice(begun, begun + 40)))
  }
  parts.push(rest)
  return parts
}

function written(value: unknown, isJson: boolean): string {
  if (value instanceof Date) return value.toISOString()
  if (typeof value === 'object') return JSON.stringify(value)
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? 'null')
  return isJson && typeof value === 'string' ? JSON.stringify(text).slice(1, -1) : text
}

const ownValues: Readonly<Record<string, (index: number) => unknown>> = {
  index: (index) => index,
  now: () => Date.now(),
  today: () => new Date(),
}

/** Methods that would read the text they are given as templates of their own, or want a function. */
const notForTemplates = new Set(['helpers.fake', 'helpers.mustache', 'helpers.multiple', 'helpers.uniqueArray'])

function valueOf(expression: string, faker: Faker): (index: number) => unknown {
  const own = Object.hasOwn(ownValues, expression) ? ownValues[expression] : undefined
  if (own !== undefined) return own
  const [, module = '', method = '', given] = /^(\w+)\.(\w+)(?:\((.*)\))?$/s.exec(expression) ?? []
  const methods: unknown = Object.hasOwn(faker, module) ? faker[module as keyof Faker] : undefined
  const isKnown = typeof methods === 'object' && methods !== null && Object.hasOwn(methods, method)
  const act = isKnown ? (methods as Readonly<Record<string, unknown>>)[method] : undefined
  if (typeof act !== 'function' || method === 'constructor' || notForTemplates.has(`${module}.${method}`)) {
    throw new SourceError(texts.transfers.unusable.template, texts.transfers.unknownExpression(expression))
  }
  const inputs = argumentsOf(expression, given)
  const make = act as (...inputs: unknown[]) => unknown
  return () => {
    try {
      return make(...inputs)
    } catch (error) {
      throw new SourceError(texts.transfers.unusable.template, texts.transfers.notMade(expression, reasonOf(error)))
    }
  }
}

function argumentsOf(expression: string, given: string | undefined): unknown[] {
  try {
    return JSON.parse(`[${given ?? ''}]`) as unknown[]
  } catch {
    throw new SourceError(texts.transfers.unusable.template, texts.transfers.noArguments(expression))
  }
}
