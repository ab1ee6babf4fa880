import { appendFile, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { LagFiles, placeOfGroup } from '../../../src-main/lag/lag-files.ts'
import { drawHistory } from '../../../src-main/lag/lag-history.ts'
import type { RecordedSample } from '../../../src-main/lag/lag-lines.ts'
import { LagRecorder } from '../../../src-main/lag/lag-recorder.ts'
import { commitOffsets } from '../../../src-main/kafka/group-offsets.ts'
import { createTopic, local, produce, startCluster } from '../../support/console-acts.ts'
import { startConsole } from '../../support/start-console.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const hourMs = 3_600_000
const dayMs = 86_400_000
const now = Date.UTC(2026, 7, 22, 12)

function sampleAt(at: number, messages: bigint | null, milliseconds: number | null = 0): RecordedSample {
  return { at, everyMs: 10_000, partitions: [{ topic: 'orders', partition: 0, messages, milliseconds }] }
}

describe('lag over time', () => {
  test('gaps stay gaps, peaks stay peaks, and a sum without one partition is none', async () => {
    const samples = [
      sampleAt(now, 1n),
      sampleAt(now + 10_000, 5n, 700),
      // The console was closed for a minute.
      sampleAt(now + 70_000, 2n),
      { ...sampleAt(now + 80_000, null, null) },
    ]
    const fine = await drawHistory(samples, { from: now, to: now + 100_000 })
    expect(fine.messages).toEqual([1n, 5n, null, 2n, null])
    expect(fine.milliseconds).toEqual([0, 700, null, 0, null])
    expect(fine.times[2]).toBe(BigInt(now + 10_001))
    const coarse = await drawHistory(samples.slice(0, 2), { from: now - 30 * dayMs, to: now })
    expect([coarse.messages, coarse.milliseconds]).toEqual([[5n], [700]])
  })

  test('of many partitions, those with the largest lag are drawn', async () => {
    const partitions = Array.from({ length: 40 }, (_, partition) => ({
      topic: 'orders',
      partition,
      messages: BigInt(partition % 7),
      milliseconds: 0,
    }))
    const drawn = await drawHistory([{ at: now, everyMs: 10_000, partitions }], { from: now, to: now + hourMs })
    expect(drawn.partitionCount).toBe(40)
    expect(drawn.partitions.map(({ partition }) => partition)).toEqual([6, 13, 20, 27, 34, 5, 12, 19, 26, 33, 4, 11])
    expect(drawn.messages).toEqual([partitions.reduce((sum, { messages }) => sum + messages, 0n)])
  })
})

describe('the files of recorded lag', () => {
  test('old days keep their peaks, too old ones go, and a torn line spoils nothing', async () => {
    await using folder = await temporaryFolder()
    const files = new LagFiles(folder.path)
    const place = placeOfGroup({ clusterId: 'local', groupId: 'billing' })
    const oldDay = now - 5 * dayMs
    await files.append(place, sampleAt(now - 40 * dayMs, 1n))
    for (let step = 0; step < 60; step++) {
      await files.append(place, sampleAt(oldDay + step * 10_000, BigInt(step % 30), step))
    }
    await files.append(place, sampleAt(now - 10_000, 8n))
    const today = join(folder.path, place, '2026-08-22.jsonl')
    await appendFile(today, '\n{"at":17900')
    await files.append(place, sampleAt(now, 9n))
    await files.tidy(now)
    await files.tidy(now)
    expect(await readdir(join(folder.path, place))).toEqual(['2026-08-17.peaks.jsonl', '2026-08-22.jsonl'])
    const kept: RecordedSample[] = []
    for await (const sample of files.read(place, now - 30 * dayMs, now)) kept.push(sample)
    expect(
      kept.map(({ at, everyMs, partitions: [only] }) => [at, everyMs, only?.messages, only?.milliseconds]),
    ).toEqual([
      [oldDay, 300_000, 29n, 29],
      [oldDay + 300_000, 300_000, 29n, 59],
      [now - 10_000, 10_000, 8n, 0],
      [now, 10_000, 9n, 0],
    ])
    expect(await files.oldest(place)).toBe(oldDay)
    expect(await readFile(today, 'utf8')).toContain('"orders":[[0,"9",0]]')
  })
})

test(
  'a pinned group is recorded, also after a restart, and a cluster that is not there leaves a gap',
  { timeout: 120_000 },
  async () => {
    const startedAt = Date.now()
    await using console = await startConsole()
    const { calls } = console
    await startCluster(console)
    await createTopic(calls, 'orders', 2)
    const longAgo = BigInt(Date.now()) - 60_000n
    for (const partition of [0, 1]) await produce(calls, 'orders', { partition, timestamp: longAgo })
    for (let count = 0; count < 3; count++) await produce(calls, 'orders', { partition: 0 })
    const cluster = console.backEnd.services.clusters.get('local')
    await commitOffsets(cluster, 'billing', [
      { topic: 'orders', partition: 0, offset: 0n },
      { topic: 'orders', partition: 1, offset: 1n },
    ])
    const group = { ...local, groupId: 'billing' }
    const [behind, read] = await calls.groups.timeLags(group)
    expect(behind?.lagMs).toBeGreaterThanOrEqual(60_000)
    expect(behind?.lagMs).toBeLessThan(180_000)
    expect(read?.lagMs).toBe(0)

    await calls.lag.pin(group)
    expect(await calls.lag.pinned(local)).toEqual(['billing'])
    const range = { from: BigInt(Date.now() - hourMs), to: BigInt(Date.now() + hourMs) }
    const history = await calls.lag.history({ ...group, ...range })
    expect(history).toMatchObject({ isPinned: true, messages: [4n], partitionCount: 2, problem: null })
    expect(history.milliseconds[0]).toBeGreaterThanOrEqual(60_000)

    await using folder = await temporaryFolder()
    let isThere = true
    const options = {
      dataDirectory: folder.path,
      report: () => {},
      clusterOf: () => (isThere ? cluster : null),
      everyMs: 20,
    }
    {
      await using recorder = new LagRecorder(options)
      await recorder.pin(group)
      await expect.poll(() => pointsOf(recorder)).toBeGreaterThan(2)
      isThere = false
      const before = await pointsOf(recorder)
      isThere = true
      await expect.poll(() => pointsOf(recorder)).toBeGreaterThan(before)
    }
    await using again = new LagRecorder(options)
    expect(again.pinned('local')).toEqual(['billing'])
    const kept = await pointsOf(again)
    await expect.poll(() => pointsOf(again)).toBeGreaterThan(kept)
    await again.unpin(group)
    expect(again.pinned('local')).toEqual([])

    async function pointsOf(recorder: LagRecorder): Promise<number> {
      const { times } = await recorder.history(group, { from: startedAt, to: Date.now() + 1000 })
      return times.length
    }
  },
)
