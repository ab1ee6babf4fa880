import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CompactionPace } from '../../../broker/log/compaction-pace.ts'
import type { CompactionNeed } from '../../../broker/log/compaction.ts'
import type { PartitionLog } from '../../../broker/log/partition-log.ts'
import { buildBatch } from '../../../broker/records/build-batch.ts'
import { buildEndTransactionMarker } from '../../../broker/records/control-records.ts'
import { batchesIn } from '../../../broker/records/batches.ts'
import { codecs } from '../../../broker/records/codec.ts'
import { memoryEnvironment } from '../../support/memory-environment.ts'
import { testLog, type TestLog } from '../../support/test-log.ts'

const compacted = { cleanupPolicy: { compact: true, delete: false }, segmentBytes: 300, deleteRetentionMs: 1000 }

function needOf(log: PartitionLog, checkpoint = 0n): CompactionNeed {
  const need = log.compactionNeed(checkpoint)
  if (need === null) throw new Error('The log is not compacted at all.')
  return need
}

async function compact(log: PartitionLog, checkpoint = 0n): Promise<bigint> {
  const next = await log.compact(needOf(log, checkpoint))
  if (next === null) throw new Error('The round was cancelled.')
  return next
}

/** The latest value of each key, as a reader from the beginning sees it. */
function latest(contents: readonly string[]): Map<string, string> {
  const values = new Map<string, string>()
  for (const text of contents) {
    const [, key = '', value = ''] = /^\d+:(.*)=(.*)$/.exec(text) ?? []
    if (value === '∅') values.delete(key)
    else values.set(key, value)
  }
  return values
}

