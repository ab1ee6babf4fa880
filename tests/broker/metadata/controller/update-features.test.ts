import { expect, test } from 'vitest'
import { updateFeatures } from '../../../../broker/metadata/controller/update-features.ts'
import { clusterImage, decisionContext } from '../../../support/test-cluster.ts'

test.each([
  ['the level that it has', 0, 'upgrade', null],
  ['a level that only Apache Kafka can raise it to', 1, 'upgrade', /formatted with a lower level/],
] as const)('a directory of voters from the configuration is told of %s', (_what, level, upgradeType, refusal) => {
  const image = clusterImage()
  const command = { updates: [{ feature: 'kraft.version', level, upgradeType }], validateOnly: false }
  const { records, result } = updateFeatures(image, command, { ...decisionContext(image), kraftVersion: 0 })
  expect(records).toEqual([])
  expect(result.ok ? null : result.failure.message).toEqual(refusal === null ? null : expect.stringMatching(refusal))
})
