import fc from 'fast-check'
import { writeFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { SegmentDesk } from '../../../src-main/segments/segment-desk.ts'
import { firstTimestamp, writtenPartition } from '../../support/segments/written-partition.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const batchSizes = fc.array(
  fc.record({ records: fc.integer({ min: 1, max: 9 }), bytes: fc.integer({ min: 0, max: 700 }) }),
  {
    minLength: 1,
    maxLength: 60,
  },
)

test('every offset and every time is found where a reader of the whole log finds it', async () => {
  await fc.assert(
    fc.asyncProperty(batchSizes, fc.nat(), async (batches, chance) => {
      await using folder = await temporaryFolder()
      const partition = await writtenPartition(folder, { segmentBytes: 8000, indexIntervalBytes: 300 })
      for (const { records, bytes } of batches) {
        partition.append(Array.from({ length: records }, (_each, at) => `${at}${'x'.repeat(bytes)}`))
      }
      await partition.close()
      const total = batches.reduce((sum, { records }) => sum + records, 0)
      const offset = BigInt(chance % total)
      const desk = new SegmentDesk()
      const on = { path: folder.path, folder: 'orders-0' }
      const found = await desk.locateInSegments({ ...on, target: { kind: 'offset', offset } })
      const byTime = await desk.locateInSegments({
        ...on,
        // Between this record and the one before.
        target: { kind: 'time', timestamp: firstTimestamp + 1000n * offset - 500n },
      })
      expect(found).toMatchObject({ outcome: 'found', offset })
      expect(byTime).toMatchObject({ outcome: 'found', offset, fileName: found.fileName, position: found.position })
      expect(found.steps.map(({ step }) => step)).toEqual(['segment', 'offset-index', 'scan', 'batch', 'record'])
      expect(byTime.steps.map(({ step }) => step).slice(0, 2)).toEqual(['segment', 'time-index'])
      const [, index, scan] = found.steps
      if (index?.step === 'offset-index' && scan?.step === 'scan') {
        expect(index.compared.length).toBeLessThanOrEqual(4 + Math.ceil(Math.log2(index.entryCount + 1)))
        expect(scan.fromPosition).toBe(index.position)
        // The index has an entry for so many bytes, and a batch may come on top.
        expect(scan.toPosition - scan.fromPosition).toBeLessThan(300 + 9 * 900)
      }
    }),
    { seed: 20_261_122, numRuns: 40 },
  )
})

test('what lies behind the end is told as that', async () => {
  await using folder = await temporaryFolder()
  const partition = await writtenPartition(folder)
  for (let batch = 0; batch < 10; batch++) partition.append(['a', 'b', 'c'])
  await partition.close()
  const desk = new SegmentDesk()
  const on = { path: folder.path, folder: 'orders-0' }
  expect(await desk.locateInSegments({ ...on, target: { kind: 'offset', offset: 30n } })).toMatchObject({
    outcome: 'after-end',
    firstOffset: 0n,
    nextOffset: 30n,
  })
  const late = { kind: 'time', timestamp: firstTimestamp + 1_000_000_000n } as const
  expect(await desk.locateInSegments({ ...on, target: late })).toMatchObject({ outcome: 'after-end' })
})

test('a record that compaction has taken is told as gone, with the one that follows it', async () => {
  await using folder = await temporaryFolder()
  const config = { segmentBytes: 2000, cleanupPolicy: { compact: true, delete: false } }
  const partition = await writtenPartition(folder, config)
  for (let batch = 0; batch < 40; batch++) partition.append(['x'.repeat(60), 'y'.repeat(60)])
  const need = partition.log.compactionNeed(0n)
  if (need === null) throw new Error('There is nothing to compact.')
  await partition.log.compact(need, { isCancelled: () => false })
  await partition.close()
  const on = { path: folder.path, folder: 'orders-0' }
  const found = await new SegmentDesk().locateInSegments({ ...on, target: { kind: 'offset', offset: 3n } })
  expect(found.outcome).toBe('gone')
  expect(found.offset).toBeGreaterThan(3n)
})

test('an index that lies is noticed, and the record is found all the same', async () => {
  await using folder = await temporaryFolder()
  const partition = await writtenPartition(folder, { indexIntervalBytes: 100 })
  for (let batch = 0; batch < 50; batch++) partition.append(['x'.repeat(200)])
  await partition.close()
  const index = Buffer.alloc(8)
  index.writeInt32BE(7, 0)
  index.writeInt32BE(33, 4)
  await writeFile(partition.file.replace(/log$/, 'index'), index)
  const found = await new SegmentDesk().locateInSegments({
    path: folder.path,
    folder: 'orders-0',
    target: { kind: 'offset', offset: 40n },
  })
  expect(found).toMatchObject({ outcome: 'found', offset: 40n })
  expect(found.steps[1]).toMatchObject({ step: 'offset-index', isLie: true })
})
