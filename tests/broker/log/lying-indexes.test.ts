import { describe, expect, it } from 'vitest'
import { buildEndTransactionMarker } from '../../../broker/records/control-records.ts'
import { testDirectory, testLog, type TestLog } from '../../support/test-log.ts'

const config = { segmentBytes: 1500, indexIntervalBytes: 100 }
const [first, second] = ['00000000000000000000', '00000000000000000012']

/** A log of two closed segments and an active one, with an aborted transaction in the second. */
async function filled(reports: string[]): Promise<TestLog> {
  const log = await testLog(config, { report: (message) => reports.push(message) })
  const producer = { producerId: 5n, producerEpoch: 0, isTransactional: true }
  const append = (index: number) => {
    log.environment.clock.advance(1000)
    const transaction = index >= 12 && index < 15 ? { ...producer, baseSequence: index - 12 } : {}
    log.append([`value ${index}, of some length that fills a segment in the end`], transaction)
    if (index !== 16) return
    const marker = {
      ...producer,
      result: 'abort' as const,
      coordinatorEpoch: 0,
      timestamp: BigInt(log.environment.clock.now()),
    }
    log.log.append(buildEndTransactionMarker(marker), { leaderEpoch: 0, origin: 'coordinator' })
  }
  for (let index = 0; index < 28; index++) append(index)
  return log
}

type Lie = (bytes: Buffer) => Uint8Array

const changed = (change: (bytes: Buffer) => void): Lie => {
  return (bytes) => {
    const copy = Buffer.from(bytes)
    change(copy)
    return copy
  }
}

const swapped = (entryBytes: number): Lie => {
  return (bytes) => Buffer.concat([bytes.subarray(entryBytes, 2 * entryBytes), bytes.subarray(0, entryBytes)])
}

const oneByteMore: Lie = (bytes) => Buffer.concat([bytes, Buffer.alloc(1)])
const nothing: Lie = () => Buffer.alloc(0)
const oneMoreOf = (hex: string): Lie => {
  return (bytes) => Buffer.concat([bytes, Buffer.from(hex, 'hex')])
}

const lies: readonly (readonly [what: string, file: string, lie: Lie, why: string])[] = [
  [
    'in which positions are wrong',
    `${first}.index`,
    changed((bytes) => bytes.writeInt32BE(bytes.readInt32BE(bytes.length - 4) + 1, bytes.length - 4)),
    'the log has no such batch at byte',
  ],
  [
    'in which one entry in the middle is wrong',
    `${second}.index`,
    changed((bytes) => bytes.writeInt32BE(bytes.readInt32BE(12) - 3, 12)),
    'the log has no such batch at byte',
  ],
  [
    'in which offsets are too small',
    `${first}.index`,
    changed((bytes) => bytes.writeInt32BE(0, 0)),
    'the log has no such batch at byte',
  ],
  ['that is out of order', `${first}.index`, swapped(8), 'its entries are not in order'],
  [
    'that is larger than its log',
    `${first}.index`,
    oneMoreOf('0000000c000f0000'),
    'it points behind the end of the log',
  ],
  [
    'that knows of later segments',
    `${first}.index`,
    oneMoreOf('0000000c000005a0'),
    'it names offsets of later segments',
  ],
  ['with half an entry', `${first}.index`, oneByteMore, 'bytes is no multiple of 8'],
  [
    'of the last segment with wrong positions',
    '00000000000000000024.index',
    changed((bytes) => bytes.writeInt32BE(bytes.readInt32BE(4) + 7, 4)),
    'the log has no such batch at byte',
  ],
  [
    'that promises later times',
    `${first}.timeindex`,
    changed((bytes) => bytes.writeBigInt64BE(bytes.readBigInt64BE(bytes.length - 12) + 1n, bytes.length - 12)),
    'the log has no timestamp',
  ],
  ['of times that is out of order', `${first}.timeindex`, swapped(12), 'its entries are not in order'],
  [
    'of times that knows of later segments',
    `${first}.timeindex`,
    oneMoreOf('0000019000000000000000ff'),
    'it names offsets of later segments',
  ],
  ['of times that is empty', `${second}.timeindex`, nothing, 'it has no entry, but the log has timestamps'],
  ['of times with half an entry', `${second}.timeindex`, oneByteMore, 'bytes is no multiple of 12'],
  [
    'of transactions in a version of its own',
    `${second}.txnindex`,
    changed((bytes) => bytes.writeInt16BE(7, 0)),
    'it has an entry of version 7',
  ],
  ['of transactions with half an entry', `${second}.txnindex`, oneByteMore, 'bytes is no multiple of 34'],
  [
    'of transactions of another producer',
    `${second}.txnindex`,
    changed((bytes) => bytes.writeBigInt64BE(6n, 2)),
    'the log has no end of a transaction of producer 6 at offset',
  ],
  [
    'of transactions that end where none does',
    `${second}.txnindex`,
    changed((bytes) => bytes.writeBigInt64BE(bytes.readBigInt64BE(18) + 1n, 18)),
    'the log has no end of a transaction',
  ],
  [
    'of transactions that end in other segments',
    `${second}.txnindex`,
    changed((bytes) => bytes.writeBigInt64BE(90n, 18)),
    'it names offsets of later segments',
  ],
]

function bytesOf(log: TestLog): Record<string, string> {
  const names = log.files().filter((name) => /\.(?:log|index|timeindex|txnindex)$/.test(name))
  return Object.fromEntries(names.map((name) => [name, log.file(name).toString('hex')]))
}

describe('an index', () => {
  it.each(lies)('%s is told of, and built again from the log', async (_, file, lie, why) => {
    const reports: string[] = []
    const before = await filled(reports)
    const contents = before.contents()
    const aborted = before.log.read(0n, { maxBytes: 100_000, isolation: 'committed' }).abortedTransactions
    await before.log.close()
    const bytes = bytesOf(before)
    before.environment.disk.writeFile(`${testDirectory}/${file}`, lie(before.file(file)))
    expect(bytesOf(before)).not.toEqual(bytes)
    const after = await before.reopen({ isClean: true })
    expect(reports).toEqual([
      `${testDirectory}/${file} does not fit its log: ${reports[0]?.split(/: |\. It/)[1]}. It is built again from the log, of which nothing is changed.`,
    ])
    expect(reports[0]).toContain(why)
    expect(after.contents()).toEqual(contents)
    expect(after.log.read(0n, { maxBytes: 100_000, isolation: 'committed' }).abortedTransactions).toEqual(aborted)
    await after.log.close()
    expect(bytesOf(after)).toEqual(bytes)
  })

  it('that is missing is told of, and built again', async () => {
    const reports: string[] = []
    const before = await filled(reports)
    await before.log.close()
    const bytes = bytesOf(before)
    before.environment.disk.removeFile(`${testDirectory}/${first}.index`)
    const after = await before.reopen({ isClean: true })
    expect(reports).toEqual([
      `${testDirectory}/${first}.index is missing. It is built again from the log, of which every batch is checked.`,
    ])
    expect(bytesOf(after)).toEqual(bytes)
  })

  it('that Apache Kafka has left with room for more is none that lies', async () => {
    const reports: string[] = []
    const before = await filled(reports)
    await before.log.close()
    const { disk } = before.environment
    for (const name of [`${second}.index`, `${second}.timeindex`]) {
      disk.writeFile(`${testDirectory}/${name}`, Buffer.concat([before.file(name), Buffer.alloc(240_000)]))
    }
    const after = await before.reopen({ isClean: true })
    expect(reports).toEqual([])
    expect(after.contents()).toEqual(before.contents())
  })
})
