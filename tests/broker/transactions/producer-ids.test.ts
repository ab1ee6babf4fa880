import { expect, test } from 'vitest'
import { ProducerIds } from '../../../broker/transactions/producer-ids.ts'

test('every id is given out once, and a range is claimed only when the last one is used up', async () => {
  let claimed = 0
  const ids = new ProducerIds(async () => ({ first: BigInt(claimed++ * 10), size: 3 }))
  const given = await Promise.all(Array.from({ length: 7 }, () => ids.next()))
  expect(new Set(given).size).toBe(7)
  expect(given.toSorted((a, b) => Number(a - b))).toEqual([0n, 1n, 2n, 10n, 11n, 12n, 20n])
  expect(claimed).toBe(3)
})

test('a claim that fails fails those who wait, and the next one tries again', async () => {
  let isBroken = true
  const ids = new ProducerIds(async () => {
    if (isBroken) throw new Error('no metadata')
    return { first: 5n, size: 1 }
  })
  await expect(Promise.all([ids.next(), ids.next()])).rejects.toThrow('no metadata')
  isBroken = false
  expect(await ids.next()).toBe(5n)
})
