import { describe, expect, it } from 'vitest'
import { batchesIn } from '../../../broker/records/batches.ts'
import { OffsetOutOfRangeError } from '../../../broker/log/log-errors.ts'
import { testLog } from '../../support/test-log.ts'

describe('a partition log', () => {
  it('gives offsets to records and gives the records back', async () => {
    const { append, contents, log } = await testLog()
    expect(append(['a', 'b'])).toMatchObject({ firstOffset: 0n, lastOffset: 1n, isDuplicate: false })
    expect(append(['key=c'])).toMatchObject({ firstOffset: 2n, lastOffset: 2n })
    expect(contents()).toEqual(['0:a', '1:b', '2:key=c'])
    expect(log.logEndOffset).toBe(3n)
  })

  it('starts a read with the batch that holds the offset', async () => {
    const { append, log } = await testLog()
    append(['a', 'b', 'c'])
    append(['d'])
    const { records } = log.read(2n, { maxBytes: 1000 })
    expect([...batchesIn(records)].map(({ baseOffset }) => baseOffset)).toEqual([0n, 3n])
  })

  it('gives whole batches only, and one at least when asked to', async () => {
    const { append, log } = await testLog()
    append(['a'.repeat(100)])
    append(['b'.repeat(100)])
    const first = log.read(0n, { maxBytes: 10, minOneBatch: true }).records
    expect([...batchesIn(first)]).toHaveLength(1)
    expect(log.read(0n, { maxBytes: 10 }).records).toHaveLength(0)
    expect(log.read(0n, { maxBytes: first.length * 2 - 1 }).records).toHaveLength(first.length)
    expect(log.read(0n, { maxBytes: first.length * 2 }).records).toHaveLength(first.length * 2)
  })

  it('knows what lies outside of it', async () => {
    const { append, log } = await testLog()
    append(['a'])
    expect(log.read(1n, { maxBytes: 1000 }).records).toHaveLength(0)
    expect(() => log.read(2n, { maxBytes: 1000 })).toThrow(OffsetOutOfRangeError)
    log.deleteRecordsBefore(1n)
    expect(() => log.read(0n, { maxBytes: 1000 })).toThrow('the log holds 1 to 1')
    expect(() => log.deleteRecordsBefore(2n)).toThrow(OffsetOutOfRangeError)
  })

  it('keeps everything over a restart', async () => {
    const before = await testLog({ segmentBytes: 200 })
    for (let index = 0; index < 10; index++) before.append([`value ${index}`])
    const after = await before.restart()
    expect(after.contents()).toEqual(before.contents())
    expect(after.log.segments()).toEqual(before.log.segments())
    expect(after.append(['more'])).toMatchObject({ firstOffset: 10n })
  })

  it('rolls when a segment would exceed segment.bytes', async () => {
    const { append, log, files } = await testLog({ segmentBytes: 200 })
    for (let index = 0; index < 4; index++) append(['x'.repeat(30)])
    expect(log.segments().map(({ baseOffset }) => baseOffset)).toEqual([0n, 2n])
    expect(files()).toContain('00000000000000000002.snapshot')
  })

  it('rolls when a record is segment.ms younger than the first of the segment', async () => {
    const { append, log } = await testLog({ segmentMs: 1000 })
    append(['a'], { timestamp: 5000n })
    append(['b'], { timestamp: 6000n })
    append(['c'], { timestamp: 6001n })
    expect(log.segments().map(({ baseOffset }) => baseOffset)).toEqual([0n, 2n])
  })

  it('cuts the log and goes on from there', async () => {
    const { append, contents, log } = await testLog({ segmentBytes: 200 })
    for (const value of ['a', 'b', 'c', 'd', 'e', 'f']) append([value.repeat(30)])
    log.truncateTo(3n)
    expect(log.logEndOffset).toBe(3n)
    append(['next'])
    expect(contents().at(-1)).toBe('3:next')
    expect(contents()).toHaveLength(4)
  })

  it('begins anew at an offset', async () => {
    const { append, contents, log } = await testLog()
    append(['a'])
    log.truncateFullyAndStartAt(100n)
    expect(log.logStartOffset).toBe(100n)
    append(['b'])
    expect(contents()).toEqual(['100:b'])
  })

  it('knows which epoch ended where', async () => {
    const { log, append } = await testLog()
    append(['a'])
    const bytes = log.read(0n, { maxBytes: 1000 }).records
    bytes.writeBigInt64BE(0n, 0)
    log.append(bytes, { leaderEpoch: 4 })
    expect(log.endOffsetForEpoch(0)).toEqual({ leaderEpoch: 0, endOffset: 1n })
    expect(log.endOffsetForEpoch(3)).toEqual({ leaderEpoch: 0, endOffset: 1n })
    expect(log.endOffsetForEpoch(4)).toEqual({ leaderEpoch: 4, endOffset: 2n })
    expect(log.endOffsetForEpoch(5)).toBeNull()
    expect(log.epochForOffset(1n)).toBe(4)
  })
})
