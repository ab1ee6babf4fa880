import { createHash } from 'node:crypto'
import { appendFile, mkdir, readdir, readFile, rename, rm, stat, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { DiskError } from '../../../broker/environment/disk-error.ts'
import { codecs } from '../../../broker/records/codec.ts'
import type { SurveyStatus } from '../../../src-main/api/segments.ts'
import { SegmentDesk } from '../../../src-main/segments/segment-desk.ts'
import { inWords } from '../../../src-main/segments/segment-errors.ts'
import {
  damageByte,
  firstTimestamp,
  writtenPartition,
  type WrittenPartition,
} from '../../support/segments/written-partition.ts'
import { temporaryFolder, type TemporaryFolder } from '../../support/temporary-folder.ts'

const firstFile = '00000000000000000000.log'
const onOrders = ({ path }: TemporaryFolder) => ({ path, folder: 'orders-0' })

/** A survey that has come to its end, for as long as `use` looks at it. */
async function surveyed<Result>(
  at: { path: string; folder: string; fileName: string },
  use: (desk: SegmentDesk, survey: { surveyId: string; status: SurveyStatus }) => Promise<Result>,
): Promise<Result> {
  const desk = new SegmentDesk()
  const stop = new AbortController()
  let surveyId = ''
  for await (const event of desk.surveySegment(at, stop.signal)) {
    if (event.type === 'opened') surveyId = event.surveyId
    else if (event.status.isDone) return await use(desk, { surveyId, status: event.status })
  }
  throw new Error('The survey ended before the file did.')
}

/** Every file below a directory with its contents and its time of change. */
async function fingerprint(directory: string): Promise<Record<string, string>> {
  const names = await readdir(directory, { recursive: true })
  const prints: Record<string, string> = {}
  for (const name of names.sort()) {
    const { mtimeMs, size } = await stat(join(directory, name))
    const bytes = await readFile(join(directory, name)).catch(() => Buffer.alloc(0))
    prints[name] = `${size} ${mtimeMs} ${createHash('sha256').update(bytes).digest('hex')}`
  }
  return prints
}

async function fill(partition: WrittenPartition, batchCount: number): Promise<void> {
  for (let batch = 0; batch < batchCount; batch++) {
    partition.append([`${batch} ${'x'.repeat(300)}`, 'second'], { codec: codecs[batch % 5] ?? 'none' })
  }
  await partition.close()
}

describe('what is opened', () => {
  test('is a log directory, the folder of a partition, one file, or nothing of Kafka’s', async () => {
    await using folder = await temporaryFolder()
    await fill(await writtenPartition(folder), 3)
    for (const name of ['orders-10', 'a-b-0', 'orders-3.0123456789abcdef0123456789abcdef-delete', 'noise', 'x-y']) {
      await mkdir(folder.join(name))
    }
    const desk = new SegmentDesk()
    const open = (path: string) => desk.openSegments({ path, mayBeAbsent: false })
    const directory = await open(folder.path)
    expect(directory.folders.map(({ topic, partition, state }) => [topic, partition, state])).toEqual([
      ['a-b', 0, 'current'],
      ['orders', 0, 'current'],
      ['orders', 3, 'delete'],
      ['orders', 10, 'current'],
    ])
    const written = directory.folders.find(({ folder: name }) => name === 'orders-0')
    const sizes = await Promise.all(
      (await readdir(folder.join('orders-0'))).map(async (name) => (await stat(folder.join('orders-0', name))).size),
    )
    expect(written).toMatchObject({ segmentCount: 1, sizeBytes: BigInt(sizes.reduce((sum, each) => sum + each, 0)) })
    expect(await open(folder.join('orders-0'))).toMatchObject({ kind: 'folder', folders: [] })
    const alone = await open(folder.join('orders-0', firstFile))
    expect(alone).toMatchObject({ kind: 'file', fileName: firstFile })
    expect(alone.files.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['log', 'index', 'timeindex']))
    expect(await open(folder.join('noise'))).toMatchObject({ kind: 'unknown' })
    await expect(open(folder.join('nowhere'))).rejects.toMatchObject({ code: 'NOT_FOUND' })
    expect(await desk.openSegments({ path: folder.join('nowhere'), mayBeAbsent: true })).toMatchObject({ folders: [] })
  })

  test('a copy of a log under another name is read, also without an index', async () => {
    await using folder = await temporaryFolder()
    const partition = await writtenPartition(folder)
    await fill(partition, 4)
    await rename(partition.file, folder.join('copied from prod.log'))
    const path = folder.join('copied from prod.log')
    const desk = new SegmentDesk()
    const { segments } = await desk.segmentFolder({ path, folder: '' })
    expect(segments).toEqual([expect.objectContaining({ baseOffset: 0n, nextOffset: 8n })])
    const found = await desk.locateInSegments({ path, folder: '', target: { kind: 'offset', offset: 5n } })
    expect(found).toMatchObject({ outcome: 'found', offset: 5n })
  })

  test('what may not be read is told with a way out', () => {
    // Said by the system; a file that may really not be read is of no use here, for root reads everything.
    const refusal = new DiskError('EACCES', '/data/orders-0/x.log', 'EACCES: permission denied')
    expect(inWords(refusal)).toMatchObject({
      code: 'REJECTED',
      problem: {
        what: expect.stringContaining('/data/orders-0/x.log'),
        remedy: expect.stringContaining('setfacl'),
      },
    })
  })

  test('names that lead elsewhere are refused', async () => {
    await using folder = await temporaryFolder()
    await fill(await writtenPartition(folder), 1)
    const desk = new SegmentDesk()
    const asked = { ...onOrders(folder), position: 0 }
    await expect(desk.segmentRecords({ ...asked, fileName: '../orders-0/x.log' })).rejects.toThrow('cannot be the name')
    await expect(desk.segmentFolder({ path: folder.path, folder: '..' })).rejects.toThrow('cannot be the name')
  })
})

