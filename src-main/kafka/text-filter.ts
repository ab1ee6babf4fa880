import type { RecordView } from '../../broker/records/record.ts'

/**
 * Finds text in records. Bytes are compared as they are, without decoding: text in UTF-8 has one form, and a pattern
 * of bytes is found in binary values as well.
 *
 * Without regard to case, ASCII letters are folded in the bytes; a pattern with other characters is looked for in the
 * decoded text, which knows their cases.
 */
export interface TextFilter {
  /** False only when no record whose bytes are among `bytes` can match; looks at a whole batch at once. */
  mayContain(bytes: Buffer): boolean
  matches(record: RecordView): boolean
}

export function textFilter(text: string, { isCaseSensitive }: { readonly isCaseSensitive: boolean }): TextFilter {
  if (isCaseSensitive) {
    const pattern = Buffer.from(text)
    return filterOf((bytes) => asBuffer(bytes).includes(pattern))
  }
  const folded = text.toLowerCase()
  if (isAscii(folded)) return filterOf((bytes) => asBuffer(bytes).toString('latin1').toLowerCase().includes(folded))
  const inText = (bytes: Uint8Array): boolean => asBuffer(bytes).toString('utf8').toLowerCase().includes(folded)
  // A character may be cut where two fields meet, so that only fields can be looked at.
  return { ...filterOf(inText), mayContain: () => true }
}

function filterOf(isIn: (bytes: Uint8Array) => boolean): TextFilter {
  const isInField = (bytes: Uint8Array | null): boolean => bytes !== null && isIn(bytes)
  return {
    mayContain: isIn,
    matches: ({ key, value, headers }) =>
      isInField(value) ||
      isInField(key) ||
      headers.some((header) => isIn(Buffer.from(header.key)) || isInField(header.value)),
  }
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

function isAscii(text: string): boolean {
  // oxlint-disable-next-line eslint/no-control-regex -- control characters are ASCII like all others
  return /^[\x00-\x7f]*$/.test(text)
}
