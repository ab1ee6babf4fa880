import { cp } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { RedriveEvent, RedriveOrder } from '../../../src-main/api/redrives.ts'
import { createTopic, local, scan, startCluster } from '../../support/console-acts.ts'
import { lastOf, type ConsoleCalls } from '../../support/console-client.ts'
import { startConsole } from '../../support/start-console.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const order: RedriveOrder = {
  source: {
    ...local,
    topic: 'dead',
    partitions: null,
    start: { at: 'beginning' },
    end: { at: 'now' },
    order: 'oldest',
    filter: null,
    isolation: 'read-committed',
    showsControlRecords: false,
    decoding: null,
    limit: 1,
  },
  targetClusterId: local.clusterId,
  target: { from: 'name', topic: 'orders' },
  headers: [],
  partitioning: 'key',
  keepsTimestamps: true,
  compression: 'none',
  ratePerSecond: null,
}

type Ended = { readonly isComplete: boolean; readonly explanation: string }
type Report = Extract<RedriveEvent, { type: 'report' }>

async function reportOf(events: Promise<AsyncIterable<RedriveEvent>>): Promise<Report> {
  const last = await lastOf(events)
  if (last.type !== 'report') throw new Error('There was no report.')
  return last
}

async function fill(calls: ConsoleCalls, count: number, headerOf: (index: number) => string): Promise<void> {
  const text = Array.from({ length: count }, (_each, index) =>
    JSON.stringify({
      key: `k${index % 7}`,
      value: `v${index}`,
      headers: [
        { key: 'x-error', value: 'late' },
        { key: 'x-topic', value: headerOf(index) },
      ],
    }),
  ).join('\n')
  const source = { kind: 'text', format: 'jsonl', text } as const
  const way = { partitioning: 'key', keepsTimestamps: false, compression: 'none', onError: 'stop' } as const
  const events = calls.transfers.produceMany({ ...local, topic: 'dead', source, ratePerSecond: null, ...way })
  expect(await lastOf(events)).toMatchObject({ type: 'report', isComplete: true })
}

async function valuesIn(calls: ConsoleCalls, topic: string): Promise<string[]> {
  const { rows } = await scan(calls, topic, { limit: 10_000 })
  return rows.map(({ value }) => value.text)
}

test(
  'messages are sent on to the topics that they name, with other headers, after a dry run',
  { timeout: 120_000 },
  async () => {
    await using console = await startConsole()
    const { calls } = console
    await startCluster(console)
    for (const topic of ['dead', 'orders', 'payments']) await createTopic(calls, topic, 2)
    await fill(calls, 30, (index) => (index === 29 ? 'dead' : index % 2 === 0 ? 'orders' : 'payments'))
    const byHeader: RedriveOrder = {
      ...order,
      source: {
        ...order.source,
        filter: { kind: 'regex', pattern: '^v(1\\d|2\\d)$', isCaseSensitive: true, parts: ['value'] },
      },
      target: { from: 'header', header: 'x-topic', otherwise: null },
      headers: [
        { change: 'remove', key: 'x-*' },
        { change: 'set', key: 'again', value: '1' },
      ],
    }
    const dry = await reportOf(calls.redrives.dryRun(byHeader))
    expect(dry).toMatchObject({
      matchedCount: 20,
      writtenCount: 19,
      failedCount: 1,
      redriveId: null,
      isComplete: false,
    })
    expect(dry.errors[0]?.why).toContain('where it comes from')
    expect(dry.samples[0]?.headers).toEqual([{ key: 'again', value: '1' }])
    expect(await valuesIn(calls, 'orders')).toEqual([])

    const report = await reportOf(calls.redrives.run(byHeader))
    expect(report).toMatchObject({ matchedCount: 20, writtenCount: 19, failedCount: 1, redriveId: null })
    expect((await valuesIn(calls, 'orders')).toSorted()).toEqual(
      Array.from({ length: 10 }, (_e, i) => `v${10 + 2 * i}`),
    )
    expect(await valuesIn(calls, 'payments')).toHaveLength(9)
    expect(await calls.redrives.unfinished()).toEqual([])
    await expect(calls.redrives.run({ ...order, target: { from: 'name', topic: 'dead' } })).rejects.toThrow(
      /not sent on/,
    )
  },
)

