import { describe, expect, it } from 'vitest'
import {
  InvalidProducerEpochError,
  InvalidTransactionStateError,
  OutOfOrderSequenceError,
  TransactionCoordinatorFencedError,
} from '../../../broker/log/log-errors.ts'
import type { PartitionLog } from '../../../broker/log/partition-log.ts'
import { buildEndTransactionMarker } from '../../../broker/records/control-records.ts'
import { testLog } from '../../support/test-log.ts'

const producer = { producerId: 7n, producerEpoch: 1 }

function end(
  log: PartitionLog,
  result: 'commit' | 'abort',
  options: { producerId?: bigint; producerEpoch?: number; coordinatorEpoch?: number; transactionVersion?: number } = {},
) {
  const marker = buildEndTransactionMarker({
    producerId: options.producerId ?? producer.producerId,
    producerEpoch: options.producerEpoch ?? producer.producerEpoch,
    result,
    coordinatorEpoch: options.coordinatorEpoch ?? 0,
    timestamp: 1_700_000_000_000n,
  })
  const { transactionVersion = 0 } = options
  return log.append(marker, { leaderEpoch: 0, origin: 'coordinator', transactionVersion })
}

describe('an idempotent producer', () => {
  it('that repeats any of its last five batches is told the offsets of then', async () => {
    const { append, contents } = await testLog()
    for (let sequence = 0; sequence < 12; sequence += 2) append(['a', 'b'], { ...producer, baseSequence: sequence })
    for (let sequence = 2; sequence < 12; sequence += 2) {
      expect(append(['a', 'b'], { ...producer, baseSequence: sequence })).toMatchObject({
        firstOffset: BigInt(sequence),
        lastOffset: BigInt(sequence + 1),
        isDuplicate: true,
      })
    }
    expect(() => append(['a', 'b'], { ...producer, baseSequence: 0 })).toThrow(OutOfOrderSequenceError)
    expect(contents()).toHaveLength(12)
  })

  it('that skips a sequence is told so', async () => {
    const { append } = await testLog()
    append(['a'], { ...producer, baseSequence: 0 })
    expect(() => append(['b'], { ...producer, baseSequence: 2 })).toThrow('sent the sequence 2, but 1 comes after 0')
  })

  it('counts on from 0 behind the last sequence that there is', async () => {
    const { append } = await testLog()
    append(['a'], { ...producer, baseSequence: 2 ** 31 - 1 })
    expect(append(['b'], { ...producer, baseSequence: 0 })).toMatchObject({ firstOffset: 1n, isDuplicate: false })
    expect(append(['a'], { ...producer, baseSequence: 2 ** 31 - 1 })).toMatchObject({
      firstOffset: 0n,
      isDuplicate: true,
    })
  })

  it('may begin anywhere when nothing is known of it, and a new epoch at 0 only', async () => {
    const { append } = await testLog()
    expect(append(['a'], { ...producer, baseSequence: 40 })).toMatchObject({ firstOffset: 0n })
    expect(() => append(['b'], { ...producer, producerEpoch: 2, baseSequence: 41 })).toThrow(OutOfOrderSequenceError)
    expect(append(['b'], { ...producer, producerEpoch: 2, baseSequence: 0 })).toMatchObject({ firstOffset: 1n })
    expect(() => append(['c'], { ...producer, baseSequence: 41 })).toThrow(InvalidProducerEpochError)
  })

  it('is remembered over an orderly restart, a crash, and a roll', async () => {
    const before = await testLog({ segmentBytes: 300 })
    for (let sequence = 0; sequence < 9; sequence++) before.append(['a'], { ...producer, baseSequence: sequence })
    const again = { ...producer, baseSequence: 8 }
    const crashed = await before.reopen()
    expect(crashed.append(['a'], again)).toMatchObject({ firstOffset: 8n, isDuplicate: true })
    const recoveryPoint = 4n
    expect((await before.reopen({ recoveryPoint })).append(['a'], again)).toMatchObject({ isDuplicate: true })
    expect((await crashed.restart()).append(['a'], again)).toMatchObject({ isDuplicate: true })
  })

  it('is forgotten after producer.id.expiration.ms', async () => {
    const { append, log, environment } = await testLog({}, { producerIdExpirationMs: () => 1000 })
    append(['a'], { ...producer, baseSequence: 0 })
    environment.clock.advance(999)
    await log.upkeep()
    expect(log.producers()).toHaveLength(1)
    environment.clock.advance(1)
    await log.upkeep()
    expect(log.producers()).toEqual([])
  })
})

