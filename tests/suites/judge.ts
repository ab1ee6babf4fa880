import { describe, expect, test } from 'vitest'
import { isMissing, type RequirementName } from '../support/system-requirements.ts'
import { runJudged } from './run-judged.ts'
import type { SuiteName } from './suites.ts'

/** A test that runs a suite against the broker, where there is what it needs of the system. */
export function judge(name: SuiteName, needs: readonly RequirementName[]): void {
  describe(name, () => {
    test.skipIf(isMissing(...needs))('nothing fails but what is known to', { timeout: 1_200_000 }, async () => {
      const { results, unexpected, outdated } = await runJudged(name, { broker: 'brokkr' })
      expect(unexpected).toEqual([])
      expect(outdated).toEqual([])
      expect(results.filter(({ outcome }) => outcome === 'passed').length).toBeGreaterThan(0)
    })
  })
}
