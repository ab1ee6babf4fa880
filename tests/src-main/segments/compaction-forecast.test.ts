import fc from 'fast-check'
import { readdir, truncate } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { buildBatch } from '../../../broker/records/build-batch.ts'
import { codecs } from '../../../broker/records/codec.ts'
import { buildEndTransactionMarker } from '../../../broker/records/control-records.ts'
import type { CompactionForecast } from '../../../src-main/api/segment-forecast.ts'
import type { Outlook, OutlookConfigName } from '../../../src-main/api/segment-outlook.ts'
import { recordsOf } from '../../../src-main/segments/batch-records.ts'
import { readFolder } from '../../../src-main/segments/folder-contents.ts'
import { ForecastDesk } from '../../../src-main/segments/forecast-desk.ts'
import { isDamage, LogFile } from '../../../src-main/segments/log-file.ts'
import { writtenPartition, type WrittenPartition } from '../../support/segments/written-partition.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const segmentBytes = 700

/** A partition that compacts, and forgets tombstones `deleteRetentionMs` after it has met them. */
function compactedPartition(folder: Parameters<typeof writtenPartition>[0], deleteRetentionMs = 0) {
  const config = { cleanupPolicy: { compact: true, delete: false }, segmentBytes, deleteRetentionMs }
  return writtenPartition(folder, { ...config, minCleanableDirtyRatio: 0, indexIntervalBytes: 100 })
}

const values: Partial<Record<OutlookConfigName, string>> = {
  'cleanup.policy': 'compact',
  'segment.bytes': String(segmentBytes),
}

/** A forecast that has come to its end, for as long as `use` looks at it. */
async function foretold<Result>(
  { directory }: WrittenPartition,
  { firstDirtyOffset, deleteRetentionMs = 0 }: { firstDirtyOffset: bigint; deleteRetentionMs?: number },
  use: (desk: ForecastDesk, seen: { forecastId: string; forecast: CompactionForecast }) => Promise<Result> | Result,
): Promise<Result> {
  const contents = readFolder({ directory })
  const all = { ...values, 'delete.retention.ms': String(deleteRetentionMs) }
  const configs = Object.entries(all).map(([name, value]) => ({ name, value, source: 'topic' })) as Outlook['configs']
  const desk = new ForecastDesk()
  const stop = new AbortController()
  const input = {
    contents: { ...contents, start: { ...contents.start, firstDirtyOffset } },
    configs,
    now: BigInt(Date.now()),
  }
  let forecastId = ''
  for await (const event of desk.run(input, stop.signal)) {
    if (event.type === 'opened') forecastId = event.forecastId
    else if (event.forecast.isDone) return await use(desk, { forecastId, forecast: event.forecast })
  }
  throw new Error('The forecast ended without a result.')
}

/** Every batch of every segment, with the offsets of its records. */
async function batchesOf(directory: string) {
  const names = (await readdir(directory)).filter((name) => name.endsWith('.log')).sort()
  return names.flatMap((fileName) => {
    using file = new LogFile(join(directory, fileName))
    const found: { fileName: string; position: number; sizeBytes: number; offsets: bigint[] }[] = []
    for (let position = 0; ;) {
      const place = file.placeAt(position)
      if (place === null || isDamage(place)) return found
      const offsets = [...recordsOf(file, place)].map(({ offset }) => offset)
      found.push({ fileName, position, sizeBytes: place.sizeBytes, offsets })
      position += place.sizeBytes
    }
  })
}

/** The offsets of which the forecast says that they stay, and those of which it says nothing because no round touches them. */
async function staying(desk: ForecastDesk, directory: string, forecastId: string): Promise<bigint[]> {
  const batches = await batchesOf(directory)
  return batches.flatMap(({ fileName, position, offsets }) => {
    const fates = desk.records(forecastId, { path: join(directory, fileName), fileName, position })
    return offsets.filter((_offset, at) => (fates[at]?.fate ?? 'stays') === 'stays')
  })
}

type Step =
  | { kind: 'append'; keys: (string | null)[]; isTombstone: boolean; codec: (typeof codecs)[number]; producer: number }
  | { kind: 'end'; producer: number; result: 'commit' | 'abort' }
  | { kind: 'compact' }

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 12,
    arbitrary: fc.record({
      kind: fc.constant('append' as const),
      keys: fc.array(fc.constantFrom('a', 'b', 'c', 'd', 'e'), { minLength: 1, maxLength: 4 }),
      isTombstone: fc.integer({ min: 0, max: 4 }).map((chance) => chance === 0),
      codec: fc.constantFrom(...codecs),
      producer: fc.integer({ min: 0, max: 2 }),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('end' as const),
      producer: fc.integer({ min: 1, max: 2 }),
      result: fc.constantFrom('commit' as const, 'abort' as const),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ kind: 'compact' as const }) },
)

/** A history of a partition, and where its next round of compaction begins. */
class History {
  readonly #partition: WrittenPartition
  readonly #sequences = new Map<number, number>()
  firstDirtyOffset = 0n
  /** Of now: producers that have been silent for a day are forgotten. */
  #time = BigInt(Date.now()) - 60_000n

