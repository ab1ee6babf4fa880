import type { FieldPreview } from '../api/messages.ts'
import type { RowField, ScanRow } from '../api/scans.ts'
import { exactJsonText } from '../decoding/exact-json.ts'
import { previewOf } from '../decoding/preview.ts'
import { decodedPreview } from '../decoding/shown-field.ts'
import type { Reading, TopicDecoder } from '../decoding/topic-decoder.ts'
import { parsePath, valuesAt } from '../filters/field-path.ts'
import type { RecordContents } from '../filters/record-filter.ts'
import { texts } from '../languages/texts.ts'
import { controlReading } from './control-marker.ts'
import type { FoundRow, RecordContent } from './found-row.ts'

const fieldCharacters = 300

export type ReadField = (contents: RecordContents) => string | null

/**
 * Reads a field for its own column: a text as it is, everything else as JSON; of several, which a `*` leads to, all.
 * @throws FilterSyntaxError when the path is none
 */
export function fieldReader({ subject, path }: RowField): ReadField {
  const steps = parsePath(path)
  return (contents) => {
    const content = contents[subject]()
    if (content instanceof Uint8Array) return null
    const values = valuesAt(content, steps)
    if (values.length === 0) return null
    const text = values.map((value) => (typeof value === 'string' ? value : exactJsonText(value))).join(', ')
    return text.length > fieldCharacters ? `${text.slice(0, fieldCharacters)}…` : text
  }
}

interface RowToShow {
  readonly index: number
  readonly row: FoundRow
  /** Null: it is gone. */
  readonly content: RecordContent | null
  /** What stands in columns of their own. */
  readonly fields: readonly ReadField[]
}

const nothing: FieldPreview = { kind: 'null', text: '', sizeBytes: 0, isCut: false }

export function scanRowOf({ index, row, content, fields }: RowToShow, decoder: TopicDecoder): ScanRow {
  const { partition, offset, timestamp, sizeBytes, state } = row
  const timestampType = row.isLogAppendTime ? 'log-append-time' : 'create-time'
  const place = { index, partition, offset, timestamp, timestampType, sizeBytes, state } as const
  const noFields = fields.map(() => null)
  if (content === null) {
    const parts = { key: nothing, value: nothing, headers: [], keyFormat: null, valueFormat: null }
    return { ...place, ...parts, isGone: true, decodingProblem: null, fields: noFields }
  }
  const headers = content.headers.map(({ key, value }) => ({ key, value: previewOf(value) }))
  if (content.clippedFrom !== null) {
    return { ...place, ...clippedFields(content, content.clippedFrom), headers, isGone: false, fields: noFields }
  }
  const readingOf = (part: 'key' | 'value'): Reading => {
    return (state === 'control' ? controlReading(part, content) : null) ?? decoder.read(part, content)
  }
  const key = readingOf('key')
  const value = readingOf('value')
  return {
    ...place,
    isGone: false,
    key: decodedPreview(content.key, key),
    value: decodedPreview(content.value, value),
    headers,
    keyFormat: key.format,
    valueFormat: value.format,
    decodingProblem: problemOf('key', key) ?? problemOf('value', value),
    fields: fields.map((readField) => readField({ key: () => key.content, value: () => value.content })),
  }
}

/** What was chosen, or what the message itself promised, did not work. That nothing fits is no problem of a message in bytes. */
function problemOf(part: 'key' | 'value', { attempts, complaint }: Reading): string | null {
  const { doesNotFit, notReadAs } = texts.scans
  if (complaint !== undefined) return doesNotFit(part, complaint)
  const serious = attempts.find(({ format }) => format !== 'msgpack' && format !== 'cbor' && format !== 'json')
  return serious === undefined ? null : notReadAs(part, serious.format, serious.why)
}

function clippedFields(
  { key, value }: RecordContent,
  { keyBytes, valueBytes }: { keyBytes: number; valueBytes: number },
) {
  return {
    key: clipped(key, keyBytes),
    value: clipped(value, valueBytes),
    keyFormat: null,
    valueFormat: null,
    decodingProblem: null,
  }
}

function clipped(bytes: Uint8Array | null, sizeBytes: number): FieldPreview {
  const preview = previewOf(bytes)
  return { ...preview, sizeBytes, isCut: preview.isCut || sizeBytes > (bytes?.byteLength ?? 0) }
}