describe('compaction', () => {
  it('keeps the latest record of each key and every record of the active segment', async () => {
    const { append, contents, log } = await testLog(compacted)
    for (const text of ['a=1', 'b=1', 'a=2', 'c=1', 'a=3']) append([text])
    log.roll()
    append(['a=4'])
    append(['a=5'])
    expect(await compact(log)).toBe(5n)
    expect(contents()).toEqual(['1:b=1', '3:c=1', '4:a=3', '5:a=4', '6:a=5'])
  })

  it('leaves a log that an orderly restart and a crash both give back', async () => {
    const before = await testLog(compacted)
    for (let index = 0; index < 40; index++) before.append([`key${index % 3}=${index}`])
    before.log.roll()
    await compact(before.log)
    const contents = before.contents()
    expect(contents).toHaveLength(3)
    expect((await before.reopen()).contents()).toEqual(contents)
    const after = await before.restart()
    expect(after.contents()).toEqual(contents)
    expect(after.log.logEndOffset).toBe(40n)
  })

  it('joins small segments up to segment.bytes', async () => {
    const { append, log } = await testLog(compacted)
    for (let index = 0; index < 40; index++) append([`key${index % 3}=${index}`])
    log.roll()
    const before = log.segments().length
    await compact(log)
    await compact(log)
    expect(log.segments().length).toBeLessThan(before)
    expect(log.segments()[0]?.baseOffset).toBe(0n)
  })

  it('keeps a tombstone for delete.retention.ms after it was first met, then drops it', async () => {
    const { append, contents, log, environment } = await testLog(compacted)
    append(['a=1'])
    log.append(tombstone('a', environment.clock.now()), { leaderEpoch: 0 })
    append(['b=1'])
    log.roll()
    append(['b=2'])
    await compact(log)
    expect(contents()).toEqual(['1:a=∅', '2:b=1', '3:b=2'])
    environment.clock.advance(1000)
    await compact(log)
    expect(contents()).toEqual(['2:b=1', '3:b=2'])
  })

  it('forgets the records of an aborted transaction, even when its marker lies in a later segment', async () => {
    const { append, contents, log } = await testLog(compacted)
    append(['a=committed'])
    append(['a=aborted'], { producerId: 7n, producerEpoch: 0, baseSequence: 0, isTransactional: true })
    log.roll()
    log.append(marker('abort'), { leaderEpoch: 0, origin: 'coordinator' })
    append(['b=1'])
    await compact(log)
    expect(contents()).toEqual(['0:a=committed', '3:b=1'])
  })

  it('does not take what a producer commits for what it aborted before the last round', async () => {
    const { append, contents, log } = await testLog(compacted)
    const transaction = { producerId: 7n, producerEpoch: 0, isTransactional: true }
    append(['a=aborted'], { ...transaction, baseSequence: 0 })
    log.append(marker('abort'), { leaderEpoch: 0, origin: 'coordinator' })
    append(['a=old'])
    log.roll()
    const next = await compact(log)
    append(['a=committed'], { ...transaction, baseSequence: 1 })
    log.append(marker('commit'), { leaderEpoch: 0, origin: 'coordinator' })
    log.roll()
    append(['b=1'])
    await compact(log, next)
    expect(contents()).toEqual(['3:a=committed', '5:b=1'])
  })

  it('drops a marker only when no data of its transaction is left and its time has come', async () => {
    const { append, contents, log, environment } = await testLog(compacted)
    append(['a=1'], { producerId: 7n, producerEpoch: 0, baseSequence: 0, isTransactional: true })
    log.append(marker('commit'), { leaderEpoch: 0, origin: 'coordinator' })
    append(['a=2'], { producerId: 7n, producerEpoch: 0, baseSequence: 1, isTransactional: true })
    log.append(marker('commit'), { leaderEpoch: 0, origin: 'coordinator' })
    append(['z=1'])
    log.roll()
    append(['y=1'])
    const controlOffsets = () =>
      [...batchesIn(log.read(log.logStartOffset, { maxBytes: 10_000 }).records)]
        .filter(({ isControl }) => isControl)
        .map(({ baseOffset }) => baseOffset)
    await compact(log)
    expect(controlOffsets()).toEqual([1n, 3n])
    environment.clock.advance(1000)
    await compact(log)
    expect(contents()).toEqual(['2:a=2', '4:z=1', '5:y=1'])
  })

  it('keeps the last sequence of a producer whose records are all overtaken', async () => {
    const before = await testLog(compacted)
    before.append(['a=1'], { producerId: 9n, producerEpoch: 0, baseSequence: 0 })
    before.append(['a=2'])
    before.log.roll()
    before.append(['a=3'])
    await compact(before.log)
    const after = await before.reopen()
    expect(after.append(['b=1'], { producerId: 9n, producerEpoch: 0, baseSequence: 1 })).toMatchObject({
      firstOffset: 3n,
    })
    expect(after.append(['a=1'], { producerId: 9n, producerEpoch: 0, baseSequence: 0 })).toMatchObject({
      isDuplicate: true,
    })
  })

  it('is due when the dirty part outweighs the clean one', async () => {
    const { append, log } = await testLog(compacted)
    for (let index = 0; index < 8; index++) append([`key=${index}`])
    expect(log.compactionNeed(0n)).toMatchObject({ isDue: true, dirtyRatio: 1 })
    const next = await compact(log)
    expect(log.compactionNeed(next)).toMatchObject({ isDue: false })
    const plain = await testLog()
    expect(plain.log.compactionNeed(0n)).toBeNull()
  })

  it('gives up when the log is cut under it', async () => {
    const { append, log } = await testLog(compacted)
    for (let index = 0; index < 20; index++) append([`key=${index}`])
    const round = log.compact(needOf(log))
    log.truncateTo(3n)
    expect(await round).toBeNull()
    expect(log.logEndOffset).toBe(3n)
  })

  it('reads and writes no faster than it may', async () => {
    const { append, log, environment } = await testLog(compacted)
    for (let index = 0; index < 40; index++) append([`key=${index}`])
    const { clock } = environment
    const began = clock.monotonic()
    const bytesRead = 2 * log.sizeInBytes
    const pace = new CompactionPace(clock, () => 1000)
    const round = log.compact(needOf(log), { pace, stepBytes: 1 })
    const turns = async (): Promise<'not yet'> => {
      clock.advance(10)
      await new Promise(setImmediate)
      return 'not yet'
    }
    while ((await Promise.race([round, turns()])) === 'not yet');
    const tookMs = clock.monotonic() - began
    // Both passes read nearly all; of what is written little is left.
    expect(tookMs).toBeGreaterThan(bytesRead * 0.9)
    expect(tookMs).toBeLessThan(bytesRead * 1.5)
  })

  it('loses nothing when the power fails at any moment of it', async () => {
    for (let operations = 0; operations < 60; operations++) {
      const before = await testLog(compacted, { environment: memoryEnvironment(operations) })
      for (let index = 0; index < 30; index++) before.append([`key${index % 4}=${index}`])
      before.log.roll()
      await before.log.flush()
      const { disk, random } = before.environment
      const { recoveryPoint } = before.log
      const values = latest(before.contents())
      let left = operations
      disk.onOperation(() => {
        left -= 1
        if (left < 0) throw new Error('The power fails.')
      })
      await compact(before.log).catch(() => {})
      disk.onOperation(() => {})
      disk.cutPower(random)
      const after = await before.reopen({ recoveryPoint: random.integer(2) === 0 ? 0n : recoveryPoint })
      expect(latest(after.contents())).toEqual(values)
      expect(after.append(['next=1'])).toMatchObject({ firstOffset: 30n })
      expect(after.files().filter((name) => /cleaned|swap|deleted/.test(name))).toEqual([])
    }
  })

  it('never changes the latest value of a key, whatever was written', async () => {
    const value = fc.oneof(fc.integer({ min: 0, max: 99 }).map(String), fc.constant(null))
    const entry = fc.record({ key: fc.constantFrom('a', 'b', 'c', 'd'), value, codec: fc.constantFrom(...codecs) })
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(entry, { minLength: 1, maxLength: 4 }), { maxLength: 25 }),
        async (batches) => {
          const log = await filled(batches)
          const before = latest(log.contents())
          const offsets = new Set(log.contents())
          const next = await compact(log.log)
          expect(latest(log.contents())).toEqual(before)
          expect(log.contents().every((text) => offsets.has(text))).toBe(true)
          log.environment.clock.advance(2000)
          await compact(log.log, next)
          expect(latest(log.contents())).toEqual(before)
          expect(latest((await log.reopen()).contents())).toEqual(before)
        },
      ),
      { numRuns: 60 },
    )
  })
})

async function filled(
  batches: readonly (readonly { key: string; value: string | null; codec: (typeof codecs)[number] }[])[],
): Promise<TestLog> {
  const log = await testLog(compacted)
  for (const entries of batches) {
    for (const { key, value, codec } of entries) {
      if (value === null) log.log.append(tombstone(key, log.environment.clock.now()), { leaderEpoch: 0 })
      else log.append([`${key}=${value}`], { codec })
    }
  }
  log.log.roll()
  return log
}

function tombstone(key: string, now: number): Buffer {
  return buildBatch([{ key: Buffer.from(key), value: null, timestamp: BigInt(now) }])
}

function marker(result: 'commit' | 'abort'): Buffer {
  return buildEndTransactionMarker({
    producerId: 7n,
    producerEpoch: 0,
    result,
    coordinatorEpoch: 0,
    timestamp: 1_700_000_000_000n,
  })
}
