import { expect, test } from 'vitest'
import { fuzzParser, TARGETS, type TargetName } from './fuzz-parsers.ts'

/** Keys that are derived from passwords take their time. */
const COUNTS: Partial<Record<TargetName, number>> = { scram: 300, stores: 1_000 }

test.each(Object.keys(TARGETS) as TargetName[])('damaged %s are refused by an error that says so, or read', (name) => {
  expect(() => fuzzParser(name, { seed: 1, count: COUNTS[name] ?? 5_000 })).not.toThrow()
})
