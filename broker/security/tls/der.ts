import { MalformedBytesError } from '../../bytes/malformed-bytes-error.ts'

/*
 * DER, the encoding of certificates, keys and PKCS#12 files (ITU-T X.690):
 *
 *   tag (one byte) | length (one byte below 128, else 0x80 + n and n bytes, big-endian) | contents
 *
 * Only what those files need: tags of one byte, definite lengths.
 */

export interface DerValue {
  readonly tag: number
  readonly contents: Uint8Array
  /** With tag and length. */
  readonly bytes: Uint8Array
}

export const derTags = {
  integer: 0x02,
  octetString: 0x04,
  objectIdentifier: 0x06,
  sequence: 0x30,
  context0: 0xa0,
} as const

/** The one value that `bytes` begins with. @throws MalformedBytesError */
export function readDer(bytes: Uint8Array): DerValue {
  const tag = byteAt(bytes, 0)
  if ((tag & 0x1f) === 0x1f) throw new MalformedBytesError('a DER tag has several bytes')
  const first = byteAt(bytes, 1)
  if (first < 0x80) return valueAt(bytes, { tag, start: 2, length: first })
  const lengthBytes = first & 0x7f
  if (lengthBytes === 0 || lengthBytes > 4) throw new MalformedBytesError('a DER value has no definite length')
  let length = 0
  for (let index = 0; index < lengthBytes; index++) length = length * 256 + byteAt(bytes, 2 + index)
  return valueAt(bytes, { tag, start: 2 + lengthBytes, length })
}

/** The values that `contents` consists of. @throws MalformedBytesError */
export function derChildren({ contents }: Pick<DerValue, 'contents'>): DerValue[] {
  const children: DerValue[] = []
  let position = 0
  while (position < contents.length) {
    const child = readDer(contents.subarray(position))
    children.push(child)
    position += child.bytes.length
  }
  return children
}

/** The child at `index`. @throws MalformedBytesError when it is not there or not of that tag. */
export function derChild(parent: Pick<DerValue, 'contents'>, index: number, tag?: number): DerValue {
  const child = derChildren(parent)[index]
  if (child === undefined) throw new MalformedBytesError('a DER structure is too short')
  if (tag !== undefined && child.tag !== tag) {
    throw new MalformedBytesError(`a DER value has the tag ${child.tag} instead of ${tag}`)
  }
  return child
}

/** An object identifier as numbers with dots. */
export function objectIdentifier({ contents }: Pick<DerValue, 'contents'>): string {
  const arcs: number[] = []
  let arc = 0
  for (const byte of contents) {
    arc = arc * 128 + (byte & 0x7f)
    if (byte >= 0x80) continue
    if (arcs.length === 0) arcs.push(Math.min(2, Math.floor(arc / 40)), arc - 40 * Math.min(2, Math.floor(arc / 40)))
    else arcs.push(arc)
    arc = 0
  }
  return arcs.join('.')
}

/** Ten times what anybody asks for; more is damage, and would keep the broker busy for minutes. */
const maxIterations = 10_000_000

/** How often a key derivation is repeated. @throws MalformedBytesError */
export function iterationCount({ contents }: Pick<DerValue, 'contents'>): number {
  let value = 0
  for (const byte of contents) value = value * 256 + byte
  if (value < 1 || value > maxIterations) throw new MalformedBytesError(`it asks for ${value} iterations`)
  return value
}

function byteAt(bytes: Uint8Array, index: number): number {
  const byte = bytes[index]
  if (byte === undefined) throw new MalformedBytesError('a DER value ends early')
  return byte
}

function valueAt(
  bytes: Uint8Array,
  { tag, start, length }: { readonly tag: number; readonly start: number; readonly length: number },
): DerValue {
  const end = start + length
  if (end > bytes.length) throw new MalformedBytesError('a DER value ends early')
  return { tag, contents: bytes.subarray(start, end), bytes: bytes.subarray(0, end) }
}
