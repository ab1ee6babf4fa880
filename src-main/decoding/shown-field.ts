import { bufferOf } from '../../broker/bytes/buffer-of.ts'
import type { DecodedField } from '../api/decoding.ts'
import type { FieldPreview } from '../api/messages.ts'
import { exactJsonText } from './exact-json.ts'
import { previewOf } from './preview.ts'
import type { Reading } from './topic-decoder.ts'

const previewCharacters = 300
const mostCharacters = 512 * 1024

/** A field as a row of a table shows it. */
export function decodedPreview(bytes: Uint8Array | null, { format, content }: Reading): FieldPreview {
  if (bytes === null || bytes.byteLength === 0 || format === null || format === 'text') return previewOf(bytes)
  if (content instanceof Uint8Array) return previewOf(bytes)
  // JSON is shown as it was written.
  if (format === 'json') return previewOf(bytes)
  const text = typeof content === 'string' ? content : exactJsonText(content)
  const isCut = text.length > previewCharacters
  const kind = typeof content === 'object' ? 'json' : 'text'
  return { kind, text: isCut ? text.slice(0, previewCharacters) : text, sizeBytes: bytes.byteLength, isCut }
}

/** A field as its own panel shows it. */
export function decodedFieldOf(bytes: Uint8Array | null, reading: Reading): DecodedField {
  const { format, content, label } = reading
  const attempts = [...reading.attempts]
  if (bytes === null) return { format: null, label: 'null', text: '', isJson: false, isCut: false, attempts }
  const whole = textOf(bytes, reading)
  const isCut = whole.length > mostCharacters
  const isJson = format !== null && format !== 'text' && !(content instanceof Uint8Array) && typeof content === 'object'
  return {
    format,
    label,
    text: isCut ? whole.slice(0, mostCharacters) : whole,
    isJson: isJson && !isCut,
    isCut,
    attempts,
  }
}

function textOf(bytes: Uint8Array, { format, content }: Reading): string {
  if (content instanceof Uint8Array) {
    return Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, mostCharacters)).toString('hex')
  }
  if (format === 'json') return bufferOf(bytes).toString('utf8')
  return typeof content === 'string' ? content : exactJsonText(content, 2)
}
