import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { CommittedOffsets, type CommittedOffset } from '../../../broker/groups/committed-offsets.ts'

const committed = (offset: bigint): CommittedOffset => ({
  offset,
  leaderEpoch: -1,
  metadata: '',
  commitTimestamp: 0n,
  expireTimestamp: null,
  topicId: null,
})
const t0 = { group: 'g', topic: 't', partition: 0 }
const transaction = { logPartition: 12, producerId: 7n }

test('an offset inside a transaction is not there before the transaction is committed', () => {
  const offsets = new CommittedOffsets()
  offsets.setInTransaction(transaction, t0, committed(5n))
  expect(offsets.get(t0)).toBeNull()
  expect([...offsets.pendingOf('g')]).toEqual([t0])
  offsets.endTransaction(transaction, 'committed')
  expect(offsets.get(t0)).toMatchObject({ offset: 5n })
  expect([...offsets.pendingOf('g')]).toEqual([])
})

test('an aborted transaction leaves nothing', () => {
  const offsets = new CommittedOffsets()
  offsets.set(t0, committed(1n))
  offsets.setInTransaction(transaction, t0, committed(5n))
  offsets.endTransaction(transaction, 'aborted')
  expect(offsets.get(t0)).toMatchObject({ offset: 1n })
})

test('a commit that came after the one in the transaction stays when the transaction ends', () => {
  const offsets = new CommittedOffsets()
  offsets.setInTransaction(transaction, t0, committed(5n))
  offsets.set(t0, committed(9n))
  offsets.endTransaction(transaction, 'committed')
  expect(offsets.get(t0)).toMatchObject({ offset: 9n })
})

test('the same producer has a transaction of its own in each partition of the log', () => {
  const offsets = new CommittedOffsets()
  offsets.setInTransaction(transaction, t0, committed(5n))
  offsets.endTransaction({ ...transaction, logPartition: 13 }, 'committed')
  expect(offsets.get(t0)).toBeNull()
})

test('a deleted offset does not come back with the end of a transaction', () => {
  const offsets = new CommittedOffsets()
  offsets.setInTransaction(transaction, t0, committed(5n))
  offsets.delete(t0)
  offsets.endTransaction(transaction, 'committed')
  expect(offsets.get(t0)).toBeNull()
  expect([...offsets.groupIds()]).toEqual([])
})

test('it holds what a plain map would hold', () => {
  const key = fc.record({
    group: fc.constantFrom('g', 'h'),
    topic: fc.constantFrom('t', 'u'),
    partition: fc.integer({ min: 0, max: 2 }),
  })
  const change = fc.tuple(key, fc.option(fc.bigInt({ min: 0n, max: 100n }), { nil: null }))
  fc.assert(
    fc.property(fc.array(change), (changes) => {
      const offsets = new CommittedOffsets()
      const plain = new Map<string, bigint>()
      for (const [where, offset] of changes) {
        const name = `${where.group} ${where.topic} ${where.partition}`
        if (offset === null) offsets.delete(where)
        else offsets.set(where, committed(offset))
        if (offset === null) plain.delete(name)
        else plain.set(name, offset)
      }
      const held = [...offsets.groupIds()].flatMap((group) =>
        [...offsets.ofGroup(group)].flatMap(([topic, partitions]) =>
          [...partitions].map(([partition, { offset }]) => [`${group} ${topic} ${partition}`, offset] as const),
        ),
      )
      expect(new Map(held)).toEqual(plain)
    }),
  )
})
