import { describe, expect, it } from 'vitest'
import { expectKept, numberFrom } from './broken-promise.ts'
import { fixedHistories } from './fixed-histories.ts'
import { calmHistoryOf, type History } from './run-history.ts'

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

  it.each([
    { what: 'a compaction', seed: 101, of: 'keyed-0', from: /create .*\.cleaned$/ },
    { what: 'a retention deletion', seed: 102, of: 'kept-0', from: /rename .*\.log .*\.deleted$/ },
  ])('keeps its promises at every disk operation of $what', async ({ seed: history, of, from }) => {
    const operations: string[] = []
    await expectKept(historyBy(history), { watch: (operation) => operations.push(operation) })
    const first = operations.findIndex((operation) => operation.includes(of) && from.test(operation))
    const last = operations.findLastIndex(
      (operation) => operation.includes(of) && /remove .*\.deleted$/.test(operation),
    )
    expect(first).toBeGreaterThan(0)
    expect(last).toBeGreaterThan(first + 10)
    for (let at = first; at <= last + 1; at++) await dieAt(history, at)
  })
})

function historyBy(number: number): History {
  return fixedHistories.get(number) ?? calmHistoryOf(number)
}

/** Kills the process before the operation (which is after the one before it), and cuts the power in the middle of it. */
async function dieAt(history: number, operation: number): Promise<number> {
  const calm = historyBy(history)
  await expectKept(calm, { diesAt: operation })
  await expectKept(calm, { diesAt: operation, tears: true, cutsPower: true })
  return 2
}
