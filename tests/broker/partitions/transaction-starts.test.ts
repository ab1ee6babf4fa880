import { expect, test } from 'vitest'
import { OutOfOrderSequenceError } from '../../../broker/log/log-errors.ts'
import { TransactionStarts } from '../../../broker/partitions/transaction-starts.ts'

const start = (sequence: number, producerEpoch = 0) => {
  return { producerId: 7n, producerEpoch, sequence, mustBeginAtZero: false }
}

test('a batch that was refused for the moment comes in before those that were sent behind it', () => {
  const starts = new TransactionStarts()
  starts.note(start(5))
  starts.note(start(8))
  expect(() => starts.check(start(8), false)).toThrow(OutOfOrderSequenceError)
  starts.check(start(5), false)
  starts.forget(7n)
  starts.check(start(8), false)
})

test('a new epoch begins anew, and one that is over says nothing', () => {
  const starts = new TransactionStarts()
  starts.note(start(0))
  starts.note(start(3, 1))
  starts.note(start(0))
  starts.check(start(3, 1), false)
  expect(() => starts.check(start(4, 1), false)).toThrow(OutOfOrderSequenceError)
})

test('a repeated marker of the epoch that is about to begin does not end it', () => {
  const starts = new TransactionStarts()
  starts.note({ ...start(0, 2), mustBeginAtZero: true })
  starts.forgetEnded({ producerId: 7n, producerEpoch: 2, raisesEpoch: true })
  expect(starts.isEmpty).toBe(false)
  starts.forgetEnded({ producerId: 7n, producerEpoch: 3, raisesEpoch: true })
  expect(starts.isEmpty).toBe(true)
})

test('what nobody comes back for does not pile up', () => {
  const starts = new TransactionStarts()
  for (let producer = 0; producer < 2_000; producer++) starts.note({ ...start(1), producerId: BigInt(producer) })
  starts.check({ ...start(9), producerId: 0n }, false)
  expect(() => starts.check({ ...start(9), producerId: 1_999n }, false)).toThrow(OutOfOrderSequenceError)
})
