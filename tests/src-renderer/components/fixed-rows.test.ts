import fc from 'fast-check'
import { expect, test } from 'vitest'
import { sightAfter, type Sight } from '../../../src-renderer/components/fixed-rows.ts'

const start: Sight = { first: 1000, count: 20, origin: 0 }

function nodesOf({ first, count, origin }: Sight): number[] {
  return Array.from({ length: count }, (_each, at) => first + at - origin)
}

test('over a small way rows stay in their nodes, and a jump fills the nodes of before with others', () => {
  const near = sightAfter(start, { first: 1003, count: 20 })
  expect(nodesOf(near).slice(0, 17)).toEqual(nodesOf(start).slice(3))
  const far = sightAfter(near, { first: 900_000, count: 20 })
  expect(nodesOf(far)).toEqual(nodesOf(near))
  expect(sightAfter(far, { first: 900_000, count: 20 })).toBe(far)
})

test('however one scrolls, no node stands for two rows, and their order is that of the rows', () => {
  const way = fc.array(fc.record({ first: fc.nat(2_000_000), count: fc.integer({ min: 1, max: 60 }) }))
  fc.assert(
    fc.property(way, (steps) => {
      const nodes = nodesOf(steps.reduce(sightAfter, start))
      expect(nodes).toEqual(nodes.map((_node, at) => (nodes[0] ?? 0) + at))
    }),
    { seed: 7, numRuns: 50 },
  )
})
