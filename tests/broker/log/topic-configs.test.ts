import { describe, expect, it } from 'vitest'
import { defaultLogConfig, type LogConfig } from '../../../broker/log/log-config.ts'
import { batchesIn } from '../../../broker/records/batches.ts'
import { BatchView } from '../../../broker/records/batch-view.ts'
import { buildBatch } from '../../../broker/records/build-batch.ts'
import { BatchTooLargeError, InvalidTimestampError } from '../../../broker/records/record-errors.ts'
import { testLog, type TestLog } from '../../support/test-log.ts'

function change({ log }: TestLog, config: Partial<LogConfig>): void {
  log.updateConfig({ ...defaultLogConfig, ...config })
}

function segmentCount({ log }: TestLog): number {
  return log.segments().length
}

const hourMs = 3_600_000

describe('a config that is changed while the log is in use', () => {
  it('segment.bytes: the next record begins a segment where the smaller size is passed', async () => {
    const log = await testLog()
    for (let index = 0; index < 5; index++) log.append(['a'.repeat(100)])
    expect(segmentCount(log)).toBe(1)
    change(log, { segmentBytes: 400 })
    log.append(['b'])
    expect(segmentCount(log)).toBe(2)
  })

  it('segment.ms: counts from the first record of the segment, by the time of records', async () => {
    const log = await testLog()
    const begin = BigInt(log.environment.clock.now())
    log.append(['a'], { timestamp: begin })
    log.append(['b'], { timestamp: begin + 5000n })
    expect(segmentCount(log)).toBe(1)
    change(log, { segmentMs: 5000 })
    log.append(['c'], { timestamp: begin + 5000n })
    expect(segmentCount(log)).toBe(1)
    log.append(['d'], { timestamp: begin + 5001n })
    expect(segmentCount(log)).toBe(2)
  })

  it('segment.jitter.ms: brings the end of later segments forward, by less than it says', async () => {
    const begin = 1_700_000_000_000n
    const waited = new Set<bigint>()
    for (let seed = 0; seed < 10; seed++) {
      const log = await testLog()
      log.environment.random.bytes(seed)
      change(log, { segmentMs: 10, segmentJitterMs: 10 })
      log.append(['first'], { timestamp: begin })
      log.append(['of a second segment'], { timestamp: begin + 11n })
      for (let ms = 12n; segmentCount(log) === 2; ms++) log.append(['x'], { timestamp: begin + ms })
      waited.add(log.log.segments()[2]?.baseOffset ?? 0n)
    }
    expect(waited.size).toBeGreaterThan(1)
    expect(Math.max(...[...waited].map(Number))).toBeLessThanOrEqual(12)
  })

  it('segment.index.bytes: a full index ends the segment', async () => {
    const log = await testLog({ indexIntervalBytes: 1 })
    for (let index = 0; index < 5; index++) log.append(['a'])
    expect(segmentCount(log)).toBe(1)
    change(log, { segmentIndexBytes: 32, indexIntervalBytes: 1 })
    log.append(['b'])
    expect(segmentCount(log)).toBe(2)
  })

  it('an offset too far from the first of its segment for an index begins a segment, whatever the configs', async () => {
    const log = await testLog()
    const far = 2n ** 31n
    const batchAt = (baseOffset: bigint) =>
      buildBatch([{ key: null, value: null, timestamp: 0n }], { baseOffset, partitionLeaderEpoch: 0 })
    for (const offset of [0n, far - 1n]) log.log.append(batchAt(offset), { leaderEpoch: 0, origin: 'raft' })
    expect(segmentCount(log)).toBe(1)
    log.log.append(batchAt(far), { leaderEpoch: 0, origin: 'raft' })
    expect(log.log.segments().map(({ baseOffset }) => baseOffset)).toEqual([0n, far])
  })

  it('max.message.bytes and message.timestamp.*: the next record is held to them', async () => {
    const log = await testLog()
    const { clock } = log.environment
    log.append(['a'.repeat(200)])
    change(log, { maxMessageBytes: 200 })
    expect(() => log.append(['a'.repeat(200)])).toThrow(BatchTooLargeError)
    change(log, { messageTimestampBeforeMaxMs: hourMs })
    expect(() => log.append(['a'], { timestamp: BigInt(clock.now() - hourMs - 1) })).toThrow(InvalidTimestampError)
    change(log, { messageTimestampAfterMaxMs: 1 })
    expect(() => log.append(['a'], { timestamp: BigInt(clock.now() + 2) })).toThrow(InvalidTimestampError)
    change(log, { messageTimestampType: 'LogAppendTime' })
    expect(log.append(['a'], { timestamp: 5n }).logAppendTimeMs).toBe(BigInt(clock.now()))
  })

  it('flush.messages: says when an fsync is due', async () => {
    const log = await testLog()
    expect(log.append(['a', 'b']).isFlushDue).toBe(false)
    change(log, { flushMessages: 4 })
    expect(log.append(['c']).isFlushDue).toBe(false)
    expect(log.append(['d']).isFlushDue).toBe(true)
  })

  it('flush.ms: the upkeep forces what is older', async () => {
    const log = await testLog()
    log.append(['a'])
    log.environment.clock.advance(1000)
    await log.log.upkeep()
    expect(log.log.recoveryPoint).toBe(0n)
    change(log, { flushMs: 1000 })
    await log.log.upkeep()
    expect(log.log.recoveryPoint).toBe(1n)
  })

  it('compression.type and its levels: batches are compressed anew, harder where that is asked for', async () => {
    const log = await testLog()
    const text = Array.from({ length: 2000 }, (_, index) => `${(index * 7919) % 1000} says ${index % 37}`).join(', ')
    const sizeWith = (config: Partial<LogConfig>) => {
      change(log, config)
      const { firstOffset } = log.append([text])
      const { records } = log.log.read(firstOffset, { maxBytes: 100_000 })
      return { codec: new BatchView(records).codec, bytes: records.length }
    }
    expect(sizeWith({}).codec).toBe('none')
    for (const compressionType of ['snappy', 'lz4'] as const) {
      expect(sizeWith({ compressionType }).codec).toBe(compressionType)
    }
    for (const compressionType of ['gzip', 'zstd'] as const) {
      const [fast, hard] = [1, 9].map((level) => {
        const compressionLevels = { gzip: level, zstd: level }
        return sizeWith({ compressionType, compressionLevels })
      })
      expect(fast?.codec).toBe(compressionType)
      expect(hard?.bytes).toBeLessThan(fast?.bytes ?? 0)
    }
  })
})