test(
  'a redrive that was cut off is gone on with: nothing is missing, nothing is there twice',
  { timeout: 120_000 },
  async () => {
    await using console = await startConsole()
    await using folder = await temporaryFolder()
    const { calls } = console
    await startCluster(console)
    for (const topic of ['dead', 'orders']) await createTopic(calls, topic, 2)
    await fill(calls, 8, () => '')
    // One message a round, one round a second: the cluster knows the last five rounds of each partition again.
    const slow: RedriveOrder = { ...order, ratePerSecond: 1 }
    const journals = join((await calls.application.describe()).dataDirectory, 'redrives')
    let jobId = ''
    let isCopied = false
    for await (const event of await calls.redrives.run(slow)) {
      if (event.type === 'opened') ({ jobId } = event)
      if (isCopied || event.type !== 'progress' || event.writtenCount < 2) continue
      isCopied = true
      // As a crash would leave it: the round after this state has been written, and nobody has noted it.
      await cp(journals, folder.path, { recursive: true, filter: (name) => !name.endsWith('.new') })
      await calls.transfers.stop({ jobId })
    }
    await cp(folder.path, journals, { recursive: true, force: true })
    const [unfinished] = await calls.redrives.unfinished()
    expect(unfinished).toMatchObject({ topic: 'dead', target: 'orders' })
    expect(unfinished?.writtenCount).toBeLessThan(8)
    const report = await reportOf(calls.redrives.resume({ redriveId: unfinished?.redriveId ?? '' }))
    expect(report).toMatchObject({ isComplete: true, writtenCount: 8, redriveId: null })
    const values = await valuesIn(calls, 'orders')
    expect(values.toSorted()).toEqual(Array.from({ length: 8 }, (_each, index) => `v${index}`))
    expect(await calls.redrives.unfinished()).toEqual([])
  },
)

test(
  'a topic that is deleted while it is written to is said to be gone, and messages never go back to where they come from',
  { timeout: 120_000 },
  async () => {
    await using console = await startConsole()
    const { calls } = console
    const { bootstrapServers } = await startCluster(console)
    for (const topic of ['dead', 'orders']) await createTopic(calls, topic)
    await fill(calls, 400, () => '')
    const many = async (): Promise<Ended> => {
      const template = { key: null, value: '{{index}}', headers: [] }
      const source = { kind: 'generator', template, count: null, seed: 1 } as const
      const way = { partitioning: 'key', keepsTimestamps: false, compression: 'none', onError: 'stop' } as const
      let isDeleted = false
      for await (const event of await calls.transfers.produceMany({
        ...local,
        topic: 'orders',
        source,
        ratePerSecond: 5,
        ...way,
      })) {
        if (event.type === 'report') return event
        if (isDeleted || event.type !== 'progress' || event.acknowledgedCount === 0) continue
        isDeleted = true
        await calls.topics.delete({ ...local, topic: 'orders', confirmedName: 'orders' })
      }
      throw new Error('There was no report.')
    }
    const ends: Promise<Ended>[] = []
    for await (const event of await calls.redrives.run({ ...order, ratePerSecond: 5 })) {
      if (event.type === 'report') ends.push(Promise.resolve(event))
      // Both have begun to write when the topic goes.
      else if (ends.length === 0 && event.type === 'progress' && event.writtenCount > 0) ends.push(many())
    }
    expect(ends).toHaveLength(2)
    for (const end of await Promise.all(ends)) {
      expect(end.isComplete).toBe(false)
      expect(end.explanation).toContain('Topic orders is gone. It was deleted while it was written to.')
    }
    const [unfinished] = await calls.redrives.unfinished()
    expect(unfinished).toMatchObject({ topic: 'dead', target: 'orders' })

    const { id: again } = await calls.clusters.connect({ name: 'again', bootstrapServers })
    const back: RedriveOrder = { ...order, targetClusterId: again, target: { from: 'name', topic: 'dead' } }
    expect(await reportOf(calls.redrives.run(back))).toMatchObject({ writtenCount: 0, failedCount: 400 })
  },
)
