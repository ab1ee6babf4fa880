import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import type { ScanRequest } from '../../../src-main/api/scans.ts'
import type { ProduceManyEvent, RecordSourceInput, TransferFormat } from '../../../src-main/api/transfers.ts'
import { createTopic, local, produce, startCluster, text, wholeTopic } from '../../support/console-acts.ts'
import { lastOf, refusalOf } from '../../support/console-client.ts'
import { startConsole, type TestConsole } from '../../support/start-console.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const everything = { ...wholeTopic, limit: 1 }

const way = {
  partitioning: 'source',
  keepsTimestamps: false,
  compression: 'none',
  ratePerSecond: null,
  onError: 'skip',
} as const

/** What a page gets that exports to a download, and what it is answered when it asks once more. */
async function download(
  { calls, address }: TestConsole,
  order: { readonly request: ScanRequest; readonly format: TransferFormat },
): Promise<{ file: string; again: number }> {
  let place = new URL(address)
  let file = Promise.resolve('')
  for await (const event of await calls.transfers.exportRows({ ...order, path: null })) {
    if (event.type !== 'opened') continue
    place = new URL(`/downloads/${event.jobId}`, address)
    file = fetch(place).then((answer) => answer.text())
  }
  return { file: await file, again: (await fetch(place)).status }
}

test('a topic is exported to a file and imported into another, the same', { timeout: 120_000 }, async () => {
  await using console = await startConsole()
  await using folder = await temporaryFolder()
  const { calls } = console
  await startCluster(console)
  // The messages are of 1970, and must stay.
  const configs = [{ name: 'retention.ms', value: '-1' }]
  for (const name of ['from', 'to']) {
    await calls.topics.create({ ...local, name, partitionCount: 2, replicationFactor: -1, configs })
  }
  const base64 = Buffer.from('00ff80', 'hex').toString('base64')
  const headers = [
    { key: 'h', value: text('1') },
    { key: 'h', value: { kind: 'null' } as const },
  ]
  for (let index = 0; index < 20; index++) {
    const value =
      index % 3 === 0
        ? ({ kind: 'base64', base64 } as const)
        : index % 3 === 1
          ? text(`"${index}",\n`)
          : ({ kind: 'null' } as const)
    await produce(calls, 'from', {
      partition: index % 2,
      key: text(`k${index}`),
      value,
      headers,
      timestamp: BigInt(1000 + index),
    })
  }
  for (const format of ['jsonl', 'csv'] as const) {
    const path = folder.join(`from.${format}`)
    const request = { ...everything, topic: 'from' }
    const exported = await lastOf(calls.transfers.exportRows({ request, path, format }))
    expect(exported).toMatchObject({ type: 'report', path, writtenCount: 20, verdict: { isComplete: true } })
    const written = await readFile(path, 'utf8')
    expect(written.length).toBeGreaterThan(1000)
    expect(await download(console, { request, format })).toEqual({ file: written, again: 404 })
    const source = { kind: 'file', path, format } as const
    expect((await calls.transfers.previewSource({ ...local, topic: 'to', source })).records).toHaveLength(20)
    const exactly = { ...way, keepsTimestamps: true, compression: 'zstd', onError: 'stop' } as const
    const report = await lastOf(calls.transfers.produceMany({ ...local, topic: 'to', source, ...exactly }))
    expect(report).toMatchObject({ type: 'report', isComplete: true, acknowledgedCount: 20, failedCount: 0 })
  }
  for (let index = 0; index < 20; index++) {
    const place = { partition: index % 2, offset: BigInt(Math.floor(index / 2)) }
    const [sent, first, second] = await Promise.all([
      calls.messages.get({ ...local, topic: 'from', ...place }),
      calls.messages.get({ ...local, topic: 'to', ...place }),
      calls.messages.get({ ...local, topic: 'to', partition: place.partition, offset: place.offset + 10n }),
    ])
    const content = ({ keyBase64, valueBase64, headers: found, timestamp }: typeof sent) => ({
      keyBase64,
      valueBase64,
      found,
      timestamp,
    })
    expect([content(first), content(second)]).toEqual([content(sent), content(sent)])
    expect(first.batch.producerId).toBeGreaterThanOrEqual(0n)
  }
})

test('lines that cannot be read are counted, and the rest is written', { timeout: 120_000 }, async () => {
  await using console = await startConsole()
  const { calls } = console
  await startCluster(console)
  await createTopic(calls, 'lines')
  const source = {
    kind: 'text',
    format: 'jsonl',
    text: '{"value":"a"}\nnonsense\n{"value":"b","partition":7}\n{"value":"c"}',
  } as const
  const report = await lastOf(calls.transfers.produceMany({ ...local, topic: 'lines', source, ...way }))
  expect(report).toMatchObject({
    type: 'report',
    isComplete: false,
    acknowledgedCount: 2,
    failedCount: 2,
    errors: [{ line: 2 }, { line: 3, why: 'partition 7 does not exist: the topic has 1' }],
    partitions: [{ partition: 0, count: 2, firstOffset: 0n, lastOffset: 1n }],
  })
})

