import { expect, it } from 'vitest'
import { targetOf } from '../../../src-renderer/components/row-navigation.ts'

const at = { current: 50, last: 99, pageRows: 20 }

it.each([
  ['ArrowDown', 51],
  ['ArrowUp', 49],
  ['PageDown', 70],
  ['PageUp', 30],
  ['Home', 0],
  ['End', 99],
  ['a', null],
  ['Tab', null],
])('%s leads to %s', (key, target) => {
  expect(targetOf(key, at)).toBe(target)
})
