import type { CompressionCodec, Message, ProduceInput } from '../../api/scans.ts'
import { decodeBase64 } from './base64.ts'
import type { ContentDraft, Encoding, SchemaChoice } from './content-draft.ts'
import { readDraft, TOPIC_SCHEMA } from './content-draft.ts'
import { contentOf } from './content.ts'
import { toHex } from './hex.ts'

export interface DraftHeader {
  /** Tells rows apart that say the same. */
  readonly id: number
  readonly name: string
  readonly value: string
  readonly isNull: boolean
  readonly encoding: Encoding
}

/** A message as it stands in the dialog. */
export interface ProduceDraft {
  readonly key: string
  readonly isKeyNull: boolean
  readonly keyEncoding: Encoding
  readonly keySchema: SchemaChoice
  readonly value: string
  readonly isTombstone: boolean
  readonly valueEncoding: Encoding
  readonly valueSchema: SchemaChoice
  readonly headers: readonly DraftHeader[]
  /** Whether the blank row that stands there from the beginning has been asked for. */
  readonly isFirstHeaderTaken: boolean
  /** Null: by the key. */
  readonly partition: number | null
  /** As it is written; empty: now. */
  readonly timestamp: string
  readonly compression: CompressionCodec
  readonly acks: ProduceInput['acks']
}

const BLANK_HEADER: DraftHeader = { id: 1, name: '', value: '', isNull: false, encoding: 'text' }

export const EMPTY_MESSAGE: ProduceDraft = {
  key: '',
  isKeyNull: true,
  keyEncoding: 'text',
  keySchema: TOPIC_SCHEMA,
  value: '',
  isTombstone: false,
  valueEncoding: 'json',
  valueSchema: TOPIC_SCHEMA,
  headers: [BLANK_HEADER],
  isFirstHeaderTaken: false,
  partition: null,
  timestamp: '',
  compression: 'none',
  acks: 'all',
}

/** Who writes a key wants one; who takes it away again, none. An empty key is asked for by the switch. */
export function withKey(draft: ProduceDraft, key: string): ProduceDraft {
  return { ...draft, key, isKeyNull: key === '' }
}

/** A row to write in: the first time the blank one that stands there already, afterwards always one more. */
export function withNewHeader(draft: ProduceDraft): ProduceDraft {
  const [first, second] = draft.headers
  if (first && isBlank(first) && !second && !draft.isFirstHeaderTaken) return { ...draft, isFirstHeaderTaken: true }
  const id = Math.max(0, ...draft.headers.map((header) => header.id)) + 1
  return { ...draft, isFirstHeaderTaken: true, headers: [...draft.headers, { ...BLANK_HEADER, id }] }
}

function isBlank({ name, value, isNull }: DraftHeader): boolean {
  return name === '' && value === '' && !isNull
}

export function withHeader(draft: ProduceDraft, id: number, change: Partial<DraftHeader>): ProduceDraft {
  return { ...draft, headers: draft.headers.map((each) => (each.id === id ? { ...each, ...change } : each)) }
}

export function withoutHeader(draft: ProduceDraft, id: number): ProduceDraft {
  return { ...draft, headers: draft.headers.filter((each) => each.id !== id) }
}

export function keyDraft({ key, isKeyNull, keyEncoding, keySchema }: ProduceDraft): ContentDraft {
  return { text: key, isNull: isKeyNull, encoding: keyEncoding, schema: keySchema }
}

export function valueDraft({ value, isTombstone, valueEncoding, valueSchema }: ProduceDraft): ContentDraft {
  return { text: value, isNull: isTombstone, encoding: valueEncoding, schema: valueSchema }
}

export function headerDraft({ value, isNull, encoding }: DraftHeader): ContentDraft {
  return { text: value, isNull, encoding, schema: TOPIC_SCHEMA }
}

export type Place = Pick<ProduceInput, 'clusterId' | 'topic'>

/**
 * The message that a draft means; null while something of it is wrong, which is said where it stands. A row of headers
 * that nobody has written in is none. `timestamp`: null is now.
 */
export function messageOf(draft: ProduceDraft, on: Place & { readonly timestamp: bigint | null }): ProduceInput | null {
  const key = readDraft(keyDraft(draft))
  const value = readDraft(valueDraft(draft))
  const headers = draft.headers
    .filter((header) => !isBlank(header))
    .map((header) => ({
      key: header.name,
      value: readDraft(headerDraft(header)),
    }))
  if (key.problem !== null || value.problem !== null) return null
  const read = headers.flatMap((header) =>
    header.value.problem === null ? [{ key: header.key, value: header.value.content }] : [],
  )
  if (read.length < headers.length) return null
  const { partition, compression, acks } = draft
  return { ...on, partition, key: key.content, value: value.content, headers: read, compression, acks }
}

/** A draft of a record that exists, exact to the byte: what is no text is written in hex. */
export function draftOf({
  keyBase64,
  valueBase64,
  headers,
}: Pick<Message, 'keyBase64' | 'valueBase64' | 'headers'>): ProduceDraft {
  const key = writtenOf(keyBase64)
  const value = writtenOf(valueBase64)
  return {
    ...EMPTY_MESSAGE,
    key: key.text,
    isKeyNull: keyBase64 === null,
    keyEncoding: key.encoding,
    value: value.text,
    isTombstone: valueBase64 === null,
    valueEncoding: value.encoding,
    headers: headers.map((header, index) => {
      const { text, encoding } = writtenOf(header.valueBase64)
      return { id: index + 1, name: header.key, value: text, isNull: header.valueBase64 === null, encoding }
    }),
    isFirstHeaderTaken: true,
  }
}

function writtenOf(base64: string | null): { readonly text: string; readonly encoding: Encoding } {
  const { bytes, text, hasControlCharacters } = contentOf(decodeBase64(base64 ?? ''))
  // A field of a form changes line ends, so that a text with others than line feeds would not come out as it went in.
  return text === null || hasControlCharacters || text.includes('\r')
    ? { text: toHex(bytes), encoding: 'hex' }
    : { text, encoding: 'text' }
}
