import { bufferOf } from './buffer-of.ts'
import { MalformedBytesError } from './malformed-bytes-error.ts'

/**
 * Kafka's text form of a UUID: its 16 bytes as URL-safe base64 without padding, 22 characters. UUIDs are kept in
 * this form everywhere (as map keys, in logs, on screen); only the codecs see the bytes.
 */
export const zeroUuid = 'AAAAAAAAAAAAAAAAAAAAAA'

/** The topic id of `__cluster_metadata`, and the directory id that means "not assigned yet": uuid(0, 1). */
export const oneUuid = 'AAAAAAAAAAAAAAAAAAAAAQ'

const textForm = /^[A-Za-z0-9_-]{21}[AQgw]$/

export function formatUuid(bytes: Uint8Array): string {
  return bufferOf(bytes).toString('base64url')
}

/** @throws MalformedBytesError when `text` is not the 22-character form. */
export function parseUuid(text: string): Buffer {
  if (!textForm.test(text)) throw new MalformedBytesError(`"${text}" is not a UUID of 22 base64url characters`)
  return Buffer.from(text, 'base64url')
}

/**
 * A random (version 4) UUID made of `random`'s 16 bytes. Kafka never hands out one whose text begins with a dash,
 * because command lines would take it for an option; null is given for those, and the caller draws again.
 */
export function uuidFromRandom(random: Uint8Array): string | null {
  const bytes = Buffer.from(random)
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  const text = formatUuid(bytes)
  return text.startsWith('-') ? null : text
}
