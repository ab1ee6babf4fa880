import { describe, expect, it } from 'vitest'
import { expectKept, numberFrom } from './broken-promise.ts'
import { historyOf } from './run-history.ts'

const seed = numberFrom('SEED')
const isAboutDeaths = numberFrom('DIES_AT') !== null
/** The seeds are 1 to this number, the same in every run; `RUNS=100000 npx vitest run tests/simulation` looks further. */
const runs = numberFrom('RUNS') ?? 10_000
const parts = 6

describe.runIf(!isAboutDeaths)('a broker to which anything may happen', { timeout: 600_000 }, () => {
  if (seed !== null) {
    it(`keeps its promises with the seed ${seed}`, async () => {
      expect(await expectKept(historyOf(seed))).toBeGreaterThan(0)
    })
    return
  }

  it.each(Array.from({ length: parts }, (_, part) => part))(
    'keeps its promises, part %i of the seeds',
    async (part) => {
      let operations = 0
      for (let at = part + 1; at <= runs; at += parts) operations += await expectKept(historyOf(at))
      expect(operations).toBeGreaterThan((runs / parts) * 100)
    },
  )
})