test(
  'a file of another machine goes up piece by piece, at the pace of who writes it',
  { timeout: 60_000 },
  async () => {
    await using console = await startConsole()
    const { calls } = console
    await startCluster(console)
    await createTopic(calls, 'uploaded')
    // Pieces end within characters, and within lines.
    const file = Buffer.from(
      Array.from({ length: 3000 }, (_each, index) => `{"value":"žluťoučký ${index}"}\n`).join(''),
    )
    const pieceBytes = 1001
    const feed = async (jobId: string): Promise<boolean> => {
      for (let from = 0; ; from += pieceBytes) {
        const base64 = file.subarray(from, from + pieceBytes).toString('base64')
        const isLast = from + pieceBytes >= file.byteLength
        if (!(await calls.transfers.feed({ jobId, base64, isLast })).isWanted) return isLast
      }
    }
    const source = { kind: 'upload', name: 'mine.jsonl', format: 'jsonl' } as const
    let report: ProduceManyEvent | null = null
    let fed = Promise.resolve(false)
    for await (const event of await calls.transfers.produceMany({ ...local, topic: 'uploaded', source, ...way })) {
      if (event.type === 'opened') fed = feed(event.jobId)
      report = event
    }
    expect(await fed).toBe(true)
    expect(report).toMatchObject({ type: 'report', isComplete: true, acknowledgedCount: 3000, failedCount: 0 })

    // Who is stopped takes nothing more, and has written none of a line that has not ended.
    let jobId = ''
    for await (const event of await calls.transfers.produceMany({ ...local, topic: 'uploaded', source, ...way })) {
      report = event
      if (event.type !== 'opened') continue
      ;({ jobId } = event)
      const base64 = Buffer.from('{"value":"not the wh').toString('base64')
      await calls.transfers.feed({ jobId, base64, isLast: false })
      await calls.transfers.stop({ jobId })
    }
    expect(report).toMatchObject({ type: 'report', isComplete: false, acknowledgedCount: 0, failedCount: 0 })
    expect(await calls.transfers.feed({ jobId, base64: '', isLast: false })).toEqual({ isWanted: false })
  },
)

test('of the beginning of a file its last line is not shown', async () => {
  await using console = await startConsole()
  const preview = (lines: string, isBeginning: boolean) =>
    console.calls.transfers.previewSource({
      ...local,
      topic: 'any',
      source: { kind: 'text', text: lines, isBeginning, format: 'jsonl' },
    })
  expect(await preview('{"value":"a"}\n{"val', true)).toMatchObject({ records: [{ line: 1 }], errors: [] })
  expect(await preview('{"value":"a"}\n{"val', false)).toMatchObject({ records: [{ line: 1 }], errors: [{ line: 2 }] })
})

test('a source that cannot be read says why, and one with nothing in it that there is nothing', async () => {
  await using console = await startConsole()
  await using folder = await temporaryFolder()
  const { calls } = console
  await startCluster(console)
  await createTopic(calls, 'empty', 1)
  const preview = (source: RecordSourceInput) =>
    refusalOf(calls.transfers.previewSource({ ...local, topic: 'empty', source }))
  expect(await preview({ kind: 'file', path: folder.join('gone.jsonl'), format: 'jsonl' })).toMatchObject({
    code: 'REJECTED',
    problem: { what: 'The file cannot be read.', why: `There is no file ${folder.join('gone.jsonl')}.` },
  })
  expect((await preview({ kind: 'file', path: folder.path, format: 'csv' })).problem.why).toContain('is a folder')
  const named = await preview({ kind: 'text', text: 'a,b\n1,2\n', format: 'csv' })
  expect(named.problem.why).toContain('must name the columns')
  const broken = { kind: 'text', text: '{"value":"a"}\n{"value":}', format: 'jsonl' } as const
  const { errors } = await calls.transfers.previewSource({ ...local, topic: 'empty', source: broken })
  expect(errors).toEqual([{ line: 2, why: expect.not.stringContaining('line 1') as string }])

  const nothing = { kind: 'text', text: 'key,value\n', format: 'csv' } as const
  const last = await lastOf(calls.transfers.produceMany({ ...local, topic: 'empty', source: nothing, ...way }))
  expect(last).toMatchObject({
    type: 'report',
    explanation: expect.stringContaining('no message in the source') as string,
  })
})
