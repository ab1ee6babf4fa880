import { beforeAll, describe, expect, test } from 'vitest'
import { isMissing } from '../support/system-requirements.ts'
import { onPurpose } from './differential/on-purpose.ts'
import { playToBoth, type Comparison } from './differential/play-to-both.ts'
import { stories } from './differential/stories.ts'

/**
 * The same questions, of every API and version, to our broker and to Apache Kafka. What may differ stands in
 * `differential/on-purpose.ts`. Sentences for people and the order of lists, which Kafka takes from hash maps, are not
 * asserted; `node tests/conformance/differential/main.ts` shows them too.
 */
describe.skipIf(isMissing('java', 'maven'))('asked the same, both brokers answer the same', () => {
  let comparison: Comparison
  beforeAll(async () => {
    comparison = await playToBoth(stories)
  }, 600_000)

  test('but for what is different on purpose', () => {
    const unexplained = comparison.differences.filter(
      ({ kind, at }) => kind === 'value' && !onPurpose.some(({ where }) => where.test(at)),
    )
    expect(unexplained).toEqual([])
    expect(comparison.questions).toBeGreaterThan(3000)
  })

  test('and nothing is said to be different that is not', () => {
    const outdated = onPurpose.filter(({ where }) => !comparison.differences.some(({ at }) => where.test(at)))
    expect(outdated).toEqual([])
  })
})
