import { describe, expect, it } from 'vitest'
import { crc32c } from '../../../broker/bytes/crc32c.ts'
import type { BatchView } from '../../../broker/records/batch-view.ts'
import { buildBatch, type BatchOptions } from '../../../broker/records/build-batch.ts'
import { codecs, defaultCompressionLevels } from '../../../broker/records/codec.ts'
import {
  BatchTooLargeError,
  CorruptBatchError,
  InvalidRecordError,
  InvalidTimestampError,
  UnsupportedBatchError,
} from '../../../broker/records/record-errors.ts'
import { recordsIn } from '../../../broker/records/records-in.ts'
import { validateAndAssign, type ProduceRules } from '../../../broker/records/validate-produced.ts'

const now = 1_700_000_000_000n

const rules: ProduceRules = {
  maxMessageBytes: 1_000_000,
  timestampType: 'CreateTime',
  timestampBeforeMaxMs: Number(2n ** 63n - 1n),
  timestampAfterMaxMs: 3_600_000,
  requiresKeys: false,
  compressionType: 'producer',
  compressionLevels: defaultCompressionLevels,
  origin: 'client',
}

function batch(options: BatchOptions & { timestamp?: bigint; key?: string | null; count?: number } = {}): Buffer {
  const { timestamp = now, key = 'k', count = 3 } = options
  const record = { key: key === null ? null : Buffer.from(key), value: Buffer.from('value'), timestamp }
  return buildBatch(
    Array.from({ length: count }, () => record),
    options,
  )
}

/** Changes bytes of a batch and makes its CRC right again, as a producer with a bug would. */
function forged(bytes: Buffer, change: (bytes: Buffer) => void): Buffer {
  change(bytes)
  bytes.writeUInt32BE(crc32c(bytes.subarray(21)), 17)
  return bytes
}

function take(bytes: Buffer, changes: Partial<ProduceRules> = {}): BatchView {
  const [first] = validateAndAssign(bytes, { ...rules, ...changes }, { firstOffset: 100n, leaderEpoch: 7, now })
  if (first === undefined) throw new Error('Nothing was taken.')
  return first
}

