import { bufferOf } from '../../broker/bytes/buffer-of.ts'
import type { RecordPart } from '../api/filters.ts'
import { CaselessPattern } from './caseless-pattern.ts'
import { FilterSyntaxError } from './filter-syntax-error.ts'
import type { FilterRecord, RecordFilter } from './record-filter.ts'

export type BytesTest = (bytes: Uint8Array) => boolean

interface TextCondition {
  readonly text: string
  readonly isCaseSensitive: boolean
  readonly parts: readonly RecordPart[] | null
}

/**
 * Finds text in the raw bytes, without decoding: text in UTF-8 has one form, and a pattern of bytes is found in binary
 * values as well.
 *
 * Without regard to case, ASCII letters are folded in the bytes; a pattern with other characters is looked for in the
 * decoded text, which knows their cases.
 */
export function compileText({ text, isCaseSensitive, parts }: TextCondition): RecordFilter {
  const isCheap = { needsTimeLimit: false, needsContents: false }
  if (isCaseSensitive) {
    const pattern = Buffer.from(text)
    const test: BytesTest = (bytes) => bufferOf(bytes).includes(pattern)
    return { ...isCheap, matches: inParts(test, parts), mayContain: test }
  }
  const folded = text.toLowerCase()
  if (isAscii(folded)) {
    const pattern = new CaselessPattern(folded)
    const test: BytesTest = (bytes) => pattern.isIn(bytes)
    return { ...isCheap, matches: inParts(test, parts), mayContain: test }
  }
  const test: BytesTest = (bytes) => bufferOf(bytes).toString('utf8').toLowerCase().includes(folded)
  // A character may be cut where two fields meet, so that only fields can be looked at.
  return { ...isCheap, matches: inParts(test, parts), mayContain: null }
}

interface RegexCondition {
  readonly pattern: string
  readonly isCaseSensitive: boolean
  readonly parts: readonly RecordPart[] | null
}

/** @throws FilterSyntaxError */
export function compileRegex({ pattern, isCaseSensitive, parts }: RegexCondition): RecordFilter {
  const regex = regexOf(pattern, { isCaseSensitive })
  const test: BytesTest = (bytes) => regex.test(bufferOf(bytes).toString('utf8'))
  return { matches: inParts(test, parts), mayContain: null, needsTimeLimit: true, needsContents: false }
}

/** @throws FilterSyntaxError */
export function regexOf(pattern: string, { isCaseSensitive }: { readonly isCaseSensitive: boolean }): RegExp {
  try {
    return new RegExp(pattern, isCaseSensitive ? 'u' : 'iu')
  } catch (error) {
    throw new FilterSyntaxError(error instanceof Error ? `${error.message}.` : String(error))
  }
}

function inParts(test: BytesTest, parts: readonly RecordPart[] | null): RecordFilter['matches'] {
  const has = (part: RecordPart): boolean => parts === null || parts.includes(part)
  const [inKey, inValue, inHeaderKeys, inHeaderValues] = [
    has('key'),
    has('value'),
    has('header-key'),
    has('header-value'),
  ]
  const testField = (bytes: Uint8Array | null): boolean => bytes !== null && test(bytes)
  return ({ key, value, headers }: FilterRecord) =>
    (inValue && testField(value)) ||
    (inKey && testField(key)) ||
    ((inHeaderKeys || inHeaderValues) &&
      headers.some(
        (header) => (inHeaderKeys && test(Buffer.from(header.key))) || (inHeaderValues && testField(header.value)),
      ))
}

function isAscii(text: string): boolean {
  // oxlint-disable-next-line eslint/no-control-regex -- control characters are ASCII like all others
  return /^[\x00-\x7f]*$/.test(text)
}
