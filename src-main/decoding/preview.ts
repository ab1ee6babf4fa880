import { isUtf8 } from 'node:buffer'
import { bufferOf } from '../../broker/bytes/buffer-of.ts'
import type { FieldPreview } from '../api/messages.ts'

/** How much of a field a row of a table shows. */
const PREVIEW_CHARACTERS = 300

// Whether longer text is JSON is told by its first and last character alone: a scan must not spend its time in parsing.
const LONGEST_PARSED_BYTES = 64 * 1024

/** A key, a value or a header value as a row of a table shows it: the beginning only, never longer than a few hundred characters. */
export function previewOf(bytes: Uint8Array | null, characters = PREVIEW_CHARACTERS): FieldPreview {
  if (bytes === null) return { kind: 'null', text: '', sizeBytes: 0, isCut: false }
  const sizeBytes = bytes.byteLength
  if (sizeBytes === 0) return { kind: 'empty', text: '', sizeBytes, isCut: false }
  if (!isText(bytes)) {
    const shown = bytes.subarray(0, characters >> 1)
    return { kind: 'binary', text: bufferOf(shown).toString('hex'), sizeBytes, isCut: shown.byteLength < sizeBytes }
  }
  const { text, isCut } = beginningOf(bytes, characters)
  return { kind: isJson(bytes) ? 'json' : 'text', text, sizeBytes, isCut }
}

/** The beginning as text, or as hex where it is no text; null is Kafka's null. */
export function shortText(bytes: Uint8Array | null, characters = PREVIEW_CHARACTERS): string | null {
  if (bytes === null) return null
  const { text, isCut } = previewOf(bytes, characters)
  return isCut ? `${text}…` : text
}

/**
 * Valid UTF-8 without control characters other than tabulator and line ends. Numbers in binary are often valid UTF-8, and nobody who looks at
 * eight bytes of a long wants to see them as text.
 */
function isText(bytes: Uint8Array): boolean {
  if (!isUtf8(bytes)) return false
  for (const byte of bytes) {
    if (byte < 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d) return false
  }
  return true
}

/** An object or an array in JSON. Bare numbers, strings and words are better called text. Nothing is converted: only validity is looked at. */
function isJson(bytes: Uint8Array): boolean {
  const first = firstOf(bytes)
  const last = lastOf(bytes)
  if (!(first === 0x7b && last === 0x7d) && !(first === 0x5b && last === 0x5d)) return false
  if (bytes.byteLength > LONGEST_PARSED_BYTES) return true
  try {
    JSON.parse(bufferOf(bytes).toString('utf8'))
    return true
  } catch {
    return false
  }
}

function firstOf(bytes: Uint8Array): number | undefined {
  return bytes.find((byte) => byte > 0x20)
}

function lastOf(bytes: Uint8Array): number | undefined {
  return bytes.findLast((byte) => byte > 0x20)
}

/** Cut between characters, never within one, also where a character takes two units of a string. */
function beginningOf(bytes: Uint8Array, characters: number): { text: string; isCut: boolean } {
  // A character has at most four bytes; `stream` leaves out one that is cut off.
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes.subarray(0, characters * 4), { stream: true })
  if (text.length <= characters) return { text, isCut: bytes.byteLength > characters * 4 }
  const isWithinPair = /[\uD800-\uDBFF]/.test(text.charAt(characters - 1))
  return { text: text.slice(0, isWithinPair ? characters - 1 : characters), isCut: true }
}