describe('a transaction', () => {
  it('holds the last stable offset until its marker, and hides what it aborted', async () => {
    const { append, log } = await testLog()
    append(['before'])
    append(['inside'], { ...producer, baseSequence: 0, isTransactional: true })
    append(['other'])
    expect(log.lastStableOffset).toBe(1n)
    const open = log.read(0n, { maxBytes: 10_000, isolation: 'committed' })
    expect(open.records.length).toBeLessThan(log.read(0n, { maxBytes: 10_000 }).records.length)
    expect(open.abortedTransactions).toEqual([])
    end(log, 'abort')
    expect(log.lastStableOffset).toBe(4n)
    const { abortedTransactions } = log.read(0n, { maxBytes: 10_000, isolation: 'committed' })
    expect(abortedTransactions).toEqual([{ producerId: 7n, firstOffset: 1n }])
    expect(log.read(3n, { maxBytes: 10_000, isolation: 'committed' }).abortedTransactions).toEqual([
      { producerId: 7n, firstOffset: 1n },
    ])
    expect(log.read(0n, { maxBytes: 10_000 }).abortedTransactions).toBeNull()
  })

  it('that is open, and those that were aborted, are known after a crash', async () => {
    const before = await testLog({ segmentBytes: 300 })
    before.append(['a'], { ...producer, baseSequence: 0, isTransactional: true })
    end(before.log, 'abort')
    for (let index = 0; index < 8; index++) before.append(['filler'])
    before.append(['b'], { ...producer, producerId: 8n, baseSequence: 0, isTransactional: true })
    before.append(['filler'])
    expect(before.log.lastStableOffset).toBe(10n)
    for (const after of [await before.reopen(), await before.restart()]) {
      expect(after.log.lastStableOffset).toBe(10n)
      const { abortedTransactions } = after.log.read(0n, { maxBytes: 10_000, isolation: 'committed' })
      expect(abortedTransactions).toEqual([{ producerId: 7n, firstOffset: 0n }])
    }
  })

  it('does not mix with batches outside of it', async () => {
    const { append } = await testLog()
    append(['a'], { ...producer, baseSequence: 0, isTransactional: true })
    expect(() => append(['b'], { ...producer, baseSequence: 1 })).toThrow(InvalidTransactionStateError)
  })

  it('is not ended by a coordinator that was replaced, nor by an old epoch', async () => {
    const { append, log } = await testLog()
    append(['a'], { ...producer, baseSequence: 0, isTransactional: true })
    end(log, 'commit', { coordinatorEpoch: 3 })
    expect(() => end(log, 'abort', { coordinatorEpoch: 2 })).toThrow(TransactionCoordinatorFencedError)
    expect(() => end(log, 'abort', { coordinatorEpoch: 3, producerEpoch: 0 })).toThrow(InvalidProducerEpochError)
  })

  it('of version 2 needs a newer epoch for its marker, but a marker may be repeated', async () => {
    const { append, log } = await testLog()
    append(['a'], { ...producer, baseSequence: 0, isTransactional: true })
    expect(() => end(log, 'commit', { transactionVersion: 2 })).toThrow(InvalidProducerEpochError)
    end(log, 'commit', { transactionVersion: 2, producerEpoch: 2 })
    end(log, 'commit', { transactionVersion: 2, producerEpoch: 2 })
    expect(log.lastStableOffset).toBe(3n)
  })
})
