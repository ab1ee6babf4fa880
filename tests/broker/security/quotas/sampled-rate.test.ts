import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { SampledRate, throttleMs } from '../../../../broker/security/quotas/sampled-rate.ts'
import { TokenBucket } from '../../../../broker/security/quotas/token-bucket.ts'

const windows = { count: 11, sizeMs: 1000 }

describe('a rate', () => {
  test('of a first burst is taken over all windows but one', () => {
    const rate = new SampledRate(windows)
    rate.record(1000, 0)
    expect(rate.elapsedMs(0)).toBe(10_000)
    expect(rate.measure(0)).toBe(100)
    expect(rate.measure(500)).toBeCloseTo(1000 / 10.5, 10)
  })

  test('forgets what is older than all windows', () => {
    const rate = new SampledRate(windows)
    rate.record(1000, 0)
    rate.record(10, 9000)
    expect(rate.measure(10_999)).toBeGreaterThan(90)
    expect(rate.measure(11_000)).toBe(1)
  })

  test('tells how long to pause until it is within the limit again', () => {
    const rate = new SampledRate(windows)
    rate.record(2000, 0)
    // 200 a second over ten seconds; at 100 a second the same would have taken twenty.
    expect(throttleMs(rate, 100, 0)).toBe(10_000)
    expect(throttleMs(rate, 200, 0)).toBe(0)
    rate.record(-2000, 0)
    expect(throttleMs(rate, 100, 0)).toBe(0)
  })

  test('never counts anything twice or too early: it lies between what came within the windows and a little before', () => {
    const events = fc.array(fc.tuple(fc.integer({ min: 0, max: 3000 }), fc.integer({ min: 0, max: 100 })), {
      minLength: 1,
      maxLength: 60,
    })
    fc.assert(
      fc.property(events, (gaps) => {
        const rate = new SampledRate(windows)
        let nowMs = 0
        const seen: { atMs: number; value: number }[] = []
        for (const [gapMs, value] of gaps) {
          nowMs += gapMs
          rate.record(value, nowMs)
          seen.push({ atMs: nowMs, value })
          const sum = (rate.measure(nowMs) * rate.elapsedMs(nowMs)) / 1000
          const since = (ageMs: number) =>
            seen.filter(({ atMs }) => nowMs - atMs < ageMs).reduce((total, each) => total + each.value, 0)
          expect(sum).toBeGreaterThanOrEqual(since(windows.count * windows.sizeMs) - 1e-6)
          expect(sum).toBeLessThanOrEqual(since((windows.count + 1) * windows.sizeMs) + 1e-6)
        }
      }),
      { numRuns: 500, seed: 3 },
    )
  })
})

describe('a bucket of credits', () => {
  test('is full at first, may be overdrawn once, and fills again', () => {
    const bucket = new TokenBucket(windows)
    expect(bucket.measure(2, 0)).toBe(22)
    bucket.take(30, 2, 0)
    expect(bucket.measure(2, 0)).toBe(-8)
    expect(bucket.throttleMs(2, 0)).toBe(4000)
    expect(bucket.throttleMs(2, 3000)).toBe(1000)
    expect(bucket.measure(2, 4000)).toBe(0)
    expect(bucket.measure(2, 60_000)).toBe(22)
  })
})
