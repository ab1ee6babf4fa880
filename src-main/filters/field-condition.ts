import { bufferOf } from '../../broker/bytes/buffer-of.ts'
import type { FieldOperator, Filter } from '../api/filters.ts'
import { exactJsonText, numberText, type Plain } from '../decoding/exact-json.ts'
import { compareExactly } from './exact-number.ts'
import { parsePath, valuesAt } from './field-path.ts'
import { FilterSyntaxError } from './filter-syntax-error.ts'
import type { FilterRecord, RecordContents, RecordFilter } from './record-filter.ts'
import { regexOf } from './text-condition.ts'
import { texts } from '../languages/texts.ts'
import { recordSize } from './record-size.ts'

type FieldCondition = Extract<Filter, { kind: 'field' }>
/** What the condition is about in one record: nothing where it does not exist, several where the path has a `*`. */
type Subject = (record: FilterRecord, contents: RecordContents) => readonly (Plain | Uint8Array)[]

/** @throws FilterSyntaxError */
export function compileField(condition: FieldCondition): RecordFilter {
  const subject = subjectOf(condition)
  const test = testOf(condition)
  // "Not equal" is meant of all values that a path leads to, everything else of any.
  const isNegative = condition.operator === 'not-equals' || condition.operator === 'not-contains'
  const matches: RecordFilter['matches'] = (record, contents) => {
    const values = subject(record, contents)
    if (condition.operator === 'missing') return values.length === 0
    return isNegative ? values.every(test) : values.some(test)
  }
  return {
    matches,
    mayContain: null,
    needsTimeLimit: condition.operator === 'matches',
    needsContents: condition.subject === 'key' || condition.subject === 'value',
  }
}

function subjectOf({ subject, path }: FieldCondition): Subject {
  switch (subject) {
    case 'partition':
      return ({ partition }) => [partition]
    case 'offset':
      return ({ offset }) => [offset]
    case 'timestamp':
      return ({ timestamp }) => [timestamp]
    case 'size':
      return (record) => [recordSize(record)]
    case 'header':
      return ({ headers }) =>
        headers
          .filter(({ key }) => path === '' || key === path)
          .map(({ value }) => (value === null ? null : bufferOf(value).toString('utf8')))
    default: {
      const steps = parsePath(path)
      return (_record, contents) => {
        const content = contents[subject]()
        if (steps.length === 0) return [content]
        return content instanceof Uint8Array ? [] : valuesAt(content, steps)
      }
    }
  }
}

function testOf({ subject, operator, value }: FieldCondition): (found: Plain | Uint8Array) => boolean {
  const wanted = subject === 'timestamp' ? timestampText(value) : value
  const compared = comparisons[operator]
  if (compared !== undefined) return (found) => compared(compare(found, wanted))
  switch (operator) {
    case 'equals':
      return (found) => isEqual(found, wanted)
    case 'not-equals':
      return (found) => !isEqual(found, wanted)
    case 'contains':
      return (found) => textOf(found).includes(wanted)
    case 'not-contains':
      return (found) => !textOf(found).includes(wanted)
    case 'matches': {
      const regex = regexOf(wanted, { isCaseSensitive: true })
      return (found) => regex.test(textOf(found))
    }
    case 'is-null':
      return (found) => found === null
    case 'is-not-null':
      return (found) => found !== null
    default:
      return () => true
  }
}

const comparisons: Partial<Record<FieldOperator, (difference: number | null) => boolean>> = {
  less: (difference) => difference !== null && difference < 0,
  'at-most': (difference) => difference !== null && difference <= 0,
  more: (difference) => difference !== null && difference > 0,
  'at-least': (difference) => difference !== null && difference >= 0,
}

function isEqual(found: Plain | Uint8Array, wanted: string): boolean {
  if (found === null) return wanted === 'null'
  return compare(found, wanted) === 0
}

/** Numbers with numbers; a string that looks like a number is compared as one only when both sides do. */
function compare(found: Plain | Uint8Array, wanted: string): number | null {
  if (found === null) return null
  const text = textOf(found)
  const asNumbers = compareExactly(text, wanted)
  if (asNumbers !== null) return asNumbers
  // A number is neither less nor more than a word.
  if (!(found instanceof Uint8Array) && numberText(found) !== null) return null
  return text === wanted ? 0 : text < wanted ? -1 : 1
}

function textOf(found: Plain | Uint8Array): string {
  if (found instanceof Uint8Array) return bufferOf(found).toString('utf8')
  return typeof found === 'string' ? found : (numberText(found) ?? exactJsonText(found))
}

/** @throws FilterSyntaxError */
function timestampText(value: string): string {
  if (/^\s*-?\d+\s*$/.test(value)) return value.trim()
  const time = Date.parse(value)
  if (!Number.isNaN(time)) return String(time)
  throw new FilterSyntaxError(texts.filters.noTime(value))
}
