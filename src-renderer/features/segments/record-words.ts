import type { SegmentRecord } from '../../api/segments.ts'
import { texts } from '../../languages/texts.ts'

type Fields = Readonly<Record<string, unknown>>

/** What a control record or a record of the metadata log says, as a sentence; null: it is neither. */
export function recordWords({ decoded }: SegmentRecord): string | null {
  if (decoded === null) return null
  const { control, metadata } = texts.segments
  const fields = fieldsOf(decoded.json)
  const said = (wordsOf: Readonly<Record<string, (field: (name: string) => string) => string>>): string | undefined =>
    wordsOf[decoded.type]?.((name) => textOf(fields[name]))
  return said(control) ?? said(metadata) ?? `${decoded.type} ${decoded.json}`
}

function fieldsOf(json: string): Fields {
  try {
    const parsed: unknown = JSON.parse(json)
    return typeof parsed === 'object' && parsed !== null ? (parsed as Fields) : {}
  } catch {
    return {}
  }
}

function textOf(value: unknown): string {
  if (value === null || value === undefined) return '–'
  if (typeof value === 'string') return value
  if (Array.isArray(value) && value.every((each) => typeof each !== 'object')) return value.join(', ')
  return JSON.stringify(value)
}
