import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { buildBatch } from '../../../broker/records/build-batch.ts'
import { readAll, testLog } from '../../support/test-log.ts'

describe('offsets by timestamp', () => {
  it('are those of the first record that is not older, within its batch', async () => {
    const { log } = await testLog()
    const records = [10n, 30n, 20n].map((timestamp) => ({ key: null, value: null, timestamp }))
    log.append(buildBatch(records), { leaderEpoch: 3 })
    expect(log.offsetForTimestamp(0n)).toEqual({ offset: 0n, timestamp: 10n, leaderEpoch: 3 })
    expect(log.offsetForTimestamp(15n)).toEqual({ offset: 1n, timestamp: 30n, leaderEpoch: 3 })
    expect(log.offsetForTimestamp(30n)).toMatchObject({ offset: 1n })
    expect(log.offsetForTimestamp(31n)).toBeNull()
    expect(log.offsetOfMaxTimestamp()).toEqual({ offset: 1n, timestamp: 30n, leaderEpoch: 3 })
  })

  it('of an empty log, or of records without timestamps, are not known', async () => {
    const { append, log } = await testLog()
    expect(log.offsetOfMaxTimestamp()).toBeNull()
    append(['a'], { timestamp: -1n })
    expect(log.offsetForTimestamp(0n)).toBeNull()
    expect(log.offsetOfMaxTimestamp()).toBeNull()
  })

  it('are the same as a reader of the whole log would find, whatever was written', async () => {
    const timestamps = fc.array(fc.array(fc.bigInt({ min: 0n, max: 40n }), { minLength: 1, maxLength: 4 }), {
      maxLength: 30,
    })
    await fc.assert(
      fc.asyncProperty(timestamps, fc.nat({ max: 20 }), fc.boolean(), async (batches, start, isRestarted) => {
        const config = { segmentBytes: 500, indexIntervalBytes: 100 }
        let all = await testLog(config)
        for (const batch of batches) {
          const records = batch.map((timestamp) => ({ key: null, value: null, timestamp }))
          all.log.append(buildBatch(records), { leaderEpoch: 0 })
        }
        const logStart = BigInt(Math.min(start, batches.flat().length))
        all.log.deleteRecordsBefore(logStart)
        if (isRestarted) all = await all.restart()
        if (isRestarted) all.log.deleteRecordsBefore(logStart)
        const records = readAll(all.log)
        for (let timestamp = 0n; timestamp <= 41n; timestamp++) {
          const expected = records.find((record) => record.timestamp >= timestamp)
          expect(all.log.offsetForTimestamp(timestamp)?.offset).toBe(expected?.offset)
        }
      }),
      { numRuns: 60 },
    )
  })
})