  constructor(partition: WrittenPartition) {
    this.#partition = partition
  }

  async take(each: Step): Promise<void> {
    if (each.kind === 'append') this.#append(each)
    else if (each.kind === 'end') this.#end(each)
    else await this.compact()
  }

  /** Null: there is nothing dirty, so that no round is due. */
  async compact(): Promise<bigint | null> {
    const { log } = this.#partition
    const need = log.compactionNeed(this.firstDirtyOffset)
    if (need === null || !need.isDue) return null
    const end = await log.compact(need, { isCancelled: () => false })
    this.firstDirtyOffset = end ?? this.firstDirtyOffset
    return end
  }

  #end({ producer, result }: Extract<Step, { kind: 'end' }>): void {
    const marker = { producerId: BigInt(producer), producerEpoch: 0, coordinatorEpoch: 1, timestamp: this.#time++ }
    const options = { leaderEpoch: 3, origin: 'coordinator' } as const
    this.#partition.log.append(buildEndTransactionMarker({ ...marker, result }), options)
  }

  #append({ keys, isTombstone, codec, producer }: Extract<Step, { kind: 'append' }>): void {
    const records = keys.map((key) => ({
      key: key === null ? null : Buffer.from(key),
      value: isTombstone ? null : Buffer.from('v'.repeat(40)),
      timestamp: this.#time++,
    }))
    const baseSequence = this.#sequences.get(producer) ?? 0
    this.#sequences.set(producer, baseSequence + keys.length)
    const transaction = { producerId: BigInt(producer), producerEpoch: 0, baseSequence, isTransactional: true }
    this.#partition.log.append(buildBatch(records, { codec, ...(producer > 0 && transaction) }), { leaderEpoch: 3 })
  }
}

describe('what compaction takes next', () => {
  test('is what the broker’s compaction then takes, whatever was written', { timeout: 240_000 }, async () => {
    const histories = fc.array(step, { minLength: 20, maxLength: 50 })
    await fc.assert(
      fc.asyncProperty(histories, async (steps) => {
        await using folder = await temporaryFolder()
        const partition = await compactedPartition(folder)
        const history = new History(partition)
        for (const each of steps) await history.take(each)
        const { firstDirtyOffset } = history
        const before = await batchesOf(partition.directory)
        const { kept, forecast } = await foretold(partition, { firstDirtyOffset }, async (desk, seen) => ({
          ...seen,
          kept: await staying(desk, partition.directory, seen.forecastId),
        }))
        const end = await history.compact()
        await partition.close()
        if (end === null) return
        const after = await batchesOf(partition.directory)
        expect(after.flatMap(({ offsets }) => offsets)).toEqual(kept)
        const gone = forecast.segments.reduce((sum, { goneBatches }) => sum + goneBatches, 0)
        expect(after).toHaveLength(before.length - gone)
        expect(forecast).toMatchObject({ problem: null, isPart: false, endOffset: end })
      }),
      { seed: 20_261_123, numRuns: 40, endOnFailure: true },
    )
  })

  test('tells which tombstones wait, for how long, and where compaction would fail', async () => {
    await using folder = await temporaryFolder()
    const partition = await compactedPartition(folder, 3_600_000)
    const history = new History(partition)
    const append = (key: string | null, isTombstone = false) =>
      history.take({ kind: 'append', keys: [key], isTombstone, codec: 'none', producer: 0 })
    await append('gone', true)
    for (let count = 0; count < 12; count++) await append('again')
    const first = await foretold(
      partition,
      { firstDirtyOffset: 0n, deleteRetentionMs: 3_600_000 },
      (_desk, seen) => seen,
    )
    expect(first.forecast).toMatchObject({ keyCount: 2, marked: { count: 1 }, waiting: { count: 0, firstAt: null } })
    await history.compact()
    for (let count = 0; count < 12; count++) await append('again')
    const { firstDirtyOffset } = history
    await foretold(partition, { firstDirtyOffset, deleteRetentionMs: 3_600_000 }, (desk, { forecastId, forecast }) => {
      const { waiting, marked } = forecast
      expect(marked.count).toBe(0)
      expect(waiting.count).toBe(1)
      expect(Number(waiting.firstAt)).toBeGreaterThan(Date.now() + 3_000_000)
      const fileName = '00000000000000000000.log'
      const at = { path: join(partition.directory, fileName), fileName, position: 0 }
      expect(desk.records(forecastId, at)).toEqual([{ fate: 'stays', overtakenBy: null, horizonMs: waiting.firstAt }])
      expect(desk.sharesOf(forecastId, fileName)?.of(0)).toBe(0)
    })
    await partition.close()
    await truncate(partition.file, 70)
    const damaged = await foretold(partition, { firstDirtyOffset: 0n }, (_desk, seen) => seen)
    expect(damaged.forecast.problem).toMatchObject({ position: 0, why: 'torn-batch' })
  })
})
