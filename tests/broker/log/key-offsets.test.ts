import { expect, it } from 'vitest'
import { KeyOffsets } from '../../../broker/log/key-offsets.ts'

it('takes no more keys than it may keep in memory, but goes on learning of those that it has', () => {
  const half = Buffer.alloc(65 * 1024 * 1024, 'k')
  const keyOf = (length: number) => ({ bytes: half, keyStart: 0, keyLength: length })
  const offsets = new KeyOffsets(0n)
  expect(offsets.put(keyOf(half.length), 1)).toBe(true)
  expect(offsets.put(keyOf(half.length - 1), 2)).toBe(false)
  expect(offsets.put(keyOf(half.length), 3)).toBe(true)
  expect(offsets.isLatest(keyOf(half.length), 1)).toBe(false)
  expect(offsets.isLatest(keyOf(half.length), 3)).toBe(true)
  expect(offsets.put(keyOf(1), 4)).toBe(true)
})
