import { readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { CheckProgress } from '../../../src-main/api/segment-check.ts'
import { SegmentDesk } from '../../../src-main/segments/segment-desk.ts'
import { damageByte, writtenPartition, type WrittenPartition } from '../../support/segments/written-partition.ts'
import { temporaryFolder, type TemporaryFolder } from '../../support/temporary-folder.ts'

async function checked({ path }: TemporaryFolder): Promise<CheckProgress> {
  const rounds = new SegmentDesk().checkSegments({ path, folder: null, fileName: null }, new AbortController().signal)
  for await (const progress of rounds) if (progress.isDone) return progress
  throw new Error('The check did not come to its end.')
}

const kindsOf = async (folder: TemporaryFolder) => (await checked(folder)).findings.map(({ kind }) => kind)

/** A partition of one segment with fifty batches of a record each, every second one indexed. */
async function indexed(folder: TemporaryFolder): Promise<WrittenPartition> {
  const partition = await writtenPartition(folder, { indexIntervalBytes: 300 })
  for (let batch = 0; batch < 50; batch++) partition.append(['x'.repeat(200)])
  await partition.close()
  return partition
}

describe('a check', () => {
  test('of sound files finds nothing, and has looked at all of them', async () => {
    await using folder = await temporaryFolder()
    const { file } = await indexed(folder)
    const progress = await checked(folder)
    expect(progress).toMatchObject({ findings: [], findingCount: 0, batchCount: 50, isDone: true })
    expect(progress.checkedBytes).toBe((await readFile(file)).length)
    expect(progress.entryCount).toBeGreaterThan(20)
  })

  test('goes through batches of any size, larger than what is read at once too', async () => {
    await using folder = await temporaryFolder()
    const partition = await writtenPartition(folder, { maxMessageBytes: 20 * 1024 * 1024 })
    for (const size of [10, 5_000_000, 3, 4_190_000, 12_000_000, 1, 70_000]) partition.append(['x'.repeat(size)])
    await partition.close()
    expect(await checked(folder)).toMatchObject({ findings: [], batchCount: 7 })
  })

  test('finds every byte that has changed', async () => {
    await using folder = await temporaryFolder()
    const { file } = await indexed(folder)
    const whole = await readFile(file)
    for (const at of [21, 60, 200, 13_600]) {
      await damageByte(file, at)
      expect((await checked(folder)).findings).toEqual([expect.objectContaining({ kind: 'crc' })])
      await writeFile(file, whole)
    }
  })

  test('names a torn tail, and the entries that point behind it', async () => {
    await using folder = await temporaryFolder()
    const { file } = await indexed(folder)
    const { length } = await readFile(file)
    await truncate(file, length - 300)
    const kinds = await kindsOf(folder)
    expect(kinds).toContain('torn-batch')
    expect(new Set(kinds)).toEqual(new Set(['torn-batch', 'index-position', 'time-offset']))
  })

  test('ends when nobody wants to hear more', async () => {
    await using folder = await temporaryFolder()
    await indexed(folder)
    const stop = new AbortController()
    stop.abort()
    const rounds = new SegmentDesk().checkSegments({ path: folder.path, folder: null, fileName: null }, stop.signal)
    expect(await rounds.next()).toEqual({ done: true, value: undefined })
  })
})

describe('an index that does not tell the truth', () => {
  const lies: readonly [name: string, kind: string, file: string, lie: (bytes: Buffer) => Buffer][] = [
    [
      'points where no batch begins',
      'index-position',
      'index',
      (bytes) => edited(bytes, () => bytes.writeInt32BE(77, 12)),
    ],
    ['names another offset', 'index-offset', 'index', (bytes) => edited(bytes, () => bytes.writeInt32BE(5, 8))],
    ['goes back', 'index-order', 'index', (bytes) => Buffer.concat([bytes.subarray(8, 16), bytes.subarray(0, 8)])],
    ['is cut within an entry', 'index-length', 'index', (bytes) => bytes.subarray(0, bytes.length - 3)],
    ['names another time', 'time-timestamp', 'timeindex', (bytes) => edited(bytes, () => bytes.writeBigInt64BE(5n, 0))],
    [
      'names an offset that is none',
      'time-offset',
      'timeindex',
      (bytes) => edited(bytes, () => bytes.writeInt32BE(900, 8)),
    ],
  ]
  test.each(lies)('because it %s: %s', async (_name, kind, file, lie) => {
    await using folder = await temporaryFolder()
    const partition = await indexed(folder)
    const path = partition.file.replace(/log$/, file)
    await writeFile(path, lie(await readFile(path)))
    expect(await kindsOf(folder)).toContain(kind)
  })

  test('or is missing', async () => {
    await using folder = await temporaryFolder()
    const { file } = await indexed(folder)
    await rm(file.replace(/log$/, 'index'))
    expect(await kindsOf(folder)).toContain('index-missing')
  })

  test('of aborted transactions', async () => {
    await using folder = await temporaryFolder()
    const partition = await writtenPartition(folder)
    partition.append(['a'], { producerId: 7n, producerEpoch: 0, baseSequence: 0, isTransactional: true })
    partition.endTransaction(7n, 'abort')
    await partition.close()
    expect(await kindsOf(folder)).toEqual([])
    const path = partition.file.replace(/log$/, 'txnindex')
    const bytes = await readFile(path)
    bytes.writeBigInt64BE(8n, 2)
    await writeFile(path, bytes)
    expect(await kindsOf(folder)).toEqual(['transaction-marker'])
  })

  test('a producer snapshot that has changed', async () => {
    await using folder = await temporaryFolder()
    const partition = await writtenPartition(folder)
    partition.append(['a'], { producerId: 7n, producerEpoch: 0, baseSequence: 0 })
    await partition.close()
    await damageByte(join(partition.directory, '00000000000000000001.snapshot'), 20)
    expect(await kindsOf(folder)).toEqual(['snapshot'])
  })
})

function edited(bytes: Buffer, edit: () => unknown): Buffer {
  edit()
  return bytes
}
