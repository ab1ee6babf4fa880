import { bufferOf } from '../../broker/bytes/buffer-of.ts'
import type { Content } from '../api/producing.ts'

/** The bytes that a user's input means where no schema is needed; null is Kafka's null. */
export function bytesOf(content: Exclude<Content, { kind: 'encoded' }>): Uint8Array | null {
  switch (content.kind) {
    case 'null':
      return null
    case 'text':
      return Buffer.from(content.text, 'utf8')
    case 'base64':
      return Buffer.from(content.base64, 'base64')
    default:
      return content satisfies never
  }
}

/** Bytes as the contract carries them. */
export function base64Of(bytes: Uint8Array | null): string | null {
  return bytes === null ? null : bufferOf(bytes).toString('base64')
}
