import type { Content } from '../../api/scans.ts'
import { texts } from '../../languages/texts.ts'

/** As what a key, a value or a header value is written. */
export type Encoding = 'text' | 'json' | 'schema' | 'hex' | 'base64'

/** Where a schema is, as it is chosen: the topic's own of the registry, another subject, or a file. */
export interface SchemaChoice {
  readonly from: 'topic' | 'subject' | 'file'
  /** The subject, or the name of the file. */
  readonly name: string
  /** Of Protobuf; empty: the first that the schema has. */
  readonly messageType: string
}

export interface ContentDraft {
  readonly encoding: Encoding
  readonly text: string
  readonly isNull: boolean
  readonly schema: SchemaChoice
}

export const TOPIC_SCHEMA: SchemaChoice = { from: 'topic', name: '', messageType: '' }

/** What a draft means, or what is wrong with it: that is said where it is written. */
export type ReadDraft = { readonly content: Content; readonly problem: null } | { readonly problem: string }

export function readDraft({ encoding, text, isNull, schema }: ContentDraft): ReadDraft {
  if (isNull) return { content: { kind: 'null' }, problem: null }
  switch (encoding) {
    case 'hex':
      return hexContent(text)
    case 'base64':
      return base64Content(text)
    case 'schema': {
      if (schema.from === 'file' && schema.name === '') return { problem: texts.messages.chooseASchemaFile }
      const { from, name } = schema
      const place =
        from === 'file'
          ? { from: 'file' as const, name }
          : { from: 'registry' as const, subject: from === 'topic' || name === '' ? null : name }
      const messageType = schema.messageType === '' ? null : schema.messageType
      return { content: { kind: 'encoded', json: text, schema: place, messageType }, problem: null }
    }
    default:
      return { content: { kind: 'text', text }, problem: null }
  }
}

function hexContent(text: string): ReadDraft {
  const digits = text.replaceAll(/\s+/g, '')
  const wrong = /[^0-9a-fA-F]/.exec(digits)
  if (wrong) return { problem: texts.messages.noDigitOfHex(wrong[0]) }
  if (digits.length % 2 === 1) return { problem: texts.messages.aByteHasTwo }
  const bytes = Uint8Array.from(digits.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))
  return { content: { kind: 'base64', base64: toBase64(bytes) }, problem: null }
}

function base64Content(text: string): ReadDraft {
  const base64 = text.replaceAll(/\s+/g, '')
  const isValid = /^[A-Za-z0-9+/]*={0,2}$/.test(base64) && base64.length % 4 === 0
  return isValid ? { content: { kind: 'base64', base64 }, problem: null } : { problem: texts.messages.thisIsNoBase64 }
}

const PIECE = 0x8000

export function toBase64(bytes: Uint8Array): string {
  const parts: string[] = []
  for (let at = 0; at < bytes.length; at += PIECE) parts.push(String.fromCharCode(...bytes.subarray(at, at + PIECE)))
  return btoa(parts.join(''))
}