describe('a produced batch', () => {
  it.each(codecs)('with codec %s is stored as it came, but for offset and epoch', (codec) => {
    const sent = batch({ codec })
    const before = Buffer.from(sent)
    const taken = take(sent)
    expect(taken).toMatchObject({ baseOffset: 100n, lastOffset: 102n, partitionLeaderEpoch: 7 })
    expect(taken.isCrcValid()).toBe(true)
    expect(taken.bytes.subarray(16)).toEqual(before.subarray(16))
    expect(taken.source.buffer).toBe(sent.buffer)
  })

  it('gets the time of the log, and a new CRC with it, where the topic says so', () => {
    const taken = take(batch({ timestamp: 5n }), { timestampType: 'LogAppendTime' })
    expect(taken).toMatchObject({ timestampType: 'LogAppendTime', maxTimestamp: now })
    expect(taken.isCrcValid()).toBe(true)
    expect([...recordsIn(taken)].map(({ timestamp }) => timestamp)).toEqual([now, now, now])
  })

  it('gets the largest timestamp that its records have, whatever its header said', () => {
    const taken = take(batch({ maxTimestamp: 3n }))
    expect(taken.maxTimestamp).toBe(now)
    expect(taken.isCrcValid()).toBe(true)
  })

  it('is compressed anew where the topic asks for another codec', () => {
    const taken = take(batch({ codec: 'gzip', producerId: 3n, producerEpoch: 1, baseSequence: 8 }), {
      compressionType: 'zstd',
    })
    expect(taken).toMatchObject({ codec: 'zstd', producerId: 3n, producerEpoch: 1, baseSequence: 8, baseOffset: 100n })
    expect([...recordsIn(taken)]).toHaveLength(3)
    expect(take(batch({ codec: 'gzip' }), { compressionType: 'none' }).codec).toBe('none')
  })

  it('is refused with a list of the records at fault', () => {
    const keyless = () => take(batch({ key: null, count: 2 }), { requiresKeys: true })
    expect(keyless).toThrow(InvalidRecordError)
    try {
      keyless()
    } catch (error) {
      expect((error as InvalidRecordError).recordErrors.map(({ batchIndex }) => batchIndex)).toEqual([0, 1])
    }
  })

  it('is refused when a timestamp is out of the range that the topic allows', () => {
    expect(() => take(batch({ timestamp: now + 3_600_001n }))).toThrow(InvalidTimestampError)
    expect(() => take(batch({ timestamp: now - 1001n }), { timestampBeforeMaxMs: 1000 })).toThrow(InvalidTimestampError)
    expect(take(batch({ timestamp: now + 3_600_000n })).maxTimestamp).toBe(now + 3_600_000n)
    expect(take(batch({ timestamp: -1n }), { timestampBeforeMaxMs: 1000 }).maxTimestamp).toBe(-1n)
    expect(() => take(batch({ timestampType: 'LogAppendTime' }), { timestampType: 'LogAppendTime' })).toThrow(
      InvalidTimestampError,
    )
  })

  it.each<[string, () => Buffer, new (...parts: never[]) => Error, Partial<ProduceRules>?]>([
    ['too large', () => batch(), BatchTooLargeError, { maxMessageBytes: 80 }],
    [
      'damaged',
      () => {
        const bytes = batch()
        bytes.writeUInt8(0xff, 80)
        return bytes
      },
      CorruptBatchError,
    ],
    ['cut off', () => batch().subarray(0, 90), CorruptBatchError],
    ['followed by rubbish', () => Buffer.concat([batch(), Buffer.alloc(5)]), CorruptBatchError],
    ['empty', () => Buffer.alloc(0), InvalidRecordError],
    ['two at once', () => Buffer.concat([batch(), batch()]), InvalidRecordError],
    ['of no record', () => buildBatch([]), InvalidRecordError],
    ['at another base offset', () => batch({ baseOffset: 1n }), InvalidRecordError],
    ['a control batch', () => batch({ isControl: true }), InvalidRecordError],
    ['of a producer without sequence', () => batch({ producerId: 1n }), InvalidRecordError],
    ['of an unknown codec', () => forged(batch(), (bytes) => bytes.writeInt16BE(6, 21)), UnsupportedBatchError],
    [
      'of another count than it claims',
      () => forged(batch(), (bytes) => bytes.writeInt32BE(2, 57)),
      InvalidRecordError,
    ],
    [
      'of fewer records than it claims',
      () =>
        forged(batch(), (bytes) => {
          bytes.writeInt32BE(4, 57)
          bytes.writeInt32BE(3, 23)
        }),
      InvalidRecordError,
    ],
    [
      'of more records than it claims',
      () =>
        forged(batch(), (bytes) => {
          bytes.writeInt32BE(2, 57)
          bytes.writeInt32BE(1, 23)
        }),
      InvalidRecordError,
    ],
    [
      'of records with offsets that are not 0, 1, 2',
      () => forged(batch(), (bytes) => bytes.writeUInt8(8, 64)),
      InvalidRecordError,
    ],
    [
      'of a record longer than the batch',
      () => forged(batch(), (bytes) => bytes.writeUInt8(0x7e, 61)),
      InvalidRecordError,
    ],
    ['not decompressible', () => forged(batch({ codec: 'gzip' }), (bytes) => bytes.fill(1, 70)), InvalidRecordError],
  ])('is refused when it is %s', (_what, bytes, error, changes) => {
    expect(() => take(bytes(), changes)).toThrow(error)
  })

  it('may come with others and hold control records when a coordinator writes', () => {
    const two = Buffer.concat([batch(), batch({ isControl: true, count: 1 })])
    const taken = validateAndAssign(two, { ...rules, origin: 'coordinator' }, { firstOffset: 5n, leaderEpoch: 0, now })
    expect(taken.map(({ baseOffset }) => baseOffset)).toEqual([5n, 8n])
  })
})
