import { describe, expect, it } from 'vitest'
import { expectKept, numberFrom } from './broken-promise.ts'
import { calmHistoryOf } from './run-history.ts'

const seed = numberFrom('SEED')
const diesAt = numberFrom('DIES_AT')
const histories = 5

describe.runIf(seed === null || diesAt !== null)('a broker that dies', { timeout: 600_000 }, () => {
  if (seed !== null && diesAt !== null) {
    it(`keeps its promises at operation ${diesAt} of history ${seed}`, async () => {
      expect(await dieAt(seed, diesAt)).toBe(2)
    })
    return
  }

  it.each(Array.from({ length: histories }, (_, index) => index + 1))(
    'keeps its promises before, after and in the middle of every disk operation of history %i',
    async (history) => {
      const operations = await expectKept(calmHistoryOf(history))
      let runs = 0
      for (let at = 0; at < operations; at++) runs += await dieAt(history, at)
      expect(runs).toBe(2 * operations)
      // All histories together are more than two thousand runs.
      expect(runs).toBeGreaterThan(2000 / histories)
    },
  )
})

/** Kills the process before the operation (which is after the one before it), and cuts the power in the middle of it. */
async function dieAt(history: number, operation: number): Promise<number> {
  const calm = calmHistoryOf(history)
  await expectKept(calm, { diesAt: operation })
  await expectKept(calm, { diesAt: operation, tears: true, cutsPower: true })
  return 2
}
