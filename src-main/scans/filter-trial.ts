import type { Filter } from '../api/filters.ts'
import type { FilterTrial } from '../api/scans.ts'
import { exactJsonText, type Plain } from '../decoding/exact-json.ts'
import { compileFilter, type FilterRecord } from '../filters/record-filter.ts'
import { FilterSyntaxError } from '../filters/filter-syntax-error.ts'
import { TimeLimit } from '../filters/time-limit.ts'
import type { ReadContents } from './record-contents.ts'
import { texts } from '../languages/texts.ts'

const timeLimitMs = 1000

/** Asks a filter about one record, and shows what it sees of it. A filter that is wrong is an outcome, not an error. */
export function tryFilter(filter: Filter, record: FilterRecord, readContents: ReadContents): FilterTrial {
  const contents = readContents(record)
  const variables = [
    { name: 'key', json: jsonOf(contents.key()) },
    { name: 'value', json: jsonOf(contents.value()) },
    { name: 'headers', json: jsonOf(record.headers.map(({ key, value }) => ({ key, value: textOf(value) }))) },
    { name: 'partition', json: String(record.partition) },
    { name: 'offset', json: String(record.offset) },
    { name: 'timestamp', json: String(record.timestamp) },
  ]
  const startedAt = performance.now()
  const outcome = outcomeOf(filter, record, readContents)
  return { ...outcome, tookMs: performance.now() - startedAt, variables }
}

function outcomeOf(
  filter: Filter,
  record: FilterRecord,
  readContents: ReadContents,
): Pick<FilterTrial, 'outcome' | 'why'> {
  try {
    const compiled = compileFilter(filter)
    let isMatch = false
    const isInTime = new TimeLimit(timeLimitMs).run(() => {
      isMatch = compiled.matches(record, readContents(record))
    })
    if (!isInTime) return { outcome: 'error', why: texts.scans.tookTooLong(timeLimitMs) }
    return { outcome: isMatch ? 'match' : 'no-match', why: '' }
  } catch (error) {
    if (error instanceof FilterSyntaxError) return { outcome: 'error', why: error.message }
    return { outcome: 'error', why: error instanceof Error ? error.message : String(error) }
  }
}

function jsonOf(value: Plain | Uint8Array): string {
  if (value instanceof Uint8Array) return JSON.stringify(`${value.byteLength} bytes that are no text`)
  return exactJsonText(value, 2)
}

function textOf(bytes: Uint8Array | null): string | null {
  return bytes === null ? null : Buffer.from(bytes).toString('utf8')
}
