import { client } from '../../api/client.ts'
import { decodeBase64 } from './base64.ts'
import type { RecordPlace } from './record-place.ts'

export interface LargeField extends RecordPlace {
  readonly clusterId: string
  readonly topic: string
  readonly part:
    | { readonly kind: 'key' }
    | { readonly kind: 'value' }
    | { readonly kind: 'header'; readonly index: number }
}

const CHUNK_BYTES = 256 * 1024
const MOST_CHUNKS = 24
/** A page takes one without missing a frame. */
const WHOLE_CHUNK_BYTES = 1024 * 1024

/** A stretch of the bytes of a field. */
export async function readBytes(field: LargeField, from: number, count: number): Promise<Uint8Array<ArrayBuffer>> {
  const { base64 } = await client.messages.bytes({ ...field, from, count })
  return decodeBase64(base64)
}

/** All bytes of a field, put together piece by piece, so that the window goes on working meanwhile. */
export async function readAllBytes(field: LargeField, totalBytes: number): Promise<Blob> {
  const pieces: Blob[] = []
  for (let from = 0; from < totalBytes; from += WHOLE_CHUNK_BYTES) {
    pieces.push(new Blob([await readBytes(field, from, WHOLE_CHUNK_BYTES)]))
  }
  return new Blob(pieces)
}

/** The bytes of a large field as far as they were looked at: a few pieces around what is in sight. */
export class ByteSource {
  readonly #field: LargeField
  readonly #chunks = new Map<number, Uint8Array>()
  readonly #asked = new Set<number>()
  readonly #listeners = new Set<() => void>()
  #version = 0

  constructor(field: LargeField) {
    this.#field = field
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  readonly version = (): number => this.#version

  /** These bytes; undefined while they are not here, and then they are asked for. */
  at(start: number, end: number): Uint8Array | undefined {
    const parts: Uint8Array[] = []
    for (let chunk = Math.floor(start / CHUNK_BYTES); chunk * CHUNK_BYTES < end; chunk++) {
      const bytes = this.#chunks.get(chunk)
      if (bytes === undefined) {
        this.#ask(chunk)
        return undefined
      }
      const base = chunk * CHUNK_BYTES
      parts.push(bytes.subarray(Math.max(0, start - base), end - base))
    }
    const [only] = parts
    if (parts.length === 1 && only) return only
    const joined = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
    let at = 0
    for (const part of parts) {
      joined.set(part, at)
      at += part.length
    }
    return joined
  }

  #ask(chunk: number): void {
    if (this.#asked.has(chunk)) return
    this.#asked.add(chunk)
    readBytes(this.#field, chunk * CHUNK_BYTES, CHUNK_BYTES).then(
      (bytes) => {
        this.#asked.delete(chunk)
        this.#chunks.set(chunk, bytes)
        const [oldest] = this.#chunks.keys()
        if (this.#chunks.size > MOST_CHUNKS && oldest !== undefined) this.#chunks.delete(oldest)
        this.#version++
        for (const listener of this.#listeners) listener()
      },
      // It is asked for again when it comes into sight again.
      () => this.#asked.delete(chunk),
    )
  }
}
