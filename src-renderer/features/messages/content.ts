import { decodeBase64, decodeBase64InPieces } from './base64.ts'
import type { JsonNode } from './json-nodes.ts'
import { JsonError, readJson } from './json-nodes.ts'
import { texts } from '../../languages/texts.ts'

/** What bytes are: as far as they can be read. */
export interface Content {
  readonly bytes: Uint8Array<ArrayBuffer>
  /** Null: they are no UTF-8. */
  readonly text: string | null
  /** UTF-8, but with control characters, as numbers in binary often are. */
  readonly hasControlCharacters: boolean
  /** Null: no JSON; why, where it begins like JSON, is `jsonProblem`. */
  readonly json: readonly JsonNode[] | null
  readonly jsonProblem: string | null
}

/** A tree of more than this would take longer to make than a person waits. */
const LONGEST_TREE_CHARACTERS = 4 * 1024 * 1024
const LONG_BASE64 = 2 * 1024 * 1024

export function isLong(base64: string): boolean {
  return base64.length > LONG_BASE64
}

export function readContent(base64: string): Content {
  return contentOf(decodeBase64(base64))
}

export async function readLongContent(base64: string, signal: AbortSignal): Promise<Content> {
  return contentOf(await decodeBase64InPieces(base64, signal))
}

export function contentOf(bytes: Uint8Array<ArrayBuffer>): Content {
  const text = textOf(bytes)
  return {
    bytes,
    text,
    // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
    hasControlCharacters: text !== null && /[\u0000-\u0008\u000b\u000c\u000e-\u001f]/.test(text),
    ...jsonOf(text),
  }
}

function textOf(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return null
  }
}

function jsonOf(text: string | null): Pick<Content, 'json' | 'jsonProblem'> {
  if (text === null || text.trim() === '') return { json: null, jsonProblem: null }
  if (text.length > LONGEST_TREE_CHARACTERS) return { json: null, jsonProblem: texts.messages.itIsTooLarge }
  try {
    return { json: readJson(text), jsonProblem: null }
  } catch (error) {
    if (!(error instanceof JsonError)) throw error
    const looksLikeJson = /^\s*[{[]/.test(text)
    return { json: null, jsonProblem: looksLikeJson ? texts.messages.noValidJson(error.message) : null }
  }
}
