import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { batchesIn } from '../../../broker/records/batches.ts'
import { BatchView } from '../../../broker/records/batch-view.ts'
import { buildBatch } from '../../../broker/records/build-batch.ts'
import { codecs } from '../../../broker/records/codec.ts'
import { CorruptBatchError, UnsupportedBatchError } from '../../../broker/records/record-errors.ts'
import type { RecordInput } from '../../../broker/records/record.ts'
import { recordsIn } from '../../../broker/records/records-in.ts'

const bytes = fc.uint8Array({ maxLength: 200 }).map((array) => Buffer.from(array))
const int64 = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })
const header = fc.record({ key: fc.string(), value: fc.option(bytes) })
const input: fc.Arbitrary<RecordInput> = fc.record({
  key: fc.option(bytes),
  value: fc.option(bytes),
  headers: fc.array(header, { maxLength: 4 }),
  timestamp: fc.oneof(fc.bigInt({ min: 0n, max: 2n ** 42n }), int64),
})

function read(batch: Uint8Array) {
  return [...recordsIn(new BatchView(batch))].map(({ key, value, headers, timestamp }) => ({
    key: key && Buffer.from(key),
    value: value && Buffer.from(value),
    headers: headers.map((one) => ({ key: one.key, value: one.value && Buffer.from(one.value) })),
    timestamp,
  }))
}

describe('a record batch', () => {
  it('gives back what was put into it, with any codec', () => {
    fc.assert(
      fc.property(fc.array(input, { minLength: 1, maxLength: 20 }), fc.constantFrom(...codecs), (records, codec) => {
        const batch = buildBatch(records, { codec, baseOffset: 7n })
        expect(read(batch)).toEqual(records)
        const view = new BatchView(batch)
        expect(view).toMatchObject({ codec, baseOffset: 7n, recordCount: records.length, sizeInBytes: batch.length })
        expect(view.isCrcValid()).toBe(true)
        expect([...recordsIn(view)].map(({ offset }) => offset)).toEqual(records.map((_, index) => 7n + BigInt(index)))
      }),
    )
  })

  it('is the bytes that Kafka writes', () => {
    const batch = buildBatch(
      [{ key: Buffer.from('k'), value: null, timestamp: 1000n, headers: [{ key: 'h', value: null }] }],
      {
        producerId: 9n,
        producerEpoch: 1,
        baseSequence: 5,
      },
    )
    expect(batch.toString('hex').replace(/^(.{34}).{8}/, '$1crc:')).toBe(
      '0000000000000000' +
        '0000003c' +
        'ffffffff' +
        '02' +
        'crc:' +
        '0000' +
        '00000000' +
        '00000000000003e8' +
        '00000000000003e8' +
        '0000000000000009' +
        '0001' +
        '00000005' +
        '00000001' +
        '14000000026b0102026801',
    )
  })

  it('keeps gaps between offsets, as compaction leaves them', () => {
    const records = [3n, 5n, 9n].map((offset) => ({ key: null, value: Buffer.from('x'), timestamp: 1n, offset }))
    const view = new BatchView(buildBatch(records, { baseOffset: 2n, lastOffset: 12n }))
    expect([...recordsIn(view)].map(({ offset }) => offset)).toEqual([3n, 5n, 9n])
    expect(view.nextOffset).toBe(13n)
  })

  it('counts sequences on from 0 behind 2^31-1', () => {
    const records = [1, 2, 3].map(() => ({ key: null, value: null, timestamp: 1n }))
    expect(new BatchView(buildBatch(records, { producerId: 1n, baseSequence: 2 ** 31 - 2 })).lastSequence).toBe(0)
  })

  it('says the timestamp of the log for each record when the log stamps them', () => {
    const record = { key: null, value: null, timestamp: 5n }
    const batch = buildBatch([record], { timestampType: 'LogAppendTime', maxTimestamp: 77n })
    expect(read(batch)[0]?.timestamp).toBe(77n)
  })
})

describe('bytes that are no record batch', () => {
  const sound = buildBatch([
    {
      key: Buffer.from('key'),
      value: Buffer.from('value'),
      timestamp: 1n,
      headers: [{ key: 'h', value: Buffer.from('v') }],
    },
    { key: null, value: Buffer.from('another'), timestamp: 2n },
  ])

  it('fail their CRC wherever one bit is wrong behind it', () => {
    for (let bit = 17 * 8; bit < sound.length * 8; bit++) {
      const damaged = Buffer.from(sound)
      damaged.writeUInt8(damaged.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3)
      expect(new BatchView(damaged).isCrcValid()).toBe(false)
    }
  })

  it('give no batch when they are cut off, at any length', () => {
    for (let length = 0; length < sound.length; length++) expect([...batchesIn(sound.subarray(0, length))]).toEqual([])
    expect([...batchesIn(Buffer.concat([sound, sound.subarray(0, 70)]))]).toHaveLength(1)
  })

  it('are refused when their lengths are absurd', () => {
    const shrunk = Buffer.from(sound)
    shrunk.writeInt32BE(48, 8)
    expect(() => [...batchesIn(shrunk)]).toThrow(CorruptBatchError)
    const negative = Buffer.from(sound)
    negative.writeInt32BE(-100, 8)
    expect(() => [...batchesIn(negative)]).toThrow(CorruptBatchError)
    const old = Buffer.from(sound)
    old.writeInt8(1, 16)
    expect(() => [...batchesIn(old)]).toThrow(UnsupportedBatchError)
  })

  it('never do worse than throw when their records are damaged', () => {
    fc.assert(
      fc.property(fc.nat({ max: sound.length - 62 }), fc.nat({ max: 255 }), (at, value) => {
        const damaged = Buffer.from(sound)
        damaged.writeUInt8(value, 61 + at)
        try {
          for (const record of recordsIn(new BatchView(damaged))) void record.headers
        } catch (error) {
          expect(error).toBeInstanceOf(CorruptBatchError)
        }
      }),
    )
  })

  it('are refused when they hold another number of records than they claim', () => {
    for (const count of [0, 1, 3, -1, 2 ** 31 - 1]) {
      const wrong = Buffer.from(sound)
      wrong.writeInt32BE(count, 57)
      expect(() => [...recordsIn(new BatchView(wrong))]).toThrow(CorruptBatchError)
    }
  })
})
