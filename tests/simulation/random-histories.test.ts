import { describe, expect, it } from 'vitest'
import { expectKept, numberFrom } from './broken-promise.ts'
import { historyOf } from './run-history.ts'

const seed = numberFrom('SEED')
const isAboutDeaths = numberFrom('DIES_AT') !== null
/** `RUNS=100000 npx vitest run tests/simulation` looks further. */
const runs = numberFrom('RUNS') ?? 7000
const parts = 6

describe('a broker to which anything may happen', { timeout: 600_000 }, () => {
  it.runIf(seed !== null && !isAboutDeaths)(`keeps its promises with the seed ${seed}`, async () => {
    expect(await expectKept(historyOf(seed ?? 0))).toBeGreaterThan(0)
  })

  it.runIf(seed === null).each(Array.from({ length: parts }, (_, part) => part))(
    'keeps its promises, part %i of the seeds',
    async (part) => {
      let operations = 0
      for (let at = part + 1; at <= runs; at += parts) operations += await expectKept(historyOf(at))
      expect(operations).toBeGreaterThan((runs / parts) * 100)
    },
  )

  const fresh = Array.from({ length: 25 }, () => Math.floor(Math.random() * 2 ** 31))
  it.runIf(seed === null)(`keeps its promises with seeds that nobody has tried: ${fresh.join(' ')}`, async () => {
    for (const one of fresh) expect(await expectKept(historyOf(one))).toBeGreaterThan(0)
  })
})
