import { appendFile, mkdir, open, rm, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { nodeEnvironment } from '../../../broker/environment/node-environment.ts'
import { defaultLogConfig, type LogConfig } from '../../../broker/log/log-config.ts'
import { PartitionLog } from '../../../broker/log/partition-log.ts'
import { buildBatch, type BatchOptions } from '../../../broker/records/build-batch.ts'
import { codecs } from '../../../broker/records/codec.ts'
import { shortText } from '../../../src-main/decoding/preview.ts'
import { readBatches, readRecords } from '../../../src-main/segments/batches.ts'
import { listPartitionDirectories } from '../../../src-main/segments/partition-directories.ts'
import { SegmentNotFoundError } from '../../../src-main/segments/segment-errors.ts'
import { listSegments, logFileName } from '../../../src-main/segments/segment-files.ts'
import { temporaryFolder, type TemporaryFolder } from '../../support/temporary-folder.ts'

interface Partition {
  readonly log: PartitionLog
  readonly directory: string
  readonly file: string
  append(values: readonly string[], options?: BatchOptions): void
}

const START = 1_700_000_000_000n

/** A partition as the broker writes it, on a real disk. Records get a second each. */
async function partition(folder: TemporaryFolder, config: Partial<LogConfig> = {}): Promise<Partition> {
  const directory = folder.join('orders-0')
  await mkdir(directory)
  const log = await PartitionLog.open({
    directory,
    topicId: 'xBnNNBwbRFyp6XX5LFsikA',
    isClean: true,
    config: { ...defaultLogConfig, ...config },
    environment: nodeEnvironment(),
  })
  let count = 0n
  return {
    log,
    directory,
    file: join(directory, logFileName(0n)),
    append: (values, options = {}) => {
      const records = values.map((value) => ({
        key: null,
        value: Buffer.from(value),
        timestamp: START + 1000n * count++,
      }))
      log.append(buildBatch(records, options), { leaderEpoch: 3 })
    },
  }
}

const allOf = (path: string) => readBatches(path, { fromPosition: 0n, limit: 1000 })
const recordsAt = (path: string, position: bigint) => readRecords(path, { position, shortText })

describe('segments of a partition', () => {
  test('an empty partition has one empty, active segment', async () => {
    await using folder = await temporaryFolder()
    const { directory } = await partition(folder)
    expect(await listSegments(directory)).toEqual([
      expect.objectContaining({ baseOffset: 0n, nextOffset: 0n, sizeBytes: 0n, firstTimestamp: null, isActive: true }),
    ])
  })

  test('each tells its offsets and times, and the last one is active', async () => {
    await using folder = await temporaryFolder()
    const { directory, append } = await partition(folder, { segmentBytes: 4096, indexIntervalBytes: 200 })
    for (let batch = 0; batch < 40; batch++) append([`${batch} ${'x'.repeat(300)}`, 'second'])
    const segments = await listSegments(directory)
    expect(segments.length).toBeGreaterThan(2)
    expect(segments[0]).toMatchObject({ baseOffset: 0n, firstTimestamp: START })
    expect(segments.at(-1)).toMatchObject({ nextOffset: 80n, lastTimestamp: START + 79_000n })
    expect(segments.map(({ isActive }) => isActive)).toEqual(
      segments.map((_each, index) => index === segments.length - 1),
    )
    for (const [index, { nextOffset, lastTimestamp, baseOffset, companions }] of segments.entries()) {
      const next = segments[index + 1]
      if (next !== undefined) expect(nextOffset).toBe(next.baseOffset)
      expect(lastTimestamp).toBe(START + 1000n * ((nextOffset ?? 0n) - 1n))
      const base = logFileName(baseOffset).slice(0, 20)
      expect(companions.map(({ fileName }) => fileName)).toEqual(
        expect.arrayContaining([`${base}.index`, `${base}.timeindex`]),
      )
    }
  })

  test('the end is found without an index, and with one that is wrong', async () => {
    await using folder = await temporaryFolder()
    const { directory, append, file } = await partition(folder, { indexIntervalBytes: 100 })
    for (let batch = 0; batch < 20; batch++) append(['x'.repeat(200)])
    const index = file.replace(/log$/, 'index')
    await writeFile(index, Buffer.alloc(64, 0xee))
    expect(await listSegments(directory)).toEqual([expect.objectContaining({ nextOffset: 20n })])
    await rm(index)
    expect(await listSegments(directory)).toEqual([expect.objectContaining({ nextOffset: 20n })])
  })

  test('a partition without a directory is told as missing', async () => {
    await using folder = await temporaryFolder()
    await expect(listSegments(folder.join('orders-9'))).rejects.toThrow(SegmentNotFoundError)
    await expect(allOf(folder.join('orders-9/00000000000000000000.log'))).rejects.toThrow(SegmentNotFoundError)
  })
})

describe('batches of a segment', () => {
  test('each is described as it stands, page by page', async () => {
    await using folder = await temporaryFolder()
    const { file, append } = await partition(folder)
    for (let batch = 0; batch < 5; batch++) append(['a', 'b'])
    const first = await readBatches(file, { fromPosition: 0n, limit: 2 })
    expect(first.batches.map(({ baseOffset, recordCount, isCrcOk }) => [baseOffset, recordCount, isCrcOk])).toEqual([
      [0n, 2, true],
      [2n, 2, true],
    ])
    expect(first.batches[0]).toMatchObject({
      position: 0n,
      leaderEpoch: 3,
      compression: 'none',
      timestampType: 'create-time',
    })
    const rest = await readBatches(file, { fromPosition: first.nextPosition ?? -1n, limit: 10 })
    expect(rest.batches.map(({ baseOffset }) => baseOffset)).toEqual([4n, 6n, 8n])
    expect(rest).toMatchObject({ nextPosition: null, damage: null })
  })

  test.each(codecs)('records of a batch with codec %s can be read', async (codec) => {
    await using folder = await temporaryFolder()
    const { file, append } = await partition(folder)
    append(['one', 'two', 'x'.repeat(10_000)], { codec })
    const { batches } = await allOf(file)
    expect(batches).toEqual([expect.objectContaining({ compression: codec, recordCount: 3, isCrcOk: true })])
    const { records, damage } = await recordsAt(file, 0n)
    expect(damage).toBeNull()
    expect(records.map(({ offset, value }) => [offset, value?.slice(0, 3)])).toEqual([
      [0n, 'one'],
      [1n, 'two'],
      [2n, 'xxx'],
    ])
  })

  test('a batch larger than what is read at once is checked too', async () => {
    await using folder = await temporaryFolder()
    const { file, append } = await partition(folder, { maxMessageBytes: 4 * 1024 * 1024 })
    append(['small'])
    append(['x'.repeat(1024 * 1024)])
    append(['small'])
    expect((await allOf(file)).batches.map(({ isCrcOk }) => isCrcOk)).toEqual([true, true, true])
  })
})

describe('damage is told and never thrown', () => {
  test('a tail that was not written to its end', async () => {
    await using folder = await temporaryFolder()
    const { directory, file, append } = await partition(folder)
    for (let batch = 0; batch < 3; batch++) append(['value'])
    const { batches } = await allOf(file)
    await truncate(file, Number(batches[2]?.position) + 70)
    const torn = await allOf(file)
    expect(torn.batches.map(({ baseOffset }) => baseOffset)).toEqual([0n, 1n])
    expect(torn.damage).toContain('its end was not written')
    expect(await listSegments(directory)).toEqual([expect.objectContaining({ nextOffset: null })])
    await truncate(file, Number(batches[2]?.position) + 7)
    expect((await allOf(file)).damage).toContain('in the middle of a batch header')
  })

  test('a bit that fell over shows in the CRC of its batch only', async () => {
    await using folder = await temporaryFolder()
    const { file, append } = await partition(folder)
    for (let batch = 0; batch < 3; batch++) append(['value'], { codec: 'gzip' })
    const { batches } = await allOf(file)
    const position = Number(batches[1]?.position) + 80
    const handle = await open(file, 'r+')
    const byte = Buffer.alloc(1)
    await handle.read(byte, 0, 1, position)
    await handle.write(Buffer.from([(byte[0] ?? 0) ^ 0xff]), 0, 1, position)
    await handle.close()
    const read = await allOf(file)
    expect(read.batches.map(({ isCrcOk }) => isCrcOk)).toEqual([true, false, true])
    expect((await recordsAt(file, batches[1]?.position ?? 0n)).damage).toContain('cannot be read to the end')
  })

  test('space that was reserved and bytes that are no batch', async () => {
    await using folder = await temporaryFolder()
    const { file, append } = await partition(folder)
    append(['value'])
    await appendFile(file, Buffer.alloc(500))
    expect((await allOf(file)).damage).toContain('zeros')
    await writeFile(file, 'x'.repeat(500))
    expect(await allOf(file)).toMatchObject({ batches: [], damage: expect.stringContaining('something else') })
    expect(await recordsAt(file, 0n)).toMatchObject({ records: [], damage: expect.stringContaining('something else') })
  })
})

describe('partitions of a log directory', () => {
  test('are those that have a directory, by topic and number', async () => {
    await using folder = await temporaryFolder()
    const names = [
      'orders-10',
      'orders-2',
      'a-b-0',
      'orders-3.0123456789abcdef-delete',
      'orders-4-stray',
      'noise',
      'x-y',
    ]
    for (const name of names) await mkdir(folder.join(name))
    await writeFile(folder.join('orders-2', logFileName(0n)), 'twelve bytes')
    await writeFile(folder.join('orders-5'), 'a file')
    const found = await listPartitionDirectories(folder.path)
    expect(found.map(({ topic, partition: number, sizeBytes }) => [topic, number, sizeBytes])).toEqual([
      ['a-b', 0, 0n],
      ['orders', 2, 12n],
      ['orders', 10, 0n],
    ])
  })

  test('a log directory that is not there has none', async () => {
    await using folder = await temporaryFolder()
    expect(await listPartitionDirectories(folder.join('nothing'))).toEqual([])
  })
})
