import { crc32 } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { batchesIn } from '../../../broker/records/batches.ts'
import { buildBatch } from '../../../broker/records/build-batch.ts'
import { codecs, type Codec } from '../../../broker/records/codec.ts'
import { compress } from '../../../broker/records/compression.ts'
import { upgradeMessages } from '../../../broker/records/legacy-messages.ts'
import { CorruptBatchError } from '../../../broker/records/record-errors.ts'
import { recordsIn } from '../../../broker/records/records-in.ts'

interface Message {
  readonly offset: number
  readonly key: string | null
  readonly value: string | Buffer | null
  readonly timestamp?: number
}

/** A message as a broker of 0.8 (magic 0) or 0.10 (magic 1) has written it. */
function message(magic: 0 | 1, { offset, key, value, timestamp = 0 }: Message, attributes = 0): Buffer {
  const field = (content: string | Buffer | null) => {
    const length = Buffer.alloc(4)
    length.writeInt32BE(content === null ? -1 : Buffer.byteLength(content))
    return content === null ? length : Buffer.concat([length, Buffer.from(content)])
  }
  const time = Buffer.alloc(8)
  time.writeBigInt64BE(BigInt(timestamp))
  const body = Buffer.concat([
    Buffer.from([magic, attributes]),
    magic === 1 ? time : Buffer.alloc(0),
    field(key),
    field(value),
  ])
  const head = Buffer.alloc(16)
  head.writeBigInt64BE(BigInt(offset), 0)
  head.writeInt32BE(body.length + 4, 8)
  head.writeUInt32BE(crc32(body), 12)
  return Buffer.concat([head, body])
}

function read(bytes: Uint8Array): string[] {
  return [...batchesIn(upgradeMessages(bytes))].flatMap((batch) =>
    [...recordsIn(batch)].map(
      ({ offset, timestamp, key, value }) => `${offset} @${timestamp} ${text(key)}=${text(value)}`,
    ),
  )
}

const text = (bytes: Uint8Array | null) => (bytes === null ? '∅' : Buffer.from(bytes).toString())

describe('messages of old clusters', () => {
  it('are read as batches of today', () => {
    const old = [
      message(0, { offset: 5, key: null, value: 'a' }),
      message(1, { offset: 6, key: 'k', value: null, timestamp: 77 }),
      message(1, { offset: 9, key: '', value: 'stamped', timestamp: 88 }, 0x08),
    ]
    expect(read(Buffer.concat(old))).toEqual(['5 @-1 ∅=a', '6 @77 k=∅', '9 @88 =stamped'])
  })

  it.each(codecs.filter((codec): codec is Codec => codec !== 'none' && codec !== 'zstd'))(
    'are unpacked from %s',
    (codec) => {
      const inner = (magic: 0 | 1, base: number) =>
        Buffer.concat(
          [0, 1, 2].map((at) => message(magic, { offset: base + at, key: 'k', value: `v${at}`, timestamp: 10 + at })),
        )
      const packed = (magic: 0 | 1, set: Buffer, attributes = 0) =>
        message(
          magic,
          { offset: 42, key: null, value: compress(codec, set), timestamp: 99 },
          codecs.indexOf(codec) | attributes,
        )
      expect(read(packed(0, inner(0, 40)))).toEqual(['40 @-1 k=v0', '41 @-1 k=v1', '42 @-1 k=v2'])
      expect(read(packed(1, inner(1, 0)))).toEqual(['40 @10 k=v0', '41 @11 k=v1', '42 @12 k=v2'])
      expect(read(packed(1, inner(1, 0), 0x08))).toEqual(['40 @99 k=v0', '41 @99 k=v1', '42 @99 k=v2'])
    },
  )

  it('are unpacked from frames of LZ4 whose header was summed in the way of magic 0', () => {
    const set = message(0, { offset: 7, key: 'k', value: 'v' })
    const frame = Buffer.from(compress('lz4', set))
    const flags = frame.readUInt8(4)
    const checksumAt = 6 + ((flags & 0x08) === 0 ? 0 : 8)
    frame.writeUInt8(frame.readUInt8(checksumAt) ^ 0xff, checksumAt)
    const packed = (magic: 0 | 1) => message(magic, { offset: 7, key: null, value: frame }, codecs.indexOf('lz4'))
    expect(read(packed(0))).toEqual(['7 @-1 k=v'])
    expect(() => read(packed(1))).toThrow(CorruptBatchError)
  })

  it('may stand beside batches of today, which are not touched', () => {
    const today = buildBatch([{ key: null, value: Buffer.from('new'), timestamp: 5n }], { baseOffset: 8n })
    expect(read(Buffer.concat([message(1, { offset: 7, key: null, value: 'old' }), today]))).toEqual([
      '7 @0 ∅=old',
      '8 @5 ∅=new',
    ])
    expect(upgradeMessages(today)).toBe(today)
  })

  it('are left out where they are cut off, and refused where they are damaged', () => {
    const sound = message(1, { offset: 7, key: 'key', value: 'value' })
    for (let length = 0; length < sound.length; length++) expect(read(sound.subarray(0, length))).toEqual([])
    fc.assert(
      fc.property(fc.integer({ min: 12, max: sound.length - 1 }), fc.integer({ min: 1, max: 255 }), (at, mask) => {
        const damaged = Buffer.from(sound)
        damaged.writeUInt8(damaged.readUInt8(at) ^ mask, at)
        // A magic of 2 would make it a batch, which batchesIn judges; here the first 17 bytes stay an old message's.
        if (at !== 16) expect(() => read(damaged)).toThrow(CorruptBatchError)
      }),
    )
  })
})
