import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ByteReader } from '../../../broker/bytes/byte-reader.ts'
import { MalformedBytesError } from '../../../broker/bytes/malformed-bytes-error.ts'
import { apis } from '../../../broker/protocol/api-registry.ts'
import { alterShareGroupOffsets } from '../../../broker/protocol/messages/alter-share-group-offsets.ts'
import {
  consumerProtocolAssignment,
  consumerProtocolSubscription,
} from '../../../broker/groups/records/consumer-protocol.ts'
import { deleteShareGroupOffsets } from '../../../broker/protocol/messages/delete-share-group-offsets.ts'
import { describeShareGroupOffsets } from '../../../broker/protocol/messages/describe-share-group-offsets.ts'
import { shareGroupDescribe } from '../../../broker/protocol/messages/share-group-describe.ts'
import { streamsGroupDescribe } from '../../../broker/protocol/messages/streams-group-describe.ts'
import { bytes, type AnyField, type Fields, type Shape } from '../../../broker/schema/field.ts'
import { encodeMessage, isFlexible, readMessage, type Message } from '../../../broker/schema/message.ts'
import { arbitraryStruct } from '../../support/arbitrary-message.ts'

/** What the console asks, and our broker does not serve. */
const askedOnly = [
  alterShareGroupOffsets,
  deleteShareGroupOffsets,
  describeShareGroupOffsets,
  shareGroupDescribe,
  streamsGroupDescribe,
]

const messages: Message[] = [
  ...[...apis, ...askedOnly].flatMap(({ request, response }): Message[] => [request, response]),
  consumerProtocolSubscription,
  consumerProtocolAssignment,
]
const everyVersion = messages.flatMap((message) => {
  const { min, max } = message.validVersions
  return Array.from({ length: max - min + 1 }, (_, index) => ({ name: message.name, message, version: min + index }))
})

test('the registry holds both sides of every API', () => {
  expect(apis.length).toBeGreaterThanOrEqual(35)
  expect(everyVersion.length).toBeGreaterThan(300)
  expect(new Set(apis.map(({ key }) => key)).size).toBe(apis.length)
  for (const { request, response } of apis) expect(response.validVersions).toEqual(request.validVersions)
})

describe('every message at every version', () => {
  test.each(everyVersion)('$name v$version survives writing and reading', ({ message, version }) => {
    fc.assert(
      fc.property(arbitraryStruct(message.fields, version), (value) => {
        const encoded = encodeMessage(message, version, value)
        const reader = new ByteReader(encoded)
        expect(readMessage(message, version, reader)).toEqual(value)
        expect(reader.remaining).toBe(0)
      }),
      { numRuns: 20 },
    )
  })

  test.each(everyVersion)('$name v$version cut short anywhere is malformed', ({ message, version }) => {
    fc.assert(
      fc.property(arbitraryStruct(message.fields, version), (value) => {
        const encoded = encodeMessage(message, version, value)
        for (let length = 0; length < encoded.length; length += 1 + Math.floor(encoded.length / 400)) {
          const reader = new ByteReader(encoded.subarray(0, length))
          expect(() => readMessage(message, version, reader)).toThrow(MalformedBytesError)
        }
      }),
      { numRuns: 4 },
    )
  })

  test.each(everyVersion)('$name v$version damaged anywhere is a value or malformed, nothing else', (each) => {
    const { message, version } = each
    const damage = fc.array(fc.tuple(fc.nat(), fc.constantFrom(0x00, 0x01, 0x7f, 0x80, 0xff)), { minLength: 1 })
    fc.assert(
      fc.property(arbitraryStruct(message.fields, version), damage, (value, places) => {
        const encoded = Buffer.from(encodeMessage(message, version, value))
        for (const [place, byte] of places) encoded[place % encoded.length] = byte
        expectValueOrMalformed(message, version, encoded)
      }),
      { numRuns: 15 },
    )
  })
})

describe('flexible messages', () => {
  const flexible = everyVersion.filter(({ message, version }) => isFlexible(message, version))

  test.each(flexible)(
    '$name v$version skips tags that a newer peer has added to any struct',
    ({ message, version }) => {
      const newer: Message = { ...message, fields: withFutureTag(message.fields), codecs: new Map() }
      fc.assert(
        fc.property(arbitraryStruct(newer.fields, version), (value) => {
          const reader = new ByteReader(encodeMessage(newer, version, value))
          expect(readMessage(message, version, reader)).toEqual(withoutFutureTag(value))
          expect(reader.remaining).toBe(0)
        }),
        { numRuns: 10 },
      )
    },
  )
})

function expectValueOrMalformed(message: Message, version: number, encoded: Uint8Array): void {
  try {
    readMessage(message, version, new ByteReader(encoded))
  } catch (error) {
    expect(error).toBeInstanceOf(MalformedBytesError)
  }
}

function withFutureTag(fields: Fields): Fields {
  const extended = Object.entries(fields).map(([name, field]): [string, AnyField] => {
    const shape = extendShape(field.shape)
    const zero: unknown =
      shape.kind === 'struct' && field.default !== null
        ? { ...(field.default as object), futureTag: Buffer.alloc(0) }
        : field.default
    return [name, { ...field, shape, default: zero }]
  })
  return { ...Object.fromEntries(extended), futureTag: bytes({ tag: 1000, default: Buffer.alloc(0) }) }
}

function extendShape(shape: Shape): Shape {
  if (shape.kind === 'array') return { kind: 'array', element: extendShape(shape.element) }
  return shape.kind === 'struct' ? { kind: 'struct', fields: withFutureTag(shape.fields) } : shape
}

function withoutFutureTag(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutFutureTag)
  if (value === null || typeof value !== 'object' || value instanceof Uint8Array) return value
  const members = Object.entries(value).filter(([name]) => name !== 'futureTag')
  return Object.fromEntries(members.map(([name, member]) => [name, withoutFutureTag(member)]))
}