describe('preallocate', () => {
  const preallocated = { preallocate: true, segmentBytes: 1000 }
  const fileSize = (log: TestLog, name = '00000000000000000000.log') => log.file(name).length

  it('gives a new segment its whole file at once, of which a reader sees what was written', async () => {
    const log = await testLog(preallocated)
    log.append(['a'])
    expect(fileSize(log)).toBe(1000)
    expect(log.log.sizeInBytes).toBeLessThan(100)
    expect(log.contents()).toEqual(['0:a'])
  })

  it('leaves nothing behind the last record when a segment is closed, or the log', async () => {
    const log = await testLog(preallocated)
    log.append(['a'])
    log.log.roll()
    log.append(['b'])
    expect(fileSize(log)).toBe(log.log.segments()[0]?.sizeInBytes)
    expect(fileSize(log, '00000000000000000001.log')).toBe(1000)
    const after = await log.restart()
    expect([...batchesIn(log.file('00000000000000000001.log'))]).toHaveLength(1)
    expect(fileSize(log, '00000000000000000001.log')).toBe(after.log.segments()[1]?.sizeInBytes)
    expect(after.contents()).toEqual(['0:a', '1:b'])
  })

  it('is no damage after a crash', async () => {
    const reports: string[] = []
    const log = await testLog(preallocated, { report: (message) => reports.push(message) })
    log.append(['a'])
    const after = await log.reopen()
    expect(after.contents()).toEqual(['0:a'])
    after.append(['b'])
    expect((await after.restart()).contents()).toEqual(['0:a', '1:b'])
    expect(reports).toEqual([])
  })
})

describe('an index of times', () => {
  it('that lies plausibly is not believed: neither by retention nor by a search', async () => {
    const log = await testLog({ retentionMs: hourMs })
    const now = BigInt(log.environment.clock.now())
    log.append(['a'], { timestamp: now - 10n })
    log.append(['b'], { timestamp: now })
    log.log.roll()
    log.append(['c'], { timestamp: now })
    await log.log.close()
    const lie = Buffer.alloc(12)
    lie.writeBigInt64BE(now - BigInt(2 * hourMs), 0)
    lie.writeInt32BE(1, 8)
    log.environment.disk.writeFile(`${log.directory}/00000000000000000000.timeindex`, lie)
    const after = await log.reopen({ isClean: true, recoveryPoint: 3n })
    expect(after.log.deleteOldSegments()).toBe(0)
    expect(after.log.offsetForTimestamp(now - 10n)).toMatchObject({ offset: 0n })
    expect(after.log.offsetForTimestamp(now)).toMatchObject({ offset: 1n })
  })
})
