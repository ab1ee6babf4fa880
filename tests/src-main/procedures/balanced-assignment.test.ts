import fc from 'fast-check'
import { expect, test } from 'vitest'
import { balancedAssignment } from '../../../src-main/procedures/balanced-assignment.ts'

test('another replica goes where there are fewest, and who leads goes on leading', () => {
  const current = [1, 2, 3].map((leader, partition) => ({ partition, replicas: [leader] }))
  const planned = balancedAssignment(current, { replicationFactor: 2, nodeIds: [1, 2, 3] })
  expect(planned.map(({ replicas }) => replicas[0])).toEqual([1, 2, 3])
  const held = planned.flatMap(({ replicas }) => replicas)
  expect([1, 2, 3].map((nodeId) => held.filter((each) => each === nodeId).length)).toEqual([2, 2, 2])
})

test('what may stay stays when a broker is taken out', () => {
  const current = [
    { partition: 0, replicas: [1, 2] },
    { partition: 1, replicas: [2, 3] },
    { partition: 2, replicas: [3, 1] },
  ]
  const planned = balancedAssignment(current, { replicationFactor: 2, nodeIds: [1, 2] })
  expect(planned[0]).toEqual({ partition: 0, replicas: [1, 2] })
  for (const { replicas } of planned) expect(new Set(replicas)).toEqual(new Set([1, 2]))
})

test('a balanced plan has each broker once in a partition, and none with more than its share', () => {
  const cases = fc.integer({ min: 1, max: 7 }).chain((brokers) =>
    fc.tuple(
      fc.constant(brokers),
      fc.integer({ min: 1, max: brokers }),
      fc.array(fc.uniqueArray(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 4 }), {
        minLength: 1,
        maxLength: 20,
      }),
    ),
  )
  fc.assert(
    fc.property(cases, ([brokers, replicationFactor, current]) => {
      const nodeIds = Array.from({ length: brokers }, (_none, index) => index + 1)
      const input = current.map((replicas, partition) => ({ partition, replicas }))
      const planned = balancedAssignment(input, { replicationFactor, nodeIds })
      const held = new Map(nodeIds.map((nodeId) => [nodeId, 0]))
      for (const { replicas } of planned) {
        expect(new Set(replicas).size).toBe(replicationFactor)
        for (const nodeId of replicas) held.set(nodeId, (held.get(nodeId) ?? -1000) + 1)
      }
      expect(Math.min(...held.values())).toBeGreaterThanOrEqual(0)
      expect(Math.max(...held.values())).toBeLessThanOrEqual(
        Math.ceil((current.length * replicationFactor) / brokers) + 1,
      )
    }),
    { seed: 3, numRuns: 300 },
  )
})

test('more replicas than brokers cannot be placed', () => {
  expect(() => balancedAssignment([{ partition: 0, replicas: [1] }], { replicationFactor: 2, nodeIds: [1] })).toThrow(
    'More replicas',
  )
})
