import type { Plain } from '../decoding/exact-json.ts'
import type { KeyAndValue, TopicDecoder } from '../decoding/topic-decoder.ts'
import type { RecordContents } from '../filters/record-filter.ts'

/** Gives what filters see of a record's contents. */
export type ReadContents = (record: KeyAndValue) => RecordContents

/** As the decoder reads them, each at the first call. */
export function decodedContents(decoder: () => TopicDecoder): ReadContents {
  return (record) => ({
    key: once(() => decoder().read('key', record).content),
    value: once(() => decoder().read('value', record).content),
  })
}

function once(make: () => Plain | Uint8Array): () => Plain | Uint8Array {
  let made: { readonly value: Plain | Uint8Array } | null = null
  return () => (made ??= { value: make() }).value
}
