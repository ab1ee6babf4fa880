import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ByteReader } from '../../../broker/bytes/byte-reader.ts'
import { ByteWriter } from '../../../broker/bytes/byte-writer.ts'
import { MalformedBytesError } from '../../../broker/bytes/malformed-bytes-error.ts'

const int64 = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })
const int32 = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 })

function written(write: (writer: ByteWriter) => void): ByteReader {
  const writer = new ByteWriter(1)
  write(writer)
  return new ByteReader(writer.toBytes())
}

describe('what a writer wrote, a reader reads', () => {
  test('fixed-width integers', () => {
    fc.assert(
      fc.property(int32, int64, fc.integer({ min: 0, max: 2 ** 32 - 1 }), (small, large, unsigned) => {
        const reader = written((writer) => {
          writer.int32(small)
          writer.int64(large)
          writer.uint32(unsigned)
        })
        expect([reader.int32(), reader.int64(), reader.uint32(), reader.remaining]).toEqual([small, large, unsigned, 0])
      }),
    )
  })

  test('variable-length integers of 32 and 64 bits', () => {
    fc.assert(
      fc.property(int32, int64, fc.integer({ min: 0, max: 2 ** 32 - 1 }), (small, large, unsigned) => {
        const reader = written((writer) => {
          writer.varint(small)
          writer.varlong(large)
          writer.unsignedVarint(unsigned)
        })
        expect([reader.varint(), reader.varlong(), reader.unsignedVarint()]).toEqual([small, large, unsigned])
        expect(reader.remaining).toBe(0)
      }),
    )
  })

  test.each([
    [0n, '00'],
    [-1n, '01'],
    [63n, '7e'],
    [-64n, '7f'],
    [64n, '8001'],
    [-(2n ** 63n), 'ffffffffffffffffff01'],
    [2n ** 63n - 1n, 'feffffffffffffffff01'],
  ])('varlong %d is %s', (value, hex) => {
    const writer = new ByteWriter()
    writer.varlong(value)
    expect(writer.toBytes().toString('hex')).toBe(hex)
  })
})

describe('bytes that lie', () => {
  test('a length beyond the end is refused before anything is taken', () => {
    const reader = new ByteReader(Buffer.from([1, 2, 3]))
    expect(() => reader.bytes(2 ** 31)).toThrow(MalformedBytesError)
    expect(() => reader.bytes(-1)).toThrow(MalformedBytesError)
    expect(reader.position).toBe(0)
  })

  test('a variable-length integer that never ends is refused', () => {
    const endless = new Uint8Array(20).fill(0xff)
    expect(() => new ByteReader(endless).unsignedVarint()).toThrow(MalformedBytesError)
    expect(() => new ByteReader(endless).varlong()).toThrow(MalformedBytesError)
  })

  test('any bytes give a value or a MalformedBytesError, never anything else', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 12 }), (bytes) => {
        for (const read of ['varint', 'varlong', 'unsignedVarint', 'int64', 'uuid'] as const) {
          try {
            new ByteReader(bytes)[read]()
          } catch (error) {
            expect(error).toBeInstanceOf(MalformedBytesError)
          }
        }
      }),
    )
  })
})

describe('chunks', () => {
  test('large byte strings pass through without a copy, in order with what is around them', () => {
    const large = new Uint8Array(10_000).fill(7)
    const writer = new ByteWriter(4)
    writer.int32(1)
    writer.bytes(large)
    writer.int32(2)
    const chunks = writer.chunks()
    expect(chunks[1]).toBe(large)
    expect(writer.length).toBe(10_008)
    expect(Buffer.concat(chunks).readInt32BE(10_004)).toBe(2)
  })
})
