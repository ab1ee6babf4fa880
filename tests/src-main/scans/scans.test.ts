import { describe, expect, test, vi } from 'vitest'
import type { Filter } from '../../../src-main/api/filters.ts'
import { local, startCluster } from '../../support/console-acts.ts'
import { refusalOf } from '../../support/console-client.ts'
import { openScan, produceMany } from '../../support/scan-acts.ts'
import { startConsole } from '../../support/start-console.ts'

// Real sockets, and a machine that may be busy with other tests.
vi.setConfig({ testTimeout: 120_000 })

async function consoleWithTopic(topic: string, count: number, partitionCount = 3) {
  const console = await startConsole()
  await startCluster(console)
  // The messages are of 2023, and must stay.
  const configs = [{ name: 'retention.ms', value: '-1' }]
  await console.calls.topics.create({ ...local, name: topic, partitionCount, replicationFactor: -1, configs })
  const messages = Array.from({ length: count }, (_each, index) => ({
    key: `key-${index}`,
    value: JSON.stringify({ id: index, even: index % 2 === 0, tags: [`t${index % 10}`] }),
    headers: { source: index % 5 === 0 ? 'web' : 'till' },
    partition: index % partitionCount,
    timestamp: String(1_700_000_000_000 + index * 1000),
  }))
  const status = console.backEnd.services.localCluster.status.value
  if (status.state !== 'running') throw new Error('The local cluster does not run.')
  await produceMany(status.bootstrapServers, topic, messages)
  return { console, calls: console.calls, bootstrapServers: status.bootstrapServers }
}

const ids = (rows: readonly { value: { text: string } }[]): number[] =>
  rows.map(({ value }) => (JSON.parse(value.text) as { id: number }).id)

