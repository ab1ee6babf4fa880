import { expect, test } from 'vitest'
import { fuzzParser, TARGETS, type TargetName } from './fuzz-parsers.ts'

test.each(Object.keys(TARGETS) as TargetName[])('damaged %s are refused by an error that says so, or read', (name) => {
  expect(() => fuzzParser(name, { seed: 1, count: 5_000 })).not.toThrow()
})
