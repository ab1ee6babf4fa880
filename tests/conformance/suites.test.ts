import { describe, expect, test } from 'vitest'
import { runJudged } from '../suites/run-judged.ts'
import type { SuiteName } from '../suites/suites.ts'
import { isMissing, type RequirementName } from '../support/system-requirements.ts'

/** The suites that take a minute or less, and what they need from the system; `npm run conformance` runs the others. */
const NEEDS = {
  'kafka-python': ['pythonEnvironments'],
  'kafka-python-2.0.2': ['pythonEnvironments', 'debianArchive'],
  'apache-clients': ['java', 'maven'],
  'kafka-streams': ['java', 'javaCompiler', 'maven'],
} as const satisfies Partial<Record<SuiteName, readonly RequirementName[]>>

describe.each(Object.keys(NEEDS) as (keyof typeof NEEDS)[])('%s', (name) => {
  test.skipIf(isMissing(...NEEDS[name]))('nothing fails but what is known to', { timeout: 1_200_000 }, async () => {
    const { results, unexpected, outdated } = await runJudged(name, { broker: 'brokkr' })
    expect(unexpected).toEqual([])
    expect(outdated).toEqual([])
    expect(results.filter(({ outcome }) => outcome === 'passed').length).toBeGreaterThan(0)
  })
})
