import { describe, expect, it } from 'vitest'
import { encodeProducerSnapshot, decodeProducerSnapshot } from '../../../broker/log/producer-snapshot.ts'
import { buildEndTransactionMarker } from '../../../broker/records/control-records.ts'
import { testLog } from '../../support/test-log.ts'

/** Bytes that Apache Kafka 4.3's own classes have written for the same input. */
describe('files on disk', () => {
  it('index every batch that begins more than index.interval.bytes behind the last entry', async () => {
    const { append, file, log } = await testLog()
    const values = Array.from({ length: 3 }, () => 'x'.repeat(1502))
    // 61 bytes of header and three records of 1511 bytes: 4594, as in the vector.
    for (let index = 0; index < 5; index++) append(values, { timestamp: BigInt(1000 + index) })
    expect(log.sizeInBytes).toBe(5 * 4594)
    await log.close()
    expect(pairs(file('00000000000000000000.index'), 8)).toEqual([
      [5, 4594],
      [8, 9188],
      [11, 13782],
      [14, 18376],
    ])
    expect(timeEntries(file('00000000000000000000.timeindex'))).toEqual([
      [1001n, 5],
      [1002n, 8],
      [1003n, 11],
      [1004n, 14],
    ])
  })

  it('say in the time index at last what the largest timestamp is', async () => {
    const { append, file, log } = await testLog()
    append(['a'], { timestamp: 2000n })
    append(['b'], { timestamp: 1000n })
    await log.close()
    expect(file('00000000000000000000.index')).toHaveLength(0)
    expect(timeEntries(file('00000000000000000000.timeindex'))).toEqual([[2000n, 0]])
  })

  it('name the topic id in 43 bytes', async () => {
    const { file } = await testLog()
    expect(file('partition.metadata').toString()).toBe('version: 0\ntopic_id: xBnNNBwbRFyp6XX5LFsikA')
    expect(file('partition.metadata')).toHaveLength(43)
  })

  it('hold an empty list of epochs before the first append, and a line an epoch after it', async () => {
    const { append, file, log } = await testLog()
    expect(file('leader-epoch-checkpoint').toString()).toBe('0\n0\n')
    append(['a'])
    await log.flush()
    expect(file('leader-epoch-checkpoint').toString()).toBe('0\n1\n0 0\n')
  })

  it('hold a producer snapshot of ten bytes when nothing is known, and none of an empty log', async () => {
    const { append, log, file, files } = await testLog()
    append(['a'])
    log.roll()
    expect(file('00000000000000000001.snapshot').toString('hex')).toBe('000148674bc700000000')
    expect(files().filter((name) => name.endsWith('.snapshot'))).toEqual(['00000000000000000001.snapshot'])
  })

  it('hold 46 bytes a producer in a snapshot', () => {
    const entry = {
      producerId: 7n,
      producerEpoch: 2,
      coordinatorEpoch: 3,
      lastTimestamp: 99n,
      transactionFirstOffset: 40n,
      batches: [{ lastSequence: 5, lastOffset: 42n, offsetDelta: 2, timestamp: 99n }],
    }
    const bytes = encodeProducerSnapshot([entry])
    expect(bytes).toHaveLength(56)
    expect(bytes.subarray(10).toString('hex')).toBe(
      hex('0000000000000007 0002 00000005 000000000000002a 00000002 0000000000000063 00000003 0000000000000028'),
    )
    expect(decodeProducerSnapshot(bytes)).toEqual([entry])
    for (let at = 0; at < bytes.length; at++) {
      const damaged = Buffer.from(bytes)
      damaged.writeUInt8(damaged.readUInt8(at) ^ 0x40, at)
      expect(decodeProducerSnapshot(damaged)).toBeNull()
    }
  })

  it('hold the abort marker of producer 7 in 78 bytes', async () => {
    const bytes = buildEndTransactionMarker({
      producerId: 7n,
      producerEpoch: 0,
      result: 'abort',
      coordinatorEpoch: 0,
      timestamp: 1000n,
    })
    expect(bytes).toHaveLength(78)
    expect(bytes.subarray(21, 23).toString('hex')).toBe('0030')
    expect(bytes.subarray(53).toString('hex')).toBe(
      hex('ffffffff 00000001 20 00 00 00 08 00000000 0c 0000 00000000 00'),
    )
  })

  it('list an aborted transaction in 34 bytes', async () => {
    const { append, file, log } = await testLog()
    append(['a', 'b'], { producerId: 7n, producerEpoch: 0, baseSequence: 0, isTransactional: true })
    log.append(abortOf(7n), { leaderEpoch: 0, origin: 'coordinator' })
    await log.close()
    expect(file('00000000000000000000.txnindex').toString('hex')).toBe(
      hex('0000 0000000000000007 0000000000000000 0000000000000002 0000000000000003'),
    )
  })
})

function abortOf(producerId: bigint): Buffer {
  return buildEndTransactionMarker({
    producerId,
    producerEpoch: 0,
    result: 'abort',
    coordinatorEpoch: 0,
    timestamp: 1000n,
  })
}

/** Blanks between the fields are for the eye. */
function hex(fields: string): string {
  return fields.replaceAll(' ', '')
}

function pairs(bytes: Buffer, entryBytes: number): number[][] {
  return Array.from({ length: bytes.length / entryBytes }, (_, index) => [
    bytes.readInt32BE(index * entryBytes),
    bytes.readInt32BE(index * entryBytes + 4),
  ])
}

function timeEntries(bytes: Buffer): [bigint, number][] {
  return Array.from({ length: bytes.length / 12 }, (_, index) => [
    bytes.readBigInt64BE(index * 12),
    bytes.readInt32BE(index * 12 + 8),
  ])
}