describe('the segments of a partition', () => {
  test('tell their offsets and times, and the last one is active', async () => {
    await using folder = await temporaryFolder()
    await fill(await writtenPartition(folder, { segmentBytes: 2048, indexIntervalBytes: 200 }), 40)
    const { segments, topicId, start } = await new SegmentDesk().segmentFolder(onOrders(folder))
    expect({ topicId, state: start.state }).toEqual({ topicId: 'xBnNNBwbRFyp6XX5LFsikA', state: 'unknown' })
    expect(segments.length).toBeGreaterThan(2)
    expect(segments[0]).toMatchObject({ baseOffset: 0n, firstTimestamp })
    for (const [at, { nextOffset, lastTimestamp, isActive }] of segments.entries()) {
      expect(nextOffset).toBe(segments[at + 1]?.baseOffset ?? 80n)
      expect(lastTimestamp).toBe(firstTimestamp + 1000n * ((nextOffset ?? 0n) - 1n))
      expect(isActive).toBe(at === segments.length - 1)
    }
  })

  test('the end is found without an index, with one that is wrong, and with room behind its entries', async () => {
    await using folder = await temporaryFolder()
    const partition = await writtenPartition(folder, { indexIntervalBytes: 100 })
    await fill(partition, 20)
    const index = partition.file.replace(/log$/, 'index')
    const nextOffset = async () => (await new SegmentDesk().segmentFolder(onOrders(folder))).segments[0]?.nextOffset
    await appendFile(index, Buffer.alloc(8000))
    expect(await nextOffset()).toBe(40n)
    await writeFile(index, Buffer.alloc(64, 0xee))
    expect(await nextOffset()).toBe(40n)
    await rm(index)
    expect(await nextOffset()).toBe(40n)
  })
})