describe('a scan', () => {
  test('gives the rows of all partitions in the order of time, both ways, page by page', async () => {
    const { console, calls } = await consoleWithTopic('paged', 1000)
    await using _ = console
    for (const order of ['oldest', 'newest'] as const) {
      await using scan = await openScan(calls, 'paged', { order, limit: 90 })
      const expected = Array.from({ length: 1000 }, (_each, index) => (order === 'oldest' ? index : 999 - index))
      const first = await scan.ended()
      expect(first).toMatchObject({ canContinue: true, rowCount: expect.any(Number), settledRowCount: 90 })
      expect(first.verdict).toMatchObject({ isComplete: false, reason: 'limit' })
      for (let page = 1; page < 12; page++) {
        await calls.scans.more({ scanId: scan.scanId, limit: 90 })
        await scan.ended()
      }
      const rows = await scan.rows()
      expect(ids(rows)).toEqual(expected)
      expect(rows.map(({ index }) => index)).toEqual(expected.map((_each, index) => index))
      const { rows: window } = await calls.scans.rows({ scanId: scan.scanId, from: 500, count: 3 })
      expect(ids(window)).toEqual(expected.slice(500, 503))
    }
  })

  test.each<[string, Filter, (id: number) => boolean]>([
    [
      'text',
      { kind: 'text', text: '"id":77', isCaseSensitive: true, parts: ['value'] },
      (id) => `${id}`.startsWith('77'),
    ],
    [
      'text in another case',
      { kind: 'text', text: 'KEY-99', isCaseSensitive: false, parts: null },
      (id) => `${id}`.startsWith('99'),
    ],
    [
      'a regular expression',
      { kind: 'regex', pattern: '^key-\\d5$', isCaseSensitive: true, parts: ['key'] },
      (id) => /^\d5$/.test(`${id}`),
    ],
    ['a field', { kind: 'field', subject: 'value', path: 'id', operator: 'at-least', value: '990' }, (id) => id >= 990],
    [
      'a field in a list',
      { kind: 'field', subject: 'value', path: 'tags[*]', operator: 'equals', value: 't7' },
      (id) => id % 10 === 7,
    ],
    [
      'a header',
      { kind: 'field', subject: 'header', path: 'source', operator: 'equals', value: 'web' },
      (id) => id % 5 === 0,
    ],
    [
      'a time',
      { kind: 'field', subject: 'timestamp', path: '', operator: 'less', value: '1700000010000' },
      (id) => id < 10,
    ],
    [
      'an expression',
      { kind: 'expression', expression: 'value.even && value.id > 900 && headers.source == "till"' },
      (id) => id % 2 === 0 && id > 900 && id % 5 !== 0,
    ],
    [
      'all of several',
      {
        kind: 'all',
        of: [
          { kind: 'field', subject: 'partition', path: '', operator: 'equals', value: '1' },
          { kind: 'not', of: { kind: 'text', text: 'true', isCaseSensitive: true, parts: null } },
        ],
      },
      (id) => id % 3 === 1 && id % 2 === 1,
    ],
  ])('finds by %s exactly what matches', async (_name, filter, matches) => {
    const { console, calls } = await consoleWithTopic('filtered', 1000)
    await using _ = console
    await using scan = await openScan(calls, 'filtered', { filter, order: 'newest' })
    const status = await scan.ended()
    expect(status.verdict).toEqual({
      isComplete: true,
      reason: 'complete',
      explanation: 'All of 1000 messages looked at.',
    })
    const expected = Array.from({ length: 1000 }, (_each, index) => 999 - index).filter(matches)
    expect(ids(await scan.rows())).toEqual(expected)
    expect(status).toMatchObject({ matchCount: expected.length, filterErrors: { count: 0 } })
  })

  test('errors of a filter are counted, with one of them to look at', async () => {
    const { console, calls } = await consoleWithTopic('wrong', 20, 1)
    await using _ = console
    await using scan = await openScan(calls, 'wrong', {
      filter: { kind: 'expression', expression: 'value.missing > 3' },
    })
    const status = await scan.ended()
    expect(status.filterErrors).toEqual({
      count: 20,
      sample: { partition: 0, offset: 0n, why: expect.stringContaining('missing') },
    })
    const unusable = openScan(calls, 'wrong', {
      filter: { kind: 'regex', pattern: '(', isCaseSensitive: true, parts: null },
    })
    expect((await refusalOf(unusable)).code).toBe('REJECTED')
  })

  test('a regular expression that never ends is cut off', async () => {
    const { console, calls, bootstrapServers } = await consoleWithTopic('slow', 3, 1)
    await using _ = console
    await produceMany(bootstrapServers, 'slow', [{ value: `${'a'.repeat(40)}!` }, { value: 'aaa' }])
    await using scan = await openScan(calls, 'slow', {
      filter: { kind: 'regex', pattern: '^(a+)+$', isCaseSensitive: true, parts: ['value'] },
    })
    const status = await scan.ended()
    expect(status).toMatchObject({ rowCount: 1, filterErrors: { count: 1, sample: { offset: 3n } } })

    await produceMany(
      bootstrapServers,
      'slow',
      Array.from({ length: 30 }, () => ({ value: `${'a'.repeat(40)}!` })),
    )
    await using hopeless = await openScan(calls, 'slow', {
      start: { at: 'offset', offset: 5n },
      filter: { kind: 'regex', pattern: '^(a+)+$', isCaseSensitive: true, parts: ['value'] },
    })
    // What it fails with is heard of while it goes on.
    await hopeless.until(({ phase, filterErrors }) => phase === 'running' && filterErrors.count > 0)
    const { verdict, filterErrors } = await hopeless.ended()
    expect(verdict).toMatchObject({ isComplete: false, reason: 'failed-partition' })
    expect(verdict?.explanation).toContain('longer than 250 ms at each of 20 messages in a row')
    expect(filterErrors.count).toBe(20)
  })

  test('is stopped and goes on without a repeated or missing row', async () => {
    const { console, calls } = await consoleWithTopic('stopped', 20_000)
    await using _ = console
    await using scan = await openScan(calls, 'stopped', {
      order: 'newest',
      filter: { kind: 'text', text: 'true', isCaseSensitive: true, parts: null },
    })
    await calls.scans.stop({ scanId: scan.scanId })
    let status = await scan.ended()
    while (status.canContinue) {
      await calls.scans.more({ scanId: scan.scanId, limit: 100_000 })
      status = await scan.ended()
    }
    expect(status.verdict?.isComplete).toBe(true)
    expect(ids(await scan.rows())).toEqual(Array.from({ length: 10_000 }, (_each, index) => 19_998 - 2 * index))
    expect(status.account).toMatchObject({ offsetCount: 20_000n, recordCount: 20_000n, gapCount: 0n })
  })

  test('starts and ends where it is told to', async () => {
    const { console, calls } = await consoleWithTopic('bounds', 30)
    await using _ = console
    const found = async (wishes: Parameters<typeof openScan>[2]) => {
      await using scan = await openScan(calls, 'bounds', wishes)
      await scan.ended()
      return ids(await scan.rows())
    }
    expect(
      await found({
        start: { at: 'timestamp', timestamp: 1_700_000_010_000n },
        end: { at: 'timestamp', timestamp: 1_700_000_013_000n },
      }),
    ).toEqual([10, 11, 12])
    expect(await found({ start: { at: 'offset', offset: 8n } })).toEqual([24, 25, 26, 27, 28, 29])
    expect(
      await found({
        start: { at: 'offsets', offsets: [{ partition: 0, offset: 9n }] },
        end: { at: 'offset', offset: 2n },
      }),
    ).toEqual([1, 2, 4, 5])
    expect(await found({ partitions: [1], end: { at: 'offset', offset: 1n } })).toEqual([1])
    expect((await refusalOf(openScan(calls, 'nowhere'))).code).toBe('NOT_FOUND')
  })

  test('a live tail shows what comes, counts what it drops, and loses nothing while it is paused', async () => {
    const { console, calls, bootstrapServers } = await consoleWithTopic('live', 3)
    await using _ = console
    await using scan = await openScan(calls, 'live', { start: { at: 'end' }, end: { at: 'never' }, limit: 100 })
    const write = (from: number, count: number) =>
      produceMany(
        bootstrapServers,
        'live',
        Array.from({ length: count }, (_each, index) => ({ value: `{"id":${from + index}}` })),
      )
    await write(0, 150)
    const full = await scan.until(({ matchCount }) => matchCount === 150)
    expect(full).toMatchObject({ firstRow: 50, rowCount: 150, droppedCount: 50 })
    const { rows } = await calls.scans.rows({ scanId: scan.scanId, from: 0, count: 1000 })
    expect(rows.map(({ index }) => index)).toEqual(Array.from({ length: 100 }, (_each, index) => 50 + index))
    await calls.scans.pause({ scanId: scan.scanId })
    await write(150, 20)
    await scan.until(({ phase, waitingCount }) => phase === 'paused' && waitingCount === 20n)
    await calls.scans.resume({ scanId: scan.scanId })
    expect(await scan.until(({ matchCount }) => matchCount === 170)).toMatchObject({
      droppedCount: 70,
      waitingCount: 0n,
    })
  })

  test('is gone when it is closed', async () => {
    const { console, calls } = await consoleWithTopic('closed', 3)
    await using _ = console
    const scan = await openScan(calls, 'closed')
    await scan.ended()
    await scan[Symbol.asyncDispose]()
    await expect
      .poll(async () => (await refusalOf(calls.scans.rows({ scanId: scan.scanId, from: 0, count: 1 }))).code)
      .toBe('NOT_FOUND')
  })

  test('has a histogram and knows the paths of its rows', async () => {
    const { console, calls } = await consoleWithTopic('shapes', 100)
    await using _ = console
    await using scan = await openScan(calls, 'shapes')
    await scan.ended()
    const { buckets } = await calls.scans.histogram({ scanId: scan.scanId, bucketCount: 20 })
    expect(buckets.length).toBeLessThanOrEqual(20)
    expect(buckets.reduce((sum, { matchCount }) => sum + matchCount, 0)).toBe(100)
    const paths = await calls.scans.paths({ scanId: scan.scanId })
    expect(paths.map(({ subject, path, types }) => [subject, path, types])).toEqual(
      expect.arrayContaining([
        ['value', 'id', ['number']],
        ['value', 'even', ['boolean']],
        ['value', 'tags', ['list']],
        ['value', 'tags[*]', ['string']],
        ['header', 'source', ['string']],
      ]),
    )
    const timeline = await calls.scans.timeline({
      ...local,
      topic: 'shapes',
      partitions: null,
      from: null,
      to: null,
      bucketCount: 10,
    })
    expect(timeline.buckets.map(({ offsetCount }) => offsetCount)).toEqual(Array.from({ length: 10 }, () => 10n))
  })

  test('a filter can be tried on one message', async () => {
    const { console, calls } = await consoleWithTopic('tried', 3, 1)
    await using _ = console
    const on = { ...local, topic: 'tried', partition: 0, offset: 2n }
    const trial = (expression: string) => calls.scans.tryFilter({ ...on, filter: { kind: 'expression', expression } })
    expect(await trial('value.id == 2')).toMatchObject({ outcome: 'match' })
    expect(await trial('value.id == 3')).toMatchObject({ outcome: 'no-match' })
    expect(await trial('value.nothing')).toMatchObject({ outcome: 'error', why: expect.stringContaining('nothing') })
    expect(await trial('value.(')).toMatchObject({ outcome: 'error' })
  })
})
