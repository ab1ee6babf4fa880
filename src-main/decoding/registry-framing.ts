import { DecodeError } from './decode-error.ts'
import { texts } from '../languages/texts.ts'

/*
 * A message with a schema of a registry:
 *
 *     0  int8    0, "magic byte"
 *     1  int32   id of the schema, big-endian
 *     5          Protobuf only: varint count, then as many varints (zig-zag): the path to the message type;
 *                one byte 0 stands for the path [0]
 *     .          the message
 */
const headerBytes = 5

/** The id of the schema; null when the bytes do not begin as such a message does. */
export function schemaIdOf(bytes: Uint8Array | null): number | null {
  if (bytes === null || bytes.byteLength < headerBytes || bytes[0] !== 0) return null
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getInt32(1)
}

export function payloadOf(bytes: Buffer): Buffer {
  return bytes.subarray(headerBytes)
}

/** Takes the path to the message type off the payload. @throws DecodeError */
export function splitMessagePath(payload: Buffer): { readonly path: readonly number[]; readonly message: Buffer } {
  let at = 0
  const varint = (): number => {
    let raw = 0
    for (let shift = 0; shift < 35; shift += 7) {
      const byte = payload[at++]
      if (byte === undefined) throw new DecodeError(texts.decoding.endsInPath)
      raw |= (byte & 0x7f) << shift
      if (byte < 0x80) return (raw >>> 1) ^ -(raw & 1)
    }
    throw new DecodeError(texts.decoding.pathUnreadable)
  }
  const count = varint()
  if (count < 0 || count > 64) throw new DecodeError(texts.decoding.tooDeep(count))
  const path = count === 0 ? [0] : Array.from({ length: count }, varint)
  return { path, message: payload.subarray(at) }
}

/** `path`: of Protobuf only. */
export function framed(schemaId: number, path: readonly number[] | null, message: Buffer): Buffer {
  const header = Buffer.alloc(headerBytes)
  header.writeInt32BE(schemaId, 1)
  const isFirst = path?.length === 1 && path[0] === 0
  const numbers = path === null ? [] : isFirst ? [0] : [path.length, ...path]
  return Buffer.concat([header, ...numbers.map(zigZagVarint), message])
}

function zigZagVarint(value: number): Buffer {
  const bytes: number[] = []
  let rest = (value << 1) ^ (value >> 31)
  while (rest > 0x7f) {
    bytes.push((rest & 0x7f) | 0x80)
    rest >>>= 7
  }
  return Buffer.from([...bytes, rest])
}
