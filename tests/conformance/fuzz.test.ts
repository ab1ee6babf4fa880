import { expect, test } from 'vitest'
import { fuzzWire, startFuzzedBroker } from '../fuzz/fuzz-wire.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

test('random and damaged requests of every API and version harm neither the broker nor a client beside them', async () => {
  await using folder = await temporaryFolder()
  await using broker = await startFuzzedBroker(folder.join('data'))
  const report = await fuzzWire(broker, { seed: 20_261_122, requests: 20_000 })
  expect(report.defects).toEqual([])
  expect(report.sent).toBeGreaterThanOrEqual(20_000)
  expect(report.answered).toBeGreaterThan(5_000)
  expect(report.healthyRounds).toBeGreaterThan(0)
})
