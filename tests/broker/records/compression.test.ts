import fc from 'fast-check'
import { compressSync } from 'snappy'
import { describe, expect, it } from 'vitest'
import { codecs } from '../../../broker/records/codec.ts'
import { compress, decompress } from '../../../broker/records/compression.ts'
import { lz4UpperBound } from '../../../broker/records/lz4-frame.ts'
import { CorruptBatchError } from '../../../broker/records/record-errors.ts'
import { zstdUpperBound } from '../../../broker/records/zstd-codec.ts'

const compressing = codecs.filter((codec) => codec !== 'none')

describe.each(compressing)('%s', (codec) => {
  it('gives back what it was given', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 5000 }), fc.integer({ min: 1, max: 100 }), (part, repeat) => {
        const bytes = Buffer.concat(Array.from({ length: repeat }, () => part))
        expect(decompress(codec, compress(codec, bytes)).equals(bytes)).toBe(true)
      }),
      { numRuns: 40 },
    )
  })

  it('refuses what would become too large', () => {
    const bomb = compress(codec, Buffer.alloc(64 * 1024 * 1024))
    expect(() => decompress(codec, bomb, 16 * 1024 * 1024)).toThrow(CorruptBatchError)
    expect(decompress(codec, bomb, 64 * 1024 * 1024)).toHaveLength(64 * 1024 * 1024)
  })

  it('never does worse than throw when its bytes are damaged', () => {
    const sound = compress(codec, Buffer.from('some text, some text, some text, and an end'.repeat(20)))
    fc.assert(
      fc.property(fc.nat({ max: sound.length - 1 }), fc.nat({ max: 255 }), fc.boolean(), (at, value, isCut) => {
        const damaged = isCut ? Buffer.from(sound.subarray(0, at)) : Buffer.from(sound)
        if (!isCut) damaged.writeUInt8(value, at)
        try {
          decompress(codec, damaged, 1024 * 1024)
        } catch (error) {
          expect(error).toBeInstanceOf(CorruptBatchError)
        }
      }),
      { numRuns: 300 },
    )
  })
})

describe('framings', () => {
  it('of snappy are that of snappy-java, and raw blocks are read too', () => {
    const bytes = Buffer.from('hello hello hello')
    const framed = compress('snappy', bytes)
    expect(framed.subarray(0, 16).toString('hex')).toBe('82534e41505059000000000100000001')
    expect(framed.readInt32BE(16)).toBe(framed.length - 20)
    expect(decompress('snappy', compressSync(bytes)).toString()).toBe('hello hello hello')
  })

  it('tell what they can hold at most without being read', () => {
    const bytes = Buffer.alloc(1_000_000, 'abc')
    const lz4 = lz4UpperBound(compress('lz4', bytes))
    const zstd = zstdUpperBound(compress('zstd', bytes))
    for (const bound of [lz4, zstd]) {
      expect(bound).toBeGreaterThanOrEqual(bytes.length)
      expect(bound).toBeLessThan(5 * bytes.length)
    }
  })

  it('of zstd that several writers have put behind each other count together', () => {
    const two = Buffer.concat([compress('zstd', Buffer.alloc(200_000)), compress('zstd', Buffer.alloc(300_000))])
    expect(zstdUpperBound(two)).toBeGreaterThanOrEqual(500_000)
  })
})
