import fc from 'fast-check'
import { expect, it } from 'vitest'
import { compareSortValues } from '../../../src-renderer/components/sorting.ts'

it('texts are ordered as people order them', () => {
  const names = ['orders-10', 'Orders-2', 'orders-1', 'audit']
  expect(names.sort(compareSortValues)).toEqual(['audit', 'orders-1', 'Orders-2', 'orders-10'])
})

it('64-bit integers are ordered by their exact value', () => {
  expect(compareSortValues(9_007_199_254_740_993n, 9_007_199_254_740_992n)).toBe(1)
})

it('what is not known stands last', () => {
  expect([3n, null, 1n, undefined, 2n].sort(compareSortValues).slice(0, 3)).toEqual([1n, 2n, 3n])
})

it('different texts are never equal, so that the order is always the same', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (left, right) => {
      expect(compareSortValues(left, right) === 0).toBe(left === right)
      expect(Math.sign(compareSortValues(left, right)) + Math.sign(compareSortValues(right, left))).toBe(0)
    }),
  )
})
