import { isUtf8 } from 'node:buffer'
import { decode as decodeCbor } from 'cbor-x'
import { LosslessNumber } from 'lossless-json'
import { unpack } from 'msgpackr'
import type { FieldFormat } from '../api/decoding.ts'
import { DecodeError } from './decode-error.ts'
import { parseExactJson, type Plain } from './exact-json.ts'
import { texts } from '../languages/texts.ts'

/** Reads all of the bytes. @throws Error when they are something else */
export type Decode = (bytes: Buffer) => Plain

const uuidBytes = 16

/** The formats that need nothing but the bytes. */
export const binaryFormats: Partial<Record<FieldFormat, Decode>> = {
  text: textOf,
  json: (bytes) => parseExactJson(textOf(bytes)),
  xml: (bytes) => {
    const text = textOf(bytes)
    if (!/^\s*<[?!A-Za-z_]/.test(text) || !/>\s*$/.test(text)) {
      throw new DecodeError(texts.decoding.noTags)
    }
    return text
  },
  uuid: (bytes) => {
    exactly(bytes, uuidBytes)
    return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
  },
  hex: (bytes) => bytes.toString('hex'),
  base64: (bytes) => bytes.toString('base64'),
  msgpack: (bytes) => plainOf(unpack(bytes)),
  cbor: (bytes) => plainOf(decodeCbor(bytes)),
  ...numbers(),
}

function textOf(bytes: Buffer): string {
  if (!isUtf8(bytes)) throw new DecodeError(texts.decoding.notUtf8)
  return bytes.toString('utf8')
}

function numbers(): Partial<Record<FieldFormat, Decode>> {
  const fixed =
    (size: number, read: (bytes: Buffer) => number | bigint): Decode =>
    (bytes) => {
      exactly(bytes, size)
      return read(bytes)
    }
  return {
    int8: fixed(1, (bytes) => bytes.readInt8()),
    uint8: fixed(1, (bytes) => bytes.readUInt8()),
    int16: fixed(2, (bytes) => bytes.readInt16BE()),
    'int16-le': fixed(2, (bytes) => bytes.readInt16LE()),
    uint16: fixed(2, (bytes) => bytes.readUInt16BE()),
    'uint16-le': fixed(2, (bytes) => bytes.readUInt16LE()),
    int32: fixed(4, (bytes) => bytes.readInt32BE()),
    'int32-le': fixed(4, (bytes) => bytes.readInt32LE()),
    uint32: fixed(4, (bytes) => bytes.readUInt32BE()),
    'uint32-le': fixed(4, (bytes) => bytes.readUInt32LE()),
    int64: fixed(8, (bytes) => bytes.readBigInt64BE()),
    'int64-le': fixed(8, (bytes) => bytes.readBigInt64LE()),
    uint64: fixed(8, (bytes) => bytes.readBigUInt64BE()),
    'uint64-le': fixed(8, (bytes) => bytes.readBigUInt64LE()),
    float32: fixed(4, (bytes) => bytes.readFloatBE()),
    'float32-le': fixed(4, (bytes) => bytes.readFloatLE()),
    float64: fixed(8, (bytes) => bytes.readDoubleBE()),
    'float64-le': fixed(8, (bytes) => bytes.readDoubleLE()),
  }
}

function exactly(bytes: Buffer, size: number): void {
  if (bytes.length !== size) throw new DecodeError(texts.decoding.wrongSize(bytes.length, size))
}

/** What libraries make of binary formats, as plain data: bytes as base64, times as ISO 8601, maps as objects. */
export function plainOf(value: unknown): Plain {
  if (value === null || value === undefined) return null
  if (typeof value === 'bigint' || typeof value === 'boolean' || typeof value === 'string') return value
  if (typeof value === 'number') return value
  if (typeof value !== 'object') throw new DecodeError(texts.decoding.holds(typeof value))
  if (value instanceof LosslessNumber) return value
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64')
  if (value instanceof Date) return value.toISOString()
  if (Array.isArray(value)) return value.map(plainOf)
  if (value instanceof Set) return [...value].map(plainOf)
  const entries = value instanceof Map ? [...value] : Object.entries(value)
  return Object.fromEntries(entries.map(([name, each]) => [nameOf(name), plainOf(each)]))
}

function nameOf(key: unknown): string {
  if (typeof key === 'string') return key
  return typeof key === 'number' || typeof key === 'bigint' || typeof key === 'boolean'
    ? String(key)
    : JSON.stringify(key)
}
