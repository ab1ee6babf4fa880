import type { LearnedPath } from '../api/filters.ts'
import { exactJsonText, isPlainObject, numberText, type Plain } from '../decoding/exact-json.ts'
import { memberStep } from '../filters/field-path.ts'
import type { RecordContent } from './found-row.ts'
import type { ReadContents } from './record-contents.ts'

const mostPaths = 500
const deepest = 8
const exampleCharacters = 60

type Learned = { -readonly [Field in keyof LearnedPath]: LearnedPath[Field] }

/** The paths that contents have, most frequent first. */
export function learnPaths(rows: readonly RecordContent[], readContents: ReadContents): LearnedPath[] {
  const learned = new Map<string, Learned>()
  for (const row of rows) {
    const seen = new Set<string>()
    const contents = readContents(row)
    for (const subject of ['key', 'value'] as const) {
      const content = contents[subject]()
      if (content instanceof Uint8Array) continue
      walk(content, { path: '', depth: 0 }, (path, value) => noteValue(learned, seen, { subject, path, value }))
    }
    for (const { key, value } of row.headers) {
      const text = value === null ? null : Buffer.from(value).toString('utf8')
      noteValue(learned, seen, { subject: 'header', path: key, value: text })
    }
  }
  return [...learned.values()].toSorted((a, b) => b.rowCount - a.rowCount || (a.path < b.path ? -1 : 1))
}

interface Sighting {
  readonly subject: Learned['subject']
  readonly path: string
  readonly value: Plain
}

function noteValue(learned: Map<string, Learned>, seen: Set<string>, { subject, path, value }: Sighting): void {
  const id = `${subject} ${path}`
  const type = typeOf(value)
  const found = learned.get(id)
  if (found === undefined) {
    if (learned.size >= mostPaths) return
    learned.set(id, { subject, path, types: [type], rowCount: 1, example: exampleOf(value) })
  } else {
    if (!found.types.includes(type)) found.types.push(type)
    // Items of a list have one path; the row counts once.
    if (!seen.has(id)) found.rowCount += 1
  }
  seen.add(id)
}

interface WalkPlace {
  readonly path: string
  readonly depth: number
}

function walk(value: Plain, { path, depth }: WalkPlace, note: (path: string, value: Plain) => void): void {
  if (path !== '') note(path.replace(/^\./, ''), value)
  if (depth >= deepest) return
  const into = (step: string, member: Plain): void => walk(member, { path: path + step, depth: depth + 1 }, note)
  if (Array.isArray(value)) for (const item of value.slice(0, 20)) into('[*]', item as Plain)
  else if (isPlainObject(value)) for (const [name, member] of Object.entries(value)) into(memberStep(name), member)
}

function typeOf(value: Plain): LearnedPath['types'][number] {
  if (value === null) return 'null'
  if (numberText(value) !== null) return 'number'
  if (Array.isArray(value)) return 'list'
  if (typeof value === 'object') return 'object'
  return typeof value === 'boolean' ? 'boolean' : 'string'
}

function exampleOf(value: Plain): string {
  const text = typeof value === 'string' ? value : exactJsonText(value)
  return text.length > exampleCharacters ? `${text.slice(0, exampleCharacters)}…` : text
}
