import type { RecordHeader } from '../../broker/records/record.ts'
import type { Filter } from '../api/filters.ts'
import type { Plain } from '../decoding/exact-json.ts'
import { compileExpression } from './expression.ts'
import { compileField } from './field-condition.ts'
import { compileRegex, compileText, type BytesTest } from './text-condition.ts'

/** A record as filters see it. */
export interface FilterRecord {
  readonly partition: number
  readonly offset: bigint
  readonly timestamp: bigint
  readonly key: Uint8Array | null
  readonly value: Uint8Array | null
  readonly headers: readonly RecordHeader[]
}

/** What key and value say, decoded at the first call. Binary that nothing decodes is given as bytes. */
export interface RecordContents {
  key(): Plain | Uint8Array
  value(): Plain | Uint8Array
}

export interface RecordFilter {
  /** @throws Error when it cannot be evaluated for this record */
  matches(record: FilterRecord, contents: RecordContents): boolean
  /** False only when no record among these bytes can match; null: nothing can be told without looking at each. */
  readonly mayContain: BytesTest | null
  /** Whether one evaluation could take very long, so that somebody must watch the time. */
  readonly needsTimeLimit: boolean
  /** Whether contents are asked for: what decodes them may have to be fetched before. */
  readonly needsContents: boolean
}

/** @throws FilterSyntaxError */
export function compileFilter(filter: Filter): RecordFilter {
  switch (filter.kind) {
    case 'text':
      return compileText(filter)
    case 'regex':
      return compileRegex(filter)
    case 'field':
      return compileField(filter)
    case 'expression':
      return compileExpression(filter.expression)
    case 'not':
      return negated(compileFilter(filter.of))
    default:
      return combined(filter.kind, filter.of.map(compileFilter))
  }
}

function negated(filter: RecordFilter): RecordFilter {
  return { ...filter, matches: (record, contents) => !filter.matches(record, contents), mayContain: null }
}

function combined(kind: 'all' | 'any', filters: readonly RecordFilter[]): RecordFilter {
  const tests = filters.flatMap(({ mayContain }) => (mayContain === null ? [] : [mayContain]))
  // All of several conditions fails when one of them does; any of them only when every one does.
  const mayContain: BytesTest | null =
    kind === 'all' && tests.length > 0
      ? (bytes) => tests.every((test) => test(bytes))
      : kind === 'any' && tests.length === filters.length
        ? (bytes) => tests.some((test) => test(bytes))
        : null
  return {
    matches: (record, contents) =>
      kind === 'all'
        ? filters.every((each) => each.matches(record, contents))
        : filters.some((each) => each.matches(record, contents)),
    mayContain,
    needsTimeLimit: filters.some(({ needsTimeLimit }) => needsTimeLimit),
    needsContents: filters.some(({ needsContents }) => needsContents),
  }
}
