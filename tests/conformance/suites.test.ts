import { describe, expect, test } from 'vitest'
import { runJudged } from '../suites/run-judged.ts'
import { SUITES, type SuiteName } from '../suites/suites.ts'
import { isMissing, type RequirementName } from '../support/system-requirements.ts'

/** What each suite of somebody else's needs from the system. */
const NEEDS: Readonly<Record<SuiteName, readonly RequirementName[]>> = {
  librdkafka: ['compiler', 'java', 'javaCompiler', 'maven'],
  'librdkafka-consumer': ['compiler', 'java', 'javaCompiler', 'maven'],
  'kafka-python': ['pythonEnvironments'],
  'kafka-python-2.0.2': ['pythonEnvironments', 'debianArchive'],
  'apache-clients': ['java', 'maven'],
  'kafka-streams': ['java', 'javaCompiler', 'maven'],
}

/** Of librdkafka's tests, those that take seconds: `npm run conformance` runs the rest too. */
const QUICK_LIBRDKAFKA_TESTS = `
  0001 0002 0003 0005 0007 0008 0011 0012 0013 0014 0017 0018 0019 0021 0022 0026 0029 0030 0031 0034 0036 0038 0041
  0042 0044 0045 0048 0050 0054 0056 0057 0060 0061 0063 0064 0065 0067 0070 0073 0081 0085 0090 0099 0102 0109 0113
  0115 0118 0122 0127 0130 0132 0137 0140`
  .trim()
  .split(/\s+/)

const SELECTION: Partial<Record<SuiteName, readonly string[]>> = {
  librdkafka: QUICK_LIBRDKAFKA_TESTS,
  'librdkafka-consumer': QUICK_LIBRDKAFKA_TESTS,
}

describe.each(Object.keys(SUITES) as SuiteName[])('%s', (name) => {
  test.skipIf(isMissing(...NEEDS[name]))('nothing fails but what is known to', { timeout: 1_200_000 }, async () => {
    const { results, unexpected, outdated } = await runJudged(name, { broker: 'brokkr', only: SELECTION[name] ?? [] })
    expect(unexpected).toEqual([])
    expect(outdated).toEqual([])
    expect(results.filter(({ outcome }) => outcome === 'passed').length).toBeGreaterThan(0)
  })
})
