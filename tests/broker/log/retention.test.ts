import { describe, expect, it } from 'vitest'
import { testLog } from '../../support/test-log.ts'

const hourMs = 3_600_000

describe('retention', () => {
  it('by time takes whole segments whose newest record is too old, from the oldest on', async () => {
    const { append, contents, log, environment } = await testLog({ retentionMs: hourMs })
    append(['old'])
    log.roll()
    environment.clock.advance(hourMs / 2)
    append(['new'])
    environment.clock.advance(hourMs / 2)
    expect(log.deleteOldSegments()).toBe(0)
    environment.clock.advance(1)
    expect(log.deleteOldSegments()).toBe(1)
    expect(contents()).toEqual(['1:new'])
    expect(log.logStartOffset).toBe(1n)
  })

  it('takes the active segment too, but not an empty one', async () => {
    const { append, log, environment } = await testLog({ retentionMs: hourMs })
    append(['old'])
    environment.clock.advance(2 * hourMs)
    expect(log.deleteOldSegments()).toBe(1)
    expect(log.segments()).toMatchObject([{ baseOffset: 1n, sizeInBytes: 0 }])
    environment.clock.advance(2 * hourMs)
    expect(log.deleteOldSegments()).toBe(0)
    expect(append(['next'])).toMatchObject({ firstOffset: 1n, logStartOffset: 1n })
  })

  it('by size keeps at least retention.bytes', async () => {
    const { append, log } = await testLog({ retentionBytes: 200, retentionMs: -1, segmentBytes: 100 })
    for (let index = 0; index < 6; index++) append(['x'.repeat(20)])
    const { sizeInBytes } = log
    const segmentBytes = sizeInBytes / 6
    log.deleteOldSegments()
    expect(log.sizeInBytes).toBeGreaterThanOrEqual(200)
    expect(log.sizeInBytes - segmentBytes).toBeLessThan(200)
  })

  it('by log start takes what DeleteRecords has passed, with any cleanup policy', async () => {
    const compacted = { compact: true, delete: false }
    const { append, log } = await testLog({ cleanupPolicy: compacted, segmentBytes: 100 })
    for (let index = 0; index < 4; index++) append([`key=${index}`])
    log.deleteRecordsBefore(3n)
    expect(log.deleteOldSegments()).toBe(3)
    expect(log.segments().map(({ baseOffset }) => baseOffset)).toEqual([3n])
  })

  it('by time does not touch a log that is only compacted', async () => {
    const { append, log, environment } = await testLog({
      cleanupPolicy: { compact: true, delete: false },
      retentionMs: 1,
    })
    append(['key=old'])
    environment.clock.advance(hourMs)
    expect(log.deleteOldSegments()).toBe(0)
  })

  it('is held up by a record from the future', async () => {
    const { append, log, environment } = await testLog({
      retentionMs: hourMs,
      messageTimestampAfterMaxMs: 100 * hourMs,
    })
    append(['future'], { timestamp: BigInt(environment.clock.now() + 50 * hourMs) })
    environment.clock.advance(2 * hourMs)
    expect(log.deleteOldSegments()).toBe(0)
  })

  it('leaves files under another name for file.delete.delay.ms, and a start removes them', async () => {
    const config = { retentionMs: 1, fileDeleteDelayMs: 1000 }
    const before = await testLog(config)
    before.append(['old'])
    before.environment.clock.advance(10)
    before.log.deleteOldSegments()
    const doomed = '00000000000000000000.log.deleted'
    await before.log.upkeep()
    expect(before.files()).toContain(doomed)
    expect((await before.reopen()).files()).not.toContain(doomed)

    const other = await testLog(config)
    other.append(['old'])
    other.environment.clock.advance(10)
    other.log.deleteOldSegments()
    other.environment.clock.advance(1000)
    await other.log.upkeep()
    expect(other.files()).not.toContain(doomed)
  })
})
