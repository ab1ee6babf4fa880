import { isUtf8 } from 'node:buffer'
import { parseExactJson, type Plain } from '../decoding/exact-json.ts'
import type { RecordContents } from '../filters/record-filter.ts'

interface KeyAndValue {
  readonly key: Uint8Array | null
  readonly value: Uint8Array | null
}

/** Gives what filters see of a record's contents. */
export type ReadContents = (record: KeyAndValue) => RecordContents

/** Without any decoding: JSON where it is JSON, text where it is text, bytes otherwise. */
export const readPlainContents: ReadContents = ({ key, value }) => ({
  key: once(() => plainContent(key)),
  value: once(() => plainContent(value)),
})

function once<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | null = null
  return () => (made ??= { value: make() }).value
}

function plainContent(bytes: Uint8Array | null): Plain | Uint8Array {
  if (bytes === null || !isUtf8(bytes)) return bytes
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8')
  if (!/^\s*(?:[[{"\d-]|true|false|null)/.test(text)) return text
  try {
    return parseExactJson(text)
  } catch {
    return text
  }
}