describe('a survey', () => {
  test('draws few batches one by one, however large they are', async () => {
    await using folder = await temporaryFolder()
    const partition = await writtenPartition(folder, { maxMessageBytes: 2 ** 26 })
    for (let batch = 0; batch < 2; batch++) partition.append(['x'.repeat(20_000_000)])
    await partition.close()
    await surveyed({ ...onOrders(folder), fileName: firstFile }, async (desk, { surveyId, status }) => {
      const map = await desk.segmentMap({ surveyId, from: 0, to: status.sizeBytes, pieces: 10 })
      expect(map).toMatchObject({ positions: [0, status.sizeBytes / 2], batchCounts: [1, 1] })
    })
  })

  test('counts what is there, gives batches by number and finds the number of a position', async () => {
    await using folder = await temporaryFolder()
    await fill(await writtenPartition(folder), 200)
    await surveyed({ ...onOrders(folder), fileName: firstFile }, async (desk, { surveyId, status }) => {
      expect(status).toMatchObject({ batchCount: 200, recordCount: 400, damage: null, readBytes: status.sizeBytes })
      expect(status.codecs.map(({ name, batchCount }) => [name, batchCount])).toEqual(codecs.map((name) => [name, 40]))
      const all = (await desk.segmentBatches({ surveyId, from: 0, count: 1000 })).batches
      expect(all.map(({ baseOffset }) => baseOffset)).toEqual(Array.from({ length: 200 }, (_, at) => BigInt(at * 2)))
      expect((await desk.segmentBatches({ surveyId, from: 130, count: 3 })).batches).toEqual(all.slice(130, 133))
      for (const [number, { position, sizeBytes }] of all.entries()) {
        expect(await desk.segmentBatchNumber({ surveyId, position: position + sizeBytes - 1 })).toEqual({ number })
      }
      const map = await desk.segmentMap({ surveyId, from: 0, to: status.sizeBytes, pieces: 1000 })
      expect(map.positions).toEqual(all.map(({ position }) => position))
      const coarse = await desk.segmentMap({ surveyId, from: 0, to: status.sizeBytes, pieces: 10 })
      expect(coarse.positions).toHaveLength(10)
      expect(coarse.batchCounts.reduce((sum, each) => sum + each, 0)).toBe(200)
    })
  })

  test('goes on when something is appended', async () => {
    await using folder = await temporaryFolder()
    const partition = await writtenPartition(folder)
    partition.append(['one'])
    const counts: number[] = []
    const events = new SegmentDesk().surveySegment(
      { ...onOrders(folder), fileName: firstFile },
      new AbortController().signal,
    )
    for await (const event of events) {
      if (event.type !== 'status') continue
      counts.push(event.status.batchCount)
      if (counts.length === 2) break
      partition.append(['two'])
    }
    expect(counts).toEqual([1, 2])
  })

  test('knows what belongs to an aborted transaction, and what ends one', async () => {
    await using folder = await temporaryFolder()
    const partition = await writtenPartition(folder)
    partition.append(['plain'])
    for (const [producerId, result] of [
      [7n, 'abort'],
      [8n, 'commit'],
    ] as const) {
      partition.append(['a', 'b'], { producerId, producerEpoch: 0, baseSequence: 0, isTransactional: true })
      partition.endTransaction(producerId, result)
    }
    await partition.close()
    const at = { ...onOrders(folder), fileName: firstFile }
    await surveyed(at, async (desk, { surveyId, status }) => {
      const { batches } = await desk.segmentBatches({ surveyId, from: 0, count: 10 })
      expect(batches.map(({ kind }) => kind)).toEqual(['data', 'aborted', 'control', 'transactional', 'control'])
      expect(status.kinds.map(({ name, batchCount }) => [name, batchCount])).toEqual([
        ['data', 1],
        ['transactional', 1],
        ['aborted', 1],
        ['control', 2],
      ])
      const { records } = await desk.segmentRecords({ ...at, position: batches[2]?.position ?? -1 })
      expect(records).toEqual([
        expect.objectContaining({ decoded: { type: 'ABORT', version: 0, json: '{"coordinatorEpoch":1}' } }),
      ])
    })
    const aborted = await new SegmentDesk().segmentFile({
      ...at,
      fileName: '00000000000000000000.txnindex',
      page: { from: 0, count: 10 },
    })
    expect(aborted).toMatchObject({ entries: [{ producerId: 7n, firstOffset: 1n, lastOffset: 3n }] })
  })

  test('damage ends it and is named', async () => {
    await using folder = await temporaryFolder()
    const partition = await writtenPartition(folder)
    await fill(partition, 5)
    const at = { ...onOrders(folder), fileName: firstFile }
    const damageOf = () => surveyed(at, async (_desk, { status }) => [status.batchCount, status.damage?.kind])
    const whole = await readFile(partition.file)
    const last = await surveyed(at, async (desk, { surveyId }) => {
      const { batches } = await desk.segmentBatches({ surveyId, from: 4, count: 1 })
      return batches[0]?.position ?? 0
    })
    await truncate(partition.file, last + 70)
    expect(await damageOf()).toEqual([4, 'torn-batch'])
    await truncate(partition.file, last + 7)
    expect(await damageOf()).toEqual([4, 'torn-header'])
    await writeFile(partition.file, Buffer.concat([whole, Buffer.alloc(500)]))
    expect(await damageOf()).toEqual([5, 'zeros'])
    await writeFile(partition.file, Buffer.concat([whole, Buffer.alloc(500, 'x')]))
    expect(await damageOf()).toEqual([5, 'unknown-magic'])
    whole.writeInt32BE(20, last + 8)
    await writeFile(partition.file, whole)
    expect(await damageOf()).toEqual([4, 'impossible-size'])
  })
})

describe('nothing is written', () => {
  test('however much is looked at, every file stays as it was, its time too', async () => {
    await using folder = await temporaryFolder()
    const partition = await writtenPartition(folder, { segmentBytes: 4096, indexIntervalBytes: 200 })
    await fill(partition, 40)
    await damageByte(partition.file, 500)
    await writeFile(folder.join('recovery-point-offset-checkpoint'), '0\n1\norders 0 17\n')
    const before = await fingerprint(folder.path)
    const desk = new SegmentDesk()
    const on = onOrders(folder)
    const { folders, files: rootFiles } = await desk.openSegments({ path: folder.path, mayBeAbsent: false })
    expect(folders).toHaveLength(1)
    const { segments, files } = await desk.segmentFolder(on)
    const page = { from: 0, count: 100 }
    for (const { fileName } of rootFiles) await desk.segmentFile({ path: folder.path, folder: '', fileName, page })
    for (const { fileName } of files) await desk.segmentFile({ ...on, fileName, page })
    for (const { fileName } of segments) {
      await surveyed({ ...on, fileName }, (opened, { surveyId }) =>
        opened.segmentBatches({ surveyId, from: 0, count: 99 }),
      )
      await desk.segmentRecords({ ...on, fileName, position: 0 })
    }
    await desk.locateInSegments({ ...on, target: { kind: 'time', timestamp: firstTimestamp + 30_500n } })
    await desk.segmentOutlook({ ...on, assumptions: { 'cleanup.policy': 'compact,delete' } })
    const stop = new AbortController()
    for await (const { isDone } of desk.checkSegments(
      { path: folder.path, folder: null, fileName: null },
      stop.signal,
    )) {
      expect(isDone).toBeTypeOf('boolean')
    }
    expect(await fingerprint(folder.path)).toEqual(before)
  })
})
